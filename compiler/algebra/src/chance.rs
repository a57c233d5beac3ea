//! The chance of success and the chance of failure, carried together.

use crate::integer::Integer;
use crate::ring::Ring;

/// The chance that something works and the chance that it fails.
///
/// Invariant: the two sum to one. Both are carried so that nothing cancels in either tail: a
/// system that fails once in 10¹¹⁴ demands has an unreliability with as many certain digits as
/// its reliability.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chance<E> {
    /// The probability of success.
    pub works: E,
    /// The probability of failure.
    pub fails: E,
}

impl<E: Clone> Chance<E> {
    /// The chance of what always works.
    pub fn certain<R: Ring<Element = E> + ?Sized>(ring: &R) -> Self {
        Chance { works: ring.one(), fails: ring.zero() }
    }

    /// The chance of what never works.
    pub fn impossible<R: Ring<Element = E> + ?Sized>(ring: &R) -> Self {
        Chance { works: ring.zero(), fails: ring.one() }
    }

    /// The chance of the opposite: works where this fails.
    pub fn complement(self) -> Self {
        Chance { works: self.fails, fails: self.works }
    }
}

/// The chance that all of these independent parts work; each stands there as often as its count
/// says.
///
/// The first part that fails tells the ways to fail apart: `fails = Σ failsᵢ · Π_{j<i} worksⱼ`.
pub fn series<R: Ring>(ring: &R, parts: &[(Chance<R::Element>, Integer)]) -> Chance<R::Element> {
    let mut all: Option<Chance<R::Element>> = None;
    for (part, count) in parts {
        let block = ring.all_alike(part, count);
        all = Some(match all {
            Some(before) => Chance {
                fails: ring.add(&before.fails, &ring.mul(&before.works, &block.fails)),
                works: ring.mul(&before.works, &block.works),
            },
            None => block,
        });
    }
    all.unwrap_or_else(|| Chance::certain(ring))
}

/// The chance that one of these independent parts works at least; each stands there as often as
/// its count says.
pub fn parallel<R: Ring>(ring: &R, parts: &[(Chance<R::Element>, Integer)]) -> Chance<R::Element> {
    let failures: Vec<_> =
        parts.iter().map(|(part, count)| (part.clone().complement(), count.clone())).collect();
    series(ring, &failures).complement()
}

/// The chance of a system, from its chance when the part `on` works and its chance when `on`
/// fails: Shannon's expansion, on both components.
pub fn pivot<R: Ring>(
    ring: &R,
    on: &Chance<R::Element>,
    if_works: &Chance<R::Element>,
    if_fails: &Chance<R::Element>,
) -> Chance<R::Element> {
    let mix = |works: &R::Element, fails: &R::Element| {
        ring.add(&ring.mul(&on.works, works), &ring.mul(&on.fails, fails))
    };
    Chance {
        works: mix(&if_works.works, &if_fails.works),
        fails: mix(&if_works.fails, &if_fails.fails),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rational::Rational;
    use crate::ring::tests::{Fractions, Lcg};

    #[test]
    fn series_and_parallel_agree_with_products() {
        let mut random = Lcg(1);
        for _ in 0..200 {
            let parts: Vec<(Chance<Rational>, Integer)> = (0..random.below(6))
                .map(|_| (random.chance(), Integer::from(random.below(4))))
                .collect();
            let product = |of: fn(&Chance<Rational>) -> &Rational| {
                parts.iter().fold(Rational::one(), |product, (part, count)| {
                    let count = i32::try_from(count.to_u64().unwrap()).unwrap();
                    product * of(part).pow(count).unwrap()
                })
            };
            let all = series(&Fractions, &parts);
            assert_eq!(all.works, product(|part| &part.works));
            assert_eq!(all.fails, all.works.complement());
            let any = parallel(&Fractions, &parts);
            assert_eq!(any.fails, product(|part| &part.fails));
            assert_eq!(any.works, any.fails.complement());
        }
    }

    #[test]
    fn pivot_mixes_both_components() {
        let mut random = Lcg(2);
        for _ in 0..100 {
            let (on, a, b) = (random.chance(), random.chance(), random.chance());
            let mixed = pivot(&Fractions, &on, &a, &b);
            assert_eq!(mixed.works, &on.works * &a.works + &on.fails * &b.works);
            assert_eq!(mixed.fails, mixed.works.complement());
        }
    }

    #[test]
    fn nothing_in_series_works_and_nothing_in_parallel_fails() {
        assert_eq!(series(&Fractions, &[]), Chance::certain(&Fractions));
        assert_eq!(parallel(&Fractions, &[]), Chance::impossible(&Fractions));
    }
}
