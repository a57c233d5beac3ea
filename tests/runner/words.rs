//! Words of an expectation: what is outside of brackets, and clauses.

/// The pieces between occurrences of `sign` outside of brackets.
pub fn split<'t>(text: &'t str, sign: &str) -> Vec<&'t str> {
    let mut depth = 0i32;
    let mut pieces = Vec::new();
    let mut begin = 0;
    for (at, character) in text.char_indices() {
        match character {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 && at >= begin && text[at..].starts_with(sign) {
            pieces.push(text[begin..at].trim());
            begin = at + sign.len();
        }
    }
    pieces.push(text[begin..].trim());
    pieces
}

/// The pieces of a list; none of nothing.
pub fn list(text: &str) -> Vec<&str> {
    if text.trim().is_empty() { Vec::new() } else { split(text, ",") }
}

/// What stands in parentheses.
pub fn inside(text: &str) -> Option<&str> {
    text.strip_prefix('(')?.strip_suffix(')')
}

/// What is stated of an answer, in clauses between `;`. A clause that nobody takes is an error.
pub struct Clauses<'t> {
    left: Vec<&'t str>,
}

impl<'t> Clauses<'t> {
    /// The first clause and the others.
    pub fn read(text: &'t str) -> (&'t str, Clauses<'t>) {
        let mut pieces = split(text, ";");
        let head = pieces.remove(0);
        (head, Clauses { left: pieces })
    }

    /// All clauses alike.
    pub fn all(text: &'t str) -> Clauses<'t> {
        Clauses { left: split(text, ";") }
    }

    /// The rest of the clause that begins with `word`.
    pub fn take(&mut self, word: &str) -> Option<&'t str> {
        let rest = |clause: &'t str| {
            let rest = clause.strip_prefix(word)?;
            (rest.is_empty() || rest.starts_with(' ')).then(|| rest.trim())
        };
        let at = self.left.iter().position(|clause| rest(clause).is_some())?;
        rest(self.left.remove(at))
    }

    /// Fails where a clause was not taken.
    pub fn finish(self) -> Result<(), String> {
        match self.left.first() {
            None => Ok(()),
            Some(clause) => Err(format!("`{clause}` says nothing about this answer")),
        }
    }
}
