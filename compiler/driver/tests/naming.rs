//! What is called alike stays apart.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use kofn::emit::changes::{Changes, Fate, Meaning, Structure};
use kofn::emit::formula::source;
use kofn::emit::report::{AnswerKind, Formula, Outcome};
use kofn::{Compilation, ReadError, SetsWanted, Settings, SingleFile, World, difference};
use kofn_algebra::Rational;
use std::collections::{BTreeMap, BTreeSet};

/// Files by their paths, one folder deep.
struct Files(BTreeMap<&'static str, String>);

impl World for Files {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        let found = self.0.get(path).map(|text| text.clone().into_bytes());
        found.ok_or_else(|| ReadError("there is no such file".to_owned()))
    }

    fn resolve(&self, from: &str, target: &str) -> String {
        match from.split_once('/') {
            Some((folder, _)) => format!("{folder}/{target}"),
            None => target.to_owned(),
        }
    }
}

fn files(all: &[(&'static str, &str)]) -> Files {
    Files(all.iter().map(|(path, text)| (*path, (*text).to_owned())).collect())
}

fn open(text: &str) -> Compilation {
    Compilation::new(&SingleFile::new("model.rbd", text), "model.rbd")
}

/// The formula of the first system, and how many symbols have how many different names.
fn formula(compilation: &mut Compilation) -> (String, usize, usize) {
    let report = compilation.report(&Settings::default(), &[]).unwrap();
    let system = &report.systems[0];
    let Formula::Closed(formula) = &system.formula else { panic!("{:?}", system.formula) };
    let names: BTreeSet<String> =
        system.given.iter().map(|(symbol, _)| source(symbol).unwrap()).collect();
    (source(formula).unwrap(), system.given.len(), names.len())
}

fn value(compilation: &mut Compilation, query: &str) -> Rational {
    match compilation.ask(query, &Settings::default()).unwrap().kind {
        AnswerKind::Value { value: Outcome::Value(value), .. } => value.exact.unwrap(),
        other => panic!("{other:?}"),
    }
}

fn compared(mut old: Compilation, mut new: Compilation) -> Changes {
    difference(&mut old, &mut new, &Settings::default(), &[]).unwrap()
}

#[test]
fn a_module_never_has_the_symbol_of_a_parameter() {
    let text = "param R_m = 0.9  module m = 0.8  module x = R_m
                system s { works when any of (x, m) }";
    let (formula, symbols, names) = formula(&mut open(text));
    assert_eq!(formula, "1 - (1 - R_m)*(1 - R_m')");
    assert_eq!((symbols, names), (2, 2));
    // A parameter of that name is the module's where it has no number of its own.
    let text = "param R_m = 0.9  module m  module x = R_m  system s { works when any of (x, m) }";
    assert_eq!(self::formula(&mut open(text)).0, "1 - (1 - R_m)^2");
    // A family is none of its modules' symbols.
    let text = "param R_m[2] = (0.5, 0.25)  module m  module x[i in 1..2] = R_m[i]
                system s { works when series(m, all of x) }";
    let mut family = open(text);
    let report = family.report(&Settings::default(), &[]).unwrap();
    assert_eq!(report.systems[0].open, ["R_m'"]);
}

#[test]
fn files_of_one_name_are_told_apart() {
    let using = "use \"c.rbd\"  system P { module m = 0.99 on c.x  works when m }";
    let model = |first: &str, second: &str| {
        let main = format!(
            "use \"a/p.rbd\"  use \"b/q.rbd\"  module i = p.P  module j = q.P
             system s {{ works when any of ({first}, {second}) }}"
        );
        let world = files(&[
            ("o.rbd", &main),
            ("a/p.rbd", using),
            ("b/q.rbd", using),
            ("a/c.rbd", "module x = 0.9"),
            ("b/c.rbd", "module x = 0.8"),
        ]);
        Compilation::new(&world, "o.rbd")
    };
    let (formula, symbols, names) = formula(&mut model("i", "j"));
    assert_eq!((symbols, names), (4, 4), "{formula}");
    assert_eq!(value(&mut model("i", "j"), "s").to_string(), "61083/62500");
    assert_eq!(compared(model("i", "j"), model("j", "i")).meaning(), Meaning::Same);
}

#[test]
fn things_of_one_name_are_told_apart() {
    let model = |one: &str, other: &str| {
        let main = format!(
            "use \"site.rbd\"  module feed = 0.5  module y = 0.75
             system s {{ works when series({one}, any of ({other}, y)) }}"
        );
        let world = files(&[("o.rbd", &main), ("site.rbd", "module feed = 0.25")]);
        Compilation::new(&world, "o.rbd")
    };
    let mut first = model("feed", "site.feed");
    // Of feed (1 − (1 − site.feed) (1 − y)).
    assert_eq!(value(&mut first, "birnbaum(s, site.feed)").to_string(), "1/8");
    assert_eq!(value(&mut first, "birnbaum(s, feed)").to_string(), "13/16");
    let wanted = SetsWanted { sets: kofn::Sets::Cuts, order: None, most: 9, by_probability: false };
    let sets = first.sets(&Settings::default(), &[], &wanted, &mut |_, _| {}).unwrap();
    let sets: Vec<_> =
        sets[0].found.as_ref().unwrap().sets.iter().map(|set| set.members.join(" ")).collect();
    assert_eq!(sets, ["feed", "site.feed y"]);
    let changes = compared(model("feed", "site.feed"), model("site.feed", "feed"));
    let Fate::Kept(kept) = &changes.systems[0].fate else { panic!("the system is in both") };
    assert!(matches!(kept.structure, Structure::Other(_)));
    assert_eq!(kept.singles_gained().unwrap(), ["site.feed"]);
    assert_eq!(kept.singles_lost().unwrap(), ["feed"]);
}

#[test]
fn the_layout_of_a_query_means_nothing() {
    let loose = "param R_a  system s { module a[2]  works when any of a }
                 assert s>=0.9 given R_a>0.9
                 solve q: R_a where // how good
                     s>0.99
                 table s,(1-s)  over R_a in (0.1,0.2)";
    let neat = "param R_a  system s { module a[2]  works when any of a }
                assert s >= 0.9 given R_a > 0.9
                solve q: R_a where s > 0.99
                table s, (1 - s) over R_a in (0.1, 0.2)";
    assert_eq!(compared(open(loose), open(neat)).meaning(), Meaning::Same);
    let words = |text| {
        let report = open(text).report(&Settings::default(), &[]).unwrap();
        report.answers.into_iter().map(|answer| answer.words).collect::<Vec<_>>()
    };
    assert_eq!(words(loose), words(neat));
    assert_eq!(words(loose)[1], "solve q: R_a where s > 0.99");
    assert_eq!(words(loose)[2], "table s, (1 - s) over R_a in (0.1, 0.2)");
    let facts = |text: &str| {
        kofn::emit::snapshot::content(&open(text).facts(&kofn::Limits::default()).unwrap())
    };
    assert_eq!(facts(loose), facts(neat));
}

#[test]
fn a_template_is_other_where_something_that_it_mentions_is() {
    let model = |value: &str, word: &str| {
        open(&format!(
            "let shared = {value}  param R = shared
             system part {{ module x[2] = 0.9  works when {word} of x }}
             system t {{ param f: module  module p = part  module q = R
                         works when series(f, p, q) }}
             system else {{ module x = 0.9  works when x }}"
        ))
    };
    let meaning = |one, other| compared(one, other).meaning();
    let as_it_was = || model("0.9", "any");
    assert_eq!(meaning(as_it_was(), as_it_was()), Meaning::Same);
    assert_ne!(meaning(as_it_was(), model("0.8", "any")), Meaning::Same);
    assert_ne!(meaning(as_it_was(), model("0.9", "all")), Meaning::Same);
}

#[test]
fn a_parameter_of_another_file_is_not_shown_as_one_of_this_file() {
    let main = "use \"lib.rbd\"  param I = 0.99  module b = I
                system N { works when lib.m }  system M { works when b }";
    let world = files(&[("o.rbd", main), ("lib.rbd", "param I  module m = I")]);
    let report = Compilation::new(&world, "o.rbd").report(&Settings::default(), &[]).unwrap();
    let shown = |at: usize| match &report.systems[at].formula {
        Formula::Closed(formula) => source(formula).unwrap(),
        other => panic!("{other:?}"),
    };
    assert_eq!((shown(0), shown(1)), ("lib.I".to_owned(), "I".to_owned()));
    assert_eq!(report.systems[0].open, ["lib.I"]);
}
