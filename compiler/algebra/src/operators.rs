//! Arithmetic operators for values and references, from one definition on references.

/// Implements a binary operator and its assigning form for a newtype around a number:
/// `&a + &b`, `a + &b`, `&a + b`, `a + b`, `a += &b` and `a += b`.
macro_rules! binary_operator {
    ($number:ident, $operator:ident, $method:ident, $assigner:ident, $assign:ident) => {
        impl $operator<&$number> for &$number {
            type Output = $number;
            fn $method(self, other: &$number) -> $number {
                $number((&self.0).$method(&other.0))
            }
        }
        impl $operator<&$number> for $number {
            type Output = $number;
            fn $method(self, other: &$number) -> $number {
                $number(self.0.$method(&other.0))
            }
        }
        impl $operator<$number> for &$number {
            type Output = $number;
            fn $method(self, other: $number) -> $number {
                $number((&self.0).$method(other.0))
            }
        }
        impl $operator for $number {
            type Output = $number;
            fn $method(self, other: $number) -> $number {
                $number(self.0.$method(other.0))
            }
        }
        impl $assigner<&$number> for $number {
            fn $assign(&mut self, other: &$number) {
                self.0.$assign(&other.0);
            }
        }
        impl $assigner for $number {
            fn $assign(&mut self, other: $number) {
                self.0.$assign(other.0);
            }
        }
    };
}

/// Implements negation, sums and products for a newtype around a number
/// that has `zero()` and `one()`.
macro_rules! negation_sum_product {
    ($number:ident) => {
        impl Neg for $number {
            type Output = $number;
            fn neg(self) -> $number {
                $number(-self.0)
            }
        }
        impl Neg for &$number {
            type Output = $number;
            fn neg(self) -> $number {
                $number(-&self.0)
            }
        }
        impl Sum for $number {
            fn sum<I: Iterator<Item = $number>>(numbers: I) -> $number {
                numbers.fold($number::zero(), |total, number| total + number)
            }
        }
        impl<'a> Sum<&'a $number> for $number {
            fn sum<I: Iterator<Item = &'a $number>>(numbers: I) -> $number {
                numbers.fold($number::zero(), |total, number| total + number)
            }
        }
        impl Product for $number {
            fn product<I: Iterator<Item = $number>>(numbers: I) -> $number {
                numbers.fold($number::one(), |total, number| total * number)
            }
        }
        impl<'a> Product<&'a $number> for $number {
            fn product<I: Iterator<Item = &'a $number>>(numbers: I) -> $number {
                numbers.fold($number::one(), |total, number| total * number)
            }
        }
    };
}

pub(crate) use {binary_operator, negation_sum_product};
