//! What to type where an item stops following the grammar: habits from other tools and languages.

use crate::fault::first_word;
use std::ops::Range;

/// What to type, and where that is certain, what to write in place of which bytes of the item.
pub(crate) struct Hint {
    pub help: String,
    pub edit: Option<(Range<usize>, String)>,
}

impl Hint {
    fn new(help: impl Into<String>) -> Hint {
        Hint { help: help.into(), edit: None }
    }

    fn writing(self, range: Range<usize>, words: impl Into<String>) -> Hint {
        Hint { edit: Some((range, words.into())), ..self }
    }
}

/// A help for the place `at` of an item's text, where the habit behind it is known.
pub(crate) fn hint(text: &str, at: usize) -> Option<Hint> {
    let rest = &text[at..];
    let before = text[..at].trim_end();
    let item = first_word(text);
    let last = before.rsplit(|c: char| !is_word(c)).next().unwrap_or("");
    let next = first_word(rest);
    let touches = before.len() == at;
    let number = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
    let structure = matches!(item, "works" | "block");
    voting(rest, at, last, next, number && structure && (!touches || is_vote(next)))
        .or_else(|| name(rest, at, before, touches && !number, item))
        .or_else(|| number_form(rest, at, last, touches && number, item))
        .or_else(|| mark(rest, before, item))
}

/// `2oo3(a, b, c)`, `2 out of (…)`, `at least 2 of (…)`, `any a`, `2 a`.
fn voting(rest: &str, at: usize, last: &str, next: &str, counted: bool) -> Option<Hint> {
    if matches!(last, "atleast" | "at_least" | "least" | "at" | "vote" | "koon") {
        return Some(Hint::new("write how many, then the list: `2 of (a, b, c)`"));
    }
    let quantifier = matches!(last, "any" | "all" | "majority");
    if quantifier && (rest.starts_with('(') || !next.is_empty() && next != "of") {
        let list = if next.is_empty() { "(…)" } else { next };
        return Some(Hint::new(format!("write `{last} of {list}`")).writing(at..at, "of "));
    }
    if !counted || next == "of" {
        return None;
    }
    if next == "out" || is_vote(next) {
        return Some(Hint::new(format!("write `{last} of (…)`: how many, then the list")));
    }
    let hint = || Hint::new(format!("write `{last} of {next}`")).writing(at..at, "of ");
    (!next.is_empty()).then(hint)
}

/// `oo3` or `of3`.
fn is_vote(word: &str) -> bool {
    let all = word.strip_prefix("oo").or_else(|| word.strip_prefix("of"));
    all.is_some_and(|all| !all.is_empty() && all.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `pump-1`, `2nd`, `"pump"`: names are words.
fn name(rest: &str, at: usize, before: &str, touches: bool, item: &str) -> Option<Hint> {
    let declares = matches!(item, "module" | "param" | "let" | "block" | "system");
    let head = !before.contains('=');
    if rest.starts_with('"') && item != "use" {
        return Some(Hint::new("names are written without quotation marks"));
    }
    if !declares || !head {
        return None;
    }
    if rest.starts_with('-') && touches {
        return Some(Hint::new("a name has no `-` in it; write `_`").writing(at..at + 1, "_"));
    }
    if before == item && rest.starts_with(|c: char| c.is_ascii_digit()) {
        return Some(Hint::new("a name begins with a letter"));
    }
    if item == "system" && !rest.starts_with('=') {
        return Some(Hint::new("write `system NAME {`, its items, and `}`"));
    }
    if rest.starts_with("==") {
        return Some(
            Hint::new("`==` compares; to set a value, write `=`").writing(at..at + 2, "="),
        );
    }
    if rest.starts_with('=') && before.split(|c| !is_word(c)).any(|word| word == "on") {
        return Some(Hint::new("the number comes before the host: `module NAME = 0.9 on HOST`"));
    }
    None
}

/// `0,5`
fn number_form(rest: &str, at: usize, last: &str, touches: bool, item: &str) -> Option<Hint> {
    let decimals = rest.strip_prefix(',')?;
    let digits = first_word(decimals);
    let single = touches && item != "use" && digits.starts_with(|c: char| c.is_ascii_digit());
    let help = || format!("decimals stand behind a point: `{last}.{digits}`");
    single.then(|| Hint::new(help()).writing(at..at + 1, "."))
}

/// Marks and words that stand for something else here.
fn mark(rest: &str, before: &str, item: &str) -> Option<Hint> {
    let help = if rest.starts_with('!') {
        "write `!=` to compare; in a structure, `not`"
    } else if rest.starts_with('[') && before.ends_with(" of") {
        "a list stands in parentheses: `(a, b)`"
    } else if rest.starts_with(')') && before.ends_with(',') {
        "leave out the `,` before it"
    } else if rest.starts_with(')') {
        "there are more `)` than `(`"
    } else if first_word(rest) == "for" && matches!(item, "works" | "block") {
        "`for` stands inside a list: `series(a[i] for i in 1..3)`"
    } else if item == "works" && before == "works" {
        "write `works when …`"
    } else if item == "link" && rest.starts_with('-') {
        "write `->` for one direction, `--` for both"
    } else {
        return None;
    };
    Some(Hint::new(help))
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
