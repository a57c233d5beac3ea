//! Claims where something is given.

use super::*;

#[test]
fn an_order_of_parameters() {
    let [p, q, r] = [P, Q, R].map(x);
    let given = [(p.clone() - q.clone(), Relation::AtLeast)];
    let d = p.pow(2) - q.pow(2);
    assert!(matches!(claim(&d, Relation::AtLeast, &given, &unit(2)), Verdict::Proven(_)));
    refuted(claim(&d, Relation::More, &given, &unit(2)));
    refuted(claim(&d, Relation::AtMost, &given, &unit(2)));
    let strictly = [(p.clone() - q.clone(), Relation::More)];
    assert!(matches!(claim(&d, Relation::AtLeast, &strictly, &unit(2)), Verdict::Proven(_)));
    assert!(matches!(claim(&d, Relation::More, &strictly, &unit(2)), Verdict::Proven(_)));
    let chain =
        [(p.clone() - q.clone(), Relation::AtLeast), (q.clone() - r.clone(), Relation::AtLeast)];
    let d = (p.clone() - q.clone()) * (q.clone() - r.clone()) * (p.clone() - r.clone());
    assert!(matches!(claim(&d, Relation::AtLeast, &chain, &unit(3)), Verdict::Proven(_)));
    refuted(claim(&d, Relation::AtMost, &chain, &unit(3)));
    let circle = [chain[0].clone(), chain[1].clone(), (r - p, Relation::More)];
    assert_eq!(claim(&d, Relation::AtMost, &circle, &unit(3)), Verdict::Proven(Proof::Vacuous));
}

#[test]
fn ranges_and_sums() {
    let (p, q) = (x(P), x(Q));
    let at_least = [(p.clone() - ratio(1, 2), Relation::AtLeast)];
    let d = n(2) * p.pow(2) - p.clone();
    assert!(matches!(claim(&d, Relation::AtLeast, &at_least, &unit(1)), Verdict::Proven(_)));
    refuted(claim(&d, Relation::More, &at_least, &unit(1)));
    let more = [(p.clone() - ratio(1, 2), Relation::More)];
    assert!(matches!(claim(&d, Relation::More, &more, &unit(1)), Verdict::Proven(_)));
    let zero_excluded = [(p.clone(), Relation::More)];
    let d = p.clone() * (n(2) - p.clone());
    assert!(matches!(claim(&d, Relation::More, &zero_excluded, &unit(1)), Verdict::Proven(_)));
    assert!(matches!(
        claim(&d, Relation::More, &[(p.clone(), Relation::Unequal)], &unit(1)),
        Verdict::Proven(_)
    ));
    let sum = [(p.clone() + q.clone() - n(1), Relation::AtLeast)];
    let d = p.pow(2) + q.pow(2) - ratio(1, 2);
    assert!(matches!(claim(&d, Relation::AtLeast, &sum, &unit(2)), Verdict::Proven(_)));
    refuted(claim(&d, Relation::More, &sum, &unit(2)));
    let equal = [(p.clone() + q.clone() - n(1), Relation::Equal)];
    let d = p.clone() * q.clone() - ratio(1, 4);
    assert!(matches!(claim(&d, Relation::AtMost, &equal, &unit(2)), Verdict::Proven(_)));
    refuted(claim(&d, Relation::Less, &equal, &unit(2)));
    let nowhere = [(p + q - n(3), Relation::AtLeast)];
    assert_eq!(claim(&d, Relation::More, &nowhere, &unit(2)), Verdict::Proven(Proof::Vacuous));
}

#[test]
fn what_is_not_affine() {
    let (p, q) = (x(P), x(Q));
    let given = [(p.pow(2) - ratio(1, 2), Relation::AtLeast)];
    let d = n(2) * p.pow(2) - n(1);
    assert!(matches!(claim(&d, Relation::AtLeast, &given, &unit(1)), Verdict::Proven(_)));
    let touching = refuted(claim(&d, Relation::More, &given, &unit(1)));
    assert!(matches!(touching.point[&P], Coordinate::Algebraic { .. }));
    let disc = [(n(1) - p.pow(2) - q.pow(2), Relation::More)];
    let d = n(2) - n(4) * p.clone() * q.clone();
    assert!(matches!(claim(&d, Relation::AtLeast, &disc, &unit(2)), Verdict::Proven(_)));
    let d = n(3) - n(4) * p.clone() * q.clone();
    assert!(matches!(claim(&d, Relation::More, &disc, &unit(2)), Verdict::Proven(_)));
    let d = n(1) - n(4) * p.clone() * q.clone();
    refuted(claim(&d, Relation::AtLeast, &disc, &unit(2)));
    let multiple = [(p.pow(2) - q.pow(3), Relation::AtLeast)];
    let d = (p.pow(2) - q.pow(3)) * (n(1) + p);
    assert!(matches!(claim(&d, Relation::AtLeast, &multiple, &unit(2)), Verdict::Proven(_)));
}
