//! Whole numbers as rows of 64-bit limbs, the lowest first.
//!
//! Sums over many states add products of one long number and one short factor. In rows of a
//! length that the caller knows beforehand they cost no allocation and no search for a common
//! denominator: that is what makes exact values as cheap as floating point in large diagrams.

/// Adds `row · factor` to `sum`.
///
/// The result must fit: whoever chooses the length knows a bound on it.
pub fn add_product(sum: &mut [u64], row: &[u64], factor: &[u64]) {
    match factor {
        [] => {}
        [1] => add(sum, row),
        [factor] => add_short_product(sum, row, *factor),
        _ => {
            for (place, &factor) in factor.iter().enumerate() {
                if factor != 0 {
                    let end = row.len().min(sum.len() - place);
                    add_short_product(&mut sum[place..], &row[..end], factor);
                }
            }
        }
    }
}

/// Adds `row` to `sum`.
pub fn add(sum: &mut [u64], row: &[u64]) {
    let (low, high) = sum.split_at_mut(row.len());
    let mut carry = false;
    for (sum, &limb) in low.iter_mut().zip(row) {
        let (first, one) = sum.overflowing_add(limb);
        let (second, two) = first.overflowing_add(u64::from(carry));
        *sum = second;
        carry = one | two;
    }
    carry_into(high, u64::from(carry));
}

fn add_short_product(sum: &mut [u64], row: &[u64], factor: u64) {
    let (low, high) = sum.split_at_mut(row.len());
    let factor = u128::from(factor);
    let mut carry = 0;
    for (sum, &limb) in low.iter_mut().zip(row) {
        // (2⁶⁴ − 1)² + 2 (2⁶⁴ − 1) is 2¹²⁸ − 1.
        let wide = u128::from(limb) * factor + u128::from(*sum) + carry;
        *sum = wide as u64;
        carry = wide >> 64;
    }
    carry_into(high, carry as u64);
}

fn carry_into(high: &mut [u64], mut carry: u64) {
    for limb in high {
        if carry == 0 {
            return;
        }
        let (sum, overflow) = limb.overflowing_add(carry);
        *limb = sum;
        carry = u64::from(overflow);
    }
    assert!(carry == 0, "a row of limbs is long enough for what is summed in it");
}

/// The row without zeros at its upper end.
pub fn trimmed(row: &[u64]) -> &[u64] {
    let length = row.iter().rposition(|limb| *limb != 0).map_or(0, |last| last + 1);
    &row[..length]
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigUint;

    fn big(row: &[u64]) -> BigUint {
        row.iter().rev().fold(BigUint::default(), |sum, limb| (sum << 64u32) + *limb)
    }

    #[test]
    fn products_are_added_with_all_carries() {
        let rows: [&[u64]; 5] =
            [&[], &[1], &[u64::MAX], &[u64::MAX, u64::MAX, u64::MAX], &[0, 7, u64::MAX - 3]];
        let factors: [&[u64]; 6] =
            [&[], &[0], &[1], &[u64::MAX], &[3, u64::MAX], &[u64::MAX, 0, u64::MAX]];
        for start in rows {
            for row in rows {
                for factor in factors {
                    let mut sum = [0; 8];
                    sum[..start.len()].copy_from_slice(start);
                    add_product(&mut sum, row, factor);
                    assert_eq!(big(&sum), big(start) + big(row) * big(factor));
                    assert_eq!(big(trimmed(&sum)), big(&sum));
                }
            }
        }
    }

    #[test]
    #[should_panic(expected = "long enough")]
    fn a_carry_out_of_the_row_is_noticed() {
        add(&mut [u64::MAX], &[1]);
    }
}
