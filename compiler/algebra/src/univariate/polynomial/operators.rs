//! Sums, differences, products: in every basis in which both operands are known.

use std::ops::{Add, Mul, Neg, Sub};
use std::sync::OnceLock;

use num_bigint::BigInt;
use num_traits::Zero;

use super::UnivariatePolynomial;
use crate::univariate::bernstein;
use crate::univariate::convolution::convolve;

impl UnivariatePolynomial {
    /// `self + right` or `self − right`, in every basis in which both are known.
    fn combined(&self, other: &Self, negative: bool) -> Self {
        let join = |a: &[BigInt], b: &[BigInt]| -> Vec<BigInt> {
            let mut sum = a.to_vec();
            sum.resize(a.len().max(b.len()), BigInt::zero());
            for (target, number) in sum.iter_mut().zip(b) {
                if negative {
                    *target -= number;
                } else {
                    *target += number;
                }
            }
            sum
        };
        let homogeneous = match (self.homogeneous.get(), other.homogeneous.get()) {
            (Some(a), Some(b)) if a.is_empty() || b.is_empty() => Some(join(a, b)),
            (Some(a), Some(b)) => {
                let length = a.len().max(b.len());
                let a = bernstein::raised(a, length - a.len());
                Some(join(&a, &bernstein::raised(b, length - b.len())))
            }
            _ => None,
        };
        let powers = match (self.powers.get(), other.powers.get()) {
            (Some(a), Some(b)) => Some(join(a, b)),
            _ => None,
        };
        match (powers, homogeneous) {
            (Some(powers), Some(homogeneous)) => Self::from_both(powers, homogeneous),
            (None, Some(homogeneous)) => Self::from_homogeneous(homogeneous),
            _ => Self::from_powers(join(self.powers(), other.powers())),
        }
    }
}

impl Add for &UnivariatePolynomial {
    type Output = UnivariatePolynomial;

    fn add(self, other: &UnivariatePolynomial) -> UnivariatePolynomial {
        self.combined(other, false)
    }
}

impl Sub for &UnivariatePolynomial {
    type Output = UnivariatePolynomial;

    fn sub(self, other: &UnivariatePolynomial) -> UnivariatePolynomial {
        self.combined(other, true)
    }
}

impl Mul for &UnivariatePolynomial {
    type Output = UnivariatePolynomial;

    fn mul(self, other: &UnivariatePolynomial) -> UnivariatePolynomial {
        for (constant, factor) in [(self, other), (other, self)] {
            match constant.powers_if_constant() {
                Some([]) => return UnivariatePolynomial::zero(),
                Some([number, ..]) => return factor.scale_by(number),
                None => {}
            }
        }
        match (self.homogeneous.get(), other.homogeneous.get()) {
            (Some(a), Some(b)) => {
                UnivariatePolynomial { powers: OnceLock::new(), homogeneous: convolve(a, b).into() }
            }
            _ => UnivariatePolynomial::from_powers(convolve(self.powers(), other.powers())),
        }
    }
}

impl Neg for &UnivariatePolynomial {
    type Output = UnivariatePolynomial;

    fn neg(self) -> UnivariatePolynomial {
        self.map_rows(|number| -number)
    }
}
