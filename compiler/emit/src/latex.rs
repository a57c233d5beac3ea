//! Formulas as LaTeX, one line each, for a `\[ … \]` or an `align`.

use crate::formula;
use crate::report::{Formula, Report};
use kofn_algebra::Symbol;

/// A line `R_{\mathrm{name}} = …` for each system; named parts follow on lines of their own.
pub fn report(report: &Report) -> String {
    let mut text = String::new();
    for system in &report.systems {
        match &system.formula {
            Formula::Closed(expr) => {
                let printed = formula::latex(expr);
                text.push_str(&format!("{} = {}\n", left_side(&system.name), printed.body()));
                for (name, body) in printed.names() {
                    text.push_str(&format!("{name} = {body}\n"));
                }
                if let Some(legend) = printed.legend() {
                    text.push_str(&format!("% {legend}\n"));
                }
            }
            Formula::TooLong(why) => {
                text.push_str(&format!("% {}: no formula: {why}\n", system.name))
            }
            Formula::Template(why) => text.push_str(&format!("% {}: {why}\n", system.name)),
        }
    }
    text
}

/// `R_{\mathrm{name}}`
pub fn left_side(name: &str) -> String {
    formula::latex_name(&Symbol::new(format!("R_{name}")))
}
