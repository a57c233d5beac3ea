//! Formulas as Typst, an equation on each line.

use crate::equations::Document;
use crate::formula;
use crate::report::Report;

const DOCUMENT: Document = Document {
    formula: formula::typst,
    name: formula::typst_name,
    around: ["$ ", " $"],
    comment: "//",
};

/// A line `$ R_"name" = … $` for each system; named parts follow on lines of their own.
pub fn report(report: &Report) -> String {
    DOCUMENT.report(report)
}
