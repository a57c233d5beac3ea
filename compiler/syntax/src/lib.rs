//! From text to a syntax tree that keeps spans and comments.
