//! Verdicts, solution sets and regions as lines for people.

use crate::condition::{self, list, sign};
use crate::formula::{self, Style};
use crate::report::{
    Algebraic, Compared, Dominance, End, Found, Infeasible, Interval, Regions, SideValues, Sides,
    SolutionSet, Solved, Verdict,
};
use kofn_algebra::{Expr, Integer, Rational, Relation};
use kofn_decide::{Alternative, Case, Condition, Feasible, FormulaAnswer, Monotone};

/// A fraction longer than this many digits is not shown; its decimal is.
const LONGEST_FRACTION: usize = 40;

/// A polynomial of a higher degree is not written out.
const HIGHEST_DEGREE: usize = 8;

/// Lines, each with an indent of four.
#[derive(Default)]
struct Lines(Vec<String>);

impl Lines {
    fn say(&mut self, line: impl Into<String>) {
        self.0.push(line.into());
    }

    /// Deeper by one step.
    fn note(&mut self, line: impl AsRef<str>) {
        self.0.push(format!("    {}", line.as_ref()));
    }

    fn text(&self) -> String {
        self.0.iter().map(|line| format!("    {line}\n")).collect()
    }
}

/// What is known of an assertion.
pub(crate) fn verdict(verdict: &Verdict) -> String {
    let mut lines = Lines::default();
    match verdict {
        Verdict::Proven { method } => lines.say(format!("proven ({method})")),
        Verdict::Refuted { point, sides, except } => {
            let at = if point.is_empty() {
                String::new()
            } else {
                let all: Vec<String> = point
                    .iter()
                    .map(|(symbol, end)| format!("{} {}", plain(symbol), equal_to(end)))
                    .collect();
                format!(" at {}", all.join(", "))
            };
            lines.say(format!("refuted{at}"));
            sides.iter().for_each(|sides| lines.note(compared_sides(sides)));
            for (_, end) in point.iter().filter(|(_, end)| end.exact.is_none()) {
                roots(end, &mut lines);
            }
            if !except.is_empty() {
                let face = |face: &Vec<(Expr, Rational)>| {
                    let all: Vec<String> = face
                        .iter()
                        .map(|(symbol, end)| format!("{} = {end}", plain(symbol)))
                        .collect();
                    all.join(" with ")
                };
                let all: Vec<String> = except.iter().map(face).collect();
                lines.note(format!("it holds except at {}", all.join(" or ")));
            }
        }
        Verdict::Undecided { why, .. } => lines.say(format!("undecided: {why}")),
    }
    lines.text()
}

fn compared_sides(sides: &Sides) -> String {
    let side = |words: &str, value: &Option<End>| match value {
        Some(end) if number(end) == words => words.to_owned(),
        Some(end) => format!("{words} {}{}", equal_to(end), about(end).unwrap_or_default()),
        None => format!("{words} is not defined"),
    };
    let claim = format!("not {} {} {}", sides.left, sign(sides.relation), sides.right);
    match &sides.values {
        SideValues::Known(left, right) => {
            format!("{claim}: {}, {}", side(&sides.left, left), side(&sides.right, right))
        }
        SideValues::Equal => format!("{claim}: they are equal there"),
        SideValues::NotShown => claim,
    }
}

/// The decimal behind a fraction of which nobody sees how much it is.
fn about(end: &End) -> Option<String> {
    const SEEN: usize = 9;
    let shown = short(end).filter(|shown| end.exact.is_some() && shown.len() > SEEN)?;
    shown.contains('/').then(|| format!(" ≈ {}", end.decimal.as_deref().unwrap_or_default()))
}

/// `= 1/3`, or `≈ 0.333…` for what is cut off.
fn equal_to(end: &End) -> String {
    match short(end) {
        Some(exact) => format!("= {exact}"),
        None => format!("≈ {}", end.decimal.as_deref().unwrap_or("∞")),
    }
}

/// The exact number where it is short.
fn short(end: &End) -> Option<String> {
    if let Some(exact) = &end.exact {
        return Some(short_number(exact, end.decimal.as_deref()?))
            .filter(|text| text.len() <= LONGEST_FRACTION);
    }
    let radical = end.algebraic.as_ref().and_then(|algebraic| algebraic.radical.as_ref());
    radical.or(end.closed_form.as_ref()).map(plain)
}

/// The decimal where that is the number itself, else the fraction.
fn short_number(exact: &Rational, decimal: &str) -> String {
    let size = Rational::parse_decimal(decimal.trim_start_matches('-'));
    if size.is_ok_and(|size| size == exact.abs()) { decimal.to_owned() } else { exact.to_string() }
}

/// The exact number where it is short, else its decimal.
fn number(end: &End) -> String {
    short(end).unwrap_or_else(|| end.decimal.clone().unwrap_or_else(|| "∞".to_owned()))
}

/// The values of a parameter for which a condition holds.
pub(crate) fn solved(solved: &Solved) -> String {
    let mut lines = Lines::default();
    let name = plain(&solved.parameter);
    match &solved.found {
        Found::Set(set) => solution_set(&name, set, &mut lines),
        Found::Formula(answer) => formula_answer(&solved.parameter, answer, &mut lines),
        Found::Unsolved { why, .. } => lines.say(format!("not solved: {why}")),
    }
    if solved.independent {
        lines.note(format!("whether it holds does not depend on {name} here"));
    }
    lines.text()
}

fn solution_set(name: &str, set: &SolutionSet, lines: &mut Lines) {
    if set.solutions.is_empty() {
        lines.say("no solution");
    } else {
        intervals(name, &set.solutions, lines);
    }
    conditions(&set.conditions, lines);
    otherwise(&set.otherwise, lines);
    for witness in &set.witness {
        let decimal = &witness.value.decimal;
        let exact = witness.value.exact.as_ref().map(|exact| short_number(exact, decimal));
        let exact = exact.filter(|exact| exact.len() <= LONGEST_FRACTION && exact != decimal);
        let fraction = exact.map(|exact| format!(" = {exact}")).unwrap_or_default();
        let holds = if witness.holds { "holds" } else { "fails" };
        lines
            .note(format!("{name} = {}: {}{fraction}  {holds}", witness.at, witness.value.decimal));
    }
    if let Some(bound) = &set.bound {
        lines.note(format!(
            "{name} {} {} {} {}",
            sign(bound.relation),
            plain(&bound.formula),
            if bound.value.exact.is_some() { "=" } else { "≈" },
            bound.value.decimal
        ));
    }
    if let Some(infeasible) = &set.infeasible {
        lines.note(reach(name, infeasible));
    }
    if let Some(without) = &set.without_range {
        let all: Vec<String> =
            without.iter().map(|interval| interval_text(name, interval)).collect();
        let all = if all.is_empty() { "no solution".to_owned() } else { all.join(" or ") };
        let is_count = without.iter().chain(&set.solutions).any(|one| one.step.is_some());
        let where_else =
            if is_count { "without the end of its range" } else { "outside of its range" };
        lines.note(format!("{where_else}: {all}"));
    }
    if let Some(without) =
        set.infeasible.as_ref().and_then(|infeasible| infeasible.without_range.as_ref())
    {
        lines.note(reach(name, without));
    }
}

/// How far the side with the parameter gets.
fn reach(name: &str, infeasible: &Infeasible) -> String {
    let word = if infeasible.is_supremum { "at most" } else { "at least" };
    let value = number(&infeasible.reach);
    match &infeasible.attained_at {
        Some(at) => format!("it is {word} {value}, at {name} {}", equal_to(at)),
        None => {
            let word = if infeasible.is_supremum { "below" } else { "above" };
            format!("it stays {word} {value} and comes as near as you like")
        }
    }
}

fn intervals(name: &str, all: &[Interval], lines: &mut Lines) {
    for (at, interval) in all.iter().enumerate() {
        let or = if at == 0 { "" } else { "or " };
        lines.say(format!("{or}{}", interval_text(name, interval)));
        for end in [&interval.lo, &interval.hi] {
            roots(end, lines);
        }
    }
}

/// `1/2 < p ≤ 1`
fn interval_text(name: &str, interval: &Interval) -> String {
    let Interval { lo, hi, step } = interval;
    let below = |end: &End| if end.open { "<" } else { "≤" };
    if let Some(step) = step {
        let every =
            if step.is_one() { String::new() } else { format!(", every {}", ordinal(step)) };
        return match &hi.decimal {
            Some(_) if lo.exact == hi.exact => format!("{name} = {}", number(lo)),
            Some(_) => format!("{} ≤ {name} ≤ {}{every}", number(lo), number(hi)),
            None => format!("{name} ≥ {}{every}", number(lo)),
        };
    }
    match (&lo.decimal, &hi.decimal) {
        (Some(_), Some(_)) if same(lo, hi) => format!("{name} {}", equal_to(lo)),
        (Some(_), Some(_)) => {
            format!("{} {} {name} {} {}", number(lo), below(lo), below(hi), number(hi))
        }
        (Some(_), None) => {
            format!("{name} {} {}", if lo.open { ">" } else { "≥" }, number(lo))
        }
        (None, Some(_)) => format!("{name} {} {}", below(hi), number(hi)),
        (None, None) => format!("every {name}"),
    }
}

fn ordinal(step: &Integer) -> String {
    match step.to_u64() {
        Some(2) => "second".to_owned(),
        Some(3) => "third".to_owned(),
        _ => format!("{step}th"),
    }
}

fn same(a: &End, b: &End) -> bool {
    !a.open && !b.open && a.exact == b.exact && a.algebraic == b.algebraic && a.decimal == b.decimal
}

/// Says what an end is that a decimal or a long fraction stands for.
fn roots(end: &End, lines: &mut Lines) {
    let Some(decimal) = &end.decimal else { return };
    match (&end.exact, &end.algebraic) {
        (Some(exact), _) => {
            let exact = short_number(exact, decimal);
            if exact.len() <= LONGEST_FRACTION && exact.contains('/') {
                lines.note(format!("{exact} ≈ {decimal}"));
            }
        }
        (None, Some(algebraic)) => match &algebraic.radical {
            Some(radical) => lines.note(format!("{} ≈ {decimal}", plain(radical))),
            None => lines.note(format!("{decimal}… {}", is_root(algebraic))),
        },
        (None, None) => {
            if let Some(form) = &end.closed_form {
                lines.note(format!("{} ≈ {decimal}", plain(form)));
            }
        }
    }
}

fn is_root(algebraic: &Algebraic) -> String {
    let (lo, hi) = &algebraic.interval;
    let degree = algebraic.polynomial.len().saturating_sub(1);
    if degree > HIGHEST_DEGREE {
        return format!(
            "is a root of a polynomial of degree {degree}, the only one in {lo} … {hi}"
        );
    }
    let x = Expr::symbol("x");
    let terms = algebraic.polynomial.iter().enumerate().rev().map(|(power, coefficient)| {
        let power = i64::try_from(power).unwrap_or(i64::MAX);
        Expr::product([
            Expr::number(coefficient.clone()),
            Expr::power(x.clone(), Expr::number(power)),
        ])
    });
    format!("is the root of {} in {lo} … {hi}", plain(&Expr::sum(terms)))
}

fn formula_answer(parameter: &Expr, answer: &FormulaAnswer, lines: &mut Lines) {
    let name = plain(parameter);
    match answer {
        FormulaAnswer::Solved(solved) => {
            lines.say(bound(&name, solved.relation, &solved.formula));
            conditions(&solved.conditions, lines);
            feasible(&name, &solved.feasible, lines);
            otherwise(&solved.otherwise, lines);
        }
        FormulaAnswer::TwoEnds(ends) => {
            for (at, alternative) in ends.alternatives.iter().enumerate() {
                let or = if at == 0 { "" } else { "or " };
                lines.say(format!("{or}{}", alternative_text(&name, alternative)));
            }
            conditions(&ends.conditions, lines);
            feasible(&name, &ends.feasible, lines);
            otherwise(&ends.otherwise, lines);
        }
        FormulaAnswer::NoClosedForm { reduced, conditions: given, monotone } => {
            lines.say("no closed form");
            if let Some(reduced) = reduced {
                let reduced = Condition::Compare(reduced.clone());
                lines.note(format!("it is left to say when {}", condition::text(&reduced)));
            }
            conditions(given, lines);
            match monotone {
                Some(Monotone::Rising) => {
                    lines.note(format!("the difference of the sides never falls as {name} rises"));
                }
                Some(Monotone::Falling) => {
                    lines.note(format!("the difference of the sides never rises as {name} rises"));
                }
                None => {}
            }
        }
        FormulaAnswer::Always(given) => {
            lines.say(format!("every {name}"));
            conditions(given, lines);
        }
        FormulaAnswer::Never(given) => {
            lines.say(format!("no {name}"));
            conditions(given, lines);
        }
    }
}

fn bound(name: &str, relation: Relation, formula: &Expr) -> String {
    format!("{name} {} {}", sign(relation), plain(formula))
}

fn alternative_text(name: &str, alternative: &Alternative) -> String {
    let bounds = match alternative.bounds.as_slice() {
        [] => format!("every {name}"),
        [lower, upper] if lower.formula == upper.formula => {
            format!("{name} = {}", plain(&lower.formula))
        }
        [lower, upper] => format!(
            "{} {} {name} {} {}",
            plain(&lower.formula),
            sign(lower.relation.swapped()),
            sign(upper.relation),
            plain(&upper.formula)
        ),
        all => {
            let all: Vec<String> =
                all.iter().map(|one| bound(name, one.relation, &one.formula)).collect();
            all.join(" and ")
        }
    };
    if alternative.conditions.is_empty() {
        bounds
    } else {
        format!("{bounds}, when {}", list(&alternative.conditions))
    }
}

fn conditions(given: &[Condition], lines: &mut Lines) {
    if !given.is_empty() {
        lines.note(format!("for {}", list(given)));
    }
}

fn feasible(name: &str, feasible: &Feasible, lines: &mut Lines) {
    match feasible {
        Feasible::Always | Feasible::Unknown => {}
        Feasible::Never => lines.note(format!("no {name} in its range does")),
        Feasible::When(when) => {
            lines.note(format!("some {name} in its range does exactly when {}", list(when)));
        }
    }
}

fn otherwise(cases: &[Case], lines: &mut Lines) {
    for case in cases {
        let holds = if case.holds { "always" } else { "never" };
        lines.note(format!("{holds} for {}", list(&case.when)));
    }
}

/// Where one is more reliable than the other.
pub(crate) fn compared(compared: &Compared) -> String {
    let mut lines = Lines::default();
    let (a, b) = (&compared.a, &compared.b);
    match &compared.regions {
        Regions::Line { parameter, a: in_a, b: in_b, equal } => {
            let name = plain(parameter);
            for (words, all) in [
                (format!("{a} is more reliable for"), in_a),
                (format!("{b} is more reliable for"), in_b),
                ("equal for".to_owned(), equal),
            ] {
                if all.is_empty() {
                    continue;
                }
                let texts: Vec<String> =
                    all.iter().map(|interval| interval_text(&name, interval)).collect();
                lines.say(format!("{words} {}", texts.join(" or ")));
            }
            let mut ends = Vec::new();
            for interval in in_a.iter().chain(in_b).chain(equal) {
                for end in [&interval.lo, &interval.hi] {
                    let end = End { open: false, ..end.clone() };
                    if !ends.contains(&end) {
                        roots(&end, &mut lines);
                        ends.push(end);
                    }
                }
            }
        }
        // Nowhere or everywhere is what dominance says too.
        Regions::Formula { a: FormulaAnswer::Always(_) | FormulaAnswer::Never(_), .. }
            if compared.dominates.is_some() => {}
        Regions::Formula { parameter, a: answer } => {
            lines.say(format!("{a} is more reliable for"));
            let mut inner = Lines::default();
            formula_answer(parameter, answer, &mut inner);
            inner.0.iter().for_each(|line| lines.note(line));
        }
        Regions::Known | Regions::Unknown => {}
    }
    let known = matches!(compared.regions, Regions::Known);
    match (compared.dominates, &compared.undecided) {
        (Some(Dominance::Equal), _) if known => lines.say("they are equally reliable"),
        (Some(Dominance::Equal), _) => lines.say("they are equally reliable everywhere"),
        (Some(Dominance::A), _) if known => lines.say(format!("{a} is more reliable than {b}")),
        (Some(Dominance::B), _) if known => lines.say(format!("{b} is more reliable than {a}")),
        (Some(Dominance::A), _) => {
            lines.say(format!("{a} dominates: it is nowhere less reliable than {b}"));
        }
        (Some(Dominance::B), _) => {
            lines.say(format!("{b} dominates: it is nowhere less reliable than {a}"));
        }
        (None, Some(why)) => {
            lines.say(format!("whether one of them dominates is not known: {why}"));
        }
        (None, None) => lines.say("neither dominates"),
    }
    lines.text()
}

fn plain(expr: &Expr) -> String {
    formula::text(expr, &Style::default()).to_string()
}
