//! Identifiers of Python for names of a model.

use std::collections::BTreeSet;

use super::names::greek_name;

/// What cannot be assigned to, or would be missed in a notebook: the keywords of Python and its functions that
/// are used most, names of SymPy that are letters or constants, and what the code itself uses.
#[rustfmt::skip]
const RESERVED: &[&str] = &[
    "False", "None", "True", "__debug__", "and", "as", "assert", "async", "await", "break", "class",
    "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if",
    "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try",
    "while", "with", "yield", //
    "abs", "all", "any", "classmethod", "dict", "float", "id", "input", "int", "len", "list", "map",
    "max", "min", "next", "open", "print", "range", "round", "set", "staticmethod", "str", "sum",
    "type", "zip", //
    "E", "I", "N", "O", "Q", "S", "beta", "gamma", "nan", "oo", "pi", "zeta", "zoo", //
    "Add", "AtLeast", "Function", "IndexedBase", "Integer", "Max", "Min", "Mod", "Mul", "Product",
    "Rational", "Sum", "Symbol", "binomial", "ceiling", "exp", "floor", "log", "symbols", "systems",
    "values",
];

/// Identifiers, each given once.
#[derive(Debug, Default)]
pub(super) struct Identifiers {
    given: BTreeSet<String>,
}

impl Identifiers {
    /// An identifier that reads as the name does, and was not given before.
    pub(super) fn give(&mut self, name: &str) -> String {
        let mut wanted = spelt(name);
        if RESERVED.contains(&wanted.as_str()) {
            wanted.push('_');
        }
        let mut identifier = wanted.clone();
        let mut number = 2u64;
        while !self.given.insert(identifier.clone()) {
            identifier = format!("{wanted}_{number}");
            number += 1;
        }
        identifier
    }
}

/// The name in characters that an identifier may have.
fn spelt(name: &str) -> String {
    let mut spelt = String::new();
    for character in name.chars() {
        match character {
            '_' => spelt.push('_'),
            '.' | ',' | '[' => spelt.push('_'),
            ']' => {}
            '\'' => spelt.push_str("_prime"),
            _ if character.is_ascii_alphanumeric() || is_stable(character) => spelt.push(character),
            _ => match greek_name(character) {
                Some(letter) => spelt.push_str(letter),
                None => spelt.push_str(&format!("u{:04X}", u32::from(character))),
            },
        }
    }
    if spelt.chars().next().is_none_or(|first| first.is_ascii_digit()) {
        spelt.insert(0, '_');
    }
    spelt
}

/// Whether Python, which normalises identifiers, leaves this letter as it is.
pub(crate) fn is_stable(character: char) -> bool {
    character.is_alphabetic()
        && matches!(u32::from(character),
            0xC0..=0x131 | 0x134..=0x13E | 0x141..=0x148 | 0x14A..=0x17E | 0x400..=0x481
            | 0x48A..=0x52F | 0x3041..=0x3096 | 0x30A1..=0x30FA | 0x4E00..=0x9FFF
            | 0xAC00..=0xD7A3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_identifiers_once() {
        let mut given = Identifiers::default();
        let mut give = |name: &str| given.give(name);
        assert_eq!(give("R_M"), "R_M");
        assert_eq!(give("R_M'"), "R_M_prime");
        assert_eq!(give("R_M[3]"), "R_M_3");
        assert_eq!(give("R_M_3"), "R_M_3_2");
        assert_eq!(give("λ"), "lambda_");
        assert_eq!(give("lambda"), "lambda__2");
        assert_eq!(give("λ_V"), "lambda_V");
        assert_eq!(give("I"), "I_");
        assert_eq!(give("I_"), "I__2");
        assert_eq!(give("web.R_M"), "web_R_M");
        assert_eq!(give("Größe"), "Größe");
        assert_eq!(give("ﬁ"), "uFB01");
        assert_eq!(give("3a\"b\\c"), "_3au0022bu005Cc");
        assert_eq!(give(""), "_");
    }
}
