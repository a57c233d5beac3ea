//! The TextMate grammar: how an editor colours a model before, or without, a language server.
//!
//! Words of the language, types, functions and units come from the compiler's own tables. A scope
//! is a name that themes know; those of words begin with `keyword` or `constant.language`.

use kofn::model::{FUNCTIONS, PARAM_TYPES};
use kofn_grammar::{PER_UNITS, RESERVED, UNITS};
use serde_json::{Value, json};

/// Words whose scope says more than that they are words of the language.
const SCOPES: &[(&str, &[&str])] = &[
    (
        "keyword.declaration.rbd",
        &["use", "param", "let", "module", "block", "link", "common", "cause", "system", "as"],
    ),
    (
        "keyword.other.query.rbd",
        &["assert", "solve", "compare", "table", "plot", "given", "where", "over"],
    ),
    (
        "keyword.operator.word.rbd",
        &[
            "series",
            "parallel",
            "path",
            "connected",
            "of",
            "any",
            "all",
            "majority",
            "not",
            "and",
            "or",
        ],
    ),
    ("constant.language.rbd", &["true", "false"]),
];

/// The scope of all other words.
const OTHER_WORDS: &str = "keyword.control.rbd";

/// What the scanner takes for a part of a word: ASCII letters, digits and `_`, and everything else
/// that is no blank.
const WORD: &str = r"[0-9A-Za-z_[^\x00-\x7F\x{85}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}]]";

/// `name_continue` of the grammar.
const NAME_CONTINUE: &str = r"[\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}\x{B7}]";

/// `WHITESPACE` of the grammar, on a line.
const BLANK: &str = r"[ \t\x{A0}\x{FEFF}]";

/// The grammar as the editors' file has it.
pub fn grammar() -> Value {
    let number = r"[0-9](?:_?[0-9])*(?:\.[0-9](?:_?[0-9])*)?(?:[eE][+-]?[0-9](?:_?[0-9])*)?";
    let per_unit =
        format!(r"{BLANK}*/(?:{})(?!{NAME_CONTINUE}|{BLANK}*[(\[.])", PER_UNITS.join("|"));
    let unit = format!(r"{BLANK}*(?:{})(?!{NAME_CONTINUE})", UNITS.join("|"));
    let words = scoped().into_iter().map(|(scope, words)| pattern(scope, &whole(&words)));
    let functions: Vec<&str> = FUNCTIONS.iter().map(|function| function.name).collect();
    let name = format!(r"(?:{WORD}+'*)");
    json!({
        "name": "kofn",
        "scopeName": "source.rbd",
        "fileTypes": ["rbd"],
        "patterns": [
            {"include": "#comments"},
            pattern("string.quoted.double.rbd", r#""[^"\r\n]*(?:"|$)"#),
            {
                "match": format!("({number})(%|{per_unit}|{unit})?"),
                "captures": {
                    "1": {"name": "constant.numeric.rbd"},
                    "2": {"name": "keyword.other.unit.rbd"},
                },
            },
            {"include": "#types"},
            {"include": "#declarations"},
            {"include": "#words"},
            {
                "match": format!(r"({})(?=\s*\()", whole(&functions)),
                "captures": {"1": {"name": "support.function.rbd"}},
            },
            {
                "match": format!(r"{name}(?=\s*\()"),
                "name": "entity.name.type.rbd",
            },
            pattern("variable.other.rbd", &name),
            pattern("keyword.operator.symbol.rbd", r"->|--|\.\.|<=|>=|==|!=|[-+*/^<>=]"),
            pattern("punctuation.separator.rbd", "[.,:]"),
        ],
        "repository": {
            "comments": {"patterns": [
                pattern("comment.line.double-slash.rbd", "////.*$"),
                pattern("comment.line.documentation.rbd", "///.*$"),
                pattern("comment.line.double-slash.rbd", "//.*$"),
                {"include": "#block_comment"},
            ]},
            "block_comment": {
                "name": "comment.block.rbd",
                "begin": r"/\*",
                "end": r"\*/",
                "patterns": [{"include": "#block_comment"}],
            },
            // A type stands behind a colon, comments apart; the same word elsewhere is a name.
            "types": {
                "begin": ":",
                "beginCaptures": {"0": {"name": "punctuation.separator.rbd"}},
                "end": format!(r"({})|(?=[^\s/])|(?=/(?![/*]))", whole(PARAM_TYPES)),
                "endCaptures": {"1": {"name": "support.type.rbd"}},
                "patterns": [{"include": "#comments"}],
            },
            "declarations": {
                "match": format!(
                    r"({})\s+(?![0-9]|{})({name})",
                    whole(&["system", "block", "let"]),
                    whole(RESERVED)
                ),
                "captures": {
                    "1": {"name": "keyword.declaration.rbd"},
                    "2": {"name": "entity.name.type.rbd"},
                },
            },
            "words": {"patterns": words.collect::<Vec<Value>>()},
        },
    })
}

/// All words of the language by their scopes, in the order of the compiler's table.
fn scoped() -> Vec<(&'static str, Vec<&'static str>)> {
    let scope_of = |word: &str| {
        let found = SCOPES.iter().find(|(_, words)| words.contains(&word));
        found.map_or(OTHER_WORDS, |(scope, _)| scope)
    };
    let scopes = SCOPES.iter().map(|(scope, _)| *scope).chain([OTHER_WORDS]);
    scopes
        .map(|scope| {
            let words = RESERVED.iter().copied().filter(|word| scope_of(word) == scope);
            (scope, words.collect())
        })
        .collect()
}

/// One of some words, with nothing behind it that would make it another one. In front of it nothing
/// can stand: words are taken whole.
fn whole(words: &[&str]) -> String {
    format!(r"(?:{})(?!{WORD}|')", words.join("|"))
}

fn pattern(scope: &str, matches: &str) -> Value {
    json!({"name": scope, "match": matches})
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A word that is misspelt here would have the scope of the others, silently.
    #[test]
    fn words_with_scopes_are_words_of_the_language() {
        let listed: Vec<&str> = SCOPES.iter().flat_map(|(_, words)| *words).copied().collect();
        for word in &listed {
            assert!(RESERVED.contains(word), "`{word}` is not a word of the language");
            assert_eq!(listed.iter().filter(|other| *other == word).count(), 1, "`{word}` twice");
        }
        let all: usize = scoped().iter().map(|(_, words)| words.len()).sum();
        assert_eq!(all, RESERVED.len());
    }
}
