//! Votes and shared modules, written out as sums and products.

use kofn_algebra::{Expr, Integer, Rational, Symbol};

/// Up to so many terms a vote among alike parts is written without a summation sign.
const WRITTEN_TERMS: i64 = 3;

/// At least k of n alike parts.
///
/// With few parts to spare, the terms `C(n,j) xⁿ⁻ʲ (1 − x)ʲ` for j = 0, …, n − k failures; with
/// few needed, one minus the terms for 0, …, k − 1 successes; else the sum over `index`.
pub(super) fn at_least(k: &Expr, n: &Expr, of: &Expr, index: &Symbol) -> Expr {
    let small = |count: &Expr| count.as_integer().and_then(|count| count.to_i64());
    let powers = |works: Expr, fails: Expr, ways: Expr| {
        let factors = [(ways, Expr::one()), (of.clone(), works), (of.complement(), fails)];
        Expr::product_of_powers(factors)
    };
    let spare = Expr::difference(n.clone(), k.clone());
    if let Some(spare @ 0..=WRITTEN_TERMS) = small(&spare) {
        return Expr::sum((0..=spare).map(Expr::from).map(|fails| {
            let works = Expr::difference(n.clone(), fails.clone());
            powers(works, fails.clone(), Expr::binomial(n.clone(), fails))
        }));
    }
    if let Some(k @ 1..=WRITTEN_TERMS) = small(k) {
        let failing = (0..k).map(Expr::from).map(|works| {
            let fails = Expr::difference(n.clone(), works.clone());
            powers(works.clone(), fails, Expr::binomial(n.clone(), works)).negate()
        });
        return Expr::sum([Expr::one()].into_iter().chain(failing));
    }
    let i = Expr::symbol(index.clone());
    let ways = Expr::binomial(n.clone(), i.clone());
    let term = powers(i.clone(), Expr::difference(n.clone(), i), ways);
    Expr::sum_over(index.clone(), k.clone(), n.clone(), term)
}

/// The two cases of a module that is decided first.
pub(super) fn pivot(on: &Expr, works: &Expr, fails: &Expr) -> Expr {
    Expr::sum([
        Expr::product([on.clone(), works.clone()]),
        Expr::product([on.complement(), fails.clone()]),
    ])
}

/// At least k of unlike parts by inclusion and exclusion, when there are at most `most` of them:
/// `Σ_j (−1)^(j−k) C(j−1, k−1) e_j` with the elementary symmetric functions e_j.
pub(super) fn inclusion_exclusion(k: u64, parts: &[(Expr, u64)], most: u32) -> Option<Expr> {
    let copies = parts.iter().fold(0u64, |sum, (_, copies)| sum.saturating_add(*copies));
    if k == 0 || copies > most.into() {
        return None;
    }
    let all: Vec<&Expr> =
        parts.iter().flat_map(|(part, copies)| (0..*copies).map(move |_| part)).collect();
    let number = u32::try_from(all.len()).ok().filter(|number| *number < 20)?;
    // Sets with one place in common come together when those with earlier places come first.
    let mut sets: Vec<u32> = (0..1 << number).collect();
    sets.sort_by_key(|set| (set.count_ones(), std::cmp::Reverse(set.reverse_bits())));
    let terms = sets.into_iter().filter(|set| u64::from(set.count_ones()) >= k).map(|set| {
        let size = u64::from(set.count_ones());
        let sign = if (size - k).is_multiple_of(2) { 1 } else { -1 };
        let chosen = (0..number).filter(|place| set >> place & 1 == 1);
        let ways = Expr::binomial(count(size - 1), count(k - 1));
        let works = chosen.filter_map(|place| all.get(usize::try_from(place).ok()?).copied());
        Expr::product([Expr::from(sign), ways].into_iter().chain(works.cloned()))
    });
    Some(Expr::sum(terms))
}

/// At least k of unlike parts as a sum that is no longer than the square of their number.
///
/// The chances `g_m` that exactly m work are the coefficients of `G(z) = ∏ (1 − x + x z)`, whose
/// degree is the number N of parts. The sum of those from k on is thus a combination
/// `Σ w_j G(j)` of N + 1 values, with weights that depend on N and k only (Lagrange).
pub(super) fn interpolation(k: u64, parts: &[(Expr, u64)]) -> Option<Expr> {
    /// Weights of this many parts have about a hundred digits.
    const MOST: u64 = 60;
    let total = parts.iter().fold(0u64, |sum, (_, copies)| sum.saturating_add(*copies));
    if total > MOST {
        return None;
    }
    let weights = tail_weights(usize::try_from(k).ok()?, i64::try_from(total).ok()?);
    let terms = weights.into_iter().zip(0..).map(|(weight, at)| {
        let value = parts.iter().map(|(part, copies)| {
            let gain = Expr::product([Expr::from(at - 1), part.clone()]);
            (Expr::sum([Expr::one(), gain]), count(*copies))
        });
        Expr::product([Expr::number(weight), Expr::product_of_powers(value)])
    });
    Some(Expr::sum(terms))
}

/// Weights that give the sum of a polynomial's coefficients from the k-th on, from its values at
/// 0, …, `degree`.
fn tail_weights(k: usize, degree: i64) -> Vec<Rational> {
    let whole = Integer::from;
    // The coefficients of ∏ (z − i), from the lowest.
    let mut product = vec![Integer::one()];
    for root in 0..=degree {
        let mut next = vec![Integer::zero()];
        next.extend(product.iter().cloned());
        for (place, coefficient) in product.iter().enumerate() {
            next[place] -= coefficient * whole(root);
        }
        product = next;
    }
    let weight = |at: i64| {
        // Divided by z − at, from the highest coefficient down.
        let mut carried = Integer::zero();
        let mut tail = Integer::zero();
        for (place, coefficient) in product.iter().enumerate().skip(1).rev() {
            carried = coefficient + carried * whole(at);
            if place > k {
                tail += &carried;
            }
        }
        let others = (0..=degree).filter(|other| *other != at).map(|other| whole(at - other));
        Rational::new(tail, others.product()).unwrap_or_else(Rational::zero)
    };
    (0..=degree).map(weight).collect()
}

fn count(number: u64) -> Expr {
    Expr::number(Integer::from(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(expr: &Expr) -> Rational {
        let chance = |name: &str| match name {
            "a" => Some(Rational::new(Integer::from(9), Integer::from(10))),
            "b" => Some(Rational::new(Integer::from(1), Integer::from(3))),
            "c" => Some(Rational::new(Integer::from(2), Integer::from(7))),
            _ => None,
        };
        expr.evaluate(&|symbol| chance(symbol.name()).flatten()).unwrap()
    }

    #[test]
    fn every_way_to_write_a_vote_has_its_value() {
        let [a, b, c] = ["a", "b", "c"].map(Expr::symbol);
        for copies in 1..4 {
            let parts = [(a.clone(), copies), (b.clone(), 1), (c.clone(), 1)];
            for k in 1..=copies + 2 {
                let exact = value(&Expr::at_least_of(k, parts.clone()));
                assert_eq!(value(&inclusion_exclusion(k, &parts, 5).unwrap()), exact);
                assert_eq!(value(&interpolation(k, &parts).unwrap()), exact);
            }
        }
        for n in 1..=12 {
            for k in 1..=n {
                let [k, n] = [k, n].map(Expr::from);
                let exact = value(&Expr::at_least(k.clone(), n.clone(), a.clone()));
                assert_eq!(value(&at_least(&k, &n, &a, &"i".into())), exact, "{k:?} of {n:?}");
            }
        }
    }
}
