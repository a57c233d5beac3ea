//! The solutions of all classes together, as ranges.

use kofn_algebra::Integer;

use super::answer::CountRange;
use super::class::StateRun;
use super::shape::Class;

/// The counts from `lo` on, up to `hi`, that lie in a run of their class whose state is chosen.
///
/// The ends of all runs cut the range into segments. Within each, the same classes are chosen
/// throughout.
pub(super) fn chosen_ranges(
    classes: &[(Class, Vec<StateRun>)],
    (lo, hi): (&Integer, Option<&Integer>),
    choose: impl Fn(&StateRun) -> bool,
) -> Vec<CountRange> {
    let mut starts: Vec<Integer> = vec![lo.clone()];
    for (class, runs) in classes {
        for run in runs {
            starts.push(class.count(&run.from));
            starts.extend(run.to.as_ref().map(|to| class.count(to) + Integer::one()));
        }
    }
    starts.retain(|start| start >= lo && hi.is_none_or(|hi| start <= hi));
    starts.sort();
    starts.dedup();
    let ends = starts.iter().skip(1).map(|next| Some(next - Integer::one()));
    let ends: Vec<Option<Integer>> = ends.chain([hi.cloned()]).collect();
    let mut ranges = Vec::new();
    let mut at = vec![0; classes.len()];
    for (from, to) in starts.into_iter().zip(ends) {
        let chosen = classes.iter().zip(&mut at).map(|((class, runs), at)| {
            let first = class.first_from(&from);
            let over = |run: &StateRun| run.to.as_ref().is_some_and(|to| *to < first);
            while runs.get(*at).is_some_and(over) {
                *at += 1;
            }
            runs.get(*at).is_some_and(|run| run.from <= first && choose(run))
        });
        segment(&chosen.collect::<Vec<bool>>(), from, to, &mut ranges);
    }
    ranges
}

/// Appends the numbers of a segment whose remainder modulo the number of classes is chosen.
fn segment(chosen: &[bool], from: Integer, to: Option<Integer>, ranges: &mut Vec<CountRange>) {
    let one = Integer::one;
    if chosen.iter().all(|chosen| *chosen) {
        return append(ranges, CountRange { from, to, step: one() });
    }
    let remainder = |number: &Integer, of: usize| {
        number.mod_floor(&Integer::from(of)).and_then(|rest| rest.to_usize()).unwrap_or(0)
    };
    let classes = chosen.len();
    let length = to.as_ref().and_then(|to| (to - &from + one()).to_usize());
    if let Some(length) = length.filter(|length| *length <= classes) {
        for place in 0..length {
            let number = &from + Integer::from(place);
            if chosen[remainder(&number, classes)] {
                append(ranges, CountRange { from: number.clone(), to: Some(number), step: one() });
            }
        }
        return;
    }
    // The least step after which the pattern of chosen classes repeats.
    let repeats = |step: &usize| (0..classes).all(|r| chosen[r] == chosen[(r + step) % classes]);
    let step = (1..=classes).find(|step| classes.is_multiple_of(*step) && repeats(step));
    let step = step.unwrap_or(classes);
    for place in 0..step {
        let first = &from + Integer::from(place);
        if !chosen[remainder(&first, classes)] {
            continue;
        }
        let by = Integer::from(step);
        let last = to.as_ref().map(|to| {
            let beyond = (to - &first).mod_floor(&by).unwrap_or_else(Integer::zero);
            to - beyond
        });
        if last.as_ref().is_none_or(|last| *last >= first) {
            append(ranges, CountRange { from: first, to: last, step: by });
        }
    }
}

/// Appends a range, and makes it one with the last where it goes on in the same steps.
fn append(ranges: &mut Vec<CountRange>, range: CountRange) {
    if let Some(last) = ranges.last_mut()
        && let Some(to) = &last.to
    {
        let single = last.from == *to;
        let alone = range.to.as_ref() == Some(&range.from);
        // One number goes on in any steps, two only side by side.
        let step = match (single, alone) {
            (true, true) => Integer::one(),
            (false, true) => last.step.clone(),
            (_, false) => range.step.clone(),
        };
        if &range.from - to == step && (single || last.step == step) {
            last.to = range.to;
            last.step = step;
            return;
        }
    }
    ranges.push(range);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "in a test, a panic is the failure")]

    use std::cmp::Ordering;

    use super::*;

    /// Every pattern of two runs on each of three classes gives just the chosen numbers.
    #[test]
    fn ranges_hold_the_chosen_numbers() {
        for pattern in 0..64u32 {
            for cut in 0..4i64 {
                let classes: Vec<(Class, Vec<StateRun>)> = (0..3i64)
                    .map(|residue| {
                        let cut = cut + residue;
                        let state = |bit: u32| (pattern >> bit & 1 == 1).then_some(Ordering::Equal);
                        let bit = residue as u32 * 2;
                        let runs = vec![
                            StateRun { from: 0i64.into(), to: Some(cut.into()), state: state(bit) },
                            StateRun { from: (cut + 1).into(), to: None, state: state(bit + 1) },
                        ];
                        (Class { period: 3i64.into(), residue: residue.into() }, runs)
                    })
                    .collect();
                for hi in [None, Some(Integer::from(13i64))] {
                    let ranges = chosen_ranges(&classes, (&Integer::zero(), hi.as_ref()), |run| {
                        run.state.is_some()
                    });
                    for n in 0..40i64 {
                        let bit = (n % 3) as u32 * 2 + u32::from(n / 3 > cut + n % 3);
                        let expected =
                            pattern >> bit & 1 == 1 && hi.as_ref().is_none_or(|_| n <= 13);
                        let n = Integer::from(n);
                        let found = ranges.iter().filter(|range| range.contains(&n)).count();
                        assert_eq!(found, usize::from(expected), "{ranges:?}");
                    }
                }
            }
        }
    }
}
