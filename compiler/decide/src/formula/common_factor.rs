//! Common factors and quotients that a formula is worth.

use kofn_algebra::{Polynomial, Work};

/// Steps of one search: what takes longer is no formula that anybody reads.
const WORK_LIMIT: u64 = 5_000_000;

/// A common factor of two polynomials, whole and primitive: the greatest one where the search is
/// within its limit, else 1. 0 where both are.
pub(super) fn common_factor(a: &Polynomial, b: &Polynomial) -> Polynomial {
    let Ok(found) = a.gcd(b, &mut Work::new(WORK_LIMIT)) else { return Polynomial::one() };
    let found = found.primitive();
    let negative = found.terms().last().is_some_and(|(_, number)| number.is_negative());
    if negative { -&found } else { found }
}

/// The quotient of two polynomials, where it is one and found within the limit.
pub(super) fn divide(dividend: &Polynomial, divisor: &Polynomial) -> Option<Polynomial> {
    dividend.exact_quotient(divisor, &mut Work::new(WORK_LIMIT)).ok().flatten()
}
