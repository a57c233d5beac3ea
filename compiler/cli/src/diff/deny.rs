//! Kinds of changes that may not be.

use clap::ValueEnum;
use kofn::emit::findings;

/// What may not be: the code of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Kind {
    /// Something is a single point of failure and was none, or is one of a system that is new
    SinglePointGained,
    /// A system works less likely than before, be it for some values of what is open only
    LessReliable,
    /// An assertion that held, or that is new, is refuted
    AssertRefuted,
    /// An assertion that was decided, or that is new, is not decided
    AssertUndecided,
    /// Other answers: a query is answered otherwise, is new or is gone, an assertion too
    AnswerChanged,
    /// A system means something else, is new or is gone
    SystemChanged,
    /// Something could not be compared
    NotCompared,
}

impl Kind {
    /// The code of its findings.
    pub fn code(self) -> &'static str {
        match self {
            Kind::SinglePointGained => findings::SINGLE_POINT_GAINED,
            Kind::LessReliable => findings::LESS_RELIABLE,
            Kind::AssertRefuted => findings::ASSERT_REFUTED,
            Kind::AssertUndecided => findings::ASSERT_UNDECIDED,
            Kind::AnswerChanged => findings::ANSWER_CHANGED,
            Kind::SystemChanged => findings::SYSTEM_CHANGED,
            Kind::NotCompared => findings::NOT_COMPARED,
        }
    }

    /// Whether it is of answers, which are not compared where systems are chosen.
    pub fn is_of_answers(self) -> bool {
        match self {
            Kind::AssertRefuted | Kind::AssertUndecided | Kind::AnswerChanged => true,
            Kind::SinglePointGained
            | Kind::LessReliable
            | Kind::SystemChanged
            | Kind::NotCompared => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_called_like_its_findings() {
        for kind in Kind::value_variants() {
            let name = kind.to_possible_value().map(|value| value.get_name().to_owned());
            assert_eq!(name.as_deref(), Some(kind.code()));
            assert!(findings::explain(kind.code()).is_some(), "{kind:?}");
        }
    }
}
