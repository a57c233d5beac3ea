//! Polynomials in one variable on a closed range: cuts that tell their roots apart.

use std::collections::BTreeMap;

use kofn_algebra::{
    BernsteinForm, LimitReached, Rational, RealRoot, UnivariatePolynomial, Variable,
    real_roots_between,
};

use super::NotCertified;

/// So many cuts at most.
const MOST_CUTS: usize = 20_000;
/// Roots closer than this power of 1/2 are not told apart.
const MOST_BITS: u64 = 1 << 14;
/// The variable in which polynomials are cut.
const X: Variable = Variable(0);

/// A polynomial on a range.
pub(super) struct Line {
    /// Numbers from one end of the range to the other; the polynomial has at most one variation of
    /// sign between neighbours.
    pub(super) cuts: Vec<Rational>,
    /// Two numbers for each root in the range, ascending: both are the root, or it is the only
    /// one strictly between them.
    pub(super) roots: Vec<(Rational, Rational)>,
}

/// An irrational root with numbers around it.
struct Located {
    root: RealRoot,
    interval: (Rational, Rational),
    bits: u64,
}

impl Located {
    fn is_point(&self) -> bool {
        self.interval.0 == self.interval.1
    }

    /// Takes a narrower interval.
    fn tighten(&mut self, lo: &Rational, hi: &Rational) -> Result<(), NotCertified> {
        self.bits *= 2;
        if self.bits > MOST_BITS {
            return Err(NotCertified::TooLarge("roots too near to each other".to_owned()));
        }
        let (a, b) = self.root.refined(self.bits).enclosure();
        self.interval = (a.max(lo.clone()), b.min(hi.clone()));
        Ok(())
    }

    /// Whether this and the next root are in places that do not touch.
    fn is_before(&self, next: &Located) -> bool {
        self.interval.1 < next.interval.0
            || self.interval.1 == next.interval.0 && !self.is_point() && !next.is_point()
    }
}

/// The cuts and roots from `lo` to `hi` of a polynomial that is not 0. Its multiple roots must be
/// rational.
pub(super) fn line(
    polynomial: &UnivariatePolynomial,
    lo: &Rational,
    hi: &Rational,
) -> Result<Line, NotCertified> {
    let mut located: Vec<Located> = Vec::new();
    for found in real_roots_between(polynomial, lo, hi)? {
        let interval = match &found.root {
            RealRoot::Rational(number) => (number.clone(), number.clone()),
            RealRoot::Algebraic(_) if found.multiplicity > 1 => {
                return Err(NotCertified::Method("a multiple irrational root".to_owned()));
            }
            RealRoot::Algebraic(root) => {
                let (a, b) = root.interval();
                (a.max(lo.clone()), b.min(hi.clone()))
            }
        };
        located.push(Located { root: found.root, interval, bits: 8 });
    }
    let polynomial = polynomial.to_polynomial(X);
    let form = |a: &Rational, b: &Rational| -> Result<BernsteinForm, LimitReached> {
        BernsteinForm::new(&polynomial, &BTreeMap::from([(X, (a.clone(), b.clone()))]), u64::MAX)
    };
    for own in located.iter_mut().filter(|located| !located.is_point()) {
        while form(&own.interval.0, &own.interval.1)?.sign_variations() != 1 {
            own.tighten(lo, hi)?;
        }
    }
    // Part of an interval with one variation has one or none.
    for at in 1..located.len() {
        while !located[at - 1].is_before(&located[at]) {
            for one in [at - 1, at] {
                if !located[one].is_point() {
                    located[one].tighten(lo, hi)?;
                }
            }
        }
    }
    let mut cuts = vec![lo.clone()];
    for own in &located {
        let (a, b) = &own.interval;
        cut_up_to(a, &form, &mut cuts)?;
        if a < b {
            cuts.push(b.clone());
        }
    }
    cut_up_to(hi, &form, &mut cuts)?;
    Ok(Line { cuts, roots: located.into_iter().map(|located| located.interval).collect() })
}

/// Appends cuts up to the end of a piece without roots inside, between which the polynomial has
/// no variation of sign.
fn cut_up_to(
    end: &Rational,
    form: &dyn Fn(&Rational, &Rational) -> Result<BernsteinForm, LimitReached>,
    cuts: &mut Vec<Rational>,
) -> Result<(), NotCertified> {
    let two = Rational::from(2);
    let mut waiting = Vec::new();
    if let Some(start) = cuts.last().filter(|start| *start < end) {
        waiting.push((form(start, end)?, start.clone(), end.clone()));
    }
    while let Some((form, a, b)) = waiting.pop() {
        if form.variables().is_empty() || form.sign_variations() == 0 {
            cuts.push(b);
            continue;
        }
        if cuts.len() + waiting.len() > MOST_CUTS {
            return Err(NotCertified::TooLarge("cuts of a range".to_owned()));
        }
        let (lower, upper) = form.halves(0);
        let middle = (&a + &b).checked_div(&two).unwrap_or_default();
        waiting.push((upper, middle.clone(), b));
        waiting.push((lower, a, middle));
    }
    Ok(())
}
