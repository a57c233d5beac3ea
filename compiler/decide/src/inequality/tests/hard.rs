//! Claims that touch 0 at chosen places, where subdivision alone never ends.

use kofn_algebra::Monomial;

use super::random::Lcg;
use super::*;

/// A polynomial of degree 1 in each variable that is 0 at the point.
fn vanishing(random: &mut Lcg, variables: u32, point: &BTreeMap<Variable, Rational>) -> E {
    let terms = (0..2 + random.below(3)).map(|_| {
        let powers = (0..variables).map(|x| (Variable(x), random.below(2)));
        let monomial = Monomial::product(powers.collect::<Vec<_>>());
        (monomial, fraction(random.below(9) as i64 - 4, 1 + random.below(3) as i64))
    });
    let free = Polynomial::from_terms(terms.collect::<Vec<_>>());
    let there = Polynomial::constant(&value(&free, point));
    E(&free - &there)
}

fn place(random: &mut Lcg, variables: u32) -> BTreeMap<Variable, Rational> {
    let coordinate = |x| {
        let denominator = [1, 2, 3, 5, 10][random.below(5) as usize];
        (Variable(x), fraction(random.below(denominator + 1) as i64, denominator as i64))
    };
    (0..variables).map(coordinate).collect()
}

#[test]
fn claims_that_touch_are_decided() {
    let mut random = Lcg(41);
    let mut methods: BTreeMap<&str, u32> = BTreeMap::new();
    for round in 0..120u32 {
        let point = place(&mut random, 2);
        let [a, b, c] = [(); 3].map(|()| vanishing(&mut random, 2, &point));
        let d = match round % 4 {
            0 => a.pow(2) + b.pow(2),
            1 => a.pow(2) * (x(P) + x(Q)) + b.pow(2) * x(P),
            2 => a.pow(2) + b.pow(2) - ratio(random.below(4) as i64, 2) * c.pow(2),
            _ => a.clone() * b.clone() * (a + b) * c,
        };
        let bounds = unit(2);
        let verdicts = [Relation::AtLeast, Relation::Less, Relation::AtMost]
            .map(|relation| claim(&d, relation, &[], &bounds));
        for verdict in &verdicts {
            assert!(!matches!(verdict, Verdict::Undecided(_)), "{d:?} {verdict:?}");
            if let Verdict::Proven(proof) = verdict {
                *methods.entry(proof.method()).or_default() += 1;
            }
        }
        // It is 0 at the point, so strict claims fail, and one weak one at most holds unless it is
        // 0 everywhere.
        assert!(matches!(verdicts[1], Verdict::Refuted(_)));
        let strict = claim(&d, Relation::More, &[], &bounds);
        assert!(!matches!(strict, Verdict::Proven(_)), "{d:?}");
    }
    println!("{methods:?}");
}

#[test]
fn affine_constraints_agree_with_points() {
    let mut random = Lcg(42);
    let (mut proven, mut refuted, mut open) = (0, 0, 0);
    for round in 0..150u32 {
        let variables = 2 + round % 2;
        let point = place(&mut random, variables);
        let [a, b] = [(); 2].map(|()| vanishing(&mut random, variables, &point));
        let half_space = |random: &mut Lcg| {
            let weight = |random: &mut Lcg| n(random.below(5) as i64 - 2);
            let sum = (0..variables).fold(ratio(random.below(7) as i64 - 3, 2), |sum, y| {
                sum + weight(random) * x(Variable(y))
            });
            let relation = match random.below(5) {
                0 | 1 => Relation::AtLeast,
                2 => Relation::Less,
                3 => Relation::More,
                _ => Relation::AtMost,
            };
            (sum, relation)
        };
        let mut given = vec![half_space(&mut random), half_space(&mut random)];
        if round % 5 == 0 {
            given[0].1 = Relation::Equal;
        }
        let relation =
            [Relation::AtLeast, Relation::More, Relation::Unequal][random.below(3) as usize];
        let d = if random.below(2) == 0 { a * b } else { a + ratio(1, 2) };
        let both = [relation, relation.negated()]
            .map(|relation| claim(&d, relation, &given, &unit(variables)));
        for verdict in &both {
            match verdict {
                Verdict::Proven(_) => proven += 1,
                Verdict::Refuted(_) => refuted += 1,
                Verdict::Undecided(_) => open += 1,
            }
        }
        // Only where nothing satisfies what is given do a claim and its opposite both hold.
        if both.iter().all(|verdict| matches!(verdict, Verdict::Proven(_))) {
            assert_eq!(both, [const { Verdict::Proven(Proof::Vacuous) }; 2], "{d:?} {given:?}");
        }
    }
    println!("{proven} proven, {refuted} refuted, {open} open");
    assert_eq!(open, 0);
}
