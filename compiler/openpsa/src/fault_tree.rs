//! A fault tree as a file states it: events that occur when something fails.

use kofn_diagnostics::Span;

/// A gate, basic event or house event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct EventId(pub usize);

/// What a file defines. Invariant: every id is a place in `events`.
#[derive(Debug, Default)]
pub(crate) struct FaultTree {
    /// The names of the fault trees, or of the model.
    pub titles: Vec<String>,
    /// In the order of the file.
    pub events: Vec<Event>,
    /// Named numbers, in the order of the file.
    pub parameters: Vec<Parameter>,
    /// Whether an expression mentions the time of the mission without saying it.
    pub mission_time: bool,
}

/// What the file calls something.
#[derive(Clone, Debug)]
pub(crate) struct Title {
    /// The name, with the containers of a private one: `tree.component.pump`.
    pub path: String,
    /// The name by itself.
    pub name: String,
    /// What people call it.
    pub label: Option<String>,
    /// Where it is defined.
    pub span: Span,
}

#[derive(Debug)]
pub(crate) struct Event {
    pub title: Title,
    pub kind: EventKind,
}

#[derive(Debug)]
pub(crate) enum EventKind {
    /// Occurs when its formula says so.
    Gate(Formula),
    /// Occurs by itself with this probability; without one it stays open.
    Basic(Option<Expression>),
    /// Occurs, or does not.
    House(bool),
}

/// A named number.
#[derive(Debug)]
pub(crate) struct Parameter {
    pub title: Title,
    pub value: Expression,
}

/// When an event occurs.
#[derive(Debug)]
pub(crate) enum Formula {
    Event(EventId),
    Constant(bool),
    And(Vec<Formula>),
    Or(Vec<Formula>),
    AtLeast(usize, Vec<Formula>),
    Xor(Box<[Formula; 2]>),
    Iff(Box<[Formula; 2]>),
    Not(Box<Formula>),
    Nand(Vec<Formula>),
    Nor(Vec<Formula>),
}

impl Formula {
    /// The formulas that it joins.
    pub fn operands(&self) -> &[Formula] {
        match self {
            Formula::Event(_) | Formula::Constant(_) => &[],
            Formula::And(all)
            | Formula::Or(all)
            | Formula::AtLeast(_, all)
            | Formula::Nand(all)
            | Formula::Nor(all) => all,
            Formula::Xor(both) | Formula::Iff(both) => both.as_slice(),
            Formula::Not(one) => std::slice::from_ref(one),
        }
    }

    /// The events that it names; formulas are nested to a bounded depth.
    pub fn events(&self, found: &mut Vec<EventId>) {
        if let Formula::Event(event) = self {
            found.push(*event);
        }
        self.operands().iter().for_each(|operand| operand.events(found));
    }
}

/// A number.
#[derive(Debug)]
pub(crate) enum Expression {
    /// As the language writes it, not negative.
    Literal(String),
    /// A place in `parameters`.
    Parameter(usize),
    MissionTime,
    Negative(Box<Expression>),
    Sum(Vec<Expression>),
    /// The first without the others.
    Difference(Vec<Expression>),
    Product(Vec<Expression>),
    /// The first divided by the others.
    Quotient(Vec<Expression>),
    /// Failed by a time, at a constant rate: `1 − exp(−rate · time)`.
    Exponential(Box<[Expression; 2]>),
}
