//! How many nines a reliability has.

use crate::enclosure::{Enclosure, EnclosureRing};
use crate::integer::Integer;
use crate::rational::Rational;
use crate::ring::Ring;

/// The number of nines of a system with this unreliability, `−log₁₀ q`, rounded down to one
/// decimal place: 0.98802099 has `1.9` nines, 0.999 has `3.0`. A system that never fails has
/// `infinity`. Nothing when the number is no probability.
///
/// Nothing is taken from a rounded logarithm: with `q¹⁰` between `10⁻⁽ᵐ⁺¹⁾` and `10⁻ᵐ`, q has
/// `m/10` nines.
pub fn nines(unreliability: &Rational) -> Option<String> {
    if !unreliability.is_probability() {
        return None;
    }
    // The tenth power of a fraction is a power of ten only if the fraction itself is one.
    let zeros = unreliability.denominator().decimal_digits() - 1;
    if unreliability.numerator().is_one() {
        let zeros_only = u32::try_from(zeros)
            .is_ok_and(|zeros| Integer::from(10i64).pow(zeros) == unreliability.denominator());
        if zeros_only {
            return Some(format!("{zeros}.0"));
        }
    }
    // So for all others some precision tells the tenth power from every power of ten.
    let mut precision = 128;
    loop {
        let enclosure = EnclosureRing::new(precision).enclose(unreliability)?;
        if let Some(text) = enclosure.nines() {
            return Some(text);
        }
        precision = precision.checked_mul(2)?;
    }
}

impl Enclosure {
    /// The number of nines of a system with this unreliability, as [`nines`] counts them, when
    /// it is certain.
    pub fn nines(&self) -> Option<String> {
        if self.is_zero() {
            return Some("infinity".to_owned());
        }
        let (lo, hi) = self.ends();
        let limbs = lo.limbs().max(hi.limbs()) + 1;
        let ring = EnclosureRing::new(u32::try_from(64 * limbs).ok()?);
        let tenth_power = ring.power(self, &Integer::from(10i64));
        let tenths = -tenth_power.ceil_log10()?;
        (tenths >= 0).then(|| format!("{}.{}", tenths / 10, tenths % 10))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nines_of(unreliability: &str) -> String {
        nines(&Rational::parse_decimal(unreliability).unwrap()).unwrap()
    }

    #[test]
    fn nines_are_rounded_down() {
        for (unreliability, expected) in [
            ("0.01197901", "1.9"),
            ("0.001", "3.0"),
            ("0.0010000001", "2.9"),
            ("0.0009999999", "3.0"),
            ("0.5", "0.3"),
            ("1", "0.0"),
            ("0.999999", "0.0"),
            ("0", "infinity"),
            ("5.28e-114", "113.2"),
            ("1e-100000", "100000.0"),
        ] {
            assert_eq!(nines_of(unreliability), expected, "{unreliability}");
        }
        assert_eq!(nines(&Rational::from(2)), None);
        assert_eq!(nines(&Rational::from(-1)), None);
    }

    #[test]
    fn nines_agree_with_powers_of_ten() {
        for numerator in 1..1000u64 {
            let unreliability = Rational::new(numerator.into(), 1000u64.into()).unwrap();
            let tenth_power = unreliability.pow(10).unwrap();
            let tenth = Rational::new(1u64.into(), 10u64.into()).unwrap();
            let tenths = (0..).take_while(|m| tenth_power <= tenth.pow(*m).unwrap()).count() - 1;
            let expected = format!("{}.{}", tenths / 10, tenths % 10);
            assert_eq!(nines(&unreliability).unwrap(), expected);
        }
    }

    #[test]
    fn a_hair_from_a_power_of_ten_is_decided() {
        let hair = Rational::from(10).pow(-2000).unwrap();
        let thousandth = Rational::from(10).pow(-3).unwrap();
        assert_eq!(nines(&(&thousandth + &hair)).unwrap(), "2.9");
        assert_eq!(nines(&(&thousandth - &hair)).unwrap(), "3.0");
    }
}
