//! Formulas as LaTeX, one line each, for a `\[ … \]` or an `align`.

use crate::equations::Document;
use crate::formula;
use crate::report::Report;

const DOCUMENT: Document =
    Document { formula: formula::latex, name: formula::latex_name, around: ["", ""], comment: "%" };

/// A line `R_{\mathrm{name}} = …` for each system; named parts follow on lines of their own.
pub fn report(report: &Report) -> String {
    DOCUMENT.report(report)
}

/// `R_{\mathrm{name}}`
pub fn left_side(name: &str) -> String {
    DOCUMENT.left_side(name)
}
