//! Square-free polynomials without common factors, from which given polynomials are products.

use super::recursive::Recursive;
use super::work::Work;
use crate::limits::LimitReached;
use crate::polynomial::Polynomial;

/// Polynomials that are square-free and pairwise coprime, and whose powers all of these are
/// products of, up to numbers; sorted by degree, then by terms. The polynomial 0 is left out.
pub fn square_free_basis(
    polynomials: &[Polynomial],
    work: &mut Work,
) -> Result<Vec<Polynomial>, LimitReached> {
    let mut basis: Vec<Recursive> = Vec::new();
    for polynomial in polynomials {
        let mut waiting: Vec<Recursive> = Recursive::of(polynomial)?
            .0
            .square_free_factors(work)?
            .into_iter()
            .map(|(factor, _)| factor)
            .collect();
        'next: while let Some(factor) = waiting.pop() {
            if factor.main().is_none() || basis.contains(&factor) {
                continue;
            }
            for place in 0..basis.len() {
                let common = factor.gcd(&basis[place], work)?;
                if common.main().is_some() {
                    // Both are square-free, so the three parts are pairwise coprime; what is left
                    // of the newcomer still meets the rest of the basis.
                    let old = basis.swap_remove(place);
                    waiting.push(old.exactly(&common, work)?.with_positive_lead());
                    waiting.push(factor.exactly(&common, work)?.with_positive_lead());
                    waiting.push(common);
                    continue 'next;
                }
            }
            basis.push(factor);
        }
    }
    let mut basis: Vec<Polynomial> =
        basis.iter().map(|factor| factor.polynomial().primitive()).collect();
    basis.sort_by_cached_key(|polynomial| (polynomial.degree(), polynomial.terms()));
    Ok(basis)
}
