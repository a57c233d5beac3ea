//! A parameter's range, divided by the sign of a polynomial in this parameter alone.

use std::cmp::Ordering;

use kofn_algebra::{
    Bound, Expr, Integer, Piece, Polynomial, Radical, Rational, RationalFunction, RealRoot,
    RealSet, SignCondition, Symbol, UnivariatePolynomial, solutions,
};

use super::span::{End, Span};
use super::truth::{Truth, compare};
use crate::question::{Condition, Relation};

/// Numbers with more binary digits are no readable part of a square root.
const LONGEST: u64 = 14;

/// A parameter's range, divided by where a polynomial is below 0, 0, and above 0.
pub(super) struct Line {
    polynomial: Polynomial,
    range: Span,
    /// Whether only the whole numbers of the range count.
    whole: bool,
    below: RealSet,
    zeros: RealSet,
    above: RealSet,
}

impl Line {
    /// Nothing where the search for the roots would take too long.
    pub(super) fn of(polynomial: &Polynomial, range: Span, whole: bool) -> Option<Line> {
        let (row, _) = UnivariatePolynomial::from_polynomial(polynomial)?;
        let function = RationalFunction::polynomial(row);
        let all = set_of(&range);
        let below = solutions(&function, SignCondition::LESS, &all).ok()?;
        let zeros = solutions(&function, SignCondition::EQUAL, &all).ok()?;
        let above = all.intersection(&below.union(&zeros).complement());
        let [below, zeros, above] =
            [below, zeros, above].map(|set| if whole { whole_numbers(&set) } else { set });
        Some(Line { polynomial: polynomial.clone(), range, whole, below, zeros, above })
    }

    /// The polynomial.
    pub(super) fn polynomial(&self) -> &Polynomial {
        &self.polynomial
    }

    /// Whether no other signs occur.
    pub(super) fn is(&self, signs: &[Ordering]) -> bool {
        let all = [Ordering::Less, Ordering::Equal, Ordering::Greater];
        all.iter().all(|sign| signs.contains(sign) || self.set(*sign).is_empty())
    }

    /// The same for the polynomial times −1.
    pub(super) fn negate(&mut self) {
        self.polynomial = -&self.polynomial;
        std::mem::swap(&mut self.below, &mut self.above);
    }

    /// Where one of these signs occurs; nothing where an end of that is no readable number.
    pub(super) fn truth(&self, symbol: &Symbol, signs: &[Ordering]) -> Option<Truth> {
        let set = signs.iter().fold(RealSet::empty(), |all, sign| all.union(self.set(*sign)));
        let set = if self.whole { without_gaps(&set) } else { set };
        let pieces = set.pieces();
        pieces.iter().try_fold(Truth::Never, |any, piece| Some(any.or(self.inside(symbol, piece)?)))
    }

    fn set(&self, sign: Ordering) -> &RealSet {
        match sign {
            Ordering::Less => &self.below,
            Ordering::Equal => &self.zeros,
            Ordering::Greater => &self.above,
        }
    }

    /// Where the parameter lies in a part of its range.
    fn inside(&self, symbol: &Symbol, piece: &Piece) -> Option<Truth> {
        let bound = |relation: Relation, at: &RealRoot| -> Option<Condition> {
            Some(compare(Expr::symbol(symbol.clone()), relation, written(at)?))
        };
        let (lo, hi) = (bound_of(&self.range.lo), bound_of(&self.range.hi));
        if (&piece.lo, &piece.hi) == (&lo, &hi) {
            return Some(Truth::Always);
        }
        if let Some(point) = piece.as_point() {
            return Some(Truth::When(vec![bound(Relation::Equal, point)?]));
        }
        let mut bounds = Vec::new();
        let lower = (&piece.lo, &lo, Relation::More, Relation::AtLeast);
        let upper = (&piece.hi, &hi, Relation::Less, Relation::AtMost);
        for (end, outer, open, closed) in [lower, upper] {
            match end {
                _ if end == outer => {}
                Bound::Unbounded => {}
                Bound::Open(at) => bounds.push(bound(open, at)?),
                Bound::Closed(at) => bounds.push(bound(closed, at)?),
            }
        }
        Some(Truth::When(bounds))
    }
}

fn bound_of(end: &Option<End>) -> Bound {
    match end {
        None => Bound::Unbounded,
        Some(End { at, open: true }) => Bound::Open(at.clone().into()),
        Some(End { at, open: false }) => Bound::Closed(at.clone().into()),
    }
}

fn set_of(range: &Span) -> RealSet {
    RealSet::interval(bound_of(&range.lo), bound_of(&range.hi))
}

/// The intervals from the first to the last whole number of each piece.
fn whole_numbers(set: &RealSet) -> RealSet {
    let inwards = |piece: &Piece| {
        let lo = match &piece.lo {
            Bound::Unbounded => Bound::Unbounded,
            Bound::Open(at) => closed(at.floor() + Integer::one()),
            Bound::Closed(at) => closed(at.ceil()),
        };
        let hi = match &piece.hi {
            Bound::Unbounded => Bound::Unbounded,
            Bound::Open(at) => closed(at.ceil() - Integer::one()),
            Bound::Closed(at) => closed(at.floor()),
        };
        RealSet::interval(lo, hi)
    };
    set.pieces().iter().fold(RealSet::empty(), |all, piece| all.union(&inwards(piece)))
}

/// The same whole numbers, with neighbours in one interval.
fn without_gaps(set: &RealSet) -> RealSet {
    let pieces = set.pieces();
    pieces.windows(2).fold(set.clone(), |all, pair| {
        let (Some(lo), Some(hi)) = (pair[0].hi.number(), pair[1].lo.number()) else { return all };
        match (lo.as_rational(), hi.as_rational()) {
            (Some(lo), Some(hi)) if (hi - lo).is_one() => {
                all.union(&RealSet::closed(lo.clone(), hi.clone()))
            }
            _ => all,
        }
    })
}

fn closed(at: Integer) -> Bound {
    Bound::Closed(Rational::from(at).into())
}

/// A number as a reader likes it: rational, or with one short square root.
fn written(number: &RealRoot) -> Option<Expr> {
    if let Some(number) = number.as_rational() {
        return Some(Expr::number(number.clone()));
    }
    let Radical { r, s, d } = number.radical()?;
    let (below, other) = (r.denominator(), s.denominator());
    let divisor = &below * &other.div_floor(&below.gcd(&other))?;
    let above = [&r, &s].map(|part| part * &Rational::from(&divisor));
    let [first, second] = above.map(|part| part.numerator());
    if [&first, &second, &d, &divisor].iter().any(|part| part.bits() > LONGEST) {
        return None;
    }
    let root = Expr::power(Expr::number(d), Expr::quotient(Expr::one(), 2.into()));
    let sum = Expr::sum([Expr::number(first), Expr::product([Expr::number(second), root])]);
    Some(Expr::quotient(sum, Expr::number(divisor)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kofn_algebra::Variable;

    fn fraction(numerator: i64, denominator: i64) -> Rational {
        Rational::new(numerator.into(), denominator.into()).unwrap()
    }

    fn line(coefficients: &[i64], lo: i64, hi: i64, whole: bool) -> Line {
        let numbers = coefficients.iter().map(|number| Integer::from(*number));
        let polynomial =
            UnivariatePolynomial::from_coefficients(numbers).to_polynomial(Variable(0));
        let end = |at: i64| Some(End { at: at.into(), open: false });
        Line::of(&polynomial, Span { lo: end(lo), hi: end(hi) }, whole).unwrap()
    }

    fn bound(relation: Relation, number: impl Into<Expr>) -> Condition {
        compare(Expr::symbol("x"), relation, number.into())
    }

    #[test]
    fn ends_are_rational_or_short_square_roots() {
        let x = Symbol::new("x");
        let above = [Ordering::Greater];
        // 3x − 1, x² − x − 1, x³ − 2
        let third = Expr::number(fraction(1, 3));
        let third = Truth::When(vec![bound(Relation::More, third)]);
        assert_eq!(line(&[-1, 3], 0, 1, false).truth(&x, &above), Some(third));
        let root = Expr::power(5.into(), Expr::number(fraction(1, 2)));
        let golden = Expr::quotient(Expr::sum([1.into(), root]), 2.into());
        let golden = Truth::When(vec![bound(Relation::More, golden)]);
        assert_eq!(line(&[-1, -1, 1], 0, 2, false).truth(&x, &above), Some(golden));
        let cubic = line(&[-2, 0, 0, 1], 0, 2, false);
        assert_eq!(cubic.truth(&x, &above), None);
        assert!(!cubic.is(&above) && line(&[-2, 0, 0, 1], 2, 3, false).is(&above));
    }

    #[test]
    fn whole_numbers_are_counted_from_root_to_root() {
        let x = Symbol::new("x");
        // x³ − 2 and (2x − 5)² − 1
        let truth = line(&[-2, 0, 0, 1], 0, 9, true).truth(&x, &[Ordering::Greater]);
        assert_eq!(truth, Some(Truth::When(vec![bound(Relation::AtLeast, 2)])));
        let narrow = line(&[24, -20, 4], 1, 9, true);
        let signs = [Ordering::Equal, Ordering::Greater];
        assert!(narrow.is(&signs));
        assert_eq!(narrow.truth(&x, &signs), Some(Truth::Always));
        let zeros = narrow.truth(&x, &[Ordering::Equal]);
        let between = [bound(Relation::AtLeast, 2), bound(Relation::AtMost, 3)];
        assert_eq!(zeros, Some(Truth::When(between.to_vec())));
    }
}
