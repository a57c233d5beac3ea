//! Votes whose threshold grows with their number, majorities among them.

use std::cmp::Ordering;

use kofn_algebra::{Integer, Rational};

use super::answer::{Stop, Why};
use super::exponential::{Budget, ExponentialPolynomial};
use super::proof::{Course, VoteName};
use super::rolle::sign_chain;
use super::shape::Affine;

/// How "at least k of n" moves with m, and what it tends to, for whole k and n that both rise, n
/// faster, with 0 ≤ k ≤ n throughout, and 0 < p < 1.
pub(super) fn vote_course(
    k: &Affine,
    n: &Affine,
    p: &Rational,
    from: &Integer,
    to: Option<&Integer>,
) -> Result<(Course, Rational), Stop> {
    let polynomial = increments(k, n, p)?;
    // Within a range of one number there are no increments, and any signs will do.
    let last = to.map(|to| (to - Integer::one()).max(from.clone()));
    let increments = sign_chain(polynomial, from, last.as_ref())?;
    let share = k.slope.checked_div(&n.slope).unwrap_or_default();
    let limit = match p.cmp(&share) {
        Ordering::Less => Rational::zero(),
        Ordering::Equal => Rational::new(1u32.into(), 2u32.into()).unwrap_or_default(),
        Ordering::Greater => Rational::one(),
    };
    let course =
        Course::Vote { name: name(k, n), k: k.clone(), n: n.clone(), p: p.clone(), increments };
    Ok((course, limit))
}

/// A polynomial in m with the sign of the increment from m to m + 1: that over
/// `C(n,k) p^k q^(n−k+1)`, times the denominators of what is left.
fn increments(k: &Affine, n: &Affine, p: &Rational) -> Result<ExponentialPolynomial, Stop> {
    /// How fast n may rise with m. The polynomial is of about this degree.
    const FASTEST: u64 = 16;
    let whole = |number: &Rational| {
        number.to_integer().and_then(|number| number.to_u64()).filter(|steps| *steps <= FASTEST)
    };
    let spare = Affine { slope: &n.slope - &k.slope, constant: &n.constant - &k.constant };
    let (Some(a), Some(b)) = (whole(&k.slope), whole(&spare.slope)) else {
        return Err(Why::Threshold.into());
    };
    let mut budget = Budget::new();
    let q = p.complement();
    // (of + 1) … (of + count)
    let mut rising = |of: &Affine, from: u64, to: u64| {
        let mut product = ExponentialPolynomial::number(Rational::one());
        for step in from..=to {
            let constant = &of.constant + Rational::from(Integer::from(step));
            let factor = ExponentialPolynomial::affine(&of.slope, &constant);
            product = product.mul(&factor, &mut budget)?;
        }
        Ok::<_, Stop>(product)
    };
    // First a steps of k and n together, in each of which the chance falls by
    // C(n+i,k+i) p^(k+i) q^(n−k+1), then b steps of n alone.
    let mut sum = ExponentialPolynomial::zero();
    let mut weight = Rational::from(-1);
    let mut products = Budget::new();
    let all_spare = rising(&spare, 1, b)?;
    for i in 0..a {
        let grown = rising(n, 1, i)?.mul(&rising(k, i + 1, a.saturating_sub(1))?, &mut products)?;
        sum = sum.add(&grown.mul(&all_spare, &mut products)?.scaled(&weight));
        weight *= p;
    }
    // Now weight is −p^a; each of the b steps of n alone adds C(n+a+j,k+a−1) p^(k+a) q^(n−k+1+j).
    let mut weight = -weight;
    for j in 0..b {
        let grown = rising(n, 1, a + j)?.mul(&rising(&spare, j + 2, b)?, &mut products)?;
        sum = sum.add(&grown.scaled(&weight));
        weight *= &q;
    }
    Ok(sum)
}

fn name(k: &Affine, n: &Affine) -> VoteName {
    let two = Rational::from(2);
    if !k.slope.is_one() || n.slope != two {
        return VoteName::General;
    }
    let spare = &n.constant - &k.constant * &two;
    if spare == Rational::from(-1) {
        VoteName::MajorityOfOdd
    } else if spare == -two {
        VoteName::MajorityOfEven
    } else {
        VoteName::General
    }
}
