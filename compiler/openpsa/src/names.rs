//! Names of one notation as names of another: kept where possible, and never two alike.

use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// Names that queries would read as something else.
const FUNCTIONS: &[&str] = &[
    "exp",
    "log",
    "min",
    "max",
    "floor",
    "ceil",
    "mod",
    "binomial",
    "sum",
    "product",
    "reliability",
    "unreliability",
    "availability",
    "solve",
    "beta",
];

/// Names given out so far, with the number that is tried next behind each.
#[derive(Debug, Default)]
pub(crate) struct Names {
    taken: HashMap<String, usize>,
}

impl Names {
    /// The name as it is, if it is free.
    pub fn exactly(&mut self, name: &str) -> Option<String> {
        let normal: String = name.nfc().collect();
        if self.taken.contains_key(&normal) {
            return None;
        }
        self.taken.insert(normal, 2);
        Some(name.to_owned())
    }

    /// The name, with a number behind it where it is taken.
    pub fn near(&mut self, name: &str) -> String {
        if let Some(free) = self.exactly(name) {
            return free;
        }
        let normal: String = name.nfc().collect();
        let mut number = self.taken.get(&normal).copied().unwrap_or(2);
        loop {
            let numbered = format!("{name}_{number}");
            number += 1;
            if let Some(free) = self.exactly(&numbered) {
                self.taken.insert(normal, number);
                return free;
            }
        }
    }
}

/// Whether the language takes this for a name of something.
pub(crate) fn is_plain(name: &str) -> bool {
    kofn_syntax::is_name(name)
        && !kofn_grammar::RESERVED.contains(&name)
        && !FUNCTIONS.contains(&name)
        && !name.starts_with('_')
        && name.len() <= LONGEST
}

/// Longer names are shortened: nobody could read what is made of them.
const LONGEST: usize = 200;

/// A name of the language that looks like this one: `pump_1_a` for `pump-1.a`.
pub(crate) fn plain(name: &str) -> String {
    let mut text: String = name
        .chars()
        .take(LONGEST / 4)
        .map(|c| if kofn_syntax::is_name(&format!("a{c}")) && c != '\'' { c } else { '_' })
        .collect();
    if !text.starts_with(|c: char| c != '_' && kofn_syntax::is_name(&c.to_string())) {
        text.insert(0, 'n');
    }
    if !is_plain(&text) {
        text.push('_');
    }
    text
}

/// An identifier of the exchange format: ASCII letters, digits and underscores.
pub(crate) fn identifier(name: &str) -> String {
    let mut text = String::new();
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            text.push(c);
        } else if !text.ends_with('_') {
            text.push('_');
        }
    }
    let trimmed = text.trim_end_matches('_');
    if trimmed.starts_with(|c: char| c.is_ascii_alphabetic()) {
        trimmed.to_owned()
    } else {
        format!("n{trimmed}")
    }
}

/// Words on one line, as a comment may hold them.
pub(crate) fn one_line(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
        .collect();
    words.join(" ")
}
