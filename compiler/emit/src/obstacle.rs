//! What kept something from being computed, for whoever must not take silence for an answer.

use crate::report::{
    AnswerKind, Compared, Formula, Found, Outcome, Regions, SystemReport, Unanswered,
};

/// What kept something from being computed, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// A limit was reached.
    Limit(String),
    /// There is no answer; the model must say more.
    Undefined(String),
}

impl Obstacle {
    /// The reason.
    pub fn why(&self) -> &str {
        match self {
            Obstacle::Limit(why) | Obstacle::Undefined(why) => why,
        }
    }
}

impl Outcome {
    /// What kept the value from being computed to the digits that were asked for; an open parameter
    /// does not.
    pub fn obstacle(&self) -> Option<Obstacle> {
        match self {
            Outcome::Limit(why) => Some(Obstacle::Limit(why.clone())),
            Outcome::Undefined(why) => Some(Obstacle::Undefined(why.clone())),
            Outcome::Between(bounds) => Some(Obstacle::Limit(bounds.why.clone())),
            Outcome::Value(_) | Outcome::Open => None,
        }
    }
}

impl Unanswered {
    /// What kept the answer from being given; a template needs none.
    pub fn obstacle(&self) -> Option<Obstacle> {
        match self {
            Unanswered::Limit(why) => Some(Obstacle::Limit(why.clone())),
            Unanswered::Undefined(why) => Some(Obstacle::Undefined(why.clone())),
            Unanswered::Template(_) => None,
        }
    }
}

impl SystemReport {
    /// What kept the system's value from being computed.
    pub fn obstacle(&self) -> Option<Obstacle> {
        match self.formula {
            // A template is not a thing by itself, and that is all right.
            Formula::Template(_) => None,
            Formula::Closed(_) | Formula::TooLong(_) => self.value.obstacle(),
        }
    }
}

impl AnswerKind {
    /// What kept the answer from being found. The verdict of an assertion is never one.
    pub fn obstacle(&self) -> Option<Obstacle> {
        match self {
            AnswerKind::Value { value, .. } => value.obstacle(),
            AnswerKind::Solve(solved) => match &solved.found {
                Found::Unsolved { why, .. } => Some(Obstacle::Limit(why.clone())),
                Found::Set(_) | Found::Formula(_) => None,
            },
            AnswerKind::Compare(compared) => unknown(compared).map(Obstacle::Limit),
            AnswerKind::Table(table) if !table.limits.is_empty() => {
                Some(Obstacle::Limit(table.limits.join("; ")))
            }
            AnswerKind::Assert(_) | AnswerKind::Table(_) | AnswerKind::NotAnswered(_) => None,
        }
    }
}

/// What is not known of a comparison.
fn unknown(compared: &Compared) -> Option<String> {
    match (&compared.regions, &compared.undecided) {
        (_, Some(why)) => Some(why.clone()),
        (Regions::Unknown, None) => Some("it was not found which is better where".to_owned()),
        (Regions::Line { .. } | Regions::Known | Regions::Formula { .. }, None) => None,
    }
}
