//! The functions of the language, by name.

use crate::term::{Importance, Measure};
use kofn_algebra::Function;

/// What a function is, for the resolver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// Of numbers.
    Numbers(Function),
    /// `sum` and `product` over an index.
    Sum,
    Product,
    /// Of systems.
    Measure(Measure),
    /// A measure that the language has and this version does not compute.
    LaterMeasure,
    /// A lifetime law that the language has and this version does not compute.
    Law,
}

/// A function of the language.
#[derive(Clone, Copy, Debug)]
pub struct FunctionWord {
    /// Its name.
    pub name: &'static str,
    /// What it takes, as it is written.
    pub parameters: &'static [&'static str],
    /// What it is, in a line.
    pub doc: &'static str,
    pub(crate) meaning: Meaning,
}

impl FunctionWord {
    /// Whether this version computes it.
    pub fn is_computed(&self) -> bool {
        !matches!(self.meaning, Meaning::LaterMeasure | Meaning::Law)
    }

    /// Whether it is a function of a system, which stands in queries only.
    pub fn is_measure(&self) -> bool {
        matches!(self.meaning, Meaning::Measure(_) | Meaning::LaterMeasure)
    }
}

const fn word(
    name: &'static str,
    meaning: Meaning,
    parameters: &'static [&'static str],
    doc: &'static str,
) -> FunctionWord {
    FunctionWord { name, parameters, doc, meaning }
}

/// An importance of a module.
const fn importance(name: &'static str, one: Importance, doc: &'static str) -> FunctionWord {
    word(name, Meaning::Measure(Measure::Importance(one)), &["SYSTEM", "MODULE"], doc)
}

/// All of them: of numbers, of systems, and those that are not computed yet.
pub const FUNCTIONS: &[FunctionWord] = &[
    word("min", Meaning::Numbers(Function::Min), &["a", "b", "…"], "the least of some numbers"),
    word("max", Meaning::Numbers(Function::Max), &["a", "b", "…"], "the greatest of some numbers"),
    word(
        "floor",
        Meaning::Numbers(Function::Floor),
        &["x"],
        "the greatest whole number that is not above x",
    ),
    word(
        "ceil",
        Meaning::Numbers(Function::Ceil),
        &["x"],
        "the least whole number that is not below x",
    ),
    word(
        "mod",
        Meaning::Numbers(Function::Mod),
        &["a", "b"],
        "what is left of a when it is divided by b",
    ),
    word("exp", Meaning::Numbers(Function::Exp), &["x"], "e to the power of x"),
    word("log", Meaning::Numbers(Function::Log), &["x"], "the natural logarithm of x"),
    word(
        "binomial",
        Meaning::Numbers(Function::Binomial),
        &["n", "k"],
        "how many sets of k there are among n",
    ),
    word("sum", Meaning::Sum, &["EXPR for i in 1..n"], "an expression added up over an index"),
    word(
        "product",
        Meaning::Product,
        &["EXPR for i in 1..n"],
        "an expression multiplied over an index",
    ),
    word(
        "reliability",
        Meaning::Measure(Measure::Reliability),
        &["SYSTEM"],
        "the probability that a system works",
    ),
    word(
        "unreliability",
        Meaning::Measure(Measure::Unreliability),
        &["SYSTEM"],
        "the probability that a system fails",
    ),
    word(
        "availability",
        Meaning::Measure(Measure::Availability),
        &["SYSTEM"],
        "the fraction of time in which a system works",
    ),
    word(
        "smallest_cut",
        Meaning::Measure(Measure::SmallestCut),
        &["SYSTEM"],
        "how many modules must fail at least; 2 or more means no single point of failure",
    ),
    importance(
        "birnbaum",
        Importance::Birnbaum,
        "how much a system's reliability changes with that of a module",
    ),
    importance(
        "criticality",
        Importance::Criticality,
        "the probability that a module failed and was decisive, when the system failed",
    ),
    importance(
        "fussell_vesely",
        Importance::FussellVesely,
        "the share of failures in which a cut set with the module has failed",
    ),
    importance(
        "raw",
        Importance::Raw,
        "how many times as likely the system fails when the module has failed",
    ),
    importance(
        "rrw",
        Importance::Rrw,
        "how many times as likely the system fails as when the module never did",
    ),
    importance(
        "improvement",
        Importance::Improvement,
        "by how much a module that never fails would improve the system",
    ),
    importance(
        "structural",
        Importance::Structural,
        "the share of states of the other modules in which the module decides",
    ),
    word("mttf", Meaning::LaterMeasure, &["SYSTEM"], "the mean time to failure"),
    word("exponential", Meaning::Law, &["rate = λ"], "a lifetime of constant failure rate"),
    word("weibull", Meaning::Law, &["shape = β", "scale = η"], "a lifetime after Weibull"),
    word("lognormal", Meaning::Law, &["…"], "a lifetime whose logarithm is normal"),
    word(
        "repairable",
        Meaning::Law,
        &["mtbf = a", "mttr = b"],
        "a module that is repaired when it fails",
    ),
];

/// The function of a name.
pub(crate) fn function(name: &str) -> Option<Meaning> {
    FUNCTIONS.iter().find(|word| word.name == name).map(|word| word.meaning)
}
