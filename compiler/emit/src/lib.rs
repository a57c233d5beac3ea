//! Results as text, LaTeX, Markdown and JSON. Nothing is computed here.

pub mod certificate;
mod condition;
mod decision;
mod decision_json;
pub mod decision_latex;
pub mod expanded;
pub mod formula;
pub mod importance;
pub mod json;
pub mod latex;
pub mod markdown;
pub mod methods;
pub mod report;
pub mod sets;
pub mod table;
pub mod text;
