//! The words of the language with what they are for, as a reader is told.

/// A word of the language.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// The word.
    pub word: &'static str,
    /// The form it stands in.
    pub form: &'static str,
    /// What it says, in a line.
    pub doc: &'static str,
}

const fn form(word: &'static str, form: &'static str, doc: &'static str) -> Form {
    Form { word, form, doc }
}

/// All words that cannot be names.
pub const FORMS: &[Form] = &[
    form("use", "use std/NAME, use \"FILE.rbd\"", "what another file or a library declares"),
    form("param", "param NAME: TYPE = EXPR in DOMAIN", "a number that may be set from outside"),
    form("let", "let NAME = EXPR", "a named number that nothing sets"),
    form("module", "module NAME[SIZE] = SPEC on HOST", "a thing that works or fails"),
    form("block", "block NAME = STRUCTURE", "a name for a part of the structure"),
    form("link", "link A -> B = SPEC on HOST for i in DOMAIN", "a connection between nodes"),
    form("common", "common cause NAME { MEMBER, beta = EXPR }", "modules that fail together"),
    form("cause", "common cause NAME { MEMBER, beta = EXPR }", "modules that fail together"),
    form("system", "system NAME { … works when STRUCTURE }", "a system, or a variant of one"),
    form("works", "works when STRUCTURE", "what the service needs"),
    form("when", "works when STRUCTURE", "what the service needs"),
    form("assert", "assert NAME: CONDITION given …", "a claim for all values of open parameters"),
    form("solve", "solve P where CONDITION given …", "the values of a parameter that satisfy it"),
    form("compare", "compare A, B over P in DOMAIN", "where which of two is more reliable"),
    form("table", "table EXPR, … over P in DOMAIN", "numbers in columns"),
    form("plot", "plot EXPR, … over P in DOMAIN", "a curve"),
    form("series", "series(a, b, …)", "works when every one does"),
    form("parallel", "parallel(a, b, …)", "works when at least one does"),
    form("path", "path(FROM, TO)", "works when TO can be reached from FROM over working links"),
    form("connected", "connected(a, b, …)", "works when all nodes can reach each other"),
    form("of", "K of ARRAY, K of (a, b, …)", "works when at least K do"),
    form("any", "any of ARRAY", "at least one"),
    form("all", "all of ARRAY", "every one"),
    form("majority", "majority of ARRAY", "more than half"),
    form("not", "not STRUCTURE", "works when the structure does not"),
    form("and", "CONDITION and CONDITION", "both hold"),
    form("or", "CONDITION or CONDITION", "one of them holds"),
    form("on", "on HOST, …", "works only while its hosts do"),
    form("for", "EXPR for i in DOMAIN", "once for each value of an index"),
    form("in", "in LO..HI step S, in (a, b, …)", "what is run over, both ends included"),
    form("step", "LO..HI step S", "how far apart the values are"),
    form("as", "use … as PREFIX", "the prefix of what is used"),
    form("given", "given P = EXPR, P in DOMAIN, CONDITION", "what is set or narrowed"),
    form("where", "solve P where CONDITION", "what must hold"),
    form("over", "over P in DOMAIN", "what is swept"),
    form("true", "true", "always works"),
    form("false", "false", "never works"),
];

/// The form of a word.
pub fn form_of(word: &str) -> Option<&'static Form> {
    FORMS.iter().find(|form| form.word == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_language_is_told() {
        let told: Vec<&str> = FORMS.iter().map(|form| form.word).collect();
        assert_eq!(told, kofn_grammar::RESERVED);
    }
}
