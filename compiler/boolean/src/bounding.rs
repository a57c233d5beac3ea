//! Functions on both sides of one whose diagram would be too large.

use crate::compile::{RACE, Race, compile_by};
use crate::compiler::Crowded;
use crate::cutting::{Cutting, Likelihood, Side};
use crate::diagram::Diagram;
use crate::formula::{FormulaId, Formulas};
use crate::influence::influences;
use crate::limits::{LimitReached, Limits};
use crate::negation::negated_at_variables;

/// Into how many rooms the nodes that are allowed are divided for one attempt, and by which of the
/// guesses at what matters. No guess is best everywhere, so the best result is taken.
const ATTEMPTS: [(u64, Guess); 3] =
    [(100, Guess::Common), (100, Guess::MoreCommon), (50, Guess::Independent)];

/// How the influences of gates are guessed.
#[derive(Clone, Copy)]
enum Guess {
    /// As if operands shared nothing.
    Independent,
    /// Operands share some of what makes them fail: small influences are larger.
    Common,
    /// They share more of it.
    MoreCommon,
}

impl Guess {
    /// Roots are correctly rounded everywhere, other powers are not.
    fn of(self, influence: f64) -> f64 {
        let fourth_root = influence.sqrt().sqrt();
        match self {
            Self::Independent => influence,
            // To the power of 7/8, and of 3/4.
            Self::Common if influence > 0.0 => influence / fourth_root.sqrt(),
            Self::MoreCommon if influence > 0.0 => influence / fourth_root,
            Self::Common | Self::MoreCommon => 0.0,
        }
    }
}

/// A function on this `side` of the formula's: it is never larger, or never smaller. The closer
/// the more nodes are allowed, and where variables are about as likely as `likelihoods` says, by
/// their numbers.
///
/// There is none where not even that can be had within the limits, and where networks are negated.
///
/// Fails only where it is interrupted.
pub fn compile_bound(
    formulas: &Formulas,
    root: FormulaId,
    side: Side,
    likelihoods: &[Likelihood],
    limits: &Limits,
) -> Result<Option<Diagram>, LimitReached> {
    bound_by(formulas, root, side, likelihoods, limits, RACE)
}

fn bound_by(
    formulas: &Formulas,
    root: FormulaId,
    side: Side,
    likelihoods: &[Likelihood],
    limits: &Limits,
    race: Race,
) -> Result<Option<Diagram>, LimitReached> {
    let Some((formulas, root)) = negated_at_variables(formulas, root) else { return Ok(None) };
    let guessed = influences(&formulas, root, likelihoods);
    let mut best: Option<(f64, Diagram)> = None;
    for (rooms, guess) in ATTEMPTS {
        let influences: Vec<f64> = guessed.iter().map(|influence| guess.of(*influence)).collect();
        let cutting = Cutting { side, likelihoods, influences: &influences };
        let race = Race { crowded: limits.nodes.div_ceil(rooms), ..race };
        match compile_by(&formulas, root, limits, race, Crowded::Cut(&cutting)) {
            Ok((diagram, _)) => {
                let apart = distance(&diagram, side, likelihoods);
                if best.as_ref().is_none_or(|(least, _)| apart < *least) {
                    best = Some((apart, diagram));
                }
            }
            Err(limit) if limit.is_interrupted() => return Err(limit),
            Err(_) => {}
        }
    }
    Ok(best.map(|(_, diagram)| diagram))
}

/// How far from the other side the function lies, about.
fn distance(diagram: &Diagram, side: Side, likelihoods: &[Likelihood]) -> f64 {
    let [works, fails] = [true, false].map(Likelihood::certainly);
    let likely = diagram.fold(fails, works, |variable, works, fails| {
        let on = likelihoods[variable.0 as usize];
        Likelihood {
            works: on.works * works.works + on.fails * fails.works,
            fails: on.works * works.fails + on.fails * fails.fails,
        }
    });
    match side {
        Side::Below => likely.fails,
        Side::Above => likely.works,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::Variable;

    /// Gates of all kinds but networks over sixteen variables, layer upon layer.
    fn layered(formulas: &mut Formulas, seed: &mut u64) -> FormulaId {
        let mut below = |bound: usize| {
            *seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (*seed >> 33) as usize % bound
        };
        let mut known: Vec<FormulaId> =
            (0..16).map(|number| formulas.variable(Variable(number))).collect();
        for _ in 0..40 {
            let of: Vec<FormulaId> =
                (0..3 + below(3)).map(|_| known[known.len() - 1 - below(16)]).collect();
            known.push(match below(5) {
                0 | 1 => formulas.and(of),
                2 => formulas.or(of),
                3 => formulas.at_least(2, of),
                _ => {
                    let all = formulas.and(of);
                    formulas.not(all)
                }
            });
        }
        formulas.or(known.split_off(50))
    }

    #[test]
    fn functions_lie_on_their_sides() {
        let mut seed = 11;
        let likelihoods: Vec<Likelihood> = (1..=16)
            .map(|number| Likelihood {
                works: 1.0 - 0.01 * f64::from(number),
                fails: 0.01 * f64::from(number),
            })
            .collect();
        let (mut bounded, mut apart) = (0, 0);
        for _ in 0..120 {
            let mut formulas = Formulas::new();
            let root = layered(&mut formulas, &mut seed);
            // A room of 40 nodes: nearly every gate is made from cut functions.
            let limits = Limits { nodes: 4_000, ..Limits::default() };
            let heats = [(8, Some(2)), (16, Some(1)), (32, Some(1)), (64, None)];
            let race = Race { heats, ..RACE };
            let bound = |side| {
                bound_by(&formulas, root, side, &likelihoods, &limits, race).expect("nobody waits")
            };
            let (Some(lower), Some(upper)) = (bound(Side::Below), bound(Side::Above)) else {
                continue;
            };
            bounded += 1;
            apart += usize::from(lower != upper);
            for state in 0..1u32 << 16 {
                let value = |variable: Variable| state >> variable.0 & 1 == 1;
                let truth = formulas.evaluate(root, value);
                assert!(!lower.evaluate(value) || truth, "above the function, at {state:b}");
                assert!(upper.evaluate(value) || !truth, "below the function, at {state:b}");
            }
        }
        assert!(bounded >= 60, "only {bounded} of 120 formulas were bounded");
        assert!(apart >= 20, "only {apart} of {bounded} were cut");
    }
}
