//! Findings as data, their long explanations, and how a terminal shows them.
