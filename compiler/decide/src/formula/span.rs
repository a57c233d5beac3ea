//! Intervals of real numbers whose ends are told apart by whether they belong to them.
//!
//! Interval arithmetic after R. E. Moore, *Interval Analysis*, with open ends: a product of
//! reliabilities above 0 is above 0, which closed intervals would lose.

use std::cmp::Ordering;

use kofn_algebra::Rational;

/// Longer ends, in binary digits, are given up for simpler ones outside them.
const LONGEST: u64 = 1024;

/// Larger whole exponents are treated as any real ones.
const LARGEST_EXPONENT: u32 = 64;

/// An end of an interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct End {
    pub at: Rational,
    /// Whether the end itself does not belong to the interval.
    pub open: bool,
}

impl End {
    fn closed(at: Rational) -> End {
        End { at, open: false }
    }

    fn open(at: Rational) -> End {
        End { at, open: true }
    }
}

/// An interval that is not empty; an end that is missing is infinitely far away.
///
/// Every operation gives an interval that contains the results for all operands at which they
/// are defined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub lo: Option<End>,
    pub hi: Option<End>,
}

impl Span {
    /// All numbers.
    pub(super) fn unknown() -> Span {
        Span { lo: None, hi: None }
    }

    pub(super) fn point(at: &Rational) -> Span {
        Span { lo: Some(End::closed(at.clone())), hi: Some(End::closed(at.clone())) }
    }

    /// The probabilities.
    pub(super) fn unit() -> Span {
        Span { lo: Some(End::closed(Rational::zero())), hi: Some(End::closed(Rational::one())) }
    }

    pub(super) fn nonnegative() -> Span {
        Span { lo: Some(End::closed(Rational::zero())), hi: None }
    }

    pub(super) fn positive() -> Span {
        Span { lo: Some(End::open(Rational::zero())), hi: None }
    }

    pub(super) fn is_positive(&self) -> bool {
        self.is_above(&Rational::zero())
    }

    pub(super) fn is_nonnegative(&self) -> bool {
        self.is_at_least(&Rational::zero())
    }

    pub(super) fn is_negative(&self) -> bool {
        self.negate().is_positive()
    }

    pub(super) fn is_nonpositive(&self) -> bool {
        self.negate().is_nonnegative()
    }

    pub(super) fn is_above(&self, number: &Rational) -> bool {
        self.lo.as_ref().is_some_and(|lo| match lo.at.cmp(number) {
            Ordering::Greater => true,
            Ordering::Equal => lo.open,
            Ordering::Less => false,
        })
    }

    pub(super) fn is_at_least(&self, number: &Rational) -> bool {
        self.lo.as_ref().is_some_and(|lo| lo.at >= *number)
    }

    pub(super) fn is_below(&self, number: &Rational) -> bool {
        self.negate().is_above(&-number)
    }

    pub(super) fn is_at_most(&self, number: &Rational) -> bool {
        self.negate().is_at_least(&-number)
    }

    /// Whether all of it lies between 0 and 1, ends included.
    pub(super) fn is_probability(&self) -> bool {
        self.is_nonnegative() && self.is_at_most(&Rational::one())
    }

    /// The only number in it.
    pub(super) fn as_point(&self) -> Option<&Rational> {
        match (&self.lo, &self.hi) {
            (Some(lo), Some(hi)) if lo.at == hi.at => Some(&lo.at),
            _ => None,
        }
    }

    pub(super) fn negate(&self) -> Span {
        let opposite = |end: &End| End { at: -&end.at, open: end.open };
        Span { lo: self.hi.as_ref().map(opposite), hi: self.lo.as_ref().map(opposite) }
    }

    pub(super) fn add(&self, other: &Span) -> Span {
        let sum = |a: &Option<End>, b: &Option<End>| match (a, b) {
            (Some(a), Some(b)) => Some(End { at: &a.at + &b.at, open: a.open || b.open }),
            _ => None,
        };
        Span { lo: sum(&self.lo, &other.lo), hi: sum(&self.hi, &other.hi) }.shortened()
    }

    /// `1 − x`.
    pub(super) fn complement(&self) -> Span {
        Span::point(&Rational::one()).add(&self.negate())
    }

    pub(super) fn multiply(&self, other: &Span) -> Span {
        let magnitude = |span: &Span| match span.is_nonpositive() {
            true => (span.negate(), true),
            false => (span.clone(), false),
        };
        let ((a, a_negated), (b, b_negated)) = (magnitude(self), magnitude(other));
        if a.is_nonnegative() && b.is_nonnegative() {
            let product = multiply_nonnegative(&a, &b).shortened();
            return if a_negated == b_negated { product } else { product.negate() };
        }
        let (Some(a), Some(b), Some(c), Some(d)) = (&self.lo, &self.hi, &other.lo, &other.hi)
        else {
            return Span::unknown();
        };
        let corners = [&a.at * &c.at, &a.at * &d.at, &b.at * &c.at, &b.at * &d.at];
        let lo = corners.iter().min().cloned().map(End::closed);
        let hi = corners.iter().max().cloned().map(End::closed);
        Span { lo, hi }.shortened()
    }

    /// `1/x` for the numbers other than 0.
    pub(super) fn reciprocal(&self) -> Span {
        if self.is_nonnegative() {
            let lo = match &self.hi {
                None => Some(End::open(Rational::zero())),
                Some(hi) => hi.at.reciprocal().map(|at| End { at, open: hi.open }),
            };
            let hi = self
                .lo
                .as_ref()
                .and_then(|lo| lo.at.reciprocal().map(|at| End { at, open: lo.open }));
            return Span { lo, hi };
        }
        if self.is_nonpositive() {
            return self.negate().reciprocal().negate();
        }
        Span::unknown()
    }

    /// Powers where they are defined; `0⁰` is 1.
    pub(super) fn power(&self, exponent: &Span) -> Span {
        let whole = exponent.as_point().and_then(Rational::to_integer);
        let small = whole.as_ref().and_then(|whole| whole.to_i64());
        if let Some(small) = small {
            let size = u32::try_from(small.unsigned_abs()).unwrap_or(u32::MAX);
            if size <= LARGEST_EXPONENT {
                let power = self.whole_power(size);
                return if small < 0 { power.reciprocal() } else { power };
            }
        }
        if !self.is_nonnegative() {
            return Span::unknown();
        }
        if exponent.is_nonnegative() {
            return self.real_power(exponent);
        }
        if exponent.is_nonpositive() {
            return self.real_power(&exponent.negate()).reciprocal();
        }
        if self.is_positive() { Span::positive() } else { Span::nonnegative() }
    }

    fn whole_power(&self, exponent: u32) -> Span {
        let exponent = i32::try_from(exponent).unwrap_or(i32::MAX);
        if exponent == 0 {
            return Span::point(&Rational::one());
        }
        let raise = |end: &Option<End>| {
            let end = end.as_ref()?;
            Some(End { at: end.at.pow(exponent)?, open: end.open })
        };
        if self.is_nonnegative() || exponent % 2 == 1 {
            return Span { lo: raise(&self.lo), hi: raise(&self.hi) }.shortened();
        }
        if self.is_nonpositive() {
            return self.negate().whole_power(exponent.unsigned_abs());
        }
        let ends = [raise(&self.lo), raise(&self.hi)];
        let hi = match ends {
            [Some(a), Some(b)] => Some(End::closed(a.at.max(b.at))),
            _ => None,
        };
        Span { lo: Some(End::closed(Rational::zero())), hi }.shortened()
    }

    /// A number that is not negative to such a power.
    fn real_power(&self, exponent: &Span) -> Span {
        let (zero, one) = (Rational::zero(), Rational::one());
        if self.as_point() == Some(&one) {
            return Span::point(&one);
        }
        let lo = Some(End { at: zero, open: self.is_positive() });
        if self.is_at_most(&one) {
            let below = self.is_below(&one) && exponent.is_positive();
            return Span { lo, hi: Some(End { at: one, open: below }) };
        }
        if self.is_at_least(&one) {
            let above = self.is_above(&one) && exponent.is_positive();
            return Span { lo: Some(End { at: one, open: above }), hi: None };
        }
        Span { lo, hi: None }
    }

    /// The smallest interval that contains both.
    pub(super) fn hull(&self, other: &Span) -> Span {
        let outer = |a: &Option<End>, b: &Option<End>, order: Ordering| match (a, b) {
            (Some(a), Some(b)) => Some(match a.at.cmp(&b.at) {
                Ordering::Equal => End { at: a.at.clone(), open: a.open && b.open },
                found if found == order => a.clone(),
                _ => b.clone(),
            }),
            _ => None,
        };
        Span {
            lo: outer(&self.lo, &other.lo, Ordering::Less),
            hi: outer(&self.hi, &other.hi, Ordering::Greater),
        }
    }

    /// What both have in common; nothing where that is empty.
    pub(super) fn intersection(&self, other: &Span) -> Option<Span> {
        let inner = |a: &Option<End>, b: &Option<End>, order: Ordering| match (a, b) {
            (Some(a), Some(b)) => Some(match a.at.cmp(&b.at) {
                Ordering::Equal => End { at: a.at.clone(), open: a.open || b.open },
                found if found == order => a.clone(),
                _ => b.clone(),
            }),
            (Some(end), None) | (None, Some(end)) => Some(end.clone()),
            (None, None) => None,
        };
        let lo = inner(&self.lo, &other.lo, Ordering::Greater);
        let hi = inner(&self.hi, &other.hi, Ordering::Less);
        if let (Some(lo), Some(hi)) = (&lo, &hi) {
            let empty = lo.at > hi.at || (lo.at == hi.at && (lo.open || hi.open));
            if empty {
                return None;
            }
        }
        Some(Span { lo, hi })
    }

    fn shortened(self) -> Span {
        let long = |end: &End| end.at.numerator().bits().max(end.at.denominator().bits()) > LONGEST;
        let floor = |end: End| (!end.at.is_negative()).then(|| End::open(Rational::zero()));
        let ceiling = |end: End| {
            let (zero, one) = (Rational::zero(), Rational::one());
            let simple = if end.at.is_negative() { Some(zero) } else { Some(one) };
            simple.filter(|simple| end.at < *simple).map(End::open)
        };
        let lo = self.lo.and_then(|end| if long(&end) { floor(end) } else { Some(end) });
        let hi = self.hi.and_then(|end| if long(&end) { ceiling(end) } else { Some(end) });
        Span { lo, hi }
    }
}

fn multiply_nonnegative(a: &Span, b: &Span) -> Span {
    let zero = Rational::zero();
    let least = |span: &Span| span.lo.clone().unwrap_or(End::closed(Rational::zero()));
    let (x, y) = (least(a), least(b));
    let at = &x.at * &y.at;
    let open = if at.is_zero() {
        // The product is 0 where one factor is.
        let reached = |end: &End| end.at.is_zero() && !end.open;
        !reached(&x) && !reached(&y)
    } else {
        x.open || y.open
    };
    let hi = match (&a.hi, &b.hi) {
        (Some(x), Some(y)) => {
            let at = &x.at * &y.at;
            let open = (x.open || y.open) && !at.is_zero();
            Some(End { at, open })
        }
        (Some(only), None) | (None, Some(only)) if only.at == zero => {
            Some(End::closed(zero.clone()))
        }
        _ => None,
    };
    Span { lo: Some(End { at, open }), hi }
}

#[cfg(test)]
mod tests;
