//! The long form of every code.

/// A code and its page.
type Page = (&'static str, &'static str);

macro_rules! pages {
    ($($code:literal),* $(,)?) => {
        &[$(($code, include_str!(concat!("../codes/", $code, ".md")))),*]
    };
}

/// In alphabetical order, so that it can be searched.
const PAGES: &[Page] = pages![];

/// The page of a code: what it means, an example that has it, and the repair.
pub fn explain(code: &str) -> Option<&'static str> {
    PAGES.binary_search_by_key(&code, |(name, _)| name).ok().map(|index| PAGES[index].1)
}

/// All codes with their pages, in alphabetical order.
pub fn codes() -> impl Iterator<Item = (&'static str, &'static str)> {
    PAGES.iter().copied()
}
