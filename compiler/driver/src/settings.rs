//! What a caller may choose.

use core::time::Duration;
use kofn_boolean::Limits;
use kofn_measures::Exactness;

/// What a caller may choose; it changes how results are given, never what they are.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Whether exact rationals are computed.
    pub exactness: Exactness,
    /// Significant digits printed, correctly rounded.
    pub digits: usize,
    /// How much work a computation may take.
    pub limits: Limits,
    /// Whether it is told how results were computed.
    pub methods: bool,
    /// The time since any fixed moment, to tell how long that took. The library has no clock of its
    /// own.
    pub clock: Option<fn() -> Duration>,
}

impl Default for Settings {
    fn default() -> Self {
        // States of a network are dropped layer by layer: some seconds, and a few hundred megabytes.
        let limits = Limits { states: 50_000_000, ..Limits::default() };
        Settings { exactness: Exactness::Auto, digits: 12, limits, methods: false, clock: None }
    }
}

/// Enough for seconds: for what is tried, and for what is told beside what was asked for.
pub(crate) fn modest(limits: &Limits) -> Limits {
    Limits {
        nodes: limits.nodes.min(1_000_000),
        operations: limits.operations.min(20_000_000),
        states: limits.states.min(500_000),
        ..limits.clone()
    }
}
