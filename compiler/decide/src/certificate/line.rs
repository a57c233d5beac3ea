//! Polynomials in one variable on a closed range: factors, with cuts that tell their roots apart.

use std::collections::BTreeMap;

use kofn_algebra::{
    BernsteinForm, Integer, Rational, RealRoot, UnivariatePolynomial, Variable, real_roots_between,
};

use super::{LineFactor, NotCertified};

/// So many cuts at most.
const MOST_CUTS: usize = 20_000;
/// Roots closer than this power of 1/2 are not told apart.
const MOST_BITS: u64 = 1 << 16;

/// A polynomial on a range.
pub(super) struct Line {
    /// Its factors.
    pub(super) factors: Vec<LineFactor>,
    /// Two numbers for each root in the range, ascending: both are the root, or it is the only
    /// one strictly between them.
    pub(super) roots: Vec<(Rational, Rational)>,
}

struct Located {
    root: RealRoot,
    /// By its place in the list of factors.
    factor: usize,
    /// Around the root; both are the root where it is rational.
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

/// The factors of a polynomial that is not 0, and its roots from `lo` to `hi`.
pub(super) fn line(
    polynomial: &UnivariatePolynomial,
    lo: &Rational,
    hi: &Rational,
) -> Result<Line, NotCertified> {
    let mut factors: Vec<(UnivariatePolynomial, usize)> = Vec::new();
    let mut located: Vec<Located> = Vec::new();
    for (factor, power) in polynomial.square_free_factors() {
        let first = factors.len();
        let mut rest = factor.clone();
        for found in real_roots_between(&factor, lo, hi)? {
            let (own, interval) = match &found.root {
                RealRoot::Rational(number) => {
                    let line = [-number.numerator(), number.denominator()];
                    let line = UnivariatePolynomial::from_coefficients(line);
                    (line, (number.clone(), number.clone()))
                }
                RealRoot::Algebraic(root) => {
                    let (a, b) = root.interval();
                    (root.polynomial().clone(), (a.max(lo.clone()), b.min(hi.clone())))
                }
            };
            let known = factors[first..].iter().position(|(factor, _)| *factor == own);
            let place = match known {
                Some(place) => first + place,
                None => {
                    rest = rest.exact_quotient(&own).ok_or_else(|| {
                        NotCertified::TooLarge("a root of no factor".to_owned())
                    })?;
                    factors.push((own, power));
                    factors.len() - 1
                }
            };
            located.push(Located { root: found.root, factor: place, interval, bits: 8 });
        }
        if !rest.is_constant() {
            factors.push((rest, power));
        }
    }
    located.sort_by(|a, b| a.root.cmp(&b.root));
    tell_apart(&mut located, lo, hi)?;
    let mut cuts = Vec::with_capacity(factors.len());
    for (place, (factor, _)) in factors.iter().enumerate() {
        cuts.push(cuts_of(factor, place, &mut located, lo, hi)?);
    }
    let factor = |((polynomial, power), cuts): (&(UnivariatePolynomial, usize), Vec<Rational>)| {
        LineFactor { polynomial: polynomial.coefficients(), power: *power, cuts }
    };
    Ok(Line {
        roots: located.into_iter().map(|located| located.interval).collect(),
        factors: factors.iter().zip(cuts).map(factor).collect(),
    })
}

/// Narrows intervals until no two of them touch, other than in an end that is no root.
fn tell_apart(
    located: &mut [Located],
    lo: &Rational,
    hi: &Rational,
) -> Result<(), NotCertified> {
    for at in 1..located.len() {
        while !located[at - 1].is_before(&located[at]) {
            for one in [at - 1, at] {
                if !located[one].is_point() {
                    located[one].tighten(lo, hi)?;
                }
            }
        }
    }
    Ok(())
}

/// Cuts of the range between which a square-free factor has at most one variation of sign.
fn cuts_of(
    factor: &UnivariatePolynomial,
    place: usize,
    located: &mut [Located],
    lo: &Rational,
    hi: &Rational,
) -> Result<Vec<Rational>, NotCertified> {
    const X: Variable = Variable(0);
    let polynomial = factor.to_polynomial(X);
    let form = |a: &Rational, b: &Rational| {
        BernsteinForm::new(&polynomial, &BTreeMap::from([(X, (a.clone(), b.clone()))]), u64::MAX)
    };
    let mut cuts = vec![lo.clone(), hi.clone()];
    for own in located.iter_mut().filter(|located| located.factor == place) {
        while !own.is_point() && form(&own.interval.0, &own.interval.1)?.sign_variations() != 1 {
            own.tighten(lo, hi)?;
        }
        cuts.extend([own.interval.0.clone(), own.interval.1.clone()]);
    }
    cuts.sort();
    cuts.dedup();
    let own: Vec<(Rational, Rational)> = located
        .iter()
        .filter(|located| located.factor == place)
        .map(|located| located.interval.clone())
        .collect();
    let mut fine = vec![lo.clone()];
    for pair in cuts.windows(2) {
        let [a, b] = pair else { continue };
        if !own.contains(&(a.clone(), b.clone())) {
            cut_finely(form(a, b)?, a, b, &mut fine)?;
        }
        fine.push(b.clone());
    }
    Ok(fine)
}

/// Halves a piece without roots inside until its parts have no variation; appends the cuts.
fn cut_finely(
    form: BernsteinForm,
    a: &Rational,
    b: &Rational,
    cuts: &mut Vec<Rational>,
) -> Result<(), NotCertified> {
    let mut waiting = vec![(form, a.clone(), b.clone())];
    while let Some((form, a, b)) = waiting.pop() {
        if form.sign_variations() == 0 {
            if b != *cuts.last().unwrap_or(&a) {
                cuts.push(b);
            }
            continue;
        }
        if cuts.len() + waiting.len() > MOST_CUTS {
            return Err(NotCertified::TooLarge("cuts of a range".to_owned()));
        }
        let (lower, upper) = form.halves(0);
        let middle = (&a + &b) * Rational::new(Integer::one(), 2.into()).unwrap_or_default();
        waiting.push((upper, middle.clone(), b));
        waiting.push((lower, a, middle));
    }
    // The last one is the end of the piece, which the caller appends.
    if cuts.last() == Some(b) {
        cuts.pop();
    }
    Ok(())
}
