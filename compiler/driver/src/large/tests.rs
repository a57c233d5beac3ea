//! Claims about structures that are too large for formulas, and small ones to check the method by.
#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it should be")]

use super::{Around, Claim};
use crate::compilation::Compilation;
use crate::setting::Setting;
use crate::settings::Settings;
use crate::world::SingleFile;
use kofn_algebra::Relation;
use kofn_diagnostics::Span;
use kofn_emit::report::{AnswerKind, Verdict};
use kofn_model::{Measure, Num, NumKind, SystemCall};
use kofn_structure::Coupled;
use std::fmt::Write;

fn verdict(text: &str, query: &str) -> Verdict {
    let world = SingleFile::new("model.rbd", text);
    let mut compilation = Compilation::new(&world, "model.rbd");
    assert!(!compilation.has_errors(), "{:?}\n{text}", compilation.diagnostics());
    match compilation.ask(query, &Settings::default()).unwrap().kind {
        AnswerKind::Assert(assertion) => assertion.verdict,
        _ => panic!("{query} is no assertion"),
    }
}

/// Whether coupling alone sees that `one >= other`; by form only where diagrams see it too.
fn coupled(compilation: &Compilation) -> bool {
    let (reducing, systems) = compilation.reducing(["one", "other"]).unwrap();
    let span: Span = reducing.model.system(systems[0]).span;
    let [left, right] = systems.map(|system| {
        let call = SystemCall { span, system, arguments: Vec::new(), part: None, module: None };
        Num { span, kind: NumKind::Measure(Measure::Reliability, Box::new(call)) }
    });
    let claim = Claim { left: &left, relation: Relation::AtLeast, right: &right };
    let (setting, settings) = (Setting::default(), Settings::default());
    let words = |_| String::new();
    let around = Around { setting: &setting, settings: &settings, words: &words };
    let mut coupling = reducing.coupling(claim, around).unwrap();
    let by_form = coupling.by_form();
    let by_diagrams = coupling.by_diagrams(&settings.limits) == Coupled::Covers;
    assert!(!by_form || by_diagrams);
    by_diagrams
}

fn is_coupled(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Proven { method } if method == super::COUPLING)
}

/// A square grid of links; from one corner to the opposite one.
fn grid(name: &str, side: usize, more: &str) -> String {
    let less = side - 1;
    format!(
        "system {name} {{\n\
         link v[i, j] -- v[i, j+1] = R_row for i in 1..{side}, j in 1..{less}\n\
         link v[i, j] -- v[i+1, j] = R_column for i in 1..{less}, j in 1..{side}\n{more}\
         works when path(v[1, 1], v[{side}, {side}])\n}}\n"
    )
}

const OPEN: &str = "param R_row: probability\nparam R_column: probability\n";
const KNOWN: &str = "param R_row: probability = 0.9\nparam R_column: probability = 0.8\n";

fn grids(params: &str) -> String {
    let more = "link v[3, 3] -- v[7, 8] = R_row\nlink v[1, 1] -- v[2, 2] = R_column\n";
    format!("{params}{}{}", grid("plain", 10, ""), grid("linked", 10, more))
}

#[test]
fn a_grid_with_more_links_covers_the_grid() {
    let text = grids(OPEN);
    assert!(is_coupled(&verdict(&text, "assert linked >= plain")));
    assert!(is_coupled(&verdict(&text, "assert plain <= linked")));
    assert!(is_coupled(&verdict(&text, "assert plain == plain")));
    assert!(is_coupled(&verdict(&text, "assert unreliability(plain) >= unreliability(linked)")));
}

#[test]
fn known_grids_are_compared_by_enclosures() {
    let text = grids(KNOWN);
    let enclosed =
        |verdict| matches!(verdict, Verdict::Proven { method } if method == "certified enclosures");
    assert!(enclosed(verdict(&text, "assert plain >= 0.7")));
    assert!(enclosed(verdict(&text, "assert linked > plain")));
    assert!(is_coupled(&verdict(&text, "assert linked >= plain")));
    for query in ["assert plain >= 0.99", "assert plain >= linked"] {
        let Verdict::Refuted { sides, .. } = verdict(&text, query) else { panic!("{query}") };
        assert_eq!(sides.len(), 1);
    }
}

#[test]
fn racks_with_one_more_feed() {
    let mut text = String::from("param R_feed: probability\nparam R_rack: probability\n");
    for (name, feeds) in [("two", 2), ("three", 3)] {
        writeln!(
            text,
            "system {name} {{\nmodule feed[{feeds}] = R_feed\nmodule rack[1000] = R_rack"
        )
        .unwrap();
        let mut racks = Vec::new();
        for rack in 1..=1000 {
            let more = if feeds == 3 { ", feed[3]" } else { "" };
            racks.push(format!("series(rack[{rack}], parallel(feed[{}]{more}))", rack % 2 + 1));
        }
        writeln!(text, "works when 700 of ({})\n}}", racks.join(", ")).unwrap();
    }
    assert!(is_coupled(&verdict(&text, "assert three >= two")));
    assert!(is_coupled(&verdict(&text, "assert two <= three")));
}

/// Random shared structures over six modules: whatever coupling says is checked by the formulas.
#[test]
fn what_coupling_covers_is_at_least_as_reliable() {
    let mut seed = 7u64;
    let mut draw = move |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let (mut covered, mut others) = (0, 0);
    for _ in 0..300 {
        let mut text = String::from(
            "param p: probability\nparam q: probability in 0..1/2\nparam r: probability in 1/2..1\n",
        );
        for name in ["one", "other"] {
            let mut paths = Vec::new();
            for _ in 0..2 + draw(3) {
                let size = 1 + draw(3);
                let all: Vec<String> = (0..size)
                    .map(|_| ["a", "b", "c", "d", "e", "f"][draw(6) as usize].to_owned())
                    .collect();
                paths.push(format!("series({})", all.join(", ")));
            }
            let of = ["p", "q", "r", "0.3"];
            let chance = |number: u64| of[number as usize];
            let modules: String = ["a", "b", "c", "d", "e", "f"]
                .iter()
                .map(|module| format!("module {module} = {}\n", chance(draw(4))))
                .collect();
            writeln!(
                text,
                "system {name} {{\n{modules}works when parallel({})\n}}",
                paths.join(", ")
            )
            .unwrap();
        }
        let world = SingleFile::new("model.rbd", &text);
        let compilation = Compilation::new(&world, "model.rbd");
        assert!(!compilation.has_errors(), "{:?}\n{text}", compilation.diagnostics());
        let said = coupled(&compilation);
        let truth = verdict(&text, "assert one >= other");
        match said {
            true => {
                covered += 1;
                assert!(matches!(truth, Verdict::Proven { .. }), "{truth:?}\n{text}");
            }
            false => others += 1,
        }
    }
    assert!(covered > 20 && others > 20, "{covered} {others}");
}
