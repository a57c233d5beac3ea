//! Single steps against each other.

use super::super::limits::Search;
use super::super::prove::{Demand, Effort, Finding, prove};
use super::super::{cells, line, sectors};
use super::random::{Lcg, pair};
use super::*;
use kofn_algebra::Work;

#[test]
fn cells_agree_with_all_the_other_steps() {
    let mut random = Lcg(51);
    let limits = Limits::default();
    let (mut proven, mut refuted) = (0, 0);
    for round in 0..120u32 {
        let variables = 2 + u32::from(round % 6 == 0);
        let (a, b) = pair(&mut random, variables);
        let d = (a - b).0;
        let form = BernsteinForm::new(&d, &BTreeMap::new(), 1 << 20).unwrap();
        let search = &mut Search::new(&limits);
        let by_cells = cells::prove_by_cells(&form, &[], search).unwrap();
        let effort = Effort::Thorough { square_free: false, blow_ups: 3, cells: false };
        let by_others = prove(&form, Demand::NotNegative, effort, search).unwrap();
        match (by_cells, by_others) {
            (Finding::Proven(_), Finding::Proven(_)) => proven += 1,
            (Finding::Fails(_), Finding::Fails(_)) => refuted += 1,
            other => panic!("{d:?} {other:?}"),
        }
    }
    assert!(proven > 10 && refuted > 10, "{proven} {refuted}");
}

#[test]
fn corners_of_corners() {
    // (p − q²)² + p q³ /8 is 0 at the origin, along a curve to the second order.
    let (p, q) = (x(P), x(Q));
    let d = (p.clone() - q.pow(2)).pow(2) + ratio(1, 8) * p * q.pow(3);
    let form = BernsteinForm::new(&d.0, &BTreeMap::new(), 1 << 20).unwrap();
    let limits = Limits::default();
    let found = sectors::prove_by_sectors(&form, 3, &mut Search::new(&limits)).unwrap().unwrap();
    let Finding::Proven(proof) = found else { panic!("it is a sum of two that are at least 0") };
    assert!(checker::shows(&proof, &form.to_polynomial(), false));
    assert_eq!(proof.method(), "corner blow-up");
}

#[test]
fn roots_are_isolated() {
    let mut random = Lcg(52);
    for _ in 0..60 {
        let mut known: Vec<Rational> = (0..1 + random.below(5))
            .map(|_| fraction(random.below(31) as i64 - 5, 1 + random.below(20) as i64))
            .collect();
        known.sort();
        known.dedup();
        // Times x² − 2x + 2 without and x² − 1/2 with roots that are not rational.
        let y = x(P);
        let others = (y.pow(2) - n(2) * y.clone() + n(2)) * (n(2) * y.pow(2) - n(1));
        let product = known
            .iter()
            .fold(others, |product, root| product * (y.clone() - E(Polynomial::constant(root))));
        let roots = line::roots_of(&product.0, P, &mut Work::new(1 << 40)).unwrap().intervals;
        let rational: Vec<Rational> =
            roots.iter().filter(|(a, b)| a == b).map(|(a, _)| a.clone()).collect();
        known.retain(|root| root.is_probability());
        assert_eq!(rational, known);
        let [(a, b)] = roots.iter().filter(|(a, b)| a != b).collect::<Vec<_>>()[..] else {
            panic!("one root is 1/√2: {roots:?}")
        };
        let square = |number: &Rational| number * number * Rational::from(2);
        assert!(square(a) < Rational::one() && Rational::one() < square(b));
        assert!(known.iter().all(|root| root <= a || b <= root));
        assert!(roots.windows(2).all(|pair| pair[0].1 <= pair[1].0));
    }
    // Neighbours of 1/√2 at the ends of the shortest decimal interval around it.
    let y = x(P);
    let near = |n: i64| y.clone() - ratio(n, 1000);
    let product = near(707) * near(708) * (n(2) * y.pow(2) - n(1));
    let roots = line::roots_of(&product.0, P, &mut Work::new(1 << 40)).unwrap().intervals;
    let [below, (a, b), above] = &roots[..] else { panic!("three roots: {roots:?}") };
    assert!(below.1 < *a && a < b && *b < above.0, "{roots:?}");
    let constant = line::roots_of(&n(5).0, P, &mut Work::new(1000)).unwrap();
    assert_eq!(constant.intervals, []);
}
