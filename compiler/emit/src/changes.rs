//! What a change to a model means: plain data, which each target turns into bytes.

pub mod cases;
mod denied;
pub mod findings;
pub mod json;
pub mod markdown;
pub mod text;
mod words;

pub use denied::{Denied, denied};

use crate::findings::Place;
use crate::report::{Answer, Compared, SystemReport};
use kofn_algebra::{Integer, Rational};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// Two states of a model, side by side.
#[derive(Clone, Debug)]
pub struct Changes {
    /// What the old model is called.
    pub old: String,
    /// What the new model is called.
    pub new: String,
    /// Whether the texts are the same, of all files that they use too.
    pub same_text: bool,
    /// In the order of the new model; those that are gone come behind.
    pub systems: Vec<SystemChange>,
    /// The queries whose answers are other, in the same order.
    pub answers: Vec<AnswerChange>,
    /// How many queries are in both and have the same answers.
    pub same_answers: usize,
    /// To so many significant digits numbers are told.
    pub digits: usize,
}

/// What is known of all together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The models mean the same.
    Same,
    /// They do not.
    Other,
    /// Nothing is other of what could be compared, and not all could be.
    Unknown,
}

/// A system in both models, or in one of them.
#[derive(Clone, Debug)]
pub struct SystemChange {
    /// Its name in the new model; in the old one if it is gone.
    pub name: String,
    /// Where it stands in that model.
    pub place: Place,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a system.
#[derive(Clone, Debug)]
pub enum Fate {
    /// It is new.
    Added(Box<Side>),
    /// It is gone.
    Removed(Box<Side>),
    /// It is in both models.
    Kept(Box<Kept>),
}

/// The single points of failure of a system.
#[derive(Clone, Debug)]
pub struct SinglePoints {
    /// What they are called.
    pub names: Vec<String>,
    /// Whether there are no others at any size; else elements of an array whose size is open may be
    /// some where it is small.
    pub every_size: bool,
}

/// A system in one model.
#[derive(Clone, Debug)]
pub struct Side {
    /// Formula and value.
    pub report: SystemReport,
    /// How many minimal cut sets it has.
    pub cuts: Option<Integer>,
    /// Its single points of failure.
    pub singles: Option<SinglePoints>,
}

/// A system in both models.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its name in the old model, where that is another.
    pub renamed: Option<String>,
    /// The system as it was.
    pub old: Side,
    /// The system as it is.
    pub new: Side,
    /// Whether it works in the same states of its things.
    pub structure: Structure,
    /// Whether the formula is another one; `None` where that is not known.
    pub formula: Option<bool>,
    /// What became of the reliability.
    pub effect: Effect,
    /// Its things.
    pub things: Things,
    /// Open parameters whose ranges are other.
    pub ranges: Vec<RangeChange>,
    /// Its minimal cut sets, or why they are not compared.
    pub cuts: Result<CutChange, String>,
}

/// Whether a system works in the same states of its things as before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Structure {
    /// In exactly the same.
    Same,
    /// Not in the same; where that was seen for values of open counts, at these.
    Other(Vec<(String, Integer)>),
    /// Not known, for this reason.
    Unknown(String),
}

/// What became of a reliability.
#[derive(Clone, Debug)]
pub enum Effect {
    /// It is the same, for all values of what is open.
    Same,
    /// It is another number.
    Number(NumberChange),
    /// Parameters are open: where it is better than before. `a` is the new system, `b` the old one.
    Open(Box<Compared>),
    /// Not known, for this reason.
    Unknown(String),
    /// One of them has none, and that is all right.
    Nothing,
}

/// One number became another. What is not known exactly is left out, but for the difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberChange {
    /// How the new one compares with the old one.
    pub order: Ordering,
    /// New minus old, exactly.
    pub exact: Option<Rational>,
    /// The same with certain digits.
    pub decimal: Option<String>,
    /// How many nines there are more, towards zero to one decimal place.
    pub nines: Option<String>,
    /// The old unreliability by the new one.
    pub factor: Option<Rational>,
    /// Minutes of a year, both read as availabilities: new minus old.
    pub downtime: Option<Rational>,
}

/// Things of a system that are other than before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Things {
    /// New ones.
    pub added: Vec<ThingChange>,
    /// Those that are gone.
    pub removed: Vec<ThingChange>,
    /// Those that work with another probability.
    pub changed: Vec<ThingChange>,
}

/// Alike things of one array, or one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThingChange {
    /// What they are called.
    pub names: Vec<String>,
    /// How each worked; `None` for new ones.
    pub old: Option<String>,
    /// How each works; `None` for those that are gone.
    pub new: Option<String>,
}

/// A parameter that ranges over something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RangeChange {
    /// The parameter.
    pub name: String,
    /// What it ranged over.
    pub old: String,
    /// What it ranges over.
    pub new: String,
}

/// Minimal cut sets gained and lost; prime implicants where one of the two is not coherent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutChange {
    /// Whether both are coherent.
    pub coherent: bool,
    /// Those that only the new system has.
    pub gained: SetList,
    /// Those that only the old one had.
    pub lost: SetList,
}

/// Some sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetList {
    /// How many there are.
    pub count: Integer,
    /// The first of them, the smallest first.
    pub first: Vec<Vec<String>>,
}

/// A query whose answer is other than before.
#[derive(Clone, Debug)]
pub struct AnswerChange {
    /// The answer as it was; `None` for a new query.
    pub old: Option<Answer>,
    /// The answer as it is; `None` for a query that is gone.
    pub new: Option<Answer>,
    /// Where the query stands, in the new model if it is there.
    pub place: Place,
}

impl Kept {
    /// Single points of failure that only the new system has, where they are known of both.
    pub fn singles_gained(&self) -> Option<Vec<&str>> {
        only_first(self.new.singles.as_ref()?, self.old.singles.as_ref()?)
    }

    /// Single points of failure that only the old system had, where they are known of both.
    pub fn singles_lost(&self) -> Option<Vec<&str>> {
        only_first(self.old.singles.as_ref()?, self.new.singles.as_ref()?)
    }

    /// What it means that the system is as it is.
    pub fn meaning(&self) -> Meaning {
        let other = self.renamed.is_some()
            || matches!(self.structure, Structure::Other(_))
            || self.formula == Some(true)
            || matches!(self.effect, Effect::Number(_) | Effect::Open(_))
            // What only one of them mentions may not matter; where it does, the structure is other.
            || !self.things.changed.is_empty()
            || !self.ranges.is_empty();
        let unknown = matches!(self.structure, Structure::Unknown(_))
            || matches!(self.effect, Effect::Unknown(_));
        match (other, unknown) {
            (true, _) => Meaning::Other,
            (false, true) => Meaning::Unknown,
            (false, false) => Meaning::Same,
        }
    }
}

fn only_first<'a>(first: &'a SinglePoints, second: &SinglePoints) -> Option<Vec<&'a str>> {
    let known: BTreeSet<&String> = second.names.iter().collect();
    Some(first.names.iter().filter(|one| !known.contains(one)).map(String::as_str).collect())
}

impl SystemChange {
    /// What it means that the system is as it is.
    pub fn meaning(&self) -> Meaning {
        match &self.fate {
            Fate::Added(_) | Fate::Removed(_) => Meaning::Other,
            Fate::Kept(kept) => kept.meaning(),
        }
    }
}

impl Changes {
    /// What is known of all together.
    pub fn meaning(&self) -> Meaning {
        if self.same_text {
            return Meaning::Same;
        }
        let has = |wanted| self.systems.iter().any(|system| system.meaning() == wanted);
        match () {
            () if !self.answers.is_empty() || has(Meaning::Other) => Meaning::Other,
            () if has(Meaning::Unknown) => Meaning::Unknown,
            () => Meaning::Same,
        }
    }
}
