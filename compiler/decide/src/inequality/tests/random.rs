//! Random pairs of reliability polynomials over shared parameters.

use super::*;

/// A small generator with a fixed seed.
pub(super) struct Lcg(pub(super) u64);

impl Lcg {
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) % bound
    }
}

/// The reliability of a tree of series, parallel and k-of-n over modules with shared parameters.
fn structure(random: &mut Lcg, variables: u32, size: u64) -> E {
    if size <= 1 {
        return x(Variable(random.below(u64::from(variables)) as u32));
    }
    let parts = 2 + random.below(2).min(size - 2);
    let mut left = size;
    let parts: Vec<E> = (0..parts)
        .map(|place| {
            let share = if place + 1 == parts {
                left
            } else {
                1 + random.below(left - (parts - 1 - place))
            };
            left -= share;
            structure(random, variables, share)
        })
        .collect();
    match (random.below(5), parts.len()) {
        (0, 3) => at_least(2, &parts),
        (0..=2, _) => at_least(parts.len(), &parts),
        _ => at_least(1, &parts),
    }
}

fn at_least(k: usize, parts: &[E]) -> E {
    match (k, parts) {
        (0, _) => n(1),
        (_, []) => n(0),
        (_, [first, rest @ ..]) => {
            let with = at_least(k - 1, rest);
            let without = at_least(k, rest);
            first.clone() * with + (n(1) - first.clone()) * without
        }
    }
}

/// Pairs as they come: independent draws, weakened, hosted, squared, permuted, with tight factors.
pub(super) fn pair(random: &mut Lcg, variables: u32) -> (E, E) {
    let size = 2 + random.below(4);
    let a = structure(random, variables, size);
    let size = 2 + random.below(4);
    let b = structure(random, variables, size);
    let one = x(Variable(random.below(u64::from(variables)) as u32));
    match random.below(8) {
        0 | 1 => (a, b),
        2 => (a.clone(), a * b),
        3 => (at_least(1, &[a.clone(), b]), a),
        4 => (a.pow(2) + b.pow(2), n(2) * a * b),
        5 => (one.clone() * a, one * b),
        6 => {
            let scale = ratio(1 + random.below(20) as i64, 20);
            (a, scale * b)
        }
        _ => {
            // Where to put the spare: each twice, or the whole twice.
            let twice = |e: &E| at_least(1, &[e.clone(), e.clone()]);
            (twice(&a) * twice(&b), twice(&(a * b)))
        }
    }
}

#[test]
fn random_pairs_are_decided() {
    let mut random = Lcg(1);
    let (mut proven, mut refuted, mut open) = (0, 0, Vec::new());
    let mut methods: BTreeMap<&str, u32> = BTreeMap::new();
    for round in 0..400u32 {
        let variables = 2 + round % 2;
        let (a, b) = pair(&mut random, variables);
        let d = a - b;
        let bounds = unit(variables);
        let [above, below] =
            [Relation::AtLeast, Relation::Less].map(|relation| claim(&d, relation, &[], &bounds));
        let both = [&above, &below].map(|verdict| matches!(verdict, Verdict::Proven(_)));
        assert_ne!(both, [true; 2], "{d:?}");
        let other = claim(&d, Relation::AtMost, &[], &bounds);
        for verdict in [above, below, other] {
            match verdict {
                Verdict::Proven(proof) => {
                    proven += 1;
                    *methods.entry(proof.method()).or_default() += 1;
                }
                Verdict::Refuted(_) => refuted += 1,
                Verdict::Undecided(why) => open.push((d.clone(), why)),
            }
        }
    }
    println!("{proven} proven, {refuted} refuted, {} open {methods:?}", open.len());
    assert!(open.is_empty(), "{:?}", open.first());
}
