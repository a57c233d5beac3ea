#![allow(clippy::unwrap_used, reason = "tests may stop at the first surprise")]

use super::*;
use crate::Integer;
use crate::ring::tests::Lcg;
use crate::univariate::{UnivariatePolynomial, real_roots};

fn eighths(number: i64) -> Rational {
    Rational::new(number.into(), 8.into()).unwrap()
}

/// √2, which lies between 11/8 and 12/8.
fn root_of_two() -> RealRoot {
    let of = UnivariatePolynomial::from_coefficients([-2, 0, 1].map(Integer::from));
    real_roots(&of).unwrap().pop().unwrap().root
}

fn random_set(random: &mut Lcg) -> RealSet {
    let mut set = RealSet::empty();
    for _ in 0..random.below(4) {
        let bound = |random: &mut Lcg| {
            let at = match random.below(8) {
                0 => root_of_two(),
                _ => eighths(random.below(40) as i64 - 20).into(),
            };
            match random.below(7) {
                0 => Bound::Unbounded,
                1..4 => Bound::Open(at),
                _ => Bound::Closed(at),
            }
        };
        let (lo, hi) = (bound(random), bound(random));
        set = set.union(&RealSet::interval(lo, hi));
        if random.below(3) == 0 {
            set = set.union(&RealSet::point(eighths(random.below(40) as i64 - 20)));
        }
    }
    if random.below(4) == 0 { set.complement() } else { set }
}

#[test]
fn operations_agree_with_membership_on_a_grid() {
    let mut random = Lcg(51);
    let grid: Vec<Rational> =
        (-50..=50).map(|i| Rational::new(i.into(), 16.into()).unwrap()).collect();
    for _ in 0..300 {
        let (a, b) = (random_set(&mut random), random_set(&mut random));
        let (both, any, not) = (a.intersection(&b), a.union(&b), a.complement());
        let pieces = a.pieces();
        let mut again = RealSet::empty();
        for piece in &pieces {
            again = again.union(&RealSet::interval(piece.lo.clone(), piece.hi.clone()));
        }
        assert_eq!(again, a);
        for x in &grid {
            let (in_a, in_b) = (a.contains(x), b.contains(x));
            assert_eq!(both.contains(x), in_a && in_b);
            assert_eq!(any.contains(x), in_a || in_b);
            assert_eq!(not.contains(x), !in_a);
            let piece =
                |piece: &&Piece| RealSet::interval(piece.lo.clone(), piece.hi.clone()).contains(x);
            assert_eq!(pieces.iter().filter(piece).count(), usize::from(in_a));
        }
        assert_eq!(a.union(&not), RealSet::all());
        assert!(a.intersection(&not).is_empty());
        assert_eq!(not.complement(), a);
    }
}

#[test]
fn sets_in_words() {
    let open = |at: i64| Bound::Open(eighths(at).into());
    let set = RealSet::interval(Bound::Unbounded, open(4))
        .union(&RealSet::point(eighths(6)))
        .union(&RealSet::interval(Bound::Closed(eighths(8).into()), Bound::Open(root_of_two())));
    assert_eq!(set.to_string(), "(-inf, 1/2) u {3/4} u [1, ~1.41421356237)");
    assert_eq!(set.complement().pieces().len(), 3);
    assert_eq!(RealSet::empty().to_string(), "{}");
    assert_eq!(RealSet::interval(open(3), open(3)), RealSet::empty());
    // Neighbours join: [0, 1/2) and [1/2, 1] are one piece.
    let halves = RealSet::interval(Bound::Closed(eighths(0).into()), open(4))
        .union(&RealSet::closed(eighths(4), eighths(8)));
    assert_eq!(halves, RealSet::closed(eighths(0), eighths(8)));
}
