//! Results as text, LaTeX, Markdown and JSON.

pub mod formula;
