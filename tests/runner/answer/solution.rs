//! `4..; bound > ~ 3.848; at 4 = 10317/100000, at 3 = 813/10000`, `none; supremum 1/2 not attained`,
//! `(10/19, 1]`.

use crate::condition::relation;
use crate::number::{Number, shown, whole};
use crate::set;
use crate::words::{Clauses, list};
use kofn::emit::report::{Infeasible, SolutionSet};
use kofn_algebra::Rational;

pub fn check(stated: &str, found: &SolutionSet) -> Result<(), String> {
    let (head, mut clauses) = Clauses::read(stated);
    set::matches(head, &found.solutions)?;
    if let Some(text) = clauses.take("without range") {
        match &found.without_range {
            Some(intervals) => {
                set::matches(text, intervals).map_err(|why| format!("without range: {why}"))?;
            }
            None => return Err("nothing is said without the range".to_owned()),
        }
    }
    if let Some(text) = clauses.take("without range,") {
        let without = found.infeasible.as_ref().and_then(|found| found.without_range.as_deref());
        reach(text, without)?;
    }
    for word in ["supremum", "infimum"] {
        if let Some(rest) = clauses.take(word) {
            reach(&format!("{word} {rest}"), found.infeasible.as_ref())?;
        }
    }
    if let Some(text) = clauses.take("bound") {
        bound(text, found)?;
    }
    while let Some(first) = clauses.take("at") {
        for witness in list(&format!("at {first}")) {
            at(witness, found)?;
        }
    }
    clauses.finish()
}

/// `supremum 1/2 not attained`, `infimum 0 attained at 16`
fn reach(text: &str, found: Option<&Infeasible>) -> Result<(), String> {
    let found = found.ok_or("nothing is said of how far it gets")?;
    let word = if found.is_supremum { "supremum" } else { "infimum" };
    let attained = match &found.attained_at {
        Some(at) => format!("attained at {}", shown(at)),
        None => "not attained".to_owned(),
    };
    let wrong = |_| format!("found {word} {} {attained}", shown(&found.reach));
    let stated = text.strip_prefix(word).ok_or(()).map_err(wrong)?;
    let stated_value = stated.strip_suffix(&attained).ok_or(()).map_err(wrong)?;
    Number::read(stated_value)?.matches_end(&found.reach).map_err(|_| wrong(()))
}

/// `> ~ 3.84835918`, `>= 4`, `none`
fn bound(text: &str, found: &SolutionSet) -> Result<(), String> {
    match (&found.bound, text) {
        (None, "none") => Ok(()),
        (None, _) => Err("there is no bound".to_owned()),
        (Some(found), text) => {
            let value = &found.value;
            let wrong = || format!("found bound {} {}", found.relation.sign(), value.decimal);
            let (relation, number) = relation(text).ok_or_else(wrong)?;
            if relation != found.relation {
                return Err(wrong());
            }
            Number::read(number)?.matches_value(value.exact.as_ref(), &value.decimal)
        }
    }
}

/// `at 4 = 10317/100000`
fn at(text: &str, found: &SolutionSet) -> Result<(), String> {
    let (count, value) = text
        .strip_prefix("at ")
        .and_then(|rest| rest.split_once('='))
        .ok_or_else(|| format!("write `at COUNT = VALUE`, not `{text}`"))?;
    let count = whole(count.trim())?;
    let witness = found.witness.iter().find(|witness| witness.at == count).ok_or_else(|| {
        let all: Vec<String> = found.witness.iter().map(|one| one.at.to_string()).collect();
        format!("the witnesses are at {}", all.join(", "))
    })?;
    Number::read(value)?
        .matches_value(witness.value.exact.as_ref(), &witness.value.decimal)
        .map_err(|why| format!("at {count}: {why}"))?;
    if witness.holds == belongs(&Rational::from(count), found) {
        Ok(())
    } else {
        Err(format!("the witness at {} contradicts the set", witness.at))
    }
}

fn belongs(count: &Rational, found: &SolutionSet) -> bool {
    found.solutions.iter().any(|interval| {
        let (Some(lo), Some(step)) = (&interval.lo.exact, &interval.step) else { return false };
        let steps = (count - lo).checked_div(&Rational::from(step));
        lo <= count
            && interval.hi.exact.as_ref().is_none_or(|hi| count <= hi)
            && steps.is_some_and(|steps| steps.is_integer())
    })
}
