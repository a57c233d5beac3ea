//! Points with exact coordinates, one of which may be a root of a polynomial.

use std::collections::BTreeMap;

use kofn_algebra::{
    Integer, LimitReached, Monomial, Polynomial, Rational, RealRoot, UnivariatePolynomial,
    Variable, Work, real_roots_within,
};

/// One coordinate of a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Coordinate {
    /// A rational number.
    Rational(Rational),
    /// A root that is not rational.
    Algebraic {
        /// Coefficients of a primitive square-free polynomial, lowest power first.
        polynomial: Vec<Integer>,
        /// Its only root between `lo` and `hi` is the coordinate; neither of them is a root.
        lo: Rational,
        /// See `lo`.
        hi: Rational,
    },
}

/// A point of the unit cube. The value of a variable that is missing does not matter.
pub(super) type Point = BTreeMap<Variable, Coordinate>;

/// The variable that polynomials in one variable are written in while they are changed.
const LINE: Variable = Variable(0);

impl Coordinate {
    /// `shift + factor · self`; the factor is not 0.
    pub(super) fn affine(
        &self,
        shift: &Rational,
        factor: &Rational,
    ) -> Result<Coordinate, LimitReached> {
        let moved = |number: &Rational| shift + factor * number;
        match self {
            Coordinate::Rational(number) => Ok(Coordinate::Rational(moved(number))),
            Coordinate::Algebraic { polynomial, lo, hi } => {
                let inverse = factor.reciprocal().unwrap_or_default();
                let back = -(shift * &inverse);
                let moved_polynomial = in_powers(polynomial, LINE).affine(LINE, &back, &inverse)?;
                let (a, b) = (moved(lo), moved(hi));
                Ok(Coordinate::Algebraic {
                    polynomial: powers_of(&moved_polynomial.primitive(), LINE),
                    lo: a.clone().min(b.clone()),
                    hi: a.max(b),
                })
            }
        }
    }

    /// The number itself.
    pub fn root(&self, work: &mut Work) -> Result<RealRoot, LimitReached> {
        let (polynomial, lo, hi) = match self {
            Coordinate::Rational(number) => return Ok(number.clone().into()),
            Coordinate::Algebraic { polynomial, lo, hi } => (polynomial, lo, hi),
        };
        let polynomial = UnivariatePolynomial::from_coefficients(polynomial.iter().cloned());
        let roots = real_roots_within(&polynomial, lo, hi, work)?;
        match roots.into_iter().next() {
            Some(found) => Ok(found.root),
            None => unreachable!("one root lies between the ends"),
        }
    }

    /// The number, when it is rational.
    pub fn rational(&self) -> Option<&Rational> {
        match self {
            Coordinate::Rational(number) => Some(number),
            Coordinate::Algebraic { .. } => None,
        }
    }
}

/// The rational point, when all coordinates are rational; missing ones are 1/2.
pub(super) fn rational_point(point: &Point, variables: &[Variable]) -> Option<Vec<Rational>> {
    let value = |variable| match point.get(variable) {
        Some(coordinate) => coordinate.rational().cloned(),
        None => Some(half()),
    };
    variables.iter().map(value).collect()
}

/// The point with these rational coordinates.
pub(super) fn point_at(variables: &[Variable], values: &[Rational]) -> Point {
    let coordinates = values.iter().cloned().map(Coordinate::Rational);
    variables.iter().copied().zip(coordinates).collect()
}

/// 1/2.
pub(super) fn half() -> Rational {
    fraction(1, 2)
}

/// A quotient of small numbers, the second not 0.
pub(super) fn fraction(numerator: i64, denominator: i64) -> Rational {
    Rational::new(numerator.into(), denominator.into()).unwrap_or_default()
}

/// The sum of these numbers times the powers of the variable, lowest first.
pub(super) fn in_powers(coefficients: &[Integer], variable: Variable) -> Polynomial {
    Polynomial::from_terms(
        (0..).zip(coefficients).map(|(exponent, number)| {
            (Monomial::power(variable, exponent), Rational::from(number))
        }),
    )
}

/// The numerators of the coefficients of a polynomial in one variable with whole coefficients,
/// lowest power first.
pub(super) fn powers_of(polynomial: &Polynomial, variable: Variable) -> Vec<Integer> {
    let degree = usize::try_from(polynomial.degree_in(variable)).unwrap_or(0);
    let mut coefficients = vec![Integer::zero(); degree + 1];
    for (monomial, number) in polynomial.terms() {
        if let Some(place) = usize::try_from(monomial.degree()).ok().filter(|d| *d <= degree) {
            coefficients[place] = number.numerator();
        }
    }
    coefficients
}
