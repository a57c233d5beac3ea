//! Random small models, compared state by state.

use super::{compared, kept};
use kofn::emit::changes::{Effect, Meaning, Structure};
use kofn_algebra::Rational;
use std::collections::BTreeSet;

const NAMES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

enum Works {
    Thing(usize),
    AtLeast(usize, Vec<Works>),
    Not(Box<Works>),
}

struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        (self.0 >> 33) as usize % most
    }

    fn works(&mut self, depth: usize, coherent: bool) -> Works {
        if depth == 0 || self.below(4) == 0 {
            return Works::Thing(self.below(NAMES.len()));
        }
        if !coherent && self.below(5) == 0 {
            return Works::Not(Box::new(self.works(depth - 1, coherent)));
        }
        let all: Vec<Works> =
            (0..2 + self.below(3)).map(|_| self.works(depth - 1, coherent)).collect();
        Works::AtLeast(1 + self.below(all.len()), all)
    }
}

impl Works {
    /// The same in other words.
    fn reworded(&self, random: &mut Random) -> Works {
        let reworded = match self {
            Works::Thing(at) => Works::Thing(*at),
            Works::Not(inner) => Works::Not(Box::new(inner.reworded(random))),
            Works::AtLeast(k, all) => {
                let mut all: Vec<Works> = all.iter().map(|one| one.reworded(random)).collect();
                for at in (1..all.len()).rev() {
                    all.swap(at, random.below(at + 1));
                }
                match (all.pop(), random.below(3)) {
                    // With the last one, or without it.
                    (Some(last), 0) if *k > 1 && *k <= all.len() => {
                        let [again, more] = [0; 2].map(|_| {
                            all.iter().map(|one| one.reworded(random)).collect::<Vec<_>>()
                        });
                        let with = Works::AtLeast(2, vec![last, Works::AtLeast(k - 1, again)]);
                        Works::AtLeast(1, vec![with, Works::AtLeast(*k, more)])
                    }
                    (last, _) => {
                        all.extend(last);
                        Works::AtLeast(*k, all)
                    }
                }
            }
        };
        match reworded {
            Works::Thing(at) if random.below(4) == 0 => {
                let other = Works::Thing(random.below(NAMES.len()));
                let both = Works::AtLeast(2, vec![other, Works::Thing(at)]);
                Works::AtLeast(1, vec![both, Works::Thing(at)])
            }
            reworded => reworded,
        }
    }

    fn text(&self) -> String {
        match self {
            Works::Thing(at) => NAMES[*at].to_owned(),
            Works::Not(inner) => format!("not {}", inner.text()),
            Works::AtLeast(k, all) => {
                let words: Vec<String> = all.iter().map(Works::text).collect();
                match *k {
                    1 => format!("parallel({})", words.join(", ")),
                    k if k == all.len() => format!("series({})", words.join(", ")),
                    k => format!("{k} of ({})", words.join(", ")),
                }
            }
        }
    }

    fn holds(&self, up: usize) -> bool {
        match self {
            Works::Thing(at) => up >> at & 1 == 1,
            Works::Not(inner) => !inner.holds(up),
            Works::AtLeast(k, all) => all.iter().filter(|one| one.holds(up)).count() >= *k,
        }
    }

    /// The minimal sets of things whose failing is enough.
    fn cuts(&self) -> BTreeSet<Vec<String>> {
        let all = (1 << NAMES.len()) - 1;
        let fails = |down: usize| !self.holds(all & !down);
        let minimal = |down: &usize| {
            let without = |at: usize| down >> at & 1 == 1 && fails(down & !(1 << at));
            fails(*down) && !(0..NAMES.len()).any(without)
        };
        let names = |down: usize| {
            let failed = (0..NAMES.len()).filter(|at| down >> at & 1 == 1);
            failed.map(|at| NAMES[at].to_owned()).collect()
        };
        (0..=all).filter(minimal).map(names).collect()
    }

    /// With `a` at 0.9, `b` at 0.8 and so on.
    fn reliability(&self) -> Rational {
        let tenths = |number: i64| Rational::from(number) * Rational::parse_decimal("0.1").unwrap();
        let chance = |up: usize| -> Rational {
            let one = |at: usize| match up >> at & 1 {
                1 => tenths(9 - at as i64),
                _ => tenths(1 + at as i64),
            };
            (0..NAMES.len()).map(one).product()
        };
        let states = (0..1 << NAMES.len()).filter(|up| self.holds(*up));
        states.map(chance).fold(Rational::zero(), |sum, chance| &sum + &chance)
    }

    fn model(&self) -> String {
        let mut text = String::new();
        for (at, name) in NAMES.iter().enumerate() {
            text.push_str(&format!("module {name} = 0.{}\n", 9 - at));
        }
        text + &format!("system s {{ works when {} }}\n", self.text())
    }
}

#[test]
fn random_models_are_compared_as_by_enumeration() {
    let mut random = Random(7);
    let (mut same, mut other) = (0, 0);
    for round in 0..400 {
        let coherent = round % 5 != 0;
        let depth = 1 + round % 3;
        let old = random.works(depth, coherent);
        let new = match round % 3 {
            0 => old.reworded(&mut random),
            _ => random.works(depth, coherent),
        };
        let changes = compared(&old.model(), &new.model());
        let said = format!("{}\n{}", old.text(), new.text());
        let is_same = (0..1 << NAMES.len()).all(|up| old.holds(up) == new.holds(up));
        if changes.same_text {
            continue;
        }
        let system = kept(&changes, "s");
        assert_eq!(system.structure == Structure::Same, is_same, "{said}");
        assert_eq!(changes.meaning() == Meaning::Same, is_same, "{said}");
        match is_same {
            true => same += 1,
            false => other += 1,
        }
        let change = &new.reliability() - &old.reliability();
        match &system.effect {
            Effect::Same => assert!(change.is_zero(), "{said}"),
            Effect::Number(number) => assert_eq!(number.exact.as_ref(), Some(&change), "{said}"),
            effect => panic!("{effect:?} {said}"),
        }
        if !coherent {
            continue;
        }
        let cuts = system.cuts.as_ref().unwrap();
        let (before, now) = (old.cuts(), new.cuts());
        for (list, ours, theirs) in [(&cuts.gained, &now, &before), (&cuts.lost, &before, &now)] {
            let expected: BTreeSet<Vec<String>> = ours.difference(theirs).cloned().collect();
            assert_eq!(list.count, expected.len().into(), "{said}");
            let listed: BTreeSet<Vec<String>> = list
                .first
                .iter()
                .map(|set| {
                    let mut set = set.clone();
                    set.sort();
                    set
                })
                .collect();
            assert_eq!(listed.len(), list.first.len(), "{said}");
            assert!(listed.is_subset(&expected), "{said}");
            assert_eq!(listed.len(), expected.len().min(10), "{said}");
            let sizes: Vec<usize> = list.first.iter().map(Vec::len).collect();
            assert!(sizes.is_sorted(), "{said}");
        }
        let single = |sets: &BTreeSet<Vec<String>>| -> BTreeSet<String> {
            sets.iter().filter(|set| set.len() == 1).flatten().cloned().collect()
        };
        let (before, now) = (single(&before), single(&now));
        let gained: BTreeSet<&str> = system.singles_gained().unwrap().into_iter().collect();
        let lost: BTreeSet<&str> = system.singles_lost().unwrap().into_iter().collect();
        assert!(gained.into_iter().eq(now.difference(&before)), "{said}");
        assert!(lost.into_iter().eq(before.difference(&now)), "{said}");
    }
    assert!(same > 80 && other > 200, "{same} {other}");
}
