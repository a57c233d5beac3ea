//! How a computation is ended from outside.

use crate::limits::{LimitReached, Resource};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What ends computations from outside, shared by whoever computes and whoever waits.
///
/// It is part of [`Limits`](crate::Limits) and looked at wherever work is counted. Once it is
/// raised, every computation with these limits ends soon, in a [`LimitReached`] whose
/// [`is_interrupted`](LimitReached::is_interrupted) holds; it cannot be taken back. Whoever
/// interrupts takes nothing that comes out afterwards for an answer: callers that make do with
/// less where a limit is reached may have done so before they noticed.
///
/// ```
/// use kofn_boolean::{Formulas, Interrupt, Limits, Variable, compile};
///
/// let mut formulas = Formulas::new();
/// let all = (0..9).map(|number| formulas.variable(Variable(number))).collect();
/// let five = formulas.at_least(5, all);
/// let interrupt = Interrupt::new();
/// let limits = Limits { interrupt: interrupt.clone(), ..Limits::default() };
/// assert!(compile(&formulas, five, &limits).is_ok());
/// interrupt.raise(); // from another thread, say
/// assert!(compile(&formulas, five, &limits).unwrap_err().is_interrupted());
/// ```
#[derive(Clone, Default)]
pub struct Interrupt(Option<Arc<AtomicBool>>);

impl Interrupt {
    /// One that nobody can raise.
    pub fn never() -> Self {
        Self(None)
    }

    /// One that was not raised yet.
    pub fn new() -> Self {
        Self(Some(Arc::default()))
    }

    /// Ends all computations that share this.
    pub fn raise(&self) {
        if let Some(raised) = &self.0 {
            raised.store(true, Ordering::Relaxed);
        }
    }

    /// Whether they are to end.
    pub fn is_raised(&self) -> bool {
        self.0.as_ref().is_some_and(|raised| raised.load(Ordering::Relaxed))
    }

    /// Fails when they are.
    pub(crate) fn check(&self) -> Result<(), LimitReached> {
        match self.is_raised() {
            true => Err(LimitReached { what: Resource::Interrupted, limit: 0, reached: 0 }),
            false => Ok(()),
        }
    }
}

impl fmt::Debug for Interrupt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.0, self.is_raised()) {
            (None, _) => f.write_str("never"),
            (Some(_), false) => f.write_str("not raised"),
            (Some(_), true) => f.write_str("raised"),
        }
    }
}

/// Limits are equal where they allow the same work, whoever waits for it.
impl PartialEq for Interrupt {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Interrupt {}
