//! What is left of a formula whose diagram would have been too large.

use kofn_boolean::{
    Diagram, FormulaId, Formulas, Likelihood, LimitReached, Limits, Side, compile_bound,
};
use std::cell::OnceCell;

/// A formula without a diagram: nothing exact can be had of it, but functions on both sides of it.
#[derive(Clone, Debug)]
pub struct Uncompiled {
    formulas: Formulas,
    root: FormulaId,
    limit: LimitReached,
    between: OnceCell<Option<Between>>,
}

/// Functions on both sides of a formula.
#[derive(Clone, Debug)]
pub struct Between {
    /// False wherever the formula is.
    pub below: Diagram,
    /// True wherever the formula is.
    pub above: Diagram,
}

impl Uncompiled {
    pub(crate) fn new(formulas: Formulas, root: FormulaId, limit: LimitReached) -> Self {
        Self { formulas, root, limit, between: OnceCell::new() }
    }

    /// Why it has no diagram.
    pub fn limit(&self) -> LimitReached {
        self.limit
    }

    /// The functions on both sides, where they have been made.
    pub fn known(&self) -> Option<&Between> {
        self.between.get()?.as_ref()
    }

    /// Functions on both sides, close where the variables are as likely as at the first call.
    ///
    /// Fails where these are too large as well, and where it is interrupted.
    pub fn between(
        &self,
        likelihoods: &[Likelihood],
        limits: &Limits,
    ) -> Result<&Between, LimitReached> {
        let bound = |side| compile_bound(&self.formulas, self.root, side, likelihoods, limits);
        let made = match self.between.get() {
            Some(known) => known,
            None => {
                // What is interrupted is not known to have none.
                let between = match bound(Side::Below)? {
                    Some(below) => bound(Side::Above)?.map(|above| Between { below, above }),
                    None => None,
                };
                self.between.get_or_init(|| between)
            }
        };
        made.as_ref().ok_or(self.limit)
    }
}
