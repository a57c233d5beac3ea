//! How much work a computation may do, and how it says that this was not enough.

use crate::interrupt::Interrupt;
use std::error::Error;
use std::fmt;

/// Bounds on one computation. Each call counts from zero. No bound counts for more than
/// 4,294,967,293, so that nodes and states can be numbered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Nodes of a decision diagram, those of intermediate results included.
    pub nodes: u64,
    /// Elementary steps on decision diagrams that are not already known results.
    pub operations: u64,
    /// States of a network summed over all layers of the frontier method.
    pub states: u64,
    /// Minimal path or cut sets in a list.
    pub path_sets: u64,
    /// Variables written in a list of path or cut sets, each occurrence counted.
    pub set_members: u64,
    /// Who else may end the computation: whoever waits for it, or a clock.
    pub interrupt: Interrupt,
}

impl Default for Limits {
    /// Limits that keep a computation within seconds and some hundred megabytes.
    fn default() -> Self {
        Self {
            nodes: 10_000_000,
            operations: 500_000_000,
            states: 20_000_000,
            path_sets: 100_000,
            set_members: 5_000_000,
            interrupt: Interrupt::never(),
        }
    }
}

/// What ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resource {
    /// [`Limits::nodes`].
    Nodes,
    /// [`Limits::operations`].
    Operations,
    /// [`Limits::states`].
    States,
    /// [`Limits::path_sets`].
    PathSets,
    /// [`Limits::set_members`].
    SetMembers,
    /// Vertices between the examined and the unexamined part of a network, at most 127. With
    /// directed edges, terminals count as well and at most 64 fit. This limit is fixed: networks
    /// this wide have too many states in nearly all cases.
    FrontierWidth,
    /// Nothing: the computation was ended by [`Limits::interrupt`]. No amount belongs to it.
    Interrupted,
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nodes => "diagram nodes",
            Self::Operations => "diagram operations",
            Self::States => "network states",
            Self::PathSets => "path or cut sets",
            Self::SetMembers => "members of path or cut sets",
            Self::FrontierWidth => "vertices on the frontier of a network",
            Self::Interrupted => "interrupted",
        })
    }
}

/// The computation needs more than it was allowed; there is no partial result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LimitReached {
    /// What ran out.
    pub what: Resource,
    /// How much was allowed.
    pub limit: u64,
    /// How much was needed when the computation stopped; the whole need may be larger.
    pub reached: u64,
}

impl fmt::Display for LimitReached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_interrupted() {
            return f.write_str(INTERRUPTED);
        }
        write!(f, "needs at least {} {}, but {} are allowed", self.reached, self.what, self.limit)
    }
}

impl Error for LimitReached {}

/// What is said of a computation that was ended from outside.
pub const INTERRUPTED: &str = "the computation was interrupted";

impl LimitReached {
    /// Whether it was not the work that was too much: the computation was ended from outside, and
    /// whoever would go on in another way does not.
    pub fn is_interrupted(&self) -> bool {
        self.what == Resource::Interrupted
    }
}

impl Limits {
    /// Fails when so many operations are too many, or when the computation is to end.
    pub fn operated(&self, operations: u64) -> Result<(), LimitReached> {
        Resource::Operations.check(operations, self.operations)?;
        self.interrupt.check()
    }
}

impl Resource {
    /// Fails when `reached` exceeds `limit`.
    ///
    /// # Errors
    ///
    /// [`LimitReached`] with what was reached.
    pub fn check(self, reached: u64, limit: u64) -> Result<(), LimitReached> {
        let limit = limit.min(u64::from(u32::MAX) - 2);
        if reached > limit { Err(LimitReached { what: self, limit, reached }) } else { Ok(()) }
    }
}
