//! What to type where an item stops following the grammar: habits from other tools and languages.

use crate::fault::first_word;

/// A help for the place `at` of an item's text, where the habit behind it is known.
pub(crate) fn hint(text: &str, at: usize) -> Option<String> {
    let rest = &text[at..];
    let before = text[..at].trim_end();
    let item = first_word(text);
    let last = before.rsplit(|c: char| !is_word(c)).next().unwrap_or("");
    let next = first_word(rest);
    let touches = before.len() == at;
    let number = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
    let structure = matches!(item, "works" | "block");
    voting(rest, last, next, number && structure && (!touches || is_vote(next)))
        .or_else(|| name(rest, before, touches && !number, item))
        .or_else(|| number_form(rest, last, touches && number, item))
        .or_else(|| mark(rest, before, item))
}

/// `2oo3(a, b, c)`, `2 out of (…)`, `at least 2 of (…)`, `any a`, `2 a`.
fn voting(rest: &str, last: &str, next: &str, counted: bool) -> Option<String> {
    if matches!(last, "atleast" | "at_least" | "least" | "at" | "vote" | "koon") {
        return Some("write how many, then the list: `2 of (a, b, c)`".to_owned());
    }
    let quantifier = matches!(last, "any" | "all" | "majority");
    if quantifier && (rest.starts_with('(') || !next.is_empty() && next != "of") {
        let list = if next.is_empty() { "(…)" } else { next };
        return Some(format!("write `{last} of {list}`"));
    }
    if !counted || next == "of" {
        return None;
    }
    if next == "out" || is_vote(next) {
        return Some(format!("write `{last} of (…)`: how many, then the list"));
    }
    (!next.is_empty()).then(|| format!("write `{last} of {next}`"))
}

/// `oo3` or `of3`.
fn is_vote(word: &str) -> bool {
    let all = word.strip_prefix("oo").or_else(|| word.strip_prefix("of"));
    all.is_some_and(|all| !all.is_empty() && all.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `pump-1`, `2nd`, `"pump"`: names are words.
fn name(rest: &str, before: &str, touches: bool, item: &str) -> Option<String> {
    let declares = matches!(item, "module" | "param" | "let" | "block" | "system");
    let head = !before.contains('=');
    if rest.starts_with('"') && item != "use" {
        return Some("names are written without quotation marks".to_owned());
    }
    if !declares || !head {
        return None;
    }
    if rest.starts_with('-') && touches {
        return Some("a name has no `-` in it; write `_`".to_owned());
    }
    if before == item && rest.starts_with(|c: char| c.is_ascii_digit()) {
        return Some("a name begins with a letter".to_owned());
    }
    if item == "system" && !rest.starts_with('=') {
        return Some("write `system NAME {`, its items, and `}`".to_owned());
    }
    if rest.starts_with("==") {
        return Some("`==` compares; to set a value, write `=`".to_owned());
    }
    if rest.starts_with('=') && before.split(|c| !is_word(c)).any(|word| word == "on") {
        return Some("the number comes before the host: `module NAME = 0.9 on HOST`".to_owned());
    }
    None
}

/// `0,5`
fn number_form(rest: &str, last: &str, touches: bool, item: &str) -> Option<String> {
    let decimals = rest.strip_prefix(',')?;
    let digits = first_word(decimals);
    let single = touches && item != "use" && digits.starts_with(|c: char| c.is_ascii_digit());
    single.then(|| format!("decimals stand behind a point: `{last}.{digits}`"))
}

/// Marks and words that stand for something else here.
fn mark(rest: &str, before: &str, item: &str) -> Option<String> {
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
    Some(help.to_owned())
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
