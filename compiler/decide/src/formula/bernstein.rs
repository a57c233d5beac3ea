//! The sign of a polynomial on a box, from its Bernstein coefficients.
//!
//! On the box a polynomial is a weighted mean of its Bernstein coefficients (G. T. Cargo and
//! O. Shisha 1966), so it has no sign that none of them has. The box is not divided: this is for
//! signs that are plain.

use kofn_algebra::{Polynomial, Rational, Variable};

use super::common_factor::degree_in;
use super::domain::Domain;
use super::polynomials::{Names, exponent_of};
use super::span::Span;

/// With more coefficients the sign is taken to be unknown.
const MOST_COEFFICIENTS: usize = 4096;

/// The interval of a polynomial's Bernstein coefficients on the parameters' ranges, which holds
/// its values; all numbers where a range is unbounded.
pub(super) fn range_of(polynomial: &Polynomial, names: &Names, domain: &Domain) -> Span {
    enclosed(polynomial, names, domain).unwrap_or_else(Span::unknown)
}

fn enclosed(polynomial: &Polynomial, names: &Names, domain: &Domain) -> Option<Span> {
    let variables: Vec<Variable> = polynomial.variables().into_iter().collect();
    let mut lengths = Vec::new();
    let mut size = 1usize;
    for variable in &variables {
        let length = usize::try_from(degree_in(polynomial, *variable)).ok()?.checked_add(1)?;
        size = size.checked_mul(length).filter(|size| *size <= MOST_COEFFICIENTS)?;
        lengths.push(length);
    }
    let mut tensor = vec![Rational::zero(); size];
    for (monomial, number) in polynomial.terms() {
        let place = variables.iter().zip(&lengths).try_fold(0, |place, (variable, length)| {
            Some(place * length + usize::try_from(exponent_of(&monomial, *variable)).ok()?)
        })?;
        tensor[place] = number;
    }
    let mut stride = size;
    for (variable, length) in variables.iter().zip(&lengths) {
        stride /= length;
        let span = domain.values(names.symbol(*variable)?).span;
        let (lo, hi) = (span.lo?.at, span.hi?.at);
        let width = hi - &lo;
        for block in 0..size / (length * stride) {
            for offset in 0..stride {
                let start = block * length * stride + offset;
                let places = (0..*length).map(|step| start + step * stride);
                let mut line: Vec<Rational> =
                    places.clone().map(|place| tensor[place].clone()).collect();
                to_bernstein(&mut line, &lo, &width);
                for (place, value) in places.zip(line) {
                    tensor[place] = value;
                }
            }
        }
    }
    let mut hull: Option<Span> = None;
    for value in &tensor {
        let point = Span::point(value);
        hull = Some(hull.map_or(point.clone(), |hull| hull.hull(&point)));
    }
    hull
}

/// From the coefficients of powers of x to those of the Bernstein polynomials on
/// `lo ≤ x ≤ lo + width`.
fn to_bernstein(line: &mut [Rational], lo: &Rational, width: &Rational) {
    let degree = line.len() - 1;
    // x = lo + y
    for done in 0..degree {
        for place in (done..degree).rev() {
            let carried = &line[place + 1] * lo;
            line[place] += carried;
        }
    }
    // y = width · t, and each coefficient over the binomial one
    let mut scale = Rational::one();
    let mut binomial = Rational::one();
    for (power, coefficient) in line.iter_mut().enumerate() {
        *coefficient *= scale.checked_div(&binomial).unwrap_or_else(Rational::zero);
        scale *= width;
        let (above, below) = ((degree - power) as u64, power as u64 + 1);
        let ratio = Rational::new(above.into(), below.into()).unwrap_or_else(Rational::zero);
        binomial *= ratio;
    }
    // b_i = Σ C(i,j) a_j: sums along Pascal's triangle
    for done in 1..=degree {
        for place in (done..=degree).rev() {
            let before = line[place - 1].clone();
            line[place] += before;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::{Parameters, Range};
    use kofn_algebra::{Expr, Symbol};

    #[test]
    fn coefficients_enclose_the_values_and_meet_them_at_the_corners() {
        let (p, q) = (Expr::symbol("p"), Expr::symbol("q"));
        let square = Expr::power(p.clone(), 2.into());
        let expr = Expr::sum([
            Expr::product([3.into(), square]),
            Expr::product([Expr::from(-5), p, q.clone()]),
            Expr::power(q, 3.into()),
        ]);
        let range = |lo: i64, hi: i64| Range::Real { lo: Some(lo.into()), hi: Some(hi.into()) };
        let parameters =
            Parameters::from([(Symbol::new("p"), range(-1, 2)), (Symbol::new("q"), range(1, 3))]);
        let mut names = Names::default();
        let polynomial = names.polynomial(&expr).unwrap();
        let span = range_of(&polynomial, &names, &Domain::new(&parameters));
        let mut largest: Option<Rational> = None;
        for i in 0..=6 {
            for j in 0..=4 {
                let ratio = |n: i64, d: i64| Rational::new(n.into(), d.into()).unwrap();
                let (p, q) = (ratio(i - 2, 2), ratio(j + 2, 2));
                let value = expr
                    .evaluate(&|symbol| {
                        Some(if symbol.name() == "p" { p.clone() } else { q.clone() })
                    })
                    .unwrap();
                assert!(span.intersection(&Span::point(&value)).is_some());
                largest = largest.max(Some(value));
            }
        }
        // At p = −1, q = 3.
        assert_eq!(span.hi.map(|end| end.at), largest);
    }
}
