//! The long form of every code.

/// A code and its page.
type Page = (&'static str, &'static str);

macro_rules! pages {
    ($($code:literal),* $(,)?) => {
        &[$(($code, include_str!(concat!("../codes/", $code, ".md")))),*]
    };
}

/// In alphabetical order, so that it can be searched.
const PAGES: &[Page] = pages![
    "arithmetic-with-system",
    "bad-definition",
    "bare-array",
    "cannot-read",
    "chained-comparison",
    "cyclic-block",
    "cyclic-hosts",
    "cyclic-number",
    "cyclic-systems",
    "cyclic-use",
    "division-by-zero",
    "duplicate-name",
    "empty-list",
    "file-parameter-in-instance",
    "file-too-large",
    "group-element",
    "group-network",
    "group-thresholds",
    "group-two-levels",
    "group-unlike",
    "index-out-of-range",
    "k-exceeds-n",
    "k-not-positive",
    "k-not-whole",
    "lone-junction",
    "misplaced-item",
    "missing-argument",
    "nested-too-deeply",
    "no-single-solution",
    "no-system",
    "no-works-when",
    "non-coherent",
    "not-a-condition",
    "not-a-number",
    "not-a-structure",
    "not-supported-yet",
    "not-utf8",
    "not-whole",
    "number-form",
    "open-end",
    "openpsa-cycle",
    "openpsa-export",
    "openpsa-form",
    "openpsa-undefined",
    "openpsa-unsupported",
    "order-matters",
    "other-spelling",
    "outside-domain",
    "private-name",
    "probability-out-of-range",
    "repeated-link",
    "reserved-word",
    "second-works-when",
    "shared-host",
    "single-operand",
    "size-not-positive",
    "size-used-as-index",
    "stray-brace",
    "sweep-without-step",
    "syntax",
    "system-as-module",
    "too-large",
    "unclosed-comment",
    "unclosed-string",
    "unclosed-system",
    "unexpected-text",
    "unit-or-name",
    "unknown-function",
    "unknown-library",
    "unknown-name",
    "unknown-system",
    "unknown-type",
    "unreachable",
    "unused-module",
    "use-needs-alias",
    "wrong-arguments",
    "wrong-index-count",
    "xml-syntax",
];

/// The page of a code: what it means, an example that has it, and the repair.
pub fn explain(code: &str) -> Option<&'static str> {
    PAGES.binary_search_by_key(&code, |(name, _)| name).ok().map(|index| PAGES[index].1)
}

/// All codes with their pages, in alphabetical order.
pub fn codes() -> impl Iterator<Item = (&'static str, &'static str)> {
    PAGES.iter().copied()
}
