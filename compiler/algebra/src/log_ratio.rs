//! Quotients of logarithms that are rational.

use std::collections::BTreeSet;

use crate::coprime_basis::CoprimeBasis;
use crate::integer::Integer;
use crate::rational::Rational;

/// `log(a) / log(b)`, if it is rational; nothing if it is not, or where it is not defined.
///
/// It is p/q exactly when aᵠ = bᵖ. Written as products of powers of numbers without common
/// divisors, a and b then have proportional exponents.
pub fn log_ratio(a: &Rational, b: &Rational) -> Option<Rational> {
    let is_positive = |number: &Rational| !number.is_negative() && !number.is_zero();
    if !is_positive(a) || !is_positive(b) || b.is_one() {
        return None;
    }
    if a.is_one() {
        return Some(Rational::zero());
    }
    let parts = |number: &Rational| {
        (number.big_numerator().magnitude().clone(), number.big_denominator().clone())
    };
    let ((a_up, a_down), (b_up, b_down)) = (parts(a), parts(b));
    let all = [&a_up, &a_down, &b_up, &b_down].map(Clone::clone);
    let basis = CoprimeBasis::of(BTreeSet::from(all));
    let exponents = |up, down| -> Option<Vec<Integer>> {
        let (up, down) = (basis.exponents(up)?, basis.exponents(down)?);
        Some(up.iter().zip(&down).map(|(a, b)| Integer::from(*a) - Integer::from(*b)).collect())
    };
    let (of_a, of_b) = (exponents(&a_up, &a_down)?, exponents(&b_up, &b_down)?);
    let at = of_b.iter().position(|exponent| !exponent.is_zero())?;
    let ratio = Rational::new(of_a[at].clone(), of_b[at].clone())?;
    let proportional = of_a
        .iter()
        .zip(&of_b)
        .all(|(a, b)| Rational::from(a.clone()) == &ratio * &Rational::from(b.clone()));
    proportional.then_some(ratio)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]

    use super::*;

    fn ratio(a: &str, b: &str) -> Option<String> {
        let read = |text: &str| {
            let (up, down) = text.split_once('/').unwrap_or((text, "1"));
            let whole = |text: &str| Integer::from(text.parse::<i64>().unwrap());
            Rational::new(whole(up), whole(down)).unwrap()
        };
        log_ratio(&read(a), &read(b)).map(|ratio| ratio.to_string())
    }

    #[test]
    fn powers_of_one_number_have_rational_logarithms() {
        assert_eq!(ratio("1/16", "1/2"), Some("4".to_owned()));
        assert_eq!(ratio("8", "4"), Some("3/2".to_owned()));
        assert_eq!(ratio("4/9", "27/8"), Some("-2/3".to_owned()));
        assert_eq!(ratio("1", "7"), Some("0".to_owned()));
    }

    #[test]
    fn other_logarithms_have_none() {
        assert_eq!(ratio("2/3", "9/10"), None);
        assert_eq!(ratio("6", "12"), None);
        assert_eq!(ratio("5", "1"), None);
        assert_eq!(ratio("0", "2"), None);
    }
}
