//! Formulas for a terminal, with the signs of Unicode.

use std::fmt::Write as _;

use kofn_algebra::{Expr, Symbol};

use super::names::{Parts, greek_letter, split_primes};
use super::notation::{Kind, Notation, Over, Piece};
use super::typeset::typeset;
use super::{Formula, Style, Words};

/// The expression as text: `R_H R_V [1 − (1 − R_M)ⁿ]`.
pub fn text(expr: &Expr, style: &Style) -> Formula {
    typeset(expr, style, &Text)
}

/// A parameter's name as it stands in the text of a formula: `R_V`, `λ_V`.
pub fn text_name(symbol: &Symbol) -> String {
    Text.name(symbol.name()).text
}

struct Text;

const WORDS: Words = Words { before_names: " where ", equals: " = ", between_names: ", " };

impl Notation for Text {
    fn words(&self) -> &'static Words {
        &WORDS
    }

    fn too_many(&self, names: usize) -> String {
        format!("… ({names} named parts; see --to expanded or --to json)")
    }

    fn too_long(&self) -> String {
        "… (too long to print; see --to expanded or --to json)".to_owned()
    }

    fn at_least_legend(&self) -> String {
        "P(≥ k of x₁, …, xₙ) = Σ_{S ⊆ {1, …, n}, |S| ≥ k} ∏_{i ∈ S} xᵢ ∏_{i ∉ S} (1 − xᵢ)"
            .to_owned()
    }

    fn name(&self, name: &str) -> Piece {
        let parts = Parts::of(name);
        let letter = word(parts.base);
        if let Some(index) = parts.index {
            let family = name.split_once('[').map_or(name, |(family, _)| family);
            return self.indexed(family, index);
        }
        let mut text = String::new();
        if let Some(qualifier) = parts.qualifier {
            text.push_str(qualifier);
            text.push('.');
        }
        text.push_str(&letter);
        if let Some(subscript) = parts.subscript {
            text.push('_');
            text.push_str(&word(subscript));
        }
        let single = text.chars().count() == 1 && text.chars().all(char::is_alphabetic);
        Piece::new(text, if single { Kind::Letter } else { Kind::Atom }, 0)
    }

    fn indexed(&self, family: &str, index: &str) -> Piece {
        let parts = Parts::of(family);
        let index = if is_short(index) { index.to_owned() } else { format!("{{{index}}}") };
        let front = match parts.qualifier {
            Some(qualifier) => format!("{qualifier}.{}", word(parts.base)),
            None => word(parts.base),
        };
        let text = match parts.subscript {
            Some(subscript) => format!("{front}_{{{}_{index}}}", word(subscript)),
            None => format!("{front}_{index}"),
        };
        Piece::new(text, Kind::Atom, 0)
    }

    fn plus(&self, tight: bool) -> &'static str {
        if tight { "+" } else { " + " }
    }

    fn minus(&self, tight: bool) -> &'static str {
        if tight { "−" } else { " − " }
    }

    fn negative(&self) -> &'static str {
        "−"
    }

    fn scientific(&self, digits: &str, exponent: &str) -> String {
        let power = format!("10{}", self.superscript(exponent));
        if digits == "1" { power } else { format!("{digits}·{power}") }
    }

    fn between(&self, left: Kind, right: Kind) -> &'static str {
        if left == Kind::Number && right == Kind::Number { " · " } else { " " }
    }

    /// Raised characters where there are some for all of the exponent, which is then one letter
    /// or number, or several with signs between them.
    fn superscript(&self, exponent: &str) -> String {
        let words = exponent.split(|c: char| !c.is_alphabetic());
        let raised: Option<String> = exponent.chars().map(raised).collect();
        match raised {
            Some(raised) if words.into_iter().all(|word| word.chars().count() <= 1) => raised,
            _ => format!("^({exponent})"),
        }
    }

    fn root(&self, of: &Piece) -> Piece {
        let bare = matches!(of.kind, Kind::Number | Kind::Letter | Kind::Atom) && !of.powered;
        if bare {
            return Piece::new(format!("√{}", of.text), Kind::Call, of.depth);
        }
        Piece::new(format!("√{}", self.bracket(of.depth, &of.text)), Kind::Call, of.depth + 1)
    }

    fn bracket(&self, depth: usize, inner: &str) -> String {
        match depth % 3 {
            0 => format!("({inner})"),
            1 => format!("[{inner}]"),
            _ => format!("{{{inner}}}"),
        }
    }

    fn stacked(&self, _: &Piece, _: &Piece) -> Option<Piece> {
        None
    }

    fn slash(&self, tight: bool) -> &'static str {
        if tight { "/" } else { " / " }
    }

    fn over(&self, sign: Over, index: &str, from: &str, to: &str, body: &str) -> String {
        let sign = match sign {
            Over::Sum => 'Σ',
            Over::Product => '∏',
        };
        format!("{sign}_{{{index}={from}}}^{{{to}}} {body}")
    }

    fn binomial(&self, n: &str, k: &str) -> Piece {
        Piece::new(format!("C({n},{k})"), Kind::Atom, 0)
    }

    fn floor(&self, inner: &str) -> String {
        format!("⌊{inner}⌋")
    }

    fn ceil(&self, inner: &str) -> String {
        format!("⌈{inner}⌉")
    }

    fn exponential(&self, exponent: &str) -> String {
        format!("e{}", self.superscript(exponent))
    }

    fn call(&self, function: &str, args: &[String]) -> String {
        format!("{function}({})", args.join(", "))
    }

    fn at_least_of(&self, k: u64, parts: &[(String, u64)]) -> String {
        let mut text = format!("P(≥ {k} of ");
        for (place, (part, copies)) in parts.iter().enumerate() {
            let comma = if place == 0 { "" } else { ", " };
            let _ = write!(text, "{comma}{part}");
            if *copies > 1 {
                let _ = write!(text, " ×{copies}");
            }
        }
        text.push(')');
        text
    }
}

/// A word of a name, with the letter where it is the name of a Greek one.
fn word(word: &str) -> String {
    let (name, primes) = split_primes(word);
    match greek_letter(name) {
        Some(letter) => format!("{letter}{primes}"),
        None => word.to_owned(),
    }
}

/// Whether an index needs no braces: one character, or a number.
fn is_short(index: &str) -> bool {
    index.chars().count() == 1 || index.bytes().all(|byte| byte.is_ascii_digit())
}

/// The raised form of a character.
fn raised(character: char) -> Option<char> {
    const PLAIN: &str = "0123456789+−abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW";
    const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ";
    PLAIN.chars().zip(RAISED.chars()).find(|(plain, _)| *plain == character).map(|pair| pair.1)
}
