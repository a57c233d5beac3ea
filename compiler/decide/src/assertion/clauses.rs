//! Conditions as clauses: comparisons joined by `or`, all of which clauses must hold.

use super::Clause;
use crate::question::{Comparison, Condition};

/// So many clauses at most.
const MOST: usize = 64;

/// The clauses that together say: wherever all of `given` holds, the condition holds. `None`
/// where there would be too many.
pub(super) fn clauses(condition: &Condition, given: &[Condition]) -> Option<Vec<Clause>> {
    let claims = conjunctive(condition)?;
    // What is given holds in one of several ways; each must lead to the claim.
    let mut ways: Vec<Vec<Comparison>> = vec![Vec::new()];
    for one in given {
        // The ways in which it holds are the ways in which its negation fails.
        let alternatives: Vec<Vec<Comparison>> = conjunctive(&one.negated())?
            .into_iter()
            .map(|clause| clause.into_iter().map(negated).collect())
            .collect();
        ways = combined(&ways, &alternatives)?;
    }
    let mut all = Vec::new();
    for claims in &claims {
        for given in &ways {
            if all.len() == MOST {
                return None;
            }
            all.push(Clause { claims: claims.clone(), given: given.clone() });
        }
    }
    Some(all)
}

fn negated(comparison: Comparison) -> Comparison {
    Comparison { relation: comparison.relation.negated(), ..comparison }
}

/// Lists of comparisons; one of each list must hold.
fn conjunctive(condition: &Condition) -> Option<Vec<Vec<Comparison>>> {
    Some(match condition {
        Condition::Compare(comparison) => vec![vec![comparison.clone()]],
        Condition::All(all) => {
            let mut clauses = Vec::new();
            for one in all {
                clauses.extend(conjunctive(one)?);
            }
            clauses
        }
        Condition::Any(any) => {
            let mut clauses = vec![Vec::new()];
            for one in any {
                clauses = combined(&clauses, &conjunctive(one)?)?;
            }
            clauses
        }
    })
    .filter(|clauses| clauses.len() <= MOST)
}

/// Each of the first with each of the second.
fn combined(first: &[Vec<Comparison>], second: &[Vec<Comparison>]) -> Option<Vec<Vec<Comparison>>> {
    let many = first.len().saturating_mul(second.len());
    (many <= MOST).then(|| {
        let pairs = first.iter().flat_map(|a| second.iter().map(move |b| (a, b)));
        pairs.map(|(a, b)| a.iter().chain(b).cloned().collect()).collect()
    })
}
