//! What is said where a text does not follow the grammar.

use crate::{code, hints};
use kofn_diagnostics::{Diagnostic, FileId, Span, nearest};
use kofn_grammar::{Rule, SyntaxFault};

/// Words that begin an item, for "did you mean".
const ITEM_WORDS: &[&str] = &[
    "use", "param", "let", "module", "block", "link", "common", "system", "works", "assert",
    "solve", "compare", "table", "plot",
];

/// Text where an item should begin.
pub(crate) fn stray(span: Span, text: &str) -> Diagnostic {
    let word = first_word(text);
    let meant = nearest(word, ITEM_WORDS.iter().copied());
    let shown = Span { end: span.start + u32::try_from(shown_length(text)).unwrap_or(0), ..span };
    let word_span = Span { end: span.start + u32::try_from(word.len()).unwrap_or(0), ..span };
    Diagnostic::error(code::UNEXPECTED_TEXT, "an item should begin here")
        .at(shown, "no item begins like this")
        .help(
            "an item begins with `param`, `let`, `module`, `block`, `link`, `system` or a query \
             word; in a system, `works when` says what is needed",
        )
        .did_you_mean(word_span, meant)
}

/// Text behind an item that is whole in itself; also whether the item must not be trusted.
pub(crate) fn left_over(
    file: FileId,
    base: usize,
    text: &str,
    at: usize,
    new_line: bool,
    why: Option<&SyntaxFault>,
) -> (Diagnostic, bool) {
    let rest = &text[at..];
    let span = Span::new(file, base + at, base + at + shown_length(rest));
    if let Some(diagnostic) = other_spelling(text, at, span) {
        return (diagnostic, true);
    }
    if new_line && rest.starts_with(|c: char| c.is_alphabetic()) {
        return (stray(Span::new(file, base + at, base + text.len()), rest), false);
    }
    match why {
        Some(fault) if fault.at > at => (unexpected(file, base, text, fault), true),
        _ => (hinted(expected(span, rest, &[]), span, text, at), true),
    }
}

/// The item stops following the grammar at a place.
pub(crate) fn unexpected(file: FileId, base: usize, text: &str, fault: &SyntaxFault) -> Diagnostic {
    let at = text.floor_char_boundary(fault.at.min(text.len()));
    let gap = blank_prefix(&text[at..]);
    let at = if at + gap < text.len() { at + gap } else { at };
    let rest = &text[at..];
    let span = Span::new(file, base + at, base + at + shown_length(rest));
    if let Some(diagnostic) = other_spelling(text, at, span) {
        return diagnostic;
    }
    hinted(expected(span, rest, &fault.expected), span, text, at)
}

/// With what to type there, where the habit behind it is known.
fn hinted(finding: Diagnostic, span: Span, text: &str, at: usize) -> Diagnostic {
    let Some(hint) = hints::hint(text, at) else { return finding };
    let base = span.start as usize - at;
    match hint.edit {
        Some((range, words)) => {
            let place = Span::new(span.file, base + range.start, base + range.end);
            Diagnostic { fix: Vec::new(), ..finding }.help(hint.help).edit(place, words)
        }
        None => finding.help(hint.help),
    }
}

/// A word of the language where a name must stand.
pub(crate) fn reserved(word: &str, span: Span) -> Diagnostic {
    Diagnostic::error(code::RESERVED_WORD, format!("`{word}` is a word of the language"))
        .at(span, "a name must stand here")
        .help(format!("choose another name, such as `{word}_1`"))
        .edit(span, format!("{word}_1"))
}

fn expected(span: Span, rest: &str, rules: &[Rule]) -> Diagnostic {
    let mut wanted: Vec<&str> = Vec::new();
    for rule in rules {
        if let Some(name) = words_for(*rule)
            && !wanted.contains(&name)
        {
            wanted.push(name);
        }
    }
    if rest.starts_with('.') && rest[1..].starts_with(|c: char| c.is_ascii_digit()) {
        return Diagnostic::error(code::NUMBER_FORM, "digits stand on both sides of a point")
            .at(span, "a digit is missing before this point")
            .help(format!("write `0.{}`", first_word(&rest[1..])))
            .edit(span.at_start(), "0");
    }
    let found = if rest.is_empty() {
        "the text ends here".to_owned()
    } else {
        format!("`{}` cannot stand here", shown(rest))
    };
    let label = match wanted.as_slice() {
        [] => "not expected".to_owned(),
        [one] => format!("{one} is expected"),
        [first @ .., last] => format!("{} or {last} is expected", first.join(", ")),
    };
    let help = if rest.starts_with('.') {
        Some("digits stand on both sides of a point: `0.5`, `5.0`".to_owned())
    } else if rest.starts_with('=') {
        Some("`=` sets a value; to compare, write `==`".to_owned())
    } else if rest.starts_with(['≥', '≤', '≠']) {
        Some("write `>=`, `<=` or `!=`".to_owned())
    } else if rest.starts_with(';') {
        Some("items need no separator; leave the `;` out".to_owned())
    } else {
        None
    };
    let finding = Diagnostic::error(code::SYNTAX, found).at(span, label).maybe_help(help);
    match mark_meant(rest) {
        Some(meant) => finding.edit(span, meant),
        None => finding,
    }
}

/// What is written for a mark of other languages.
fn mark_meant(rest: &str) -> Option<&'static str> {
    Some(match rest.chars().next()? {
        '≥' => ">=",
        '≤' => "<=",
        '≠' => "!=",
        ';' => "",
        _ => return None,
    })
}

/// Forms that people type first because other tools have them.
fn other_spelling(text: &str, at: usize, span: Span) -> Option<Diagnostic> {
    let rest = &text[at..];
    let before = text[..at].trim_end();
    let mut words = before.rsplitn(3, char::is_whitespace);
    let last = words.next().unwrap_or("");
    let of = words.next().unwrap_or("");
    if rest.starts_with('(')
        && of == "of"
        && last.chars().all(|c| c.is_ascii_digit())
        && !last.is_empty()
    {
        let k =
            words.next().unwrap_or("").rsplit(char::is_whitespace).next().unwrap_or("2").to_owned();
        let k = k.trim_start_matches('(');
        // From the number to the list.
        let number = span.start as usize - (at - (before.len() - last.len()));
        return Some(
            Diagnostic::error(
                code::OTHER_SPELLING,
                format!("the list says how many there are; `{last}` is one number too many"),
            )
            .at(span, "the list")
            .help(format!("write `{k} of (…)`"))
            .edit(Span::new(span.file, number, span.start as usize), ""),
        );
    }
    if rest.starts_with("&&") || rest.starts_with('&') {
        return Some(
            Diagnostic::error(code::OTHER_SPELLING, "`&` is not an operator here")
                .at(span, "known from other tools")
                .help("in a structure write `series(a, b)`, in a condition `and`"),
        );
    }
    if rest.starts_with('|') {
        return Some(
            Diagnostic::error(code::OTHER_SPELLING, "`|` is not an operator here")
                .at(span, "known from other tools")
                .help("in a structure write `parallel(a, b)`, in a condition `or`"),
        );
    }
    None
}

/// The name under which an author knows a rule; `None` where naming it would not help.
fn words_for(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::name | Rule::path | Rule::step | Rule::declared | Rule::plain_step => "a name",
        Rule::expression | Rule::operand | Rule::primary | Rule::prefix => "an expression",
        Rule::number | Rule::decimal | Rule::digits => "a number",
        Rule::string => "a file name in quotes",
        Rule::use_path => "a library",
        Rule::domain => "a range such as `1..3`",
        Rule::type_name => "a type",
        Rule::index | Rule::extent => "an index",
        Rule::binding => "a binding such as `R_M = 0.9`",
        Rule::arrow => "`->` or `--`",
        Rule::infix => "an operator",
        Rule::comma => "`,`",
        Rule::colon => "`:`",
        Rule::equals => "`=`",
        Rule::dots => "`..`",
        Rule::open_paren => "`(`",
        Rule::close_paren => "`)`",
        Rule::open_bracket => "`[`",
        Rule::close_bracket => "`]`",
        Rule::open_brace => "`{`",
        Rule::close_brace => "`}`",
        Rule::kw_when => "`when`",
        Rule::kw_cause => "`cause`",
        Rule::kw_in => "`in`",
        Rule::kw_where => "`where`",
        Rule::kw_on => "`on`",
        Rule::kw_of => "`of`",
        Rule::kw_for => "`for`",
        Rule::kw_given => "`given`",
        Rule::kw_over => "`over`",
        Rule::kw_as => "`as`",
        _ => return None,
    })
}

/// The length of blanks and comments at the beginning.
pub(crate) fn blank_prefix(text: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let blank = rest.len()
            - rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}').len();
        at += blank;
        let rest = &text[at..];
        if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with("/*") {
            at += block_comment(rest);
        } else if blank == 0 || rest.is_empty() {
            return at;
        }
    }
}

/// The bytes of the block comment with which the text begins. They nest; one that is not closed goes
/// to the end.
pub fn block_comment(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (0, 0usize);
    while at < bytes.len() {
        if bytes[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if bytes[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    bytes.len()
}

pub(crate) fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

/// A word, or the one character that stands there.
fn shown(text: &str) -> &str {
    &text[..shown_length(text)]
}

fn shown_length(text: &str) -> usize {
    match first_word(text).len() {
        0 => text.chars().next().map_or(0, char::len_utf8),
        word => word.min(text.floor_char_boundary(60)),
    }
}
