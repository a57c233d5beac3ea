//! Clauses in several real parameters, as polynomial inequalities on a box.

use std::collections::{BTreeMap, BTreeSet};

use kofn_algebra::{LimitReached, Polynomial, Rational, Relation, Symbol, Variable, Work};

use super::Clause;
use super::rising::strict_where_rising;
use crate::answer::{Point, Refutation, Undecided, Verdict};
use crate::fraction::{Fraction, NotFraction, Variables};
use crate::inequality::{self, Claim, Coordinate, Counterexample, Limits, Proof, Why};
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
        if let Some(by_faces) = self.ask_by_faces(polynomial, relation, given, &found) {
            return by_faces;
        }
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
        let proof = match self.ask_by_border(polynomial, weak, given) {
            inequality::Verdict::Proven(proof) => proof,
            refuted @ inequality::Verdict::Refuted(_) => return refuted,
            inequality::Verdict::Undecided(_) => return found,
        };
        if self.is_strict_beside_a_face(polynomial, relation, given) {
            return zeros_elsewhere(proof);
        }
        if let Some(by_ends) = self.ask_at_ends(polynomial, relation, given, &proof) {
            return by_ends;
        }
        // The strict claim holds too if no zero satisfies all that is given.
        for (at, (one, is)) in given.iter().enumerate() {
            let mut rest = given.to_vec();
            rest[at] = (polynomial.clone(), Relation::Equal);
            match self.ask(one, is.negated(), &rest) {
                inequality::Verdict::Proven(_) => return zeros_elsewhere(proof),
                // A zero where all holds.
                refuted @ inequality::Verdict::Refuted(_) => return refuted,
                inequality::Verdict::Undecided(_) => {}
            }
        }
        found
    }

    /// A strict claim where nothing but faces of the box are excluded: it holds if all its zeros
    /// lie on them, and else except on the others.
    fn ask_by_faces(
        &self,
        polynomial: &Polynomial,
        relation: Relation,
        given: &[Constraint],
        found: &inequality::Verdict,
    ) -> Option<inequality::Verdict> {
        let is_open = !matches!(found, inequality::Verdict::Proven(_));
        if !is_open || given.is_empty() || !matches!(relation, Relation::More | Relation::Less) {
            return None;
        }
        let excluded: Option<Vec<(Variable, Rational)>> =
            given.iter().map(|one| self.excluded_face(one)).collect();
        let excluded = excluded?;
        let inequality::Verdict::Refuted(everywhere) = self.ask(polynomial, relation, &[]) else {
            return None;
        };
        let faces = everywhere.except?;
        let kept: Vec<_> = faces
            .into_iter()
            .filter(|face| !face.at.iter().any(|end| excluded.contains(end)))
            .collect();
        match (everywhere.weak, found) {
            (Some(weak), _) if kept.is_empty() => Some(zeros_elsewhere(weak)),
            (weak, inequality::Verdict::Refuted(found)) if found.except.is_none() => {
                let (point, except) = (found.point.clone(), Some(kept));
                Some(inequality::Verdict::Refuted(Counterexample { point, weak, except }))
            }
            _ => None,
        }
    }

    /// A strict claim whose weak form is proven, at both ends of a parameter in which the polynomial
    /// is linear and about which nothing is given: between two values, one of them more than 0
    /// and the other not less, there are only values more than 0.
    fn ask_at_ends(
        &self,
        polynomial: &Polynomial,
        relation: Relation,
        given: &[Constraint],
        weak: &Proof,
    ) -> Option<inequality::Verdict> {
        let is_free = |variable: Variable| {
            polynomial.degree_in(variable) == 1
                && given.iter().all(|(one, _)| one.degree_in(variable) == 0)
        };
        let variable = polynomial.variables().into_iter().find(|variable| is_free(*variable))?;
        let (lo, hi) = self.bounds.get(&variable)?;
        let mut open = false;
        for end in [lo, hi] {
            let there = polynomial.at(variable, end).ok()?;
            match self.ask_by_border(&there, relation, given) {
                inequality::Verdict::Proven(_) => {}
                inequality::Verdict::Refuted(mut found) => {
                    found.point.insert(variable, Coordinate::Rational(end.clone()));
                    found.except = None;
                    return Some(inequality::Verdict::Refuted(found));
                }
                inequality::Verdict::Undecided(_) => open = true,
            }
        }
        (!open).then(|| zeros_elsewhere(weak.clone()))
    }

    /// Whether a strict claim follows from the weak one: where the polynomial is linear in a
    /// parameter one end of which is excluded, and the claim is strict at the other end.
    fn is_strict_beside_a_face(
        &self,
        polynomial: &Polynomial,
        relation: Relation,
        given: &[Constraint],
    ) -> bool {
        given.iter().enumerate().any(|(at, one)| {
            let Some((variable, excluded)) = self.excluded_face(one) else { return false };
            let Some((lo, hi)) = self.bounds.get(&variable) else { return false };
            let other = if excluded == *lo { hi } else { lo };
            if polynomial.degree_in(variable) != 1 {
                return false;
            }
            let mut rest = given.to_vec();
            rest.remove(at);
            if rest.iter().any(|(one, _)| one.degree_in(variable) > 0) {
                return false;
            }
            let Ok(there) = polynomial.at(variable, other) else { return false };
            let found = self.ask_by_border(&there, relation, &rest);
            matches!(found, inequality::Verdict::Proven(_))
        })
    }

    /// The face of the box that `x > end` or `x < end` excludes.
    fn excluded_face(&self, (polynomial, relation): &Constraint) -> Option<(Variable, Rational)> {
        let variables = polynomial.variables();
        let (Some(variable), 1, 1) = (variables.first(), variables.len(), polynomial.degree())
        else {
            return None;
        };
        let (lo, hi) = self.bounds.get(variable)?;
        let at = |end: &Rational| polynomial.evaluate(|_| end.clone()).ok();
        let (at_lo, at_hi) = (at(lo)?, at(hi)?);
        let inside = |value: &Rational| match relation {
            Relation::More => *value > Rational::zero(),
            Relation::Less => value.is_negative(),
            _ => false,
        };
        match (at_lo.is_zero(), at_hi.is_zero()) {
            (true, false) if inside(&at_hi) => Some((*variable, lo.clone())),
            (false, true) if inside(&at_lo) => Some((*variable, hi.clone())),
            _ => None,
        }
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

/// A strict claim whose weak form is proven, and whose zeros all lie where what is given fails.
fn zeros_elsewhere(weak: Proof) -> inequality::Verdict {
    inequality::Verdict::Proven(Proof::Elsewhere { weak: Box::new(weak) })
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
