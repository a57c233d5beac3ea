//! The simplest number of an interval.

use kofn_algebra::Rational;

/// The rational number with the smallest denominator strictly between two numbers, the first the
/// smaller one: by their continued fractions, which agree up to where the simplest one ends.
pub(super) fn simplest_between(lo: &Rational, hi: &Rational) -> Rational {
    let (mut lo, mut hi) = (lo.clone(), Some(hi.clone()));
    let mut whole = Vec::new();
    // Each round is one step of Euclid's algorithm on both ends, so it ends.
    let mut value = loop {
        let floor = Rational::from(lo.floor());
        let next = &floor + Rational::one();
        match &hi {
            None => break next,
            Some(end) if next < *end => break next,
            Some(end) => {
                // With x = floor + 1/y, the ends change places.
                let above = (end - &floor).reciprocal();
                let below = (&lo - &floor).reciprocal();
                whole.push(floor);
                lo = above.unwrap_or_default();
                hi = below;
            }
        }
    };
    while let Some(floor) = whole.pop() {
        value = floor + value.reciprocal().unwrap_or_default();
    }
    value
}

#[cfg(test)]
mod tests {
    use super::super::point::fraction;
    use super::*;

    #[test]
    fn no_smaller_denominator_lies_between() {
        for a in 0..40 {
            for b in a + 1..40 {
                let (lo, hi) = (fraction(a, 37), fraction(b, 37));
                let found = simplest_between(&lo, &hi);
                assert!(lo < found && found < hi);
                let least = (1..)
                    .find(|d| (0..=2 * d).any(|n| lo < fraction(n, *d) && fraction(n, *d) < hi));
                assert_eq!(found.denominator().to_i64(), least);
            }
        }
    }
}
