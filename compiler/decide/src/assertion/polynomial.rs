//! Clauses in several real parameters, as polynomial inequalities on a box.

use std::collections::{BTreeMap, BTreeSet};

use kofn_algebra::{
    Integer, LimitReached, Polynomial, Rational, RealRoot, Relation, Symbol, UnivariatePolynomial,
    Variable, real_roots_between,
};

use super::Clause;
use super::rising::strict_where_rising;
use crate::answer::{Point, Refutation, Undecided, Verdict};
use crate::fraction::{Fraction, NotFraction, Variables};
use crate::inequality::{self, Claim, Coordinate, Counterexample, Limits, Why};
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
        let mut claims = Vec::with_capacity(clause.claims.len());
        for claim in &clause.claims {
            let left = Fraction::of(&claim.left, &mut self.variables)?;
            if let Some(verdict) = self.where_undefined(&left, &given, &mut methods) {
                return Ok(verdict);
            }
            let right = Fraction::of(&claim.right, &mut self.variables)?;
            if let Some(verdict) = self.where_undefined(&right, &given, &mut methods) {
                return Ok(verdict);
            }
            claims.push((left, claim.relation, right));
        }
        let compared = |(left, relation, right): &(Fraction, Relation, Fraction)| {
            constraint(left, *relation, right)
        };
        let mut claims = claims.iter().map(compared).collect::<Result<Vec<Constraint>, _>>()?;
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
            match self.ask_by_border(polynomial, *relation, &given) {
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

    /// The verdict, unless a side is defined at all points: where it is not, the assertion fails.
    fn where_undefined(
        &self,
        side: &Fraction,
        given: &[Constraint],
        methods: &mut Vec<&'static str>,
    ) -> Option<Verdict> {
        if side.is_polynomial() {
            return None;
        }
        match self.ask(&side.denominator, Relation::Unequal, given) {
            inequality::Verdict::Proven(_) => {
                methods.push("divisors are not 0");
                None
            }
            inequality::Verdict::Refuted(found) => Some(self.refuted(found)),
            inequality::Verdict::Undecided(why) => {
                Some(Verdict::Undecided(unknown(why, &self.variables)))
            }
        }
    }

    /// The comparison as one of a polynomial with 0.
    fn constraint(&mut self, comparison: &Comparison) -> Result<Constraint, NotFraction> {
        let left = Fraction::of(&comparison.left, &mut self.variables)?;
        let right = Fraction::of(&comparison.right, &mut self.variables)?;
        constraint(&left, comparison.relation, &right)
    }

    /// As [`Self::ask`], and where that is undecided by the border of what is given.
    fn ask_by_border(
        &self,
        polynomial: &Polynomial,
        relation: Relation,
        given: &[Constraint],
    ) -> inequality::Verdict {
        let found = self.ask(polynomial, relation, given);
        if !matches!(found, inequality::Verdict::Undecided(_)) || given.is_empty() {
            return found;
        }
        let weak = match relation {
            Relation::More => Relation::AtLeast,
            Relation::Less => Relation::AtMost,
            Relation::AtLeast | Relation::AtMost => {
                return match strict_where_rising(given, &self.bounds) {
                    Some(strict) => self.ask(polynomial, relation, &strict),
                    None => found,
                };
            }
            Relation::Equal | Relation::Unequal => return found,
        };
        let by_weak = self.ask_by_border(polynomial, weak, given);
        if !matches!(by_weak, inequality::Verdict::Proven(_)) {
            return if matches!(by_weak, inequality::Verdict::Refuted(_)) {
                by_weak
            } else {
                found
            };
        }
        // The strict claim holds too if no zero satisfies all that is given.
        for (at, (one, is)) in given.iter().enumerate() {
            let mut rest = given.to_vec();
            rest[at] = (polynomial.clone(), Relation::Equal);
            match self.ask(one, is.negated(), &rest) {
                inequality::Verdict::Proven(_) => return by_weak,
                // A zero where all holds.
                refuted @ inequality::Verdict::Refuted(_) => return refuted,
                inequality::Verdict::Undecided(_) => {}
            }
        }
        found
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
                let value = match coordinate {
                    Coordinate::Rational(value) => RealRoot::Rational(value),
                    Coordinate::Algebraic { polynomial, lo, hi } => {
                        only_root(&polynomial, &lo, &hi)?
                    }
                };
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

/// `polynomial ⋈ 0`, which says the same as the comparison where its sides are defined.
fn constraint(
    left: &Fraction,
    relation: Relation,
    right: &Fraction,
) -> Result<Constraint, NotFraction> {
    let Fraction { numerator, denominator } = left.minus(right)?;
    Ok(match denominator.to_constant() {
        Some(divisor) if divisor.is_negative() => (numerator, relation.swapped()),
        Some(_) => (numerator, relation),
        // Multiplied by the square of the denominator.
        None => (&numerator * &denominator, relation),
    })
}

/// The root of a polynomial between two numbers.
fn only_root(
    coefficients: &[Integer],
    lo: &Rational,
    hi: &Rational,
) -> Result<RealRoot, LimitReached> {
    let polynomial = UnivariatePolynomial::from_coefficients(coefficients.iter().cloned());
    let roots = real_roots_between(&polynomial, lo, hi)?;
    match roots.into_iter().next() {
        Some(found) => Ok(found.root),
        None => unreachable!("one root lies between the ends"),
    }
}

fn unknown(why: Why, variables: &Variables) -> Undecided {
    match why {
        Why::Given => {
            Undecided::Limit("what is given, or what else stands beside an `or`, bounds no region that is understood".to_owned())
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
