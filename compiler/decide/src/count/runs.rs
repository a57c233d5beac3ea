//! Stretches of whole numbers on which a sign does not change.

use std::cmp::Ordering;

use kofn_algebra::Integer;

/// The numbers from … to, on all of which something has the same sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignRun {
    /// The first.
    pub from: Integer,
    /// The last; `None` is without end.
    pub to: Option<Integer>,
    /// `Less` below 0, `Equal` at 0, `Greater` above 0.
    pub sign: Ordering,
}

/// Appends a run, and makes it one with the run before when the signs are the same.
pub(super) fn append(runs: &mut Vec<SignRun>, run: SignRun) {
    match runs.last_mut() {
        Some(last) if last.sign == run.sign => last.to = run.to,
        _ => runs.push(run),
    }
}

/// The runs of the sign of a monotone sequence between two numbers, ends included.
///
/// Such a sequence has three runs at most. Each end of one is searched by doubling steps from
/// where it begins and then by halving, so near ends are found without looking at far numbers.
pub(super) fn monotone_runs<E>(
    from: &Integer,
    to: &Integer,
    sign: &mut impl FnMut(&Integer) -> Result<Ordering, E>,
) -> Result<Vec<SignRun>, E> {
    let mut runs = Vec::new();
    let last = sign(to)?;
    let mut start = from.clone();
    let mut at_start = if from == to { last } else { sign(from)? };
    while at_start != last {
        // below has the sign of the start, above another one.
        let mut below = start.clone();
        let mut step = Integer::one();
        let (mut above, mut at_above) = loop {
            let next = &below + &step;
            if next >= *to {
                break (to.clone(), last);
            }
            let at_next = sign(&next)?;
            if at_next != at_start {
                break (next, at_next);
            }
            below = next;
            step += step.clone();
        };
        while &above - &below > Integer::one() {
            let middle = half(&(&above + &below));
            let at_middle = sign(&middle)?;
            if at_middle == at_start {
                below = middle;
            } else {
                (above, at_above) = (middle, at_middle);
            }
        }
        append(&mut runs, SignRun { from: start, to: Some(below), sign: at_start });
        (start, at_start) = (above, at_above);
    }
    append(&mut runs, SignRun { from: start, to: Some(to.clone()), sign: last });
    Ok(runs)
}

/// The runs from a number onwards of the sign of a monotone sequence, whose sign is `last` from
/// some number on.
pub(super) fn endless_monotone_runs<E>(
    from: &Integer,
    last: Ordering,
    sign: &mut impl FnMut(&Integer) -> Result<Ordering, E>,
) -> Result<Vec<SignRun>, E> {
    let mut step = Integer::one();
    let mut to = from.clone();
    while sign(&to)? != last {
        to += &step;
        step += step.clone();
    }
    let mut runs = monotone_runs(from, &to, sign)?;
    if let Some(run) = runs.last_mut() {
        run.to = None;
    }
    Ok(runs)
}

/// Half of a number, rounded down.
fn half(number: &Integer) -> Integer {
    number.div_floor(&Integer::from(2u32)).unwrap_or_else(Integer::zero)
}

/// The pieces on which a sequence is monotone, given the signs of its increments: each has its
/// first and its last number, and the sign of the increments between them. Neighbours share an
/// end. A single number is one piece.
pub(super) fn monotone_pieces(
    from: &Integer,
    increments: &[SignRun],
) -> Vec<(Integer, Option<Integer>, Ordering)> {
    if increments.is_empty() {
        return vec![(from.clone(), Some(from.clone()), Ordering::Equal)];
    }
    let end = |run: &SignRun| run.to.as_ref().map(|to| to + Integer::one());
    increments.iter().map(|run| (run.from.clone(), end(run), run.sign)).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "in a test, a panic is the failure")]

    use super::*;

    #[test]
    fn ends_of_runs_are_found_wherever_they_are() {
        for first in 0i64..12 {
            for second in first..12 {
                let signs: Vec<Ordering> = (0..12i64)
                    .map(|at| match at {
                        _ if at < first => Ordering::Less,
                        _ if at < second => Ordering::Equal,
                        _ => Ordering::Greater,
                    })
                    .collect();
                let mut sign = |at: &Integer| Ok::<_, ()>(signs[at.to_usize().unwrap().min(11)]);
                let ended =
                    monotone_runs(&Integer::zero(), &Integer::from(11i64), &mut sign).unwrap();
                let endless =
                    endless_monotone_runs(&Integer::zero(), Ordering::Greater, &mut sign).unwrap();
                for runs in [&ended, &endless] {
                    for at in 0..12i64 {
                        let at = Integer::from(at);
                        let here: Vec<Ordering> = runs
                            .iter()
                            .filter(|run| {
                                run.from <= at && run.to.as_ref().is_none_or(|to| at <= *to)
                            })
                            .map(|run| run.sign)
                            .collect();
                        assert_eq!(here, [signs[at.to_usize().unwrap()]]);
                    }
                }
                assert_eq!(endless.last().unwrap().to, None);
            }
        }
    }
}
