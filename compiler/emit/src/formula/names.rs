//! The parts of a parameter's name, and the letters that have names.

/// A name taken apart: `native.R_vm'[3]` is native, R, vm', 3.
///
/// The first underscore begins the subscript; later ones belong to it. Primes stay with the part
/// they follow.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts<'a> {
    /// What stands before a dot in front of the letter: the system a parameter belongs to.
    pub qualifier: Option<&'a str>,
    pub base: &'a str,
    pub subscript: Option<&'a str>,
    /// The index of an element of a family.
    pub index: Option<&'a str>,
}

impl<'a> Parts<'a> {
    pub(super) fn of(name: &'a str) -> Self {
        let (name, index) = match name.strip_suffix(']').and_then(|name| name.split_once('[')) {
            Some((name, index)) => (name, Some(index)),
            None => (name, None),
        };
        let (front, subscript) = match name.split_once('_') {
            Some((front, behind)) if !front.is_empty() && !behind.is_empty() => {
                (front, Some(behind))
            }
            _ => (name, None),
        };
        let (qualifier, base) = match front.rsplit_once('.') {
            Some((qualifier, base)) if !qualifier.is_empty() && !base.is_empty() => {
                (Some(qualifier), base)
            }
            _ => (None, front),
        };
        Parts { qualifier, base, subscript, index }
    }
}

/// A word without the primes behind it, and these.
pub(super) fn split_primes(word: &str) -> (&str, &str) {
    word.split_at(word.trim_end_matches('\'').len())
}

/// Greek letters: the name in a model and in LaTeX, and the letter. Capitals that look like Latin
/// ones have no name, as in LaTeX.
const GREEK: [(&str, char); 35] = [
    ("alpha", 'α'),
    ("beta", 'β'),
    ("gamma", 'γ'),
    ("delta", 'δ'),
    ("epsilon", 'ε'),
    ("zeta", 'ζ'),
    ("eta", 'η'),
    ("theta", 'θ'),
    ("iota", 'ι'),
    ("kappa", 'κ'),
    ("lambda", 'λ'),
    ("mu", 'μ'),
    ("nu", 'ν'),
    ("xi", 'ξ'),
    ("pi", 'π'),
    ("rho", 'ρ'),
    ("sigma", 'σ'),
    ("varsigma", 'ς'),
    ("tau", 'τ'),
    ("upsilon", 'υ'),
    ("phi", 'φ'),
    ("chi", 'χ'),
    ("psi", 'ψ'),
    ("omega", 'ω'),
    ("Gamma", 'Γ'),
    ("Delta", 'Δ'),
    ("Theta", 'Θ'),
    ("Lambda", 'Λ'),
    ("Xi", 'Ξ'),
    ("Pi", 'Π'),
    ("Sigma", 'Σ'),
    ("Upsilon", 'Υ'),
    ("Phi", 'Φ'),
    ("Psi", 'Ψ'),
    ("Omega", 'Ω'),
];

/// The Greek letter with this name.
pub(super) fn greek_letter(name: &str) -> Option<char> {
    GREEK.iter().find(|(known, _)| *known == name).map(|(_, letter)| *letter)
}

/// The name of this Greek letter; the sign for a millionth, of its own in Unicode, is one too.
pub(super) fn greek_name(letter: char) -> Option<&'static str> {
    let letter = if letter == '\u{b5}' { 'μ' } else { letter };
    GREEK.iter().find(|(_, known)| *known == letter).map(|(name, _)| *name)
}

/// A string between quotation marks, control characters written as `control` says.
pub(crate) fn quoted(text: &str, control: impl Fn(u32) -> String) -> String {
    let mut string = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => string.extend(['\\', character]),
            _ if character.is_control() => string.push_str(&control(u32::from(character))),
            _ => string.push(character),
        }
    }
    string.push('"');
    string
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_apart_at_dot_underscore_and_bracket() {
        let parts = |name| {
            let Parts { qualifier, base, subscript, index } = Parts::of(name);
            [qualifier, Some(base), subscript, index]
        };
        assert_eq!(parts("R_M'"), [None, Some("R"), Some("M'"), None]);
        assert_eq!(parts("R_rack_a"), [None, Some("R"), Some("rack_a"), None]);
        assert_eq!(parts("R_native.machine"), [None, Some("R"), Some("native.machine"), None]);
        assert_eq!(parts("web.R_M"), [Some("web"), Some("R"), Some("M"), None]);
        assert_eq!(parts("R_M[3]"), [None, Some("R"), Some("M"), Some("3")]);
        assert_eq!(parts("_x"), [None, Some("_x"), None, None]);
        assert_eq!(parts("x_"), [None, Some("x_"), None, None]);
        assert_eq!(parts(""), [None, Some(""), None, None]);
    }

    #[test]
    fn greek_letters_and_names_are_pairs() {
        for (name, letter) in GREEK {
            assert_eq!(greek_letter(name), Some(letter));
            assert_eq!(greek_name(letter), Some(name));
        }
    }
}
