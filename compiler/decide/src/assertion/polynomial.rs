//! Clauses in several real parameters, as polynomial inequalities on a box.

use std::collections::{BTreeMap, BTreeSet};

use kofn_algebra::{LimitReached, Polynomial, Rational, Relation, Symbol, Variable, Work};

use super::Clause;
use crate::answer::{Point, Refutation, Undecided, Verdict};
use crate::fraction::{Fraction, NotFraction, Variables};
use crate::inequality::{self, Claim, Counterexample, Limits, Why};
use crate::question::{Comparison, Parameters, Range};

/// What all of this needs.
struct Space {
    variables: Variables,
    bounds: BTreeMap<Variable, (Rational, Rational)>,
}

type Constraint = (Polynomial, Relation);

/// Decides a clause whose parameters are all real and bounded.
pub(super) fn decide(clause: &Clause, open: &BTreeSet<Symbol>, parameters: &Parameters) -> Verdict {
    let mut space = Space { variables: Variables::default(), bounds: BTreeMap::new() };
    for symbol in open {
        match parameters.get(symbol) {
            Some(Range::Real { lo: Some(lo), hi: Some(hi) }) => {
                let variable = space.variables.of(symbol);
                space.bounds.insert(variable, (lo.clone(), hi.clone()));
            }
            _ => return Verdict::Undecided(Undecided::Unbounded(symbol.clone())),
        }
    }
    match space.decide(clause) {
        Ok(verdict) => verdict,
        Err(why) => Verdict::Undecided(undecided(&why)),
    }
}

impl Space {
    fn decide(&mut self, clause: &Clause) -> Result<Verdict, NotFraction> {
        let mut given = Vec::with_capacity(clause.given.len());
        for comparison in &clause.given {
            given.push(self.constraint(comparison)?);
        }
        let mut methods = Vec::new();
        for claim in &clause.claims {
            for side in [&claim.left, &claim.right] {
                let divisor = Fraction::of(side, &mut self.variables)?.denominator;
                if divisor.is_constant() {
                    continue;
                }
                // Where a side is not defined the assertion fails.
                match self.ask(&divisor, Relation::Unequal, &given) {
                    inequality::Verdict::Proven(_) => methods.push("divisors are not 0"),
                    inequality::Verdict::Refuted(found) => return Ok(self.refuted(found)),
                    inequality::Verdict::Undecided(why) => {
                        return Ok(Verdict::Undecided(unknown(why, &self.variables)));
                    }
                }
            }
        }
        let mut claims = Vec::with_capacity(clause.claims.len());
        for claim in &clause.claims {
            claims.push(self.constraint(claim)?);
        }
        if claims.is_empty() {
            // Then nothing may satisfy what is given.
            claims.push((Polynomial::one(), Relation::Less));
        }
        let mut open = None;
        for (at, (polynomial, relation)) in claims.iter().enumerate() {
            let mut given = given.clone();
            for (other, (polynomial, relation)) in claims.iter().enumerate() {
                if other != at {
                    given.push((polynomial.clone(), relation.negated()));
                }
            }
            match self.ask(polynomial, *relation, &given) {
                inequality::Verdict::Proven(proof) => {
                    let method = proof.method();
                    let method = if methods.is_empty() {
                        method.to_string()
                    } else {
                        format!("{method}, {}", methods[0])
                    };
                    return Ok(Verdict::Proven { method });
                }
                inequality::Verdict::Refuted(found) => return Ok(self.refuted(found)),
                inequality::Verdict::Undecided(why) => {
                    open = open.or(Some(unknown(why, &self.variables)))
                }
            }
        }
        Ok(Verdict::Undecided(open.unwrap_or(Undecided::Transcendental)))
    }

    /// `polynomial ⋈ 0`, which says the same as the comparison where its sides are defined.
    fn constraint(&mut self, comparison: &Comparison) -> Result<Constraint, NotFraction> {
        let left = Fraction::of(&comparison.left, &mut self.variables)?;
        let right = Fraction::of(&comparison.right, &mut self.variables)?;
        let Fraction { numerator, denominator } = left.minus(&right)?;
        let relation = comparison.relation;
        Ok(match denominator.to_constant() {
            Some(divisor) if divisor.is_negative() => (numerator, relation.swapped()),
            Some(_) => (numerator, relation),
            // Multiplied by the square of the denominator.
            None => (&numerator * &denominator, relation),
        })
    }

    fn ask(
        &self,
        polynomial: &Polynomial,
        relation: Relation,
        given: &[Constraint],
    ) -> inequality::Verdict {
        let claim = Claim { polynomial, relation, given, bounds: &self.bounds };
        inequality::decide(&claim, &Limits::default())
    }

    fn refuted(&self, found: Counterexample) -> Verdict {
        let point: Result<Point, LimitReached> = found
            .point
            .into_iter()
            .map(|(variable, coordinate)| {
                let value = coordinate.root(&mut Work::new(Limits::default().steps))?;
                Ok((self.variables.symbol(variable).clone(), value))
            })
            .collect();
        let named = |(variable, value)| (self.variables.symbol(variable).clone(), value);
        let except = found.except.unwrap_or_default();
        let except =
            except.into_iter().map(|face| face.at.into_iter().map(named).collect()).collect();
        match point {
            Ok(point) => Verdict::Refuted(Refutation { point, except }),
            Err(limit) => Verdict::Undecided(Undecided::Limit(limit.to_string())),
        }
    }
}

fn unknown(why: Why, variables: &Variables) -> Undecided {
    match why {
        Why::Given => {
            Undecided::Limit("what is given bounds no region that is understood".to_owned())
        }
        Why::Unbounded(variable) => Undecided::Unbounded(variables.symbol(variable).clone()),
        Why::Touching => Undecided::Touching,
        Why::Limit(limit) => Undecided::Limit(limit.to_string()),
    }
}

fn undecided(why: &NotFraction) -> Undecided {
    match why {
        NotFraction::SymbolicExponent | NotFraction::Function => Undecided::Transcendental,
        NotFraction::DivisionByZero => Undecided::Limit("a division by 0".to_owned()),
        NotFraction::Limit(limit) => Undecided::Limit(limit.to_string()),
    }
}
