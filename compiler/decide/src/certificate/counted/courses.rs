//! What rises or falls with a count, as something between its two ends.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use kofn_algebra::{Expr, Integer, Rational, Symbol, View};

use super::vote::{CountedVote, counted_vote, majority_rises};
use crate::certificate::{NotCertified, Question};
use crate::question::Range;

/// The largest count at an end of a stretch: the checker takes 20,000, but the exact values of votes
/// are long, and divisions of long numbers nest.
const LARGEST: u32 = 20_000;
/// The largest count at which powers and votes of open parameters are written out.
const LARGEST_OPEN: u32 = 200;

/// What rises or falls with a count, and the symbols for where between their ends they are.
pub(super) struct Courses<'p> {
    question: &'p Question,
    known: HashMap<Expr, Symbol>,
}

impl<'p> Courses<'p> {
    pub(super) fn new(question: &'p Question) -> Self {
        Courses { question, known: HashMap::new() }
    }

    /// The symbols for places between two ends.
    pub(super) fn symbols(&self) -> impl Iterator<Item = &Symbol> {
        self.known.values()
    }

    /// The expression with something between two ends for what depends on a count.
    pub(super) fn replaced(&mut self, expr: &Expr) -> Result<Expr, NotCertified> {
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
                View::AtLeast { k, n, of } => match self.count_in(k, n) {
                    Some(count) => self.vote(k, n, &done.of(of), &count),
                    None => Ok(expr.rebuild(|part| done.of(part))),
                },
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

    /// The count on which a vote depends.
    fn count_in(&self, k: &Expr, n: &Expr) -> Option<Symbol> {
        let symbols = k.symbols().into_iter().chain(n.symbols());
        symbols.into_iter().find(|symbol| self.is_count(symbol))
    }

    /// At least k of n, both depending on a count.
    fn vote(
        &mut self,
        k: &Expr,
        n: &Expr,
        of: &Expr,
        count: &Symbol,
    ) -> Result<Expr, NotCertified> {
        match counted_vote(k, n, count) {
            Some(CountedVote::AtLeast { k, more }) => self.grown(k, more, of, count),
            Some(CountedVote::AllBut { spare, more }) => {
                Ok(self.grown(spare + 1, more, &of.complement(), count)?.complement())
            }
            Some(CountedVote::Majority) => self.majority(k, of, count),
            None => Err(NotCertified::Kind("such a number of parts")),
        }
    }

    /// At least k of `count + more` parts: besides the count, each works or has failed.
    fn grown(
        &mut self,
        k: u64,
        more: u64,
        of: &Expr,
        count: &Symbol,
    ) -> Result<Expr, NotCertified> {
        let n = Expr::symbol(count.clone());
        let mut works = Vec::new();
        for k in k.saturating_sub(more)..=k {
            works.push(match k {
                0 => Expr::one(),
                1 => self.power(of.complement(), &n)?.complement(),
                _ => {
                    let k = Expr::number(Integer::from(k));
                    self.course(&Expr::at_least(k, n.clone(), of.clone()), &n, Expr::one())?
                }
            });
        }
        // Where fewer are needed than there are besides the count, none may be needed of it.
        while works.len() as u64 <= more {
            works.insert(0, Expr::one());
        }
        while works.len() > 1 {
            let pairs = works.windows(2);
            works = pairs
                .map(|pair| Expr::pivot(of.clone(), pair[0].clone(), pair[1].clone()))
                .collect();
        }
        Ok(works.pop().unwrap_or_else(Expr::one))
    }

    /// More than half of a count in steps of 2.
    fn majority(&mut self, k: &Expr, of: &Expr, count: &Symbol) -> Result<Expr, NotCertified> {
        let n = Expr::symbol(count.clone());
        let Ok(p) = self.question.numeric(of).evaluate(&|_| None) else {
            return Err(NotCertified::Kind("a majority of open parts"));
        };
        let Some(Range::Count { lo, hi }) = self.question.parameters.get(count) else {
            return Err(NotCertified::Kind("such a count"));
        };
        if self.question.steps.get(count) != Some(&Integer::from(2u32)) {
            return Err(NotCertified::Kind("a majority beside another count"));
        }
        if majority_rises(&p, lo, hi.as_ref()).is_none() {
            return Err(NotCertified::Method("a majority that turns".to_owned()));
        }
        let limit = match (&p + &p).cmp(&Rational::one()) {
            Ordering::Less => Expr::zero(),
            Ordering::Equal => {
                Expr::number(Rational::new(1u32.into(), 2u32.into()).unwrap_or_default())
            }
            Ordering::Greater => Expr::one(),
        };
        self.course(&Expr::at_least(k.clone(), n.clone(), of.clone()), &n, limit)
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
