//! The concrete syntax of kofn and nothing else.
//!
//! [`parse`] applies one rule of `rbd.pest` to the beginning of a text and returns a plain tree
//! of rules and byte ranges. What the rules mean is decided in the `syntax` crate.

mod generated {
    #![allow(missing_docs, reason = "the rules are documented in rbd.pest")]
    #[derive(pest_derive::Parser)]
    #[grammar = "../rbd.pest"]
    pub(crate) struct RbdParser;
}

pub use generated::Rule;

use generated::RbdParser;
use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};
use pest::iterators::Pair;
use std::ops::Range;

/// Every word that cannot be a name: those that stand in forms of the grammar.
pub const RESERVED: &[&str] = &[
    "use",
    "param",
    "let",
    "module",
    "block",
    "link",
    "common",
    "cause",
    "system",
    "works",
    "when",
    "assert",
    "solve",
    "compare",
    "table",
    "plot",
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
    "on",
    "for",
    "in",
    "step",
    "as",
    "given",
    "where",
    "over",
    "true",
    "false",
];

/// Every unit that can stand behind a number.
pub const UNITS: &[&str] = &["nines", "nine", "min", "yr", "fit", "s", "h", "d"];

/// Every unit of time of which a rate can be one part: `2e-6 /h`.
pub const PER_UNITS: &[&str] = &["min", "yr", "s", "h", "d"];

/// The words that can begin what a rule matches, names apart: `of` for an operator between
/// operands, `on` for its own rule.
pub fn words_of(rule: Rule) -> &'static [&'static str] {
    match rule {
        Rule::infix => &["of", "and", "or"],
        Rule::operand | Rule::argument => OPERAND_WORDS,
        _ => {
            // Each word of a form has a rule called after it.
            let name = format!("{rule:?}");
            let word = name.strip_prefix("kw_").unwrap_or("");
            let found = RESERVED.iter().position(|known| *known == word);
            found.map_or(&[], |at| &RESERVED[at..=at])
        }
    }
}

/// Words that begin an operand; `and(…)` and `or(…)` are understood, but not the language's.
const OPERAND_WORDS: &[&str] = &[
    "series",
    "parallel",
    "path",
    "connected",
    "any",
    "all",
    "majority",
    "not",
    "solve",
    "true",
    "false",
];

/// A rule that matched, where it matched, and what matched inside it.
#[derive(Clone, Debug)]
pub struct Node {
    /// The rule of `rbd.pest`.
    pub rule: Rule,
    /// Byte range in the text that was parsed.
    pub range: Range<usize>,
    /// Rules matched inside, in order of the text.
    pub children: Vec<Node>,
}

/// Where a text stops following the grammar, and what could have stood there.
#[derive(Clone, Debug)]
pub struct SyntaxFault {
    /// Byte offset in the text that was parsed.
    pub at: usize,
    /// The rules that were tried at that place.
    pub expected: Vec<Rule>,
}

/// Matches `rule` at the beginning of `text`; the node's range says how much was consumed.
///
/// The caller bounds the nesting depth of `text`: the parser is recursive.
pub fn parse(rule: Rule, text: &str) -> Result<Node, SyntaxFault> {
    match RbdParser::parse(rule, text) {
        Ok(mut pairs) => match pairs.next() {
            Some(pair) => Ok(node(pair)),
            None => Err(SyntaxFault { at: 0, expected: vec![rule] }),
        },
        Err(error) => {
            let at = match error.location {
                InputLocation::Pos(at) => at,
                InputLocation::Span((start, _)) => start,
            };
            let expected = match error.variant {
                ErrorVariant::ParsingError { positives, .. } => positives,
                ErrorVariant::CustomError { .. } => Vec::new(),
            };
            Err(SyntaxFault { at, expected })
        }
    }
}

fn node(pair: Pair<'_, Rule>) -> Node {
    let span = pair.as_span();
    let rule = pair.as_rule();
    let children: Vec<Node> = pair.into_inner().map(node).collect();
    // Before a part that turns out empty pest has already skipped blanks and comments; a rule ends
    // where its last part ends. Rules of tokens skip nothing.
    let end = match (rule, children.last()) {
        (Rule::string | Rule::number | Rule::use_path, _) | (_, None) => span.end(),
        (_, Some(last)) => last.range.end,
    };
    Node { rule, range: span.start()..end, children }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The words in quotes in some rules of the grammar.
    fn words_in(wanted: impl Fn(&str) -> bool) -> BTreeSet<&'static str> {
        let mut words = BTreeSet::new();
        for line in include_str!("../rbd.pest").lines() {
            if wanted(line.split('=').next().unwrap_or("").trim()) {
                let quoted = line.split('"').skip(1).step_by(2);
                words.extend(quoted.filter(|word| word.chars().all(char::is_alphabetic)));
            }
        }
        words
    }

    /// The list that other crates and editors read has the words that the grammar's forms use.
    #[test]
    fn reserved_words_are_those_of_the_grammar() {
        let forms = ["quantifier", "truth", "structure_word"];
        let words = words_in(|rule| forms.contains(&rule) || rule.starts_with("kw_"));
        assert_eq!(words, RESERVED.iter().copied().collect());
    }

    #[test]
    fn units_are_those_of_the_grammar() {
        assert_eq!(words_in(|rule| rule == "unit"), UNITS.iter().copied().collect());
        assert_eq!(words_in(|rule| rule == "per_unit"), PER_UNITS.iter().copied().collect());
    }

    /// Each word that is said to begin an operand or an operator is one of the language's, and can
    /// stand there.
    #[test]
    fn words_of_rules_stand_where_they_are_said_to() {
        for word in words_of(Rule::operand) {
            assert!(RESERVED.contains(word));
            let rest = match *word {
                "series" | "parallel" | "path" | "connected" => "(a, b)",
                "solve" => "(n where a > 0)",
                "any" | "all" | "majority" => " of a",
                "not" => " a",
                _ => "",
            };
            let text = format!("{word}{rest}");
            assert_eq!(parse(Rule::expression, &text).unwrap().range, 0..text.len(), "{text}");
        }
        for word in words_of(Rule::infix) {
            let text = format!("1 {word} a");
            assert_eq!(parse(Rule::expression, &text).unwrap().range, 0..text.len(), "{text}");
        }
        assert_eq!(words_of(Rule::kw_given), ["given"]);
        assert!(words_of(Rule::name).is_empty());
    }

    #[test]
    fn an_item_is_parsed_up_to_where_it_ends() {
        let tree = parse(Rule::module_item, "module a = 0.9 on b // note\n stray").unwrap();
        assert_eq!(tree.range, 0.."module a = 0.9 on b".len());
    }
}
