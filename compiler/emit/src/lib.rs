//! Results as text, LaTeX, Markdown and JSON.
