//! Intervals against the numbers in them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use super::*;

fn ratio(numerator: i64, denominator: i64) -> Rational {
    Rational::new(numerator.into(), denominator.into()).unwrap()
}

fn contains(span: &Span, number: &Rational) -> bool {
    let above =
        span.lo.as_ref().is_none_or(|lo| if lo.open { *number > lo.at } else { *number >= lo.at });
    let below =
        span.hi.as_ref().is_none_or(|hi| if hi.open { *number < hi.at } else { *number <= hi.at });
    above && below
}

/// Intervals with ends among few numbers, of every kind.
fn spans() -> Vec<Span> {
    let numbers = [-2, -1, 0, 1, 2].map(|n| ratio(n, 2));
    let mut ends = vec![None];
    for number in &numbers {
        ends.push(Some(End::closed(number.clone())));
        ends.push(Some(End::open(number.clone())));
    }
    let mut spans = Vec::new();
    for lo in &ends {
        for hi in &ends {
            let lower = Span { lo: lo.clone(), hi: None };
            spans.extend(lower.intersection(&Span { lo: None, hi: hi.clone() }));
        }
    }
    spans
}

#[test]
fn operations_contain_their_results() {
    let points: Vec<Rational> = (-9..=9).map(|n| ratio(n, 4)).collect();
    let spans = spans();
    for a in &spans {
        let inside: Vec<&Rational> = points.iter().filter(|x| contains(a, x)).collect();
        for x in &inside {
            assert!(contains(&a.negate(), &-*x));
            assert!(contains(&a.complement(), &x.complement()));
            for exponent in -3..=3 {
                if let Some(power) = x.pow(exponent) {
                    let span = a.power(&Span::point(&ratio(exponent.into(), 1)));
                    assert!(contains(&span, &power), "{a:?} ^ {exponent}");
                }
            }
        }
        for b in &spans {
            let (sum, product, hull) = (a.add(b), a.multiply(b), a.hull(b));
            let both = a.intersection(b);
            for x in &inside {
                for y in points.iter().filter(|y| contains(b, y)) {
                    assert!(contains(&sum, &(*x + y)));
                    assert!(contains(&product, &(*x * y)), "{a:?} {b:?} {x} {y}");
                    assert!(contains(&hull, x) && contains(&hull, y));
                    if let (Some(whole), false) = (y.to_integer(), x.is_negative()) {
                        let exponent = i32::try_from(whole.to_i64().unwrap()).unwrap();
                        if let Some(power) = x.pow(exponent) {
                            assert!(contains(&a.power(b), &power), "{a:?} {b:?} {x} {y}");
                        }
                    }
                }
                let shared = both.as_ref().is_some_and(|both| contains(both, x));
                assert_eq!(shared, contains(b, x));
            }
        }
    }
}

#[test]
fn a_long_end_gives_way_to_a_simpler_one_outside() {
    let tiny = Span::point(&ratio(1, 10).pow(200).unwrap());
    let product = tiny.multiply(&tiny);
    assert!(product.is_positive() && product.is_below(&Rational::one()));
    assert!(product.lo.is_some_and(|lo| lo.at.is_zero()));
    assert!(product.hi.is_some_and(|hi| hi.at.is_one()));
}
