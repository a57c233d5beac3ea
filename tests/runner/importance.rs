//! Cut sets, path sets and importance of random structures against all states, exactly.
//!
//! The reference evaluates the generator's own tree in each of the 2ⁿ states and takes every
//! definition literally.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use kofn::emit::importance::ImportanceReport;
use kofn::emit::report::{AnswerKind, Outcome};
use kofn::emit::sets::FoundSets;
use kofn::{
    Compilation, Exactness, Importance, ImportanceWanted, Limits, Sets, SetsWanted, Settings,
    SingleFile,
};
use kofn_algebra::{Expr, Integer, Rational, Symbol};
use std::collections::{BTreeMap, BTreeSet};

/// Knuth's linear congruential generator.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) % end as u64) as usize
    }
}

const MODULES: usize = 6;

enum Tree {
    Module(usize),
    All(Vec<Tree>),
    Any(Vec<Tree>),
    AtLeast(usize, Vec<Tree>),
    Not(Box<Tree>),
    /// A bridge over five modules.
    Bridge([usize; 5]),
}

impl Tree {
    fn random(random: &mut Random, depth: usize, negations: bool) -> Tree {
        if depth == 0 || random.below(5) == 0 {
            return Tree::Module(random.below(MODULES));
        }
        let count = 2 + random.below(3);
        let inner = |random: &mut Random| -> Vec<Tree> {
            (0..count).map(|_| Tree::random(random, depth - 1, negations)).collect()
        };
        match random.below(if negations { 7 } else { 6 }) {
            0 | 1 => Tree::All(inner(random)),
            2 | 3 => Tree::Any(inner(random)),
            4 => Tree::AtLeast(1 + random.below(count), inner(random)),
            5 => Tree::Bridge([0; 5].map(|_| random.below(MODULES))),
            _ => Tree::Not(Box::new(Tree::random(random, depth - 1, negations))),
        }
    }

    fn works(&self, state: u32) -> bool {
        match self {
            Tree::Module(module) => state >> module & 1 == 1,
            Tree::All(all) => all.iter().all(|one| one.works(state)),
            Tree::Any(any) => any.iter().any(|one| one.works(state)),
            Tree::AtLeast(k, of) => of.iter().filter(|one| one.works(state)).count() >= *k,
            Tree::Not(inner) => !inner.works(state),
            Tree::Bridge(modules) => {
                let [a, b, c, d, e] = modules.map(|module| state >> module & 1 == 1);
                a && c || b && d || a && e && d || b && e && c
            }
        }
    }

    fn text(&self) -> String {
        let list = |all: &[Tree]| all.iter().map(Tree::text).collect::<Vec<_>>().join(", ");
        match self {
            Tree::Module(module) => format!("m{module}"),
            Tree::All(all) => format!("series({})", list(all)),
            Tree::Any(any) => format!("parallel({})", list(any)),
            Tree::AtLeast(k, of) => format!("{k} of ({})", list(of)),
            Tree::Not(inner) => format!("not ({})", inner.text()),
            Tree::Bridge([a, b, c, d, e]) => format!(
                "parallel(series(m{a}, m{c}), series(m{b}, m{d}), series(m{a}, m{e}, m{d}), series(m{b}, m{e}, m{c}))"
            ),
        }
    }
}

struct Model {
    tree: Tree,
    /// The chances of the modules.
    chances: Vec<Rational>,
}

impl Model {
    fn random(random: &mut Random, negations: bool) -> Model {
        let chances = (0..MODULES)
            .map(|_| Rational::new(Integer::from(random.below(11)), Integer::from(10)).unwrap())
            .collect();
        Model { tree: Tree::random(random, 3, negations), chances }
    }

    fn text(&self, open: bool) -> String {
        let mut text = String::new();
        for (module, chance) in self.chances.iter().enumerate() {
            if open {
                text.push_str(&format!("param p{module}\nmodule m{module} = p{module}\n"));
            } else {
                text.push_str(&format!("module m{module} = {chance}\n"));
            }
        }
        text.push_str(&format!("system s {{ works when {} }}\n", self.tree.text()));
        text
    }

    /// The chance of the states that are meant, with these chances.
    fn chance(&self, chances: &[Rational], meant: impl Fn(u32) -> bool) -> Rational {
        let state = |state: u32| -> Rational {
            (0..MODULES)
                .map(|module| match state >> module & 1 {
                    1 => chances[module].clone(),
                    _ => chances[module].complement(),
                })
                .product()
        };
        (0..1u32 << MODULES).filter(|one| meant(*one)).map(state).sum()
    }

    fn with(&self, module: usize, chance: Rational) -> Rational {
        let mut chances = self.chances.clone();
        chances[module] = chance;
        self.chance(&chances, |state| self.tree.works(state))
    }

    /// Prime implicants of working, or of failing: for each module whether it is in, and how.
    fn primes(&self, works: bool) -> BTreeSet<BTreeSet<String>> {
        let implies = |term: &[usize]| {
            (0..1u32 << MODULES).all(|state| {
                let inside = term.iter().enumerate().all(|(module, fixed)| match fixed {
                    1 => state >> module & 1 == 1,
                    2 => state >> module & 1 == 0,
                    _ => true,
                });
                !inside || self.tree.works(state) == works
            })
        };
        let mut found = BTreeSet::new();
        for number in 0..3usize.pow(MODULES as u32) {
            let term: Vec<usize> =
                (0..MODULES).map(|module| number / 3usize.pow(module as u32) % 3).collect();
            let minimal = |module: usize| {
                let mut weaker = term.clone();
                weaker[module] = 0;
                term[module] == 0 || !implies(&weaker)
            };
            if implies(&term) && (0..MODULES).all(minimal) {
                let usual = if works { 1 } else { 2 };
                let member = |(module, fixed): (usize, &usize)| match *fixed {
                    0 => None,
                    fixed if fixed == usual => Some(format!("m{module}")),
                    _ => Some(format!("not m{module}")),
                };
                found.insert(term.iter().enumerate().filter_map(member).collect());
            }
        }
        found
    }
}

fn exactly() -> Settings {
    Settings { exactness: Exactness::Always, ..Settings::default() }
}

fn compiled(text: &str) -> Compilation {
    Compilation::new(&SingleFile::new("model.rbd", text), "model.rbd")
}

fn sets(compilation: &mut Compilation, sets: Sets, by_probability: bool) -> FoundSets {
    let wanted = SetsWanted { sets, order: None, most: 10_000, by_probability };
    let reports = compilation.sets(&exactly(), &[], &wanted, &mut |_, _| {}).unwrap();
    reports.into_iter().next().unwrap().found.unwrap()
}

fn importance(compilation: &mut Compilation) -> ImportanceReport {
    let wanted = ImportanceWanted { by: Importance::Birnbaum, symbolic: false };
    let reports = compilation.importance(&exactly(), &[], &wanted, &mut |_, _| {}).unwrap();
    reports.into_iter().next().unwrap()
}

#[test]
fn sets_agree_with_all_states() {
    let mut random = Random(1);
    for round in 0..160 {
        let model = Model::random(&mut random, round % 2 == 1);
        let mut compilation = compiled(&model.text(false));
        for (which, works) in [(Sets::Cuts, false), (Sets::Paths, true)] {
            let found = sets(&mut compilation, which, false);
            let listed: BTreeSet<BTreeSet<String>> =
                found.sets.iter().map(|set| set.members.iter().cloned().collect()).collect();
            let wanted = model.primes(works);
            assert_eq!(listed, wanted, "{}", model.text(false));
            assert_eq!(found.count, Integer::from(wanted.len()));
            let sizes: Vec<usize> = found.sets.iter().map(|set| set.members.len()).collect();
            assert!(sizes.is_sorted(), "smaller sets come first");
            for (size, count) in found.by_size.unwrap().iter().enumerate() {
                let wanted = wanted.iter().filter(|set| set.len() == size).count();
                assert_eq!(*count, Integer::from(wanted));
            }
            for set in &found.sets {
                let happens = |name: &String| {
                    let (word, opposite) = match name.strip_prefix("not ") {
                        Some(word) => (word, true),
                        None => (name.as_str(), false),
                    };
                    let module: usize = word.trim_start_matches('m').parse().unwrap();
                    let chance = &model.chances[module];
                    if works != opposite { chance.clone() } else { chance.complement() }
                };
                let chance: Rational = set.members.iter().map(happens).product();
                assert_eq!(set.probability.as_ref(), Some(&chance));
            }
            let by_chance = sets(&mut compilation, which, true);
            let chances: Vec<_> =
                by_chance.sets.iter().map(|set| set.probability.clone().unwrap()).collect();
            assert!(chances.is_sorted_by(|a, b| a >= b), "the most probable come first");
            assert_eq!(by_chance.sets.len(), found.sets.len());
        }
    }
}

#[test]
fn importance_agrees_with_all_states() {
    let mut random = Random(2);
    for round in 0..160 {
        let coherent = round % 4 != 3;
        let model = Model::random(&mut random, !coherent);
        let mut compilation = compiled(&model.text(false));
        let found = importance(&mut compilation).found.unwrap();
        let works = model.chance(&model.chances, |state| model.tree.works(state));
        let fails = works.complement();
        let half = Rational::new(1.into(), 2.into()).unwrap();
        let cuts = model.primes(false);
        let slopes: BTreeMap<String, Rational> = (0..MODULES)
            .map(|module| {
                let slope =
                    model.with(module, Rational::one()) - model.with(module, Rational::zero());
                (format!("m{module}"), slope)
            })
            .collect();
        let total: Rational = found.modules.iter().map(|module| slopes[&module.name].clone()).sum();
        for module in &found.modules {
            let number: usize = module.name.trim_start_matches('m').parse().unwrap();
            let slope = &slopes[&module.name];
            let halves = vec![half.clone(); MODULES];
            let at_half = |up: u32| {
                model.chance(&halves, |state| {
                    let state = if up == 1 { state | 1 << number } else { state & !(1 << number) };
                    model.tree.works(state)
                })
            };
            let perfect = model.with(number, Rational::one()).complement();
            let failed = model.with(number, Rational::zero()).complement();
            let through = model.chance(&model.chances, |state| {
                cuts.iter().filter(|set| set.contains(&module.name)).any(|set| {
                    set.iter().all(|name| {
                        let other: usize = name.trim_start_matches('m').parse().unwrap_or(0);
                        state >> other & 1 == 0
                    })
                })
            });
            let monotone = !cuts.iter().flatten().any(|name| name.starts_with("not"));
            let lost = model.chances[number].complement() * slope.clone();
            let expected: [Option<Rational>; 8] = [
                Some(slope.clone()),
                lost.checked_div(&fails),
                through.checked_div(&fails),
                failed.checked_div(&fails),
                fails.checked_div(&perfect),
                Some(lost),
                Some(at_half(1) - at_half(0)),
                slope.checked_div(&total),
            ];
            for (at, (measured, expected)) in module.measures.iter().zip(expected).enumerate() {
                use kofn::emit::importance::{Measured, Trouble};
                let undefined = fails.is_zero() && (1..=4).contains(&at);
                match measured {
                    Measured::Number(value) => {
                        assert!(!undefined);
                        // Where a structure is not coherent there is no cut set importance.
                        if at != 2 || monotone {
                            assert_eq!(value.exact, expected, "{at} {}", model.text(false));
                        }
                    }
                    Measured::Infinite => assert!(at == 4 && perfect.is_zero() && !undefined),
                    Measured::Nothing(Trouble::Undefined(_)) => {
                        assert!(undefined || at == 2 && !coherent || at == 7 && total.is_zero());
                    }
                    Measured::Nothing(other) => panic!("{other}"),
                }
            }
        }
    }
}

#[test]
fn formulas_agree_with_numbers() {
    let functions =
        ["birnbaum", "criticality", "fussell_vesely", "raw", "rrw", "improvement", "structural"];
    let mut random = Random(3);
    for _ in 0..40 {
        let mut model = Model::random(&mut random, false);
        for chance in &mut model.chances {
            let tenths = 1 + random.below(9);
            *chance = Rational::new(Integer::from(tenths), Integer::from(10)).unwrap();
        }
        let (mut open, mut known) = (compiled(&model.text(true)), compiled(&model.text(false)));
        let values: BTreeMap<Symbol, Expr> = model
            .chances
            .iter()
            .enumerate()
            .map(|(at, chance)| (Symbol::new(format!("p{at}")), Expr::number(chance.clone())))
            .collect();
        for module in 0..MODULES {
            for function in functions {
                let query = format!("{function}(s, m{module})");
                let AnswerKind::Value { formula, .. } = open.ask(&query, &exactly()).unwrap().kind
                else {
                    panic!("{query} is a value");
                };
                let AnswerKind::Value { value, .. } = known.ask(&query, &exactly()).unwrap().kind
                else {
                    panic!("{query} is a value");
                };
                match value {
                    Outcome::Value(value) if value.decimal == "infinity" => {
                        // By its formula it divides by 0, or says so at once.
                        let divides = formula.is_none_or(|formula| {
                            formula.substitute(&values).evaluate(&|_| None).is_err()
                        });
                        assert!(divides, "{query} {}", model.text(true));
                    }
                    Outcome::Value(value) => {
                        let formula = formula.unwrap().substitute(&values);
                        let number = formula.evaluate(&|_| None).ok();
                        assert_eq!(number, value.exact, "{query} {}", model.text(true));
                    }
                    Outcome::Undefined(_) => {}
                    other => panic!("{query}: {other:?}"),
                }
            }
        }
    }
}

#[test]
fn large_structures_are_counted_and_the_first_sets_listed() {
    let text = "system row { module x[30] = 0.99  works when all of x }
        system farm { module r[12] = row  works when any of r }";
    let mut compilation = compiled(text);
    let wanted = SetsWanted { sets: Sets::Cuts, order: None, most: 3, by_probability: true };
    let systems = ["farm".to_owned()];
    let reports = compilation.sets(&exactly(), &systems, &wanted, &mut |_, _| {}).unwrap();
    let found = reports.into_iter().next().unwrap().found.unwrap();
    assert_eq!(found.count, Integer::from(30u64).pow(12));
    assert_eq!(found.sets.len(), 3);
    assert_eq!(found.sets[2].members[11], "r[12].x[3]");
}

/// The network is summed over for its reliability, and is a diagram for the slope.
#[test]
fn the_slope_of_a_large_network_is_the_difference_of_two_conditions() {
    let mut links = String::new();
    for row in 0..5 {
        for column in 0..5 {
            for (right, down) in [(1, 0), (0, 1)] {
                let (to, under) = (column + right, row + down);
                if to < 5 && under < 5 {
                    let host = if (row, column) == (2, 2) { "on fibre" } else { "" };
                    links.push_str(&format!(
                        "link n{row}{column} -- n{under}{to} = 0.9{column} {host}\n"
                    ));
                }
            }
        }
    }
    let text = format!(
        "param p = 0.7
        system grid {{ module fibre = p
        {links}
        works when path(n00, n44) }}"
    );
    let mut compilation = compiled(&text);
    for (query, other) in [
        ("birnbaum(grid, fibre)", "grid(p = 1) - grid(p = 0)"),
        ("raw(grid, fibre)", "unreliability(grid(p = 0)) / unreliability(grid)"),
        ("rrw(grid, fibre)", "unreliability(grid) / unreliability(grid(p = 1))"),
        ("structural(grid, fibre) / structural(grid, fibre)", "1"),
    ] {
        let mut number = |query: &str| match compilation.ask(query, &exactly()).unwrap().kind {
            AnswerKind::Value { value: Outcome::Value(value), .. } => value.exact.unwrap(),
            other => panic!("{query}: {other:?}"),
        };
        assert_eq!(number(query), number(other), "{query}");
    }
}

#[test]
fn what_is_too_large_says_so() {
    let mut links = String::new();
    for row in 0..9 {
        for column in 0..9 {
            if column < 8 {
                links.push_str(&format!("link n{row}{column} -- n{row}{} = 0.9\n", column + 1));
            }
            if row < 8 {
                links.push_str(&format!("link n{row}{column} -- n{}{column} = 0.9\n", row + 1));
            }
        }
    }
    let mut compilation = compiled(&format!("system grid {{ {links} works when path(n00, n88) }}"));
    let limits = Limits { nodes: 20_000, states: 20_000, operations: 400_000, ..Limits::default() };
    let settings = Settings { limits, ..exactly() };
    let wanted = SetsWanted { sets: Sets::Cuts, order: None, most: 20, by_probability: false };
    let reports = compilation.sets(&settings, &[], &wanted, &mut |_, _| {}).unwrap();
    assert!(reports[0].found.is_err());
    let wanted = ImportanceWanted { by: Importance::Raw, symbolic: true };
    let reports = compilation.importance(&settings, &[], &wanted, &mut |_, _| {}).unwrap();
    assert!(reports[0].found.is_err());
}
