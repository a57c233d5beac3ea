//! Single points of failure, which are found without cut sets, against the cut sets of one member.

#![allow(dead_code, reason = "the generator is shared with other tests")]

mod generator;

use generator::Random;
use kofn::emit::sets::SetsReport;
use kofn::{Compilation, Sets, SetsWanted, Settings, SingleFile};
use std::collections::BTreeSet;

fn told(text: &str, order: Option<u32>, most: usize) -> Option<Vec<SetsReport>> {
    let mut compilation = Compilation::new(&SingleFile::new("model.rbd", text), "model.rbd");
    let wanted = SetsWanted { sets: Sets::Cuts, order, most, by_probability: false };
    compilation.sets(&Settings::default(), &[], &wanted, &mut |_, _| {})
}

fn points(report: &SetsReport) -> Option<BTreeSet<String>> {
    Some(report.singles.as_ref()?.points.iter().map(|point| point.name.clone()).collect())
}

#[test]
fn they_are_the_cut_sets_of_one_member() {
    let mut random = Random::new(31);
    let mut compared = 0;
    for _ in 0..400 {
        let text = generator::file(&mut random).text(&mut random);
        let (Some(all), Some(alone)) = (told(&text, None, 20_000), told(&text, Some(1), 0)) else {
            continue;
        };
        for (all, alone) in all.iter().zip(&alone) {
            let Ok(found) = &all.found else { continue };
            if !found.coherent || !found.listed() {
                continue;
            }
            let of_one = found.sets.iter().filter(|set| set.members.len() == 1);
            let mut wanted: BTreeSet<String> =
                of_one.flat_map(|set| set.members.iter().cloned()).collect();
            // What fails in any case has the empty set for its only one.
            let fails = found.sets.iter().any(|set| set.members.is_empty());
            wanted.retain(|_| !fails);
            let found = [points(all), points(alone)].map(Option::unwrap_or_default);
            assert_eq!(found, [wanted.clone(), wanted], "{} of\n{text}", all.system);
            compared += 1;
        }
    }
    assert!(compared > 300, "{compared} systems were compared");
}

#[test]
fn where_a_size_is_open_they_are_those_of_every_size() {
    let model = |size: &str| {
        format!(
            "param n: count {size}\nparam j, k: count\nmodule feed, spare = 0.99\n\
             system s {{\n    module vm[n] = 0.9 on feed\n    module disk[n] = 0.95\n    \
             module two[n] = 0.9 on any of (feed, spare)\n    module switch = 0.999\n    \
             works when series(switch, any of vm, all of disk, majority of two)\n}}\n\
             system t {{ module vm[j] = 0.9 on spare  works when k of vm }}\n"
        )
    };
    let open = told(&model(""), None, 0).unwrap();
    let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(points(&open[0]), Some(named(&["feed", "switch", "disk[i]"])));
    // Where n is 1 a `vm` is one, and a `two`: that is not denied.
    assert_eq!(open[0].singles.as_ref().map(|singles| singles.every_size), Some(false));
    // Were k none, nothing could make it fail.
    assert_eq!(points(&open[1]), None);
    let of =
        |size: usize| points(&told(&model(&format!("= {size}")), None, 0).unwrap()[0]).unwrap();
    let every = (2..5).map(of).reduce(|all, one| &all & &one).unwrap();
    assert_eq!(every, named(&["feed", "switch", "disk[1]", "disk[2]"]));
}

#[test]
fn they_are_told_where_cut_sets_are_too_many() {
    let triples: Vec<String> = (0..46)
        .flat_map(|a| [(a, (a * 7 + 1) % 46, (a * 11 + 5) % 46), (a, (a + 9) % 46, (a + 20) % 46)])
        .map(|(a, b, c)| format!("any of (m[{}], m[{}], m[{}])", a + 1, b + 1, c + 1))
        .collect();
    let text = format!(
        "system s {{ module m[46] = 0.9  module g = 0.99  works when series(g, {}) }}",
        triples.join(", ")
    );
    let mut compilation = Compilation::new(&SingleFile::new("model.rbd", &text), "model.rbd");
    let wanted = SetsWanted { sets: Sets::Cuts, order: None, most: 0, by_probability: false };
    let mut settings = Settings::default();
    settings.limits.nodes = 100;
    let told = compilation.sets(&settings, &[], &wanted, &mut |_, _| {}).unwrap();
    assert!(told[0].found.is_err());
    assert_eq!(points(&told[0]), Some(BTreeSet::from(["g".to_owned()])));
}
