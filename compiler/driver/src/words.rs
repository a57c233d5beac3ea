//! The words of a query.

/// Without line breaks and runs of blanks.
pub(crate) fn on_one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
