//! Random texts that follow the grammar, rule by rule, with random blanks and comments in them.
//!
//! They need not mean anything; every form of the language occurs in them.

mod expressions;

use crate::generator::Random;

/// Words in a row; blanks and comments are put between them afterwards.
struct Phrases<'a> {
    random: &'a mut Random,
    words: Vec<String>,
    /// How many expressions may still hold others.
    fuel: usize,
}

const NAMES: &[&str] = &[
    "a",
    "b",
    "x2",
    "R_M",
    "R_M'",
    "hôte",
    "λ",
    "h",
    "min",
    "replica_of_the_database",
    "_hidden",
    "A_rather_long_name_of_a_module_in_a_rack",
];

const COMMENTS: &[&str] = &[
    "// a comment\n",
    "//\n",
    "/// a doc comment\n",
    "//// four\n",
    "//! inner\n",
    "//= a = 1   \n",
    "//~ error[syntax]\n",
    "// \"quoted\" /* and open\n",
    "/* short */",
    "/**/",
    "/* /* nested */ with \" in it */",
    "/* of two\n   lines */",
    "/* é λ — 部品 */",
    "// a comment that is so long that it alone takes more than the hundred columns that a line may have, and then some\n",
];

/// A file.
pub fn file(random: &mut Random) -> String {
    let mut phrases = Phrases { random, words: Vec::new(), fuel: 0 };
    for _ in 0..phrases.random.between(0, 6) {
        phrases.fuel = 25;
        phrases.file_item();
    }
    let words = std::mem::take(&mut phrases.words);
    joined(&words, random)
}

/// The words with what is between them.
fn joined(words: &[String], random: &mut Random) -> String {
    let chance = *random.pick(&[0, 0, 2, 10, 40]);
    let mut text = String::new();
    if random.percent(5) {
        text.push('\u{FEFF}');
    }
    let mut last = "";
    for word in words {
        text.push_str(&gap(last, word, chance, random));
        text.push_str(word);
        last = word;
    }
    text.push_str(&gap(last, "", chance, random));
    if random.percent(10) {
        text = text.replace('\n', "\r\n");
    }
    text
}

fn gap(last: &str, next: &str, chance: usize, random: &mut Random) -> String {
    const BLANKS: &[&str] =
        &[" ", " ", " ", "  ", "\t", "\n", "\n    ", "\n\n", "\n \n\n", "\u{A0}"];
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '\'' | '%');
    let words = last.ends_with(is_word) && next.starts_with(is_word);
    // `--` and `/*` are something else than their parts.
    let signs = last.ends_with(['-', '/', '<', '>', '=', '!']);
    let mut gap = String::new();
    if words || signs || random.percent(60) {
        let blanks = *random.pick(BLANKS);
        gap.push_str(blanks);
    }
    // Between `series` and its parenthesis stand only blanks.
    let call = next == "(" && ["series", "parallel", "path", "connected", "solve"].contains(&last);
    while !call && random.percent(chance) {
        let comment = *random.pick(COMMENTS);
        gap.push_str(comment);
        if random.percent(70) {
            let blanks = *random.pick(BLANKS);
            gap.push_str(blanks);
        }
    }
    gap
}

impl Phrases<'_> {
    fn say(&mut self, words: &str) {
        self.words.extend(words.split(' ').map(str::to_owned));
    }

    fn name(&mut self) {
        let name = *self.random.pick(NAMES);
        self.words.push(name.to_owned());
    }

    /// Some, separated by commas.
    fn list(&mut self, least: usize, most: usize, mut one: impl FnMut(&mut Self)) {
        // Now and then more than a line takes.
        let most = if self.random.percent(5) { most * 8 } else { most };
        for number in 0..self.random.between(least, most) {
            if number > 0 {
                self.say(",");
            }
            one(self);
        }
    }

    fn maybe(&mut self, chance: usize, then: impl FnOnce(&mut Self)) {
        if self.random.percent(chance) && self.fuel > 0 {
            then(self);
        }
    }

    fn file_item(&mut self) {
        match self.random.below(10) {
            0 => self.using(),
            1..=3 => self.system(),
            4 => {
                self.say("system");
                self.name();
                self.say("=");
                self.expression(2);
            }
            5 | 6 => self.query(),
            _ => self.item(),
        }
    }

    fn using(&mut self) {
        self.say("use");
        let target = *self.random.pick(&["std/voting", "\"racks // not a comment.rbd\"", "\"é\""]);
        self.words.push(target.to_owned());
        self.maybe(50, |all| {
            all.say("as");
            all.name();
        });
        self.maybe(50, |all| {
            all.say("(");
            all.list(1, 3, Self::name);
            all.say(")");
        });
    }

    fn system(&mut self) {
        self.say("system");
        self.name();
        self.say("{");
        for _ in 0..self.random.between(0, 7) {
            match self.random.below(8) {
                0 => self.link(),
                1 => {
                    self.say("works when");
                    self.expression(3);
                }
                _ => self.item(),
            }
        }
        self.say("}");
    }

    fn item(&mut self) {
        match self.random.below(8) {
            0 => {
                self.say("let");
                self.name();
                self.say("=");
                self.expression(3);
            }
            1 => {
                self.say("block");
                self.name();
                self.say("=");
                self.expression(4);
            }
            2 => {
                self.say("common cause");
                self.name();
                self.say("{");
                self.list(1, 3, |all| all.argument(1));
                self.say("}");
            }
            3 | 4 => self.param(),
            _ => self.module(),
        }
    }

    fn param(&mut self) {
        self.say("param");
        self.list(1, 2, Self::declared);
        self.maybe(40, |all| {
            let kind = *all.random.pick(&["count", "probability", "module"]);
            all.say(":");
            all.say(kind);
        });
        self.maybe(60, |all| {
            all.say("=");
            all.expression(1);
        });
        self.maybe(30, |all| {
            all.say("in");
            all.domain();
        });
    }

    fn module(&mut self) {
        self.say("module");
        self.list(1, 2, Self::declared);
        self.maybe(80, |all| {
            all.say("=");
            all.expression(2);
        });
        self.maybe(50, Self::hosts);
    }

    fn hosts(&mut self) {
        self.say("on");
        self.list(1, 2, |all| all.expression(1));
    }

    fn link(&mut self) {
        self.say("link");
        self.path(1);
        for _ in 0..self.random.between(1, 3) {
            let arrow = *self.random.pick(&["->", "--"]);
            self.say(arrow);
            self.path(1);
        }
        self.maybe(50, |all| {
            all.say("=");
            all.expression(1);
        });
        self.maybe(30, Self::hosts);
        self.maybe(40, Self::indices);
    }

    fn query(&mut self) {
        let word = *self.random.pick(&["assert", "solve", "compare", "table", "plot"]);
        self.say(word);
        self.maybe(40, |all| {
            all.name();
            all.say(":");
        });
        match word {
            "assert" => self.expression(3),
            "solve" => {
                self.path(1);
                self.say("where");
                self.expression(2);
            }
            "compare" => {
                self.expression(2);
                self.say(",");
                self.expression(2);
            }
            _ => self.list(1, 3, |all| all.expression(2)),
        }
        if matches!(word, "compare" | "table" | "plot") {
            self.maybe(60, |all| {
                all.say("over");
                all.list(1, 2, |all| {
                    all.path(1);
                    all.say("in");
                    all.domain();
                });
            });
        }
        if matches!(word, "table" | "plot") {
            self.maybe(30, Self::indices);
        }
        self.maybe(50, Self::given);
    }

    fn given(&mut self) {
        self.say("given");
        self.list(1, 3, |all| match all.random.below(3) {
            0 => {
                all.path(1);
                all.say("=");
                all.expression(1);
            }
            1 => {
                all.path(1);
                all.say("in");
                all.domain();
            }
            _ => {
                all.path(1);
                all.say("<=");
                all.path(1);
            }
        });
    }
}
