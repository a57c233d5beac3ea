//! The tails of a binomial distribution, certified, for numbers of parts far past exact ones.

use crate::at_least::alike_without_sum;
use crate::binomial::{prime_powers, prime_powers_are_better};
use crate::chance::Chance;
use crate::dyadic::Dyadic;
use crate::enclosure::{Enclosure, EnclosureRing};
use crate::integer::Integer;
use crate::limits::LimitReached;
use crate::ring::Ring;

/// How many factors a binomial coefficient may be multiplied out from.
const FACTORS_LIMIT: u64 = 20_000_000;

/// How many terms of a tail may be added.
const TERMS_LIMIT: u64 = 50_000_000;

/// The chance that at least k of n independent copies of a part work.
///
/// Of the two tails one leads away from the mode: its terms fall, and it takes about
/// `√(n · bits)` of them until what is left is below the precision. The other tail is its
/// complement, which is not near 0, so this subtraction cancels nothing.
pub(crate) fn at_least_alike(
    ring: &EnclosureRing,
    k: u64,
    n: u64,
    part: &Chance<Enclosure>,
) -> Result<Chance<Enclosure>, LimitReached> {
    if let Some(simple) = alike_without_sum(ring, k, n, part) {
        return Ok(simple);
    }
    if part.works.is_zero() {
        return Ok(Chance::impossible(ring));
    }
    if part.fails.is_zero() {
        return Ok(Chance::certain(ring));
    }
    // A group of limbs more, so that the work below rounds nothing the caller would see.
    let wide = EnclosureRing::new(ring.precision().saturating_add(64));
    let success = Event { p: &part.works, q: &part.fails };
    let failure = Event { p: &part.fails, q: &part.works };
    if success.growth(&wide, k, n).is_some_and(|ratio| is_below_one(&ratio)) {
        let works = ring.rounded(&tail_from(&wide, k, n, &success)?);
        Ok(Chance { fails: ring.complement(&works), works })
    } else {
        let fails = ring.rounded(&tail_from(&wide, n - k + 1, n, &failure)?);
        Ok(Chance { works: ring.complement(&fails), fails })
    }
}

/// An event with its chance and the chance of its opposite.
struct Event<'a> {
    p: &'a Enclosure,
    q: &'a Enclosure,
}

impl Event<'_> {
    /// The ratio between the terms for i + 1 and for i events among n,
    /// `(n − i)/(i + 1) · p/q`; it falls as i rises.
    fn growth(&self, ring: &EnclosureRing, i: u64, n: u64) -> Option<Enclosure> {
        let odds = ring.div(self.p, self.q)?;
        ring.div_small(&ring.mul_small(&odds, n - i), i + 1)
    }
}

/// The chance of k or more events among n, `Σ C(n,i) pⁱ qⁿ⁻ⁱ` from `i = k`.
///
/// Each term follows from the one before. Once the ratio ρ of neighbours is below 1, all terms
/// that follow a term t sum to less than `t·ρ/(1 − ρ)`, which is added to the upper end when the
/// sum stops.
fn tail_from(
    ring: &EnclosureRing,
    k: u64,
    n: u64,
    event: &Event<'_>,
) -> Result<Enclosure, LimitReached> {
    let powers = ring
        .mul(&ring.power(event.p, &Integer::from(k)), &ring.power(event.q, &Integer::from(n - k)));
    let mut term = ring.mul(&coefficient(ring, n, k)?, &powers);
    let mut sum = term.clone();
    let Some(odds) = ring.div(event.p, event.q) else {
        return Ok(ring.one());
    };
    for i in k..n {
        if is_infinite(&term) || is_infinite(&odds) {
            // The chances are too vague for an upper end; the terms so far are there anyway.
            return Ok(ring.add(&sum, &ring.one().down_to_zero()).at_most_one());
        }
        if is_negligible(&term, &sum, ring) {
            let ratio = event.growth(ring, i, n).filter(is_below_one);
            if let Some(ratio) = ratio {
                let bound = ring.div(&ring.mul(&term, &ratio), &ring.complement(&ratio));
                if let Some(bound) = bound {
                    return Ok(ring.add(&sum, &bound.down_to_zero()).at_most_one());
                }
            }
        }
        LimitReached::check("terms of a binomial tail", TERMS_LIMIT, i - k + 1)?;
        term = ring.mul_small(&ring.mul(&term, &odds), n - i);
        term = match ring.div_small(&term, i + 1) {
            Some(next) => next,
            None => return Ok(ring.one().down_to_zero()),
        };
        sum = ring.add(&sum, &term);
    }
    Ok(sum.at_most_one())
}

/// An enclosure of the number of ways to choose k of n, with k not above n.
pub(crate) fn coefficient(ring: &EnclosureRing, n: u64, k: u64) -> Result<Enclosure, LimitReached> {
    let fewer = k.min(n - k);
    if prime_powers_are_better(n, fewer) {
        return Ok(product(ring, prime_powers(n, k).into_iter()));
    }
    LimitReached::check("factors of a binomial coefficient", FACTORS_LIMIT, fewer)?;
    let above = product(ring, (0..fewer).map(|j| n - j));
    let below = product(ring, 1..=fewer);
    // The divisor is a product of positive numbers.
    Ok(ring.div(&above, &below).unwrap_or_else(|| ring.one()))
}

/// The product of many small factors, several of them at a time while they fit a word.
fn product(ring: &EnclosureRing, factors: impl Iterator<Item = u64>) -> Enclosure {
    let mut product = ring.one();
    let mut word = 1u64;
    for factor in factors {
        word = word.checked_mul(factor).unwrap_or_else(|| {
            product = ring.mul_small(&product, word);
            factor
        });
    }
    ring.mul_small(&product, word)
}

fn is_below_one(ratio: &Enclosure) -> bool {
    *ratio.ends().1 < Dyadic::one(1)
}

fn is_infinite(number: &Enclosure) -> bool {
    matches!(number.ends().1, Dyadic::Infinite)
}

/// Whether the term's upper end is smaller than the last place of the sum.
fn is_negligible(term: &Enclosure, sum: &Enclosure, ring: &EnclosureRing) -> bool {
    match (term.ends().1, sum.ends().1) {
        (Dyadic::Positive(term), Dyadic::Positive(sum)) => {
            term.top() < sum.top() - i64::from(ring.precision())
        }
        (term, _) => term.is_zero(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::ExactRing;
    use crate::rational::Rational;

    fn literal(text: &str) -> Rational {
        Rational::parse_decimal(text).unwrap()
    }

    #[test]
    fn tails_contain_the_exact_ones() {
        let ring = EnclosureRing::new(128);
        for p in ["0.5", "0.9", "0.999", "0.01", "1e-9", "0", "1"].map(literal) {
            let exact = ExactRing::for_probabilities([&p].into_iter());
            let (scaled, enclosed) = (exact.chance(&p).unwrap(), ring.chance(&p).unwrap());
            for n in [0, 1, 2, 3, 10, 57, 200] {
                for k in (0..=n + 1).filter(|k| n < 100 || k % 13 == 0 || *k > n - 3) {
                    let expected = exact.at_least_alike(k, n, &scaled).unwrap();
                    let found = ring.at_least_alike(k, n, &enclosed).unwrap();
                    for (found, expected) in
                        [(found.works, expected.works), (found.fails, expected.fails)]
                    {
                        let expected = exact.value(&expected).unwrap();
                        assert!(found.contains(&expected), "{k} of {n} at {p}");
                        // An exact tie at one length is none at the next.
                        let certain = found.digits(30).or_else(|| found.digits(29));
                        assert!(certain.is_some(), "{k} of {n} at {p}");
                    }
                }
            }
        }
    }

    #[test]
    fn coefficients_contain_the_exact_ones() {
        let ring = EnclosureRing::new(128);
        for (n, k) in [(10, 5), (100_000, 3), (100_000, 50_000), (100_000, 99_000)] {
            let exact = crate::binomial::binomial(n, k).unwrap();
            let found = coefficient(&ring, n, k).unwrap();
            assert!(found.contains(&Rational::from(&exact)));
            assert!(found.digits(25).is_some());
        }
    }

    #[test]
    fn the_median_of_many_fair_parts_is_certain() {
        // With n odd and p = 1/2 both tails of the middle are exactly one half.
        let ring = EnclosureRing::new(192);
        let fair = ring.chance(&literal("0.5")).unwrap();
        let chance = ring.at_least_alike(50_001, 100_001, &fair).unwrap();
        assert_eq!(chance.works.digits(30), Some("0.5".to_owned()));
        assert_eq!(chance.fails.digits(30), Some("0.5".to_owned()));
    }

    #[test]
    fn a_vague_part_gives_a_vague_and_true_answer() {
        let ring = EnclosureRing::new(64);
        let vague = ring.between(&Rational::zero(), &literal("0.5")).unwrap();
        let opposite = ring.complement(&vague);
        for part in [
            Chance { works: vague.clone(), fails: opposite.clone() },
            Chance { works: opposite, fails: vague },
        ] {
            let chance = ring.at_least_alike(5, 10, &part).unwrap();
            for p in ["0.5", "0.25", "0.1", "1e-5"].map(literal) {
                let p = if part.works.contains(&p) { p } else { p.complement() };
                let exact = ExactRing::for_probabilities([&p].into_iter());
                let scaled = exact.at_least_alike(5, 10, &exact.chance(&p).unwrap()).unwrap();
                assert!(chance.works.contains(&exact.value(&scaled.works).unwrap()));
                assert!(chance.fails.contains(&exact.value(&scaled.fails).unwrap()));
            }
        }
    }

    #[test]
    fn very_many_parts_are_refused_unless_few_matter() {
        let ring = EnclosureRing::new(128);
        let part = ring.chance(&literal("0.5")).unwrap();
        let n = 1_000_000_000;
        assert!(ring.at_least_alike(n / 2, n, &part).is_err());
        assert!(ring.at_least_alike(1, n, &part).is_ok());
        assert!(ring.at_least_alike(n, n, &part).is_ok());
        assert!(ring.at_least_alike(n - 2, n, &part).is_ok());
        let rare = ring.chance(&literal("1e-9")).unwrap();
        let chance = ring.at_least_alike(3, n, &rare).unwrap();
        // A Poisson distribution with mean 1 has 1 − 5/(2e) = 0.0803… there.
        assert_eq!(chance.works.digits(3), Some("0.0803".to_owned()));
    }
}
