//! Formulas for a document. Every formula compiles under KaTeX in its strictest mode.

use std::fmt::Write as _;

use kofn_algebra::{Expr, Symbol};

use super::names::{Parts, greek_letter, greek_name, split_primes};
use super::notation::{Kind, Notation, Over, Piece};
use super::typeset::typeset;
use super::{Formula, Style, Words};

/// The expression as LaTeX: `R_{H} R_{V} \left[1-\left(1-R_{M}\right)^{n}\right]`.
pub fn latex(expr: &Expr) -> Formula {
    typeset(expr, &Style::default(), &Latex)
}

/// A parameter's name in LaTeX: `R_{V}`, `\lambda_{V}`, `\mathrm{hypervisor}`.
pub fn latex_name(symbol: &Symbol) -> String {
    Latex.name(symbol.name()).text
}

struct Latex;

const WORDS: Words =
    Words { before_names: r"\quad\text{where}\quad ", equals: "=", between_names: r",\quad " };

impl Notation for Latex {
    fn words(&self) -> &'static Words {
        &WORDS
    }

    fn too_many(&self, names: usize) -> String {
        format!(r"\dots\ \text{{({names} named parts; see --to expanded or --to json)}}")
    }

    fn too_long(&self) -> String {
        r"\dots\ \text{(too long to print; see --to expanded or --to json)}".to_owned()
    }

    fn at_least_legend(&self) -> String {
        concat!(
            r"\operatorname{P}\left(\ge k\text{ of }x_{1},\dots,x_{n}\right)=",
            r"\sum_{S\subseteq\{1,\dots,n\},\,|S|\ge k}",
            r"\prod_{i\in S}x_{i}\prod_{i\notin S}\left(1-x_{i}\right)",
        )
        .to_owned()
    }

    fn name(&self, name: &str) -> Piece {
        let parts = Parts::of(name);
        if let Some(index) = parts.index {
            let family = name.split_once('[').map_or(name, |(family, _)| family);
            return self.indexed(family, &word(index));
        }
        let front = front(&parts);
        let text = match parts.subscript {
            Some(subscript) => format!("{front}_{{{}}}", word(subscript)),
            None => front,
        };
        let letter = text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
        Piece::new(text, if letter { Kind::Letter } else { Kind::Atom }, 0)
    }

    fn indexed(&self, family: &str, index: &str) -> Piece {
        let parts = Parts::of(family);
        let front = front(&parts);
        let short = index.chars().count() == 1;
        let text = match parts.subscript {
            Some(subscript) if short => format!("{front}_{{{}_{index}}}", word(subscript)),
            Some(subscript) => format!("{front}_{{{}_{{{index}}}}}", word(subscript)),
            None => format!("{front}_{{{index}}}"),
        };
        Piece::new(text, Kind::Atom, 0)
    }

    fn plus(&self, _: bool) -> &'static str {
        "+"
    }

    fn minus(&self, _: bool) -> &'static str {
        "-"
    }

    fn negative(&self) -> &'static str {
        "-"
    }

    fn scientific(&self, digits: &str, exponent: &str) -> String {
        match digits {
            "1" => format!("10^{{{exponent}}}"),
            _ => format!(r"{digits}\cdot 10^{{{exponent}}}"),
        }
    }

    /// A bracket stands close to a bracket, and to a letter without a subscript.
    fn between(&self, left: Kind, right: Kind) -> &'static str {
        match (left, right) {
            (Kind::Number, Kind::Number) => r" \cdot ",
            (Kind::Bracket | Kind::Letter, Kind::Bracket) => "",
            _ => " ",
        }
    }

    fn superscript(&self, exponent: &str) -> String {
        format!("^{{{exponent}}}")
    }

    fn root(&self, of: &Piece) -> Piece {
        Piece::new(format!(r"\sqrt{{{}}}", of.text), Kind::Call, of.depth)
    }

    fn bracket(&self, depth: usize, inner: &str) -> String {
        match depth % 3 {
            0 => format!(r"\left({inner}\right)"),
            1 => format!(r"\left[{inner}\right]"),
            _ => format!(r"\left\{{{inner}\right\}}"),
        }
    }

    fn stacked(&self, above: &Piece, below: &Piece) -> Option<Piece> {
        let text = format!(r"\frac{{{}}}{{{}}}", above.text, below.text);
        Some(Piece::new(text, Kind::Call, above.depth.max(below.depth)))
    }

    fn slash(&self, _: bool) -> &'static str {
        "/"
    }

    fn over(&self, sign: Over, index: &str, from: &str, to: &str, body: &str) -> String {
        let sign = match sign {
            Over::Sum => r"\sum",
            Over::Product => r"\prod",
        };
        format!("{sign}_{{{index}={from}}}^{{{to}}}{body}")
    }

    fn binomial(&self, n: &str, k: &str) -> Piece {
        Piece::new(format!(r"\binom{{{n}}}{{{k}}}"), Kind::Atom, 0)
    }

    fn floor(&self, inner: &str) -> String {
        format!(r"\lfloor {inner}\rfloor")
    }

    fn ceil(&self, inner: &str) -> String {
        format!(r"\lceil {inner}\rceil")
    }

    fn exponential(&self, exponent: &str) -> String {
        format!("e^{{{exponent}}}")
    }

    fn call(&self, function: &str, args: &[String]) -> String {
        let name = match function {
            "min" | "max" | "log" => format!(r"\{function}"),
            _ => format!(r"\operatorname{{{function}}}"),
        };
        format!(r"{name}\left({}\right)", args.join(", "))
    }

    fn at_least_of(&self, k: u64, parts: &[(String, u64)]) -> String {
        let mut text = format!(r"\operatorname{{P}}\left(\ge {k}\text{{ of }}");
        for (place, (part, copies)) in parts.iter().enumerate() {
            let comma = if place == 0 { "" } else { ", " };
            let _ = write!(text, "{comma}{part}");
            if *copies > 1 {
                let _ = write!(text, r"\times {copies}");
            }
        }
        text.push_str(r"\right)");
        text
    }
}

/// The letter of a name, behind the system it belongs to.
fn front(parts: &Parts<'_>) -> String {
    match parts.qualifier {
        Some(qualifier) => format!("{}.{}", word(qualifier), word(parts.base)),
        None => word(parts.base),
    }
}

/// A word of a name: one letter italic, a number or a Greek letter as it is, others upright.
fn word(word: &str) -> String {
    let (name, primes) = split_primes(word);
    let mut letters = name.chars();
    let only = letters.next().filter(|_| letters.next().is_none());
    if let Some(letter) = only.or_else(|| greek_letter(name)).and_then(greek_name) {
        return format!(r"\{letter}{primes}");
    }
    let single = name.len() == 1 && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if single || name.bytes().all(|byte| byte.is_ascii_digit() || byte == b',') {
        return word.to_owned();
    }
    format!("{}{primes}", upright(name))
}

/// What a character is set with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Alphabet {
    Latin,
    Greek,
    /// Letters of other scripts, and Latin ones with accents.
    Other,
}

fn alphabet(character: char) -> Alphabet {
    if character.is_ascii() {
        Alphabet::Latin
    } else if greek_name(character).is_some() {
        Alphabet::Greek
    } else {
        Alphabet::Other
    }
}

/// A word in upright type, each run of one alphabet in its own way.
fn upright(name: &str) -> String {
    let mut text = String::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let kind = alphabet(first);
        let end = rest.find(|character| alphabet(character) != kind).unwrap_or(rest.len());
        let (run, behind) = rest.split_at(end);
        rest = behind;
        let _ = match kind {
            Alphabet::Latin => write!(text, r"\mathrm{{{}}}", escaped(run)),
            Alphabet::Greek => run
                .chars()
                .filter_map(greek_name)
                .try_for_each(|letter| write!(text, r"{{\{letter}}}")),
            Alphabet::Other => run.chars().try_for_each(|character| {
                if is_printable(character) {
                    write!(text, r"\text{{{character}}}")
                } else {
                    write!(text, r"\mathrm{{U{:04X}}}", u32::from(character))
                }
            }),
        };
    }
    text
}

/// Latin letters, digits and underscores; whatever else an ASCII character might mean to LaTeX
/// cannot occur in a name, and is left out.
fn escaped(run: &str) -> String {
    let mut text = String::new();
    for character in run.chars() {
        match character {
            '_' => text.push_str(r"\_"),
            '.' | ',' | '\'' => text.push(character),
            _ if character.is_ascii_alphanumeric() => text.push(character),
            _ => {}
        }
    }
    text
}

/// Whether KaTeX has a place for this letter: accented Latin, Cyrillic, Armenian, the scripts of
/// India, Georgian, Chinese, Japanese, Korean. Combining marks have none on their own.
fn is_printable(character: char) -> bool {
    character.is_alphabetic()
        && matches!(u32::from(character),
            0xC0..=0x24F | 0x400..=0x52F | 0x531..=0x587 | 0x900..=0xDFF | 0x10A0..=0x10FF
            | 0x3040..=0x30FF | 0x4E00..=0x9FFF | 0xAC00..=0xD7A3)
}
