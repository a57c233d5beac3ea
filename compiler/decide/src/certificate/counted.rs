//! Counts with too many values to try each.
//!
//! A power and "at least k of n" rise or fall with a count. Between a first and a last count, or the
//! limit, each is something between its two ends, so a proof for all values between them is one for
//! all these counts. Where the ends are too far apart for that, the counts are split.

use std::collections::{BTreeMap, HashMap};

use kofn_algebra::{Expr, Integer, Rational, Symbol, View};

use super::assertion::short_step;
use super::{Certificate, Claim, MOST_COUNTS, NotCertified, Question, one_by_one};
use crate::count_set::CountSet;
use crate::question::{Comparison, Range, Relation};

/// The largest count at an end of a stretch: the checker takes 20,000, but the exact values of votes
/// are long, and divisions of long numbers nest.
const LARGEST: u32 = 1_000;
/// The largest count at which powers and votes of open parameters are written out.
const LARGEST_OPEN: u32 = 200;
/// From where on a stretch without end is not split again.
const FARTHEST: u32 = 500;

/// Counts from one to another, or without end.
type Stretch = (Integer, Option<Integer>);

/// For which counts a comparison holds, and for which it does not, stretch by stretch.
pub(super) fn certify(
    comparison: &Comparison,
    symbol: &Symbol,
    set: &CountSet,
    question: &Question,
) -> Result<Vec<Certificate>, NotCertified> {
    let long_period = |_| NotCertified::TooLarge("ranges of counts".to_owned());
    let mut certificates = Vec::new();
    for (set, relation) in [
        (set, comparison.relation),
        (&set.complement().map_err(long_period)?, denied(comparison.relation)),
    ] {
        for range in set.ranges() {
            if range.step != Integer::one() && range.to.as_ref() != Some(&range.from) {
                return Err(NotCertified::Kind("a majority without end"));
            }
            let one = Comparison { relation, ..comparison.clone() };
            let stretch = (range.from.clone(), range.to.clone());
            certificates.extend(stretches(&one, symbol, stretch, question)?);
            if certificates.len() > MOST_COUNTS {
                return Err(NotCertified::Counts);
            }
        }
    }
    Ok(certificates)
}

/// A comparison that holds for all counts of a stretch, in as many certificates as it takes.
pub(super) fn stretches(
    comparison: &Comparison,
    symbol: &Symbol,
    stretch: Stretch,
    question: &Question,
) -> Result<Vec<Certificate>, NotCertified> {
    let mut certificates = Vec::new();
    let mut pending = vec![stretch];
    while let Some((from, to)) = pending.pop() {
        if certificates.len() + pending.len() > MOST_COUNTS {
            return Err(NotCertified::Counts);
        }
        if to.as_ref() == Some(&from) {
            let value = Rational::from(from);
            certificates.extend(one_by_one(comparison, symbol, &[value], question)?);
            continue;
        }
        let range = Range::Count { lo: from.clone(), hi: to.clone() };
        let mut narrowed = question.clone();
        narrowed.parameters.insert(symbol.clone(), range);
        let why = match stretch_proof(comparison, &narrowed) {
            Ok(certificate) => {
                certificates.push(certificate);
                continue;
            }
            Err(why) => why,
        };
        // The nearer part is looked at first.
        let middle = match &to {
            Some(to) => (&from + to).div_floor(&Integer::from(2u32)),
            None if from < Integer::from(FARTHEST) => Some(&from + &from + Integer::one()),
            None => None,
        };
        let Some(middle) = middle else { return Err(why) };
        pending.push((&middle + Integer::one(), to));
        pending.push((from, Some(middle)));
    }
    Ok(certificates)
}

/// A proof for all counts in their ranges at once.
pub(super) fn stretch_proof(
    comparison: &Comparison,
    question: &Question,
) -> Result<Certificate, NotCertified> {
    // Equal numbers under different names are different nodes for the checker, so they are put in last.
    let mut courses = Courses { question, known: HashMap::new() };
    let left = courses.replaced(&comparison.left)?;
    let right = courses.replaced(&comparison.right)?;
    let mut parameters = question.parameters.clone();
    for symbol in courses.known.values() {
        parameters.insert(symbol.clone(), Range::probability());
    }
    let between = Question { parameters, values: question.values.clone() };
    let replaced = Comparison { left, relation: comparison.relation, right };
    let step = short_step(&between.numeric_sides(&replaced), &between)?;
    // The checker names what lies between two ends by the places of nodes.
    if courses.known.values().any(|symbol| step.mentions(symbol)) {
        return Err(NotCertified::Method("a count beside a proof in several steps".to_owned()));
    }
    let claim = Claim::Inequality { comparison: comparison.clone() };
    Ok(question.certificate(claim, step, &[&comparison.left, &comparison.right]))
}

/// What holds where a relation does not; for `==` one of the two.
fn denied(relation: Relation) -> Relation {
    match relation {
        Relation::Less => Relation::AtLeast,
        Relation::AtMost => Relation::More,
        Relation::Equal => Relation::Unequal,
        Relation::Unequal => Relation::Equal,
        Relation::AtLeast => Relation::Less,
        Relation::More => Relation::AtMost,
    }
}

/// What rises or falls with a count, and the symbols for where between their ends they are.
struct Courses<'p> {
    question: &'p Question,
    known: HashMap<Expr, Symbol>,
}

impl Courses<'_> {
    fn replaced(&mut self, expr: &Expr) -> Result<Expr, NotCertified> {
        let mut trouble = None;
        let replaced = expr.rewrite(|expr, done| {
            let result = match expr.view() {
                View::Product(powers) => {
                    let powers: Result<Vec<Expr>, NotCertified> =
                        powers.iter().map(|(of, n)| self.power(done.of(of), n)).collect();
                    powers.map(Expr::product)
                }
                View::AnyOf(parts) => {
                    let powers: Result<Vec<Expr>, NotCertified> = parts
                        .iter()
                        .map(|(of, n)| self.power(done.of(of).complement(), n))
                        .collect();
                    powers.map(|powers| Expr::product(powers).complement())
                }
                View::AtLeast { k, n, of }
                    if self.count(n).is_some() && k.as_number().is_some() =>
                {
                    let rebuilt =
                        expr.rebuild(|part| if part == of { done.of(of) } else { part.clone() });
                    self.course(&rebuilt, n, Expr::one())
                }
                _ => Ok(expr.rebuild(|part| done.of(part))),
            };
            result.unwrap_or_else(|why| {
                trouble = Some(why);
                Expr::zero()
            })
        });
        let left = replaced.symbols().into_iter().any(|symbol| self.is_count(&symbol));
        match trouble {
            Some(why) => Err(why),
            None if left => Err(NotCertified::Kind("a count outside of powers and fixed votes")),
            None => Ok(replaced),
        }
    }

    fn is_count(&self, symbol: &Symbol) -> bool {
        matches!(self.question.parameters.get(symbol), Some(Range::Count { .. }))
    }

    /// The count that an expression is.
    fn count(&self, expr: &Expr) -> Option<Symbol> {
        match expr.view() {
            View::Symbol(symbol) if self.is_count(symbol) => Some(symbol.clone()),
            _ => None,
        }
    }

    /// A power whose exponent is a number, or affine in a count.
    fn power(&mut self, base: Expr, exponent: &Expr) -> Result<Expr, NotCertified> {
        let counts = exponent.symbols();
        let mut counts = counts.iter().filter(|symbol| self.is_count(symbol));
        let (Some(count), None) = (counts.next(), counts.next()) else {
            return Ok(Expr::power(base, exponent.clone()));
        };
        let refused = || NotCertified::Kind("such a count in an exponent");
        let (slope, rest) = affine_in(exponent, count).ok_or_else(refused)?;
        let n = Expr::symbol(count.clone());
        let step = Expr::power(base.clone(), Expr::number(Rational::from(slope)));
        let moving = self.course(&Expr::power(step, n.clone()), &n, Expr::zero())?;
        Ok(Expr::product([Expr::power(base, Expr::number(Rational::from(rest))), moving]))
    }

    /// Something between its values at the first and the last count.
    fn course(&mut self, moving: &Expr, n: &Expr, limit: Expr) -> Result<Expr, NotCertified> {
        let Some(Range::Count { lo, hi }) =
            self.count(n).and_then(|n| self.question.parameters.get(&n))
        else {
            return Err(NotCertified::Kind("such a count"));
        };
        let Some(symbol) = self.count(n) else { return Err(NotCertified::Kind("such a count")) };
        if [Some(lo), hi.as_ref()].into_iter().flatten().any(|n| *n > Integer::from(LARGEST)) {
            return Err(NotCertified::TooLarge("the count".to_owned()));
        }
        let at = |n: &Integer| {
            let value = Expr::number(Rational::from(n.clone()));
            let at = moving.substitute(&BTreeMap::from([(symbol.clone(), value)]));
            let numeric = self.question.numeric(&at);
            let number = numeric.evaluate(&|_| None).ok();
            match number {
                // Large votes are long as polynomials, and short as numbers.
                Some(number) => Ok(Expr::number(number)),
                None if *n <= Integer::from(LARGEST_OPEN) => Ok(at),
                None => Err(NotCertified::TooLarge("a power or a vote".to_owned())),
            }
        };
        let (first, last) = (at(lo)?, hi.as_ref().map_or(Ok(limit), at)?);
        let place = self.known.len();
        // No parameter has such a name.
        let own = self.known.entry(moving.clone());
        let own = own.or_insert_with(|| Symbol::new(format!("course {place}"))).clone();
        let slope = Expr::difference(last, first.clone());
        Ok(Expr::sum([first, Expr::product([slope, Expr::symbol(own)])]))
    }
}

/// `slope · count + rest` with whole numbers, neither negative and the slope not 0.
pub fn affine_in(exponent: &Expr, count: &Symbol) -> Option<(Integer, Integer)> {
    let at = |value: i64| {
        exponent.substitute(&BTreeMap::from([(count.clone(), Expr::number(value))])).as_integer()
    };
    let (rest, one) = (at(0)?, at(1)?);
    let slope = &one - &rest;
    let form = Expr::sum([
        Expr::product([Expr::number(Rational::from(slope.clone())), Expr::symbol(count.clone())]),
        Expr::number(Rational::from(rest.clone())),
    ]);
    (form == *exponent && !rest.is_negative() && slope >= Integer::one()).then_some((slope, rest))
}
