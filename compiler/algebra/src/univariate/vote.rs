//! At least k of n as a polynomial.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_traits::Zero;

use super::bernstein::binomial_row;
use super::polynomial::UnivariatePolynomial;
use super::rational_function::RationalFunction;

/// At least k of n parts of reliability x: `Σ C(n,i) xⁱ (1−x)ⁿ⁻ⁱ` from `i = k`, in powers of x
/// `Σ (−1)^(j−k) C(n,j) C(j−1,k−1) xʲ` from `j = k`. With 1 ≤ k ≤ n.
pub(super) fn at_least_of_variable(k: usize, n: usize) -> UnivariatePolynomial {
    let ways = binomial_row(n);
    let mut homogeneous = ways.clone();
    homogeneous[..k].iter_mut().for_each(|number| *number = BigInt::zero());
    let mut powers = vec![BigInt::zero(); n + 1];
    // ± C(j − 1, k − 1)
    let mut factor = BigInt::from(1);
    for j in k..=n {
        powers[j] = &ways[j] * &factor;
        factor = -(factor * j / (j + 1 - k));
    }
    UnivariatePolynomial::from_both(powers, homogeneous)
}

/// At least k of n parts that work with a/c times x, a number times the variable, in powers of
/// x as above. With 1 ≤ k ≤ n.
pub(super) fn at_least_of_multiple(
    k: usize,
    n: usize,
    part: &RationalFunction,
) -> Option<RationalFunction> {
    let [zero, a] = part.numerator().powers() else { return None };
    if !zero.is_zero() || !part.divisor().is_constant() {
        return None;
    }
    let plain = at_least_of_variable(k, n);
    let c = part.denominator().to_constant()?;
    // aʲ upwards, then cⁿ⁻ʲ downwards.
    let mut powers = plain.powers().to_vec();
    let mut power = BigInt::from(1);
    for number in &mut powers {
        *number *= &power;
        power *= a;
    }
    power = BigInt::from(1);
    for number in powers.iter_mut().rev() {
        *number *= &power;
        power *= c.big();
    }
    let exponent = u32::try_from(n).unwrap_or(u32::MAX);
    Some(part.over_power(UnivariatePolynomial::from_powers(powers), exponent))
}

/// At least k of n parts that work with the same chance a/c, by halving the sum
/// `Σ C(n,i) aⁱ (c − a)ⁿ⁻ⁱ`. With 1 ≤ k ≤ n.
pub(super) fn at_least_alike(k: usize, n: usize, part: &RationalFunction) -> RationalFunction {
    let works = part.numerator();
    let fails = &part.denominator() - works;
    let ways = binomial_row(n);
    let mut sums = Sums { works, fails: &fails, powers: [BTreeMap::new(), BTreeMap::new()] };
    let exponent = u32::try_from(n).unwrap_or(u32::MAX);
    // The shorter of both tails.
    let numerator = if k > n / 2 {
        let tail = sums.of(&ways[k..]);
        &sums.power(0, k) * &tail
    } else {
        let tail = sums.of(&ways[..k]);
        let fewer = &sums.power(1, n + 1 - k) * &tail;
        &part.denominator().pow(exponent) - &fewer
    };
    part.over_power(numerator, exponent)
}

/// The chances of 0, 1, …, n of n alike parts, times `cⁿ`.
pub(super) fn distribution(n: usize, part: &RationalFunction) -> Vec<UnivariatePolynomial> {
    let works = part.numerator();
    let fails = &part.denominator() - works;
    let mut sums = Sums { works, fails: &fails, powers: [BTreeMap::new(), BTreeMap::new()] };
    let ways = binomial_row(n);
    (0..=n).map(|i| (&sums.power(0, i) * &sums.power(1, n - i)).scale_by(&ways[i])).collect()
}

struct Sums<'a> {
    works: &'a UnivariatePolynomial,
    fails: &'a UnivariatePolynomial,
    powers: [BTreeMap<usize, UnivariatePolynomial>; 2],
}

impl Sums<'_> {
    /// `Σ factorsᵢ worksⁱ failsᵐ⁻ⁱ` for i from 0 to the last, m. The depth is the logarithm of
    /// the length.
    fn of(&mut self, factors: &[BigInt]) -> UnivariatePolynomial {
        match factors {
            [] => UnivariatePolynomial::zero(),
            [factor] => UnivariatePolynomial::whole(factor.clone()),
            _ => {
                let half = factors.len() / 2;
                let (low, high) = (self.of(&factors[..half]), self.of(&factors[half..]));
                let low = &low * &self.power(1, factors.len() - half);
                &low + &(&high * &self.power(0, half))
            }
        }
    }

    /// A power of `works` (0) or of `fails` (1).
    fn power(&mut self, which: usize, exponent: usize) -> UnivariatePolynomial {
        if let Some(power) = self.powers[which].get(&exponent) {
            return power.clone();
        }
        let base = if which == 0 { self.works } else { self.fails };
        let power = match self.powers[which].get(&(exponent.saturating_sub(1))) {
            Some(before) => before * base,
            None => base.pow(u32::try_from(exponent).unwrap_or(u32::MAX)),
        };
        self.powers[which].insert(exponent, power.clone());
        power
    }
}
