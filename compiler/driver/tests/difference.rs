//! What a change to a model means, on pairs of models.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use kofn::emit::changes::{Changes, Effect, Fate, Kept, Meaning, Structure};
use kofn::emit::report::{AnswerKind, Dominance, Verdict};
use kofn::{Compilation, Limits, Settings, SingleFile, difference};

fn open(text: &str) -> Compilation {
    Compilation::new(&SingleFile::new("model.rbd", text), "model.rbd")
}

fn compared_within(old: &str, new: &str, settings: &Settings) -> Changes {
    let (mut old, mut new) = (open(old), open(new));
    let changes = difference(&mut old, &mut new, settings, &[]);
    changes.unwrap_or_else(|| panic!("{:?}\n{:?}", old.diagnostics(), new.diagnostics()))
}

fn compared(old: &str, new: &str) -> Changes {
    compared_within(old, new, &Settings::default())
}

/// The system that is in both.
fn kept<'c>(changes: &'c Changes, name: &str) -> &'c Kept {
    let system = changes.systems.iter().find(|system| system.name == name).unwrap();
    match &system.fate {
        Fate::Kept(kept) => kept,
        other => panic!("{name}: {other:?}"),
    }
}

const SITE: &str = "
    param p = 0.9
    module host[2] = 0.99
    system site {
        module lb = 0.999
        module vm[i in 1..2] = p on host[i]
        works when series(lb, any of vm)
    }
    assert slo: site >= 0.98
    assert site >= 0.5";

#[test]
fn other_words_are_the_same_meaning() {
    for other in [
        SITE.replace("series(lb, any of vm)", "series(any of vm, lb)"),
        SITE.replace("series(lb, any of vm)", "parallel(series(vm[2], lb), series(lb, vm[1]))"),
        SITE.replace("any of vm", "1 of (vm[2], vm[1])"),
        SITE.replace("0.999", "99.9%").replace("0.98", "98/100"),
        SITE.replace("works when", "block tier = any of vm  works when")
            .replace(", any of vm)", ", tier)"),
        SITE.replace("    param p = 0.9\n", "") + "\n param p = 9/10 /// a vm",
        SITE.replace(">= 0.98", ">=  0.98").replace("slo: site", "slo:\n site"),
        // What never mattered, does not.
        SITE.replace("any of vm)", "any of vm, parallel(lb, spare))")
            .replace("module lb", "module spare = 0.5 module lb"),
    ] {
        let changes = compared(SITE, &other);
        assert!(!changes.same_text);
        let site = kept(&changes, "site");
        assert_eq!(site.structure, Structure::Same, "{other}");
        let same = site.meaning() == Meaning::Same && matches!(site.effect, Effect::Same);
        assert!(same, "{other}\n{site:?}");
        if !other.contains("98/100") {
            assert_eq!(changes.meaning(), Meaning::Same, "{other}");
            assert_eq!(changes.same_answers, 2, "{other}");
        }
    }
    assert!(compared(SITE, SITE).same_text);
}

#[test]
fn links_declared_in_another_order_are_the_same_network() {
    let network = |links: &str| {
        format!(
            "system net {{
                module a, b, c, d, e = 0.9
                {links}
                works when path(s, t)
            }}"
        )
    };
    let one = network("link s -> a -> b -> t  link s -> c -> d -> t  link a -- e  link e -- d");
    let other = network("link d -- e -- a  link c -> d -> t  link s -> c  link s -> a -> b -> t");
    assert_eq!(compared(&one, &other).meaning(), Meaning::Same);
    let without = network("link s -> a -> b -> t  link s -> c -> d -> t  link a -- e");
    let changes = compared(&one, &without);
    assert!(matches!(kept(&changes, "net").structure, Structure::Other(_)));
}

#[test]
fn a_host_of_its_own_ends_a_single_point_of_failure() {
    let before = SITE.replace("vm[i in 1..2] = p on host[i]", "vm[2] = p on host[1]");
    let changes = compared(&before, SITE);
    let site = kept(&changes, "site");
    assert_eq!(site.structure, Structure::Other(Vec::new()));
    assert_eq!(site.things.added[0].names, ["host[2]"]);
    assert_eq!(site.things.added[0].new.as_deref(), Some("0.99"));
    assert!(site.things.removed.is_empty() && site.things.changed.is_empty());
    let cuts = site.cuts.as_ref().unwrap();
    assert_eq!(site.singles_lost().unwrap(), ["host[1]"]);
    assert!(site.singles_gained().unwrap().is_empty());
    let words =
        |sets: &[Vec<String>]| -> Vec<String> { sets.iter().map(|set| set.join(" ")).collect() };
    assert_eq!(words(&cuts.lost.first), ["host[1]"]);
    let gained = words(&cuts.gained.first);
    assert_eq!(gained, ["host[1] host[2]", "host[1] vm[2]", "host[2] vm[1]"]);
    let Effect::Number(number) = &site.effect else { panic!("{:?}", site.effect) };
    // lb [1 − (1 − h p)²] − lb h [1 − (1 − p)²] = lb h p² (1 − h)
    assert_eq!(number.exact.as_ref().unwrap().to_string(), "8010981/1000000000");
    let back = compared(SITE, &before);
    assert_eq!(kept(&back, "site").singles_gained().unwrap(), ["host[1]"]);
    assert_eq!(back.meaning(), Meaning::Other);
}

#[test]
fn more_replicas_are_named() {
    let three =
        SITE.replace("1..2] = p on host[i]", "1..3] = p on host[i]").replace("host[2]", "host[3]");
    let changes = compared(SITE, &three);
    let site = kept(&changes, "site");
    let added: Vec<&str> =
        site.things.added.iter().flat_map(|one| one.names.iter().map(String::as_str)).collect();
    assert_eq!(added.len(), 2);
    assert!(added.contains(&"vm[3]") && added.contains(&"host[3]"), "{added:?}");
    assert!(matches!(site.effect, Effect::Number(_)));
    assert_eq!(site.formula, Some(true));
}

#[test]
fn another_value_leaves_structure_and_formula() {
    let changes = compared(SITE, &SITE.replace("p = 0.9\n", "p = 0.95\n"));
    let site = kept(&changes, "site");
    assert_eq!(site.structure, Structure::Same);
    assert_eq!(site.formula, Some(false));
    assert_eq!(site.things.changed.len(), 1);
    assert_eq!(site.things.changed[0].names, ["vm[1]", "vm[2]"]);
    let said = (site.things.changed[0].old.as_deref(), site.things.changed[0].new.as_deref());
    assert_eq!(said, (Some("0.9"), Some("0.95")));
    let cuts = site.cuts.as_ref().unwrap();
    assert!(cuts.gained.count.is_zero() && cuts.lost.count.is_zero());
    assert_eq!(changes.meaning(), Meaning::Other);
    // No double conversion, no rounding: a difference far behind the printed digits is one.
    let near = SITE.replace("p = 0.9\n", "p = 0.9000000000000000000000000001\n");
    let changes = compared(SITE, &near);
    assert!(matches!(kept(&changes, "site").effect, Effect::Number(_)));
}

#[test]
fn a_parameter_that_is_opened_is_compared_for_all_its_values() {
    let changes =
        compared(SITE, &SITE.replace("param p = 0.9\n", "param p\n").replace("assert", "//"));
    let site = kept(&changes, "site");
    let Effect::Open(compared) = &site.effect else { panic!("{:?}", site.effect) };
    assert_eq!(compared.dominates, None);
    // Beside 9/10 there are worse values and better ones.
    let kofn::emit::report::Regions::Line { a, b, equal, .. } = &compared.regions else {
        panic!("{:?}", compared.regions)
    };
    assert_eq!((a.len(), b.len(), equal.len()), (1, 1, 1));
    assert_eq!(equal[0].lo.exact.as_ref().unwrap().to_string(), "9/10");
}

#[test]
fn open_parameters_that_cannot_make_it_worse_dominate() {
    let model = |works: &str| {
        format!("param p, q  module a, b = p  module c = q  system s {{ works when {works} }}")
    };
    let changes = compared(&model("series(a, b, c)"), &model("series(a, c)"));
    let Effect::Open(found) = &kept(&changes, "s").effect else { panic!() };
    assert_eq!(found.dominates, Some(Dominance::A));
    // Other things, and the same reliability whatever is open.
    let changes = compared(&model("series(a, c)"), &model("series(b, c)"));
    let system = kept(&changes, "s");
    assert!(matches!(system.effect, Effect::Same));
    assert_eq!(system.formula, Some(false));
    assert_eq!(system.structure, Structure::Other(Vec::new()));
    assert_eq!(changes.meaning(), Meaning::Other);
}

#[test]
fn counts_may_stay_open() {
    let vote = |k: &str| {
        format!(
            "param n: count  module power = 0.99
            system s {{ module unit[n] = 0.9 on power  works when {k} of unit }}"
        )
    };
    let same = compared(&vote("any"), &(vote("1") + "// the same"));
    assert_eq!(same.meaning(), Meaning::Same);
    assert!(matches!(kept(&same, "s").effect, Effect::Same));
    let other = compared(&vote("any"), &vote("all"));
    assert_eq!(kept(&other, "s").structure, Structure::Other(vec![("n".to_owned(), 2.into())]));
    // Two counts that are one count are seen where they are not equal.
    let two = "param n, k: count  system s { module a[n] = 0.9  module b[k] = 0.9
        works when series(any of a, any of b) }";
    let one = compared(two, &two.replace("b[k]", "b[n]"));
    let at = vec![("k".to_owned(), 1.into()), ("n".to_owned(), 2.into())];
    assert_eq!(kept(&one, "s").structure, Structure::Other(at));
    let ranges = compared(&vote("any"), &vote("any").replace("n: count", "n: count in 2..6"));
    let range = &kept(&ranges, "s").ranges[0];
    assert_eq!((range.old.as_str(), range.new.as_str()), ("1..∞", "2..6"));
    assert_eq!(ranges.meaning(), Meaning::Other);
}

#[test]
fn verdicts_are_compared_and_so_is_what_is_asserted() {
    let worse = SITE.replace("lb = 0.999", "lb = 0.97");
    let changes = compared(SITE, &worse);
    assert_eq!((changes.answers.len(), changes.same_answers), (1, 1));
    let change = &changes.answers[0];
    let verdict = |answer: &Option<kofn::emit::report::Answer>| match &answer.as_ref().unwrap().kind
    {
        AnswerKind::Assert(assertion) => assertion.verdict.clone(),
        other => panic!("{other:?}"),
    };
    assert!(matches!(verdict(&change.old), Verdict::Proven { .. }));
    assert!(matches!(verdict(&change.new), Verdict::Refuted { .. }));
    // A requirement that was lowered is proven as before, and is another one.
    let lowered = compared(SITE, &SITE.replace(">= 0.98", ">= 0.9"));
    assert_eq!(lowered.answers.len(), 1);
    assert_eq!(lowered.meaning(), Meaning::Other);
    let gone = compared(SITE, &SITE.replace("assert site >= 0.5", ""));
    assert!(gone.answers[0].new.is_none() && gone.answers[0].old.is_some());
    let added = compared(SITE, &format!("{SITE}  assert site >= 0.4"));
    assert!(added.answers[0].old.is_none());
    assert_eq!(kept(&added, "site").meaning(), Meaning::Same);
}

#[test]
fn systems_are_added_removed_and_renamed() {
    let more = format!("{SITE} system spare {{ works when host[2] }}");
    let added = compared(SITE, &more);
    assert!(matches!(added.systems[1].fate, Fate::Added(_)));
    let removed = compared(&more, SITE);
    assert!(matches!(removed.systems[1].fate, Fate::Removed(_)));
    assert_eq!(removed.systems[1].name, "spare");
    let renamed = compared(SITE, &SITE.replace("site", "shop"));
    assert_eq!(renamed.systems.len(), 1);
    let shop = kept(&renamed, "shop");
    assert_eq!(shop.renamed.as_deref(), Some("site"));
    assert_eq!((&shop.structure, shop.formula), (&Structure::Same, Some(false)));
    assert!(matches!(shop.effect, Effect::Same));
    assert_eq!(renamed.meaning(), Meaning::Other);
    // Another value, and it is another system.
    let other = compared(SITE, &SITE.replace("site", "shop").replace("0.999", "0.99"));
    assert_eq!(other.systems.len(), 2);
}

#[test]
fn parameters_of_a_renamed_system_are_renamed_with_it() {
    let model = |name: &str| {
        format!(
            "system {name} {{ param q  param n: count  module m[2] = q  module r[n] = q
                module x  works when series(any of m, any of r, x) }}"
        )
    };
    let changes = compared(&model("one"), &model("other"));
    let system = kept(&changes, "other");
    assert_eq!(system.renamed.as_deref(), Some("one"));
    assert!(matches!(system.effect, Effect::Same), "{:?}", system.effect);
}

#[test]
fn a_limit_is_an_answer() {
    let grid = |rows: usize, extra: &str| {
        let mut text = String::from("system grid {\n");
        for row in 0..rows {
            for column in 0..rows {
                if column + 1 < rows {
                    text.push_str(&format!(
                        "link v{row}_{column} -- v{row}_{} = 0.9\n",
                        column + 1
                    ));
                }
                if row + 1 < rows {
                    text.push_str(&format!(
                        "link v{row}_{column} -- v{}_{column} = 0.9\n",
                        row + 1
                    ));
                }
            }
        }
        let last = rows - 1;
        text + &format!("works when {extra}path(v0_0, v{last}_{last})) }}")
    };
    // The same, in words that only a decision diagram could tell.
    let one = grid(7, "parallel(path(v0_0, v0_1), ");
    let other = grid(7, "any of (path(v0_1, v0_0), ");
    let limits = Limits { nodes: 500, states: 500, operations: 10_000, ..Limits::default() };
    let settings = Settings { limits, ..Settings::default() };
    let changes = compared_within(&one, &other, &settings);
    assert!(matches!(kept(&changes, "grid").structure, Structure::Unknown(_)));
    assert_eq!(changes.meaning(), Meaning::Unknown);
    let (nothing, mut model) = ("system grid { module a = 0.9  works when a }", open(&one));
    let changes = difference(&mut open(nothing), &mut model, &settings, &[]).unwrap();
    assert_eq!(changes.meaning(), Meaning::Other);
}

#[test]
fn both_models_must_be_sound() {
    let broken = SITE.replace("any of vm", "any of mv");
    let (mut old, mut new) = (open(&broken), open(&SITE.replace("lb = 0.999", "lb = 2")));
    assert!(difference(&mut old, &mut new, &Settings::default(), &[]).is_none());
    // What is wrong in either is found in one run.
    assert!(old.has_errors() && new.has_errors());
    let names = ["site".to_owned(), "stie".to_owned()];
    let (mut old, mut new) = (open(SITE), open(SITE));
    assert!(difference(&mut old, &mut new, &Settings::default(), &names).is_none());
    assert_eq!(new.diagnostics()[0].help.as_deref(), Some("did you mean `site`?"));
}

#[test]
fn some_systems_alone_are_compared() {
    let old = format!("{SITE} system spare {{ works when host[2] }}");
    let new = format!("{SITE} system other {{ works when host[1] }}").replace("0.999", "0.9");
    let chosen = |name: &str| {
        difference(&mut open(&old), &mut open(&new), &Settings::default(), &[name.to_owned()])
            .unwrap()
    };
    assert_eq!(chosen("site").systems.len(), 1);
    assert!(chosen("site").answers.is_empty());
    assert!(matches!(chosen("spare").systems[0].fate, Fate::Removed(_)));
    assert!(matches!(chosen("other").systems[0].fate, Fate::Added(_)));
}

#[test]
fn templates_are_compared_by_their_words() {
    let model = |works: &str| {
        format!(
            "module power = 0.9
            system Rack {{ param feed: module  module a, b = 0.9 on feed  works when {works} }}
            system site {{ module r[2] = Rack(feed = power)  works when any of r }}"
        )
    };
    let changes = compared(&model("any of (a, b)"), &model("parallel(b, a)"));
    assert_eq!(kept(&changes, "site").meaning(), Meaning::Same);
    assert_eq!(kept(&changes, "Rack").meaning(), Meaning::Unknown);
    let comment = compared(&model("any of (a, b)"), &model("/* one */ any of (a, b)"));
    assert_eq!(comment.meaning(), Meaning::Same);
    let changes = compared(&model("any of (a, b)"), &model("all of (a, b)"));
    assert!(matches!(kept(&changes, "site").structure, Structure::Other(_)));
}

#[path = "difference/enumeration.rs"]
mod enumeration;

#[test]
fn one_link_more_in_a_large_grid_is_seen() {
    let grid = |more: &str| {
        format!(
            "param p = 0.9
             system g {{
                 module c[r in 1..9, k in 1..9] = p
                 link c[r, k] -- c[r, k + 1] = 0.95 for r in 1..9, k in 1..8
                 link c[r, k] -- c[r + 1, k] = 0.95 for r in 1..8, k in 1..9
                 {more}
                 works when path(c[1, 1], c[9, 9])
             }}"
        )
    };
    // No diagram of both fits into this.
    let limits = Limits { nodes: 20_000, ..Limits::default() };
    let settings = Settings { limits, ..Settings::default() };
    let link = "link c[4, 4] -- c[5, 5] = 0.9";
    for (old, new) in [("", link), (link, "")] {
        let changes = compared_within(&grid(old), &grid(new), &settings);
        assert_eq!(kept(&changes, "g").structure, Structure::Other(Vec::new()));
    }
}
