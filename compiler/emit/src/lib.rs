//! Results as text, LaTeX, Typst, SymPy, Markdown and JSON; findings as services read them. Nothing is computed here.

pub mod certificate;
pub mod changes;
mod condition;
mod decision;
mod decision_json;
pub mod decision_latex;
pub mod difference;
mod equations;
pub mod expanded;
pub mod findings;
pub mod formula;
pub mod github;
pub mod importance;
pub mod json;
pub mod junit;
pub mod latex;
pub mod markdown;
pub mod methods;
mod obstacle;
pub mod report;
pub mod sarif;
pub mod sets;
pub mod snapshot;
pub mod sympy;
pub mod table;
pub mod testing;
pub mod text;
pub mod typst;
pub mod variants;

pub use obstacle::Obstacle;
