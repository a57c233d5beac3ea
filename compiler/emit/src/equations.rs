//! Formulas as equations of a document, a line for each.

use crate::formula;
use crate::report::{Formula, Report};
use kofn_algebra::{Expr, Symbol};

/// How a document has its equations.
pub(crate) struct Document {
    /// A formula of the document.
    pub formula: fn(&Expr) -> formula::Formula,
    /// A name in a formula.
    pub name: fn(&Symbol) -> String,
    /// What stands before and behind an equation.
    pub around: [&'static str; 2],
    /// What begins a comment.
    pub comment: &'static str,
}

impl Document {
    /// A line `R_name = …` for each system; named parts follow on lines of their own.
    pub(crate) fn report(&self, report: &Report) -> String {
        let mut text = String::new();
        let [before, behind] = self.around;
        let comment = self.comment;
        for system in &report.systems {
            match &system.formula {
                Formula::Closed(expr) => {
                    let printed = (self.formula)(expr);
                    let (left, right) = (self.left_side(&system.name), printed.body());
                    text.push_str(&format!("{before}{left} = {right}{behind}\n"));
                    for (name, body) in printed.names() {
                        text.push_str(&format!("{before}{name} = {body}{behind}\n"));
                    }
                    if let Some(legend) = printed.legend() {
                        text.push_str(&format!("{comment} {before}{legend}{behind}\n"));
                    }
                }
                Formula::TooLong(why) => {
                    text.push_str(&format!("{comment} {}: no formula: {why}\n", system.name))
                }
                Formula::Template(why) => {
                    text.push_str(&format!("{comment} {}: {why}\n", system.name))
                }
            }
        }
        text
    }

    /// What a system's reliability is called.
    pub(crate) fn left_side(&self, name: &str) -> String {
        (self.name)(&Symbol::new(format!("R_{name}")))
    }
}
