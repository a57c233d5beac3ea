//! Minimal cut and path sets, for people and for programs.

use crate::json::explained;
use crate::methods::{self, Computation};
use crate::report::Unanswered;
use kofn_algebra::{Integer, Rational, decimal};
use serde_json::{Map, Value as Json, json};

/// The minimal cut or path sets of one system.
#[derive(Clone, Debug)]
pub struct SetsReport {
    /// The system.
    pub system: String,
    /// Cut sets, else path sets.
    pub cuts: bool,
    /// What was found, or why there is nothing.
    pub found: Result<FoundSets, Unanswered>,
    /// The things that are a cut set alone, where that is known; only with cut sets.
    pub singles: Option<SinglePoints>,
    /// Significant digits.
    pub digits: usize,
    /// How the parts were computed, where that is asked for.
    pub computation: Option<Box<Computation>>,
}

/// What was found about the sets of one system.
#[derive(Clone, Debug)]
pub struct FoundSets {
    /// How many there are; where an order was asked for, of at most that size.
    pub count: Integer,
    /// How many there are of size 0, 1, 2 and so on; `None` where that is too long a list.
    pub by_size: Option<Vec<Integer>>,
    /// The largest size that was asked for.
    pub order: Option<u32>,
    /// Whether the structure is coherent: else these are prime implicants.
    pub coherent: bool,
    /// The first of them.
    pub sets: Vec<ListedSet>,
}

/// One set.
#[derive(Clone, Debug)]
pub struct ListedSet {
    /// What is in it; `not m` is the opposite.
    pub members: Vec<String>,
    /// The chance that all of it happens, where the probabilities are numbers.
    pub probability: Option<Rational>,
}

/// The things whose failing alone is enough.
#[derive(Clone, Debug)]
pub struct SinglePoints {
    /// In the order of their declaration.
    pub points: Vec<SinglePoint>,
    /// Whether there are no others at any size; else elements of an array whose size is open may be
    /// some where it is small.
    pub every_size: bool,
}

/// A thing whose failing is enough.
#[derive(Clone, Debug)]
pub struct SinglePoint {
    /// What it is called.
    pub name: String,
    /// Whether it is a link.
    pub link: bool,
    /// The chance that it fails.
    pub fails: Option<Rational>,
    /// This as a part of the system's unreliability.
    pub share: Option<Rational>,
}

impl FoundSets {
    /// Whether all sets are listed.
    pub fn listed(&self) -> bool {
        Integer::from(self.sets.len()) == self.count
    }
}

/// Sets of several systems for people; with `single`, the single points of failure alone.
pub fn text(reports: &[SetsReport], single: bool) -> String {
    let texts: Vec<String> = reports
        .iter()
        .map(|report| {
            let computation = report.computation.as_deref();
            let methods = computation.map(|found| methods::text(found, "    "));
            one(report, single) + &methods.unwrap_or_default()
        })
        .collect();
    texts.join("\n")
}

fn one(report: &SetsReport, single: bool) -> String {
    let told = match (single, &report.singles, &report.found) {
        (true, Some(points), _) => singles(points, report.digits),
        (true, None, Err(why)) => format!("no single points of failure: {why}\n"),
        (true, None, Ok(_)) => {
            "no single points of failure: something works by another thing's failing\n".to_owned()
        }
        (false, ..) => told(report),
    };
    format!("system {}    {told}", report.system)
}

/// What is known of cut or path sets, all lines but the first one indented.
pub(crate) fn told(report: &SetsReport) -> String {
    let cuts = report.cuts;
    let kind = if cuts { "cut" } else { "path" };
    let mut text = match &report.found {
        Ok(found) => listed(found, cuts, kind, report.digits),
        Err(why) => format!("no {kind} sets: {why}\n"),
    };
    if let Some(points) = &report.singles {
        text.push_str("    ");
        text.push_str(&singles(points, report.digits));
    }
    text
}

fn listed(found: &FoundSets, cuts: bool, kind: &str, digits: usize) -> String {
    let mut text = String::new();
    let plural = if found.count.is_one() { "" } else { "s" };
    let what = if found.coherent {
        format!("minimal {kind} set{plural}")
    } else {
        let of = if cuts { "failing" } else { "working" };
        format!("prime implicant{plural} of {of}")
    };
    let order = found.order.map(|order| format!(" of at most {order}")).unwrap_or_default();
    text.push_str(&format!("{} {what}{order}\n", found.count));
    if let Some(by_size) = &found.by_size {
        let sizes: Vec<String> = by_size
            .iter()
            .enumerate()
            .filter(|(_, count)| !count.is_zero())
            .map(|(size, count)| format!("{count} of {size}"))
            .collect();
        const MOST: usize = 12;
        if sizes.len() > 1 {
            let more = sizes.len().saturating_sub(MOST);
            let mut line = sizes.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
            if more > 0 {
                line.push_str(&format!(", and {more} more sizes"));
            }
            text.push_str(&format!("    {line}\n"));
        }
    }
    let sets: Vec<String> =
        found.sets.iter().map(|set| format!("{{{}}}", set.members.join(", "))).collect();
    let width = sets.iter().map(|set| set.chars().count()).max().unwrap_or(0).min(60);
    for (set, listed) in sets.iter().zip(&found.sets) {
        text.push_str("    ");
        text.push_str(set);
        if let Some(probability) = &listed.probability {
            let padding = width.saturating_sub(set.chars().count());
            text.push_str(&format!("{}    {}", " ".repeat(padding), decimal(probability, digits)));
        }
        text.push('\n');
    }
    if !found.listed() && !found.sets.is_empty() {
        text.push_str(&format!(
            "    … {} of {} are listed; `--most N` lists more\n",
            found.sets.len(),
            found.count
        ));
    }
    if !found.coherent {
        let (member, opposite) = if cuts { ("fails", "works") } else { ("works", "fails") };
        text.push_str(&format!("    `m` {member}, `not m` {opposite}\n"));
    }
    text
}

fn singles(all: &SinglePoints, digits: usize) -> String {
    let points = &all.points;
    let sizes = if all.every_size { "" } else { ", whatever the open sizes are" };
    if points.is_empty() {
        return format!("no single point of failure{sizes}\n");
    }
    let plural = if points.len() == 1 { "" } else { "s" };
    let mut text = format!("{} single point{plural} of failure{sizes}\n", points.len());
    let label = |one: &SinglePoint| {
        let kind = if one.link { "link " } else { "" };
        format!("{kind}{}", one.name)
    };
    let width = points.iter().map(|one| label(one).chars().count()).max().unwrap_or(0);
    for one in points {
        let label = label(one);
        let padding = " ".repeat(width - label.chars().count());
        text.push_str(&format!("        {label}"));
        match (&one.fails, &one.share) {
            (Some(fails), _) if fails.is_zero() => {
                text.push_str(&format!("{padding}    cannot fail, as it is modelled"));
            }
            (Some(fails), Some(share)) => {
                let percent = share * &Rational::from(100);
                text.push_str(&format!(
                    "{padding}    fails with {}, {} % of the unreliability",
                    decimal(fails, digits),
                    decimal(&percent, 3)
                ));
            }
            (Some(fails), None) => {
                text.push_str(&format!("{padding}    fails with {}", decimal(fails, digits)));
            }
            (None, _) => {}
        }
        text.push('\n');
    }
    text
}

/// Sets of one system for programs.
pub fn json(report: &SetsReport) -> Json {
    explained(facts(report), report.computation.as_deref())
}

fn facts(report: &SetsReport) -> Json {
    let number = |number: &Option<Rational>| {
        number.as_ref().map(
            |number| json!({"exact": number.to_string(), "decimal": decimal(number, report.digits)}),
        )
    };
    let kind = if report.cuts { "cuts" } else { "paths" };
    let mut object = match &report.found {
        Ok(found) => {
            let sets: Vec<&Vec<String>> = found.sets.iter().map(|set| &set.members).collect();
            let probabilities: Vec<_> =
                found.sets.iter().map(|set| number(&set.probability)).collect();
            let by_size = found.by_size.as_ref().map(|by_size| {
                let counts = by_size.iter().enumerate().filter(|(_, count)| !count.is_zero());
                counts
                    .map(|(size, count)| (size.to_string(), Json::String(count.to_string())))
                    .collect::<Map<_, _>>()
            });
            json!({
                "system": report.system,
                "kind": kind,
                "count": found.count.to_string(),
                "by_size": by_size,
                "order": found.order,
                "coherent": found.coherent,
                "sets": sets,
                "probabilities": probabilities,
                "listed": found.listed(),
            })
        }
        Err(why) => json!({
            "system": report.system,
            "kind": kind,
            "count": null,
            "sets": [],
            "listed": false,
            "reason": why.to_string(),
        }),
    };
    if let (Some(object), true) = (object.as_object_mut(), report.cuts) {
        let single = |one: &SinglePoint| {
            json!({
                "name": one.name,
                "kind": if one.link { "link" } else { "module" },
                "unreliability": number(&one.fails),
                "share": number(&one.share),
            })
        };
        let points: Option<Vec<Json>> =
            report.singles.as_ref().map(|all| all.points.iter().map(single).collect());
        object.insert("single_points_of_failure".to_owned(), points.into());
        // Else elements of an array whose size is open may be some where it is small.
        let every_size = report.singles.as_ref().map(|all| all.every_size);
        object.insert("single_points_are_all".to_owned(), every_size.into());
    }
    object
}
