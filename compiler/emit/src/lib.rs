//! Results as text, LaTeX, Markdown and JSON. Nothing is computed here.

pub mod expanded;
pub mod formula;
pub mod json;
pub mod latex;
pub mod markdown;
pub mod report;
pub mod text;
