//! The chance that at least k of n parts work.

use crate::binomial::binomial;
use crate::chance::{Chance, parallel, series};
use crate::integer::Integer;
use crate::limits::LimitReached;
use crate::ring::Ring;

/// How many additions and multiplications a count distribution may take.
const DISTRIBUTION_LIMIT: u64 = 1_000_000_000;

/// How many parts of one kind the sum of binomial terms may have in rings without a better way.
const TERMS_LIMIT: u64 = 10_000;

/// The chance that at least k of these independent parts work; each stands there as often as its
/// multiplicity says.
///
/// One kind of part is a binomial distribution and is left to the ring. Unlike parts are
/// convolved one after the other, counting up to the threshold only; failures are counted
/// instead of successes when their threshold is nearer, so n parts take n · min(k, n − k + 1)
/// steps. Nothing is subtracted.
pub fn at_least<R: Ring>(
    ring: &R,
    k: u64,
    parts: &[(Chance<R::Element>, u64)],
) -> Result<Chance<R::Element>, LimitReached> {
    let n = parts.iter().fold(0u64, |n, (_, multiplicity)| n.saturating_add(*multiplicity));
    if k == 0 {
        return Ok(Chance::certain(ring));
    }
    if k > n {
        return Ok(Chance::impossible(ring));
    }
    if let [(part, _)] = parts {
        return ring.at_least_alike(k, n, part);
    }
    if k == 1 || k == n {
        let counted: Vec<_> =
            parts.iter().map(|(part, count)| (part.clone(), Integer::from(*count))).collect();
        return Ok(if k == 1 { parallel(ring, &counted) } else { series(ring, &counted) });
    }
    let enough_failures = n - k + 1;
    let steps = n.saturating_mul(k.min(enough_failures));
    LimitReached::check("steps of a count distribution", DISTRIBUTION_LIMIT, steps)?;
    let modules =
        parts.iter().flat_map(|(part, multiplicity)| (0..*multiplicity).map(move |_| part));
    Ok(if k <= enough_failures {
        let (fewer, enough) =
            count_distribution(ring, k, modules.map(|part| (&part.works, &part.fails)));
        Chance { works: enough, fails: fewer }
    } else {
        let (fewer, enough) = count_distribution(
            ring,
            enough_failures,
            modules.map(|part| (&part.fails, &part.works)),
        );
        Chance { works: fewer, fails: enough }
    })
}

/// The chances that fewer than `enough` of some independent events happen, and that `enough` or
/// more do. An event is given by the chances that it happens and that it does not.
///
/// After each event, place j of the distribution holds the chance of exactly j; all counts from
/// `enough` upwards share one place.
fn count_distribution<'a, R: Ring>(
    ring: &R,
    enough: u64,
    events: impl Iterator<Item = (&'a R::Element, &'a R::Element)>,
) -> (R::Element, R::Element)
where
    R::Element: 'a,
{
    let mut exactly = vec![ring.one()];
    let mut reached = ring.zero();
    for (happens, fails_to) in events {
        let last = exactly.len() - 1;
        let one_more = ring.mul(&exactly[last], happens);
        if exactly.len() as u64 == enough {
            reached = ring.add(&reached, &one_more);
        } else {
            exactly.push(one_more);
        }
        for j in (0..=last).rev() {
            exactly[j] = match j {
                0 => ring.mul(&exactly[0], fails_to),
                _ => {
                    ring.add(&ring.mul(&exactly[j], fails_to), &ring.mul(&exactly[j - 1], happens))
                }
            };
        }
    }
    let fewer = exactly
        .into_iter()
        .reduce(|sum, chance| ring.add(&sum, &chance))
        .unwrap_or_else(|| ring.zero());
    (fewer, reached)
}

/// Both tails of a binomial distribution as sums of their terms, for any ring.
pub(crate) fn alike_by_terms<R: Ring + ?Sized>(
    ring: &R,
    k: u64,
    n: u64,
    part: &Chance<R::Element>,
) -> Result<Chance<R::Element>, LimitReached> {
    if let Some(simple) = alike_without_sum(ring, k, n, part) {
        return Ok(simple);
    }
    LimitReached::check("parts of one kind", TERMS_LIMIT, n)?;
    Ok(Chance {
        works: upper_tail(ring, k, n, &part.works, &part.fails)?,
        fails: upper_tail(ring, n - k + 1, n, &part.fails, &part.works)?,
    })
}

/// At least k of n where no sum is needed: always, never, any, all.
pub(crate) fn alike_without_sum<R: Ring + ?Sized>(
    ring: &R,
    k: u64,
    n: u64,
    part: &Chance<R::Element>,
) -> Option<Chance<R::Element>> {
    if k == 0 {
        Some(Chance::certain(ring))
    } else if k > n {
        Some(Chance::impossible(ring))
    } else if k == n {
        Some(ring.all_alike(part, &n.into()))
    } else if k == 1 {
        Some(ring.all_alike(&part.clone().complement(), &n.into()).complement())
    } else {
        None
    }
}

/// The chance that k or more of n events happen, `Σ C(n,i) pⁱ qⁿ⁻ⁱ` from `i = k`, written as
/// `p^k · Σ C(n,k+j) pʲ qⁿ⁻ᵏ⁻ʲ` and summed by Horner's rule in q.
fn upper_tail<R: Ring + ?Sized>(
    ring: &R,
    k: u64,
    n: u64,
    p: &R::Element,
    q: &R::Element,
) -> Result<R::Element, LimitReached> {
    let mut coefficient = binomial(n, k)?;
    let mut sum = ring.natural(&coefficient);
    let mut power = ring.one();
    for i in k + 1..=n {
        coefficient = next_in_row(&coefficient, n, i);
        power = ring.mul(&power, p);
        let term = ring.mul(&ring.natural(&coefficient), &power);
        sum = ring.add(&ring.mul(&sum, q), &term);
    }
    Ok(ring.mul(&sum, &ring.power(p, &k.into())))
}

/// `C(n, i)` from `C(n, i − 1)`; the division leaves nothing over.
fn next_in_row(coefficient: &Integer, n: u64, i: u64) -> Integer {
    Integer::from_big(coefficient.big() * (n - i + 1) / i)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rational::Rational;
    use crate::ring::tests::{Fractions, Lcg};

    /// Adds up the chances of all `2ⁿ` states with at least k working parts.
    fn by_enumeration(k: u64, parts: &[(Chance<Rational>, u64)]) -> Rational {
        let modules: Vec<_> = parts
            .iter()
            .flat_map(|(part, multiplicity)| (0..*multiplicity).map(move |_| part))
            .collect();
        let mut total = Rational::zero();
        for state in 0..1u64 << modules.len() {
            if u64::from(state.count_ones()) >= k {
                let chances = modules.iter().enumerate().map(|(position, part)| {
                    if state >> position & 1 == 1 { &part.works } else { &part.fails }
                });
                total += chances.product::<Rational>();
            }
        }
        total
    }

    #[test]
    fn unlike_parts_agree_with_enumeration() {
        let mut random = Lcg(3);
        for _ in 0..60 {
            let parts: Vec<_> =
                (0..random.below(4)).map(|_| (random.chance(), random.below(4))).collect();
            let n: u64 = parts.iter().map(|(_, multiplicity)| multiplicity).sum();
            for k in 0..=n + 1 {
                let chance = at_least(&Fractions, k, &parts).unwrap();
                assert_eq!(chance.works, by_enumeration(k, &parts));
                assert_eq!(chance.fails, chance.works.complement());
            }
        }
    }

    #[test]
    fn alike_parts_agree_with_enumeration() {
        let mut random = Lcg(4);
        for n in 0..8 {
            let part = random.chance();
            for k in 0..=n + 1 {
                let chance = Fractions.at_least_alike(k, n, &part).unwrap();
                assert_eq!(chance.works, by_enumeration(k, &[(part.clone(), n)]));
                assert_eq!(chance.fails, chance.works.complement());
            }
        }
    }

    #[test]
    fn any_and_all_of_many_need_no_sum() {
        let even = Chance { works: Rational::one(), fails: Rational::zero() };
        let n = 1_000_000_000;
        assert!(Fractions.at_least_alike(1, n, &even).unwrap().works.is_one());
        assert!(Fractions.at_least_alike(n, n, &even).unwrap().works.is_one());
        let reached = Fractions.at_least_alike(2, n, &even).unwrap_err();
        assert_eq!(reached.reached, n);
    }

    #[test]
    fn a_distribution_that_is_too_wide_is_refused() {
        let part = Chance { works: Rational::one(), fails: Rational::zero() };
        let parts = [(part.clone(), u64::MAX), (part, u64::MAX)];
        assert!(at_least(&Fractions, 1_000, &parts).is_err());
    }
}
