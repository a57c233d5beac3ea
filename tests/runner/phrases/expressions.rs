//! Random expressions, paths and what stands in brackets.

use super::Phrases;

const NUMBERS: &[&str] = &[
    "0", "1", "0.999", "1_000", "1e-6", "2.5E+3", "99.9%", "5 nines", "3h", "2 d", "6/h", "4 /yr",
];

impl Phrases<'_> {
    pub(super) fn indices(&mut self) {
        self.say("for");
        self.list(1, 2, Self::binder);
    }

    pub(super) fn binder(&mut self) {
        self.name();
        self.say("in");
        self.domain();
    }

    pub(super) fn domain(&mut self) {
        self.expression(1);
        self.maybe(60, |all| {
            all.say("..");
            all.expression(1);
            all.maybe(30, |all| {
                all.say("step");
                all.expression(0);
            });
        });
    }

    pub(super) fn declared(&mut self) {
        self.name();
        self.maybe(40, |all| {
            all.say("[");
            all.list(1, 2, |all| match all.random.below(2) {
                0 => all.expression(1),
                _ => all.binder(),
            });
            all.say("]");
        });
    }

    pub(super) fn path(&mut self, depth: usize) {
        for number in 0..self.random.between(1, 2) {
            if number > 0 {
                self.say(".");
            }
            self.name();
            if depth > 0 {
                self.maybe(25, |all| {
                    all.say("[");
                    all.list(1, 2, |all| {
                        all.expression(depth - 1);
                        all.maybe(20, |all| {
                            all.say("..");
                            all.expression(depth - 1);
                        });
                    });
                    all.say("]");
                });
            }
        }
    }

    pub(super) fn argument(&mut self, depth: usize) {
        self.maybe(30, |all| {
            all.name();
            all.say("=");
        });
        self.expression(depth);
        self.maybe(15, Self::indices);
    }

    pub(super) fn arguments(&mut self, least: usize, depth: usize) {
        self.say("(");
        self.list(least, 3, |all| all.argument(depth));
        self.say(")");
    }

    /// An expression; comparisons do not follow each other, nor does `of`.
    pub(super) fn expression(&mut self, depth: usize) {
        const OPERATORS: &[&str] = &["+", "-", "*", "/", "^", "and", "or"];
        const COMPARISONS: &[&str] = &["<", "<=", "==", "!=", ">=", ">"];
        let depth = if self.fuel == 0 { 0 } else { depth };
        self.fuel = self.fuel.saturating_sub(1);
        let more = if depth == 0 { 0 } else { *self.random.pick(&[0, 0, 0, 1, 2, 6]) };
        let compares = self.random.percent(20);
        self.operand(depth);
        for number in 0..more {
            let operator = match number {
                0 if compares => *self.random.pick(COMPARISONS),
                _ => *self.random.pick(OPERATORS),
            };
            self.say(operator);
            self.operand(depth);
        }
    }

    pub(super) fn operand(&mut self, depth: usize) {
        self.maybe(10, |all| {
            let prefix = *all.random.pick(&["-", "- -", "not"]);
            all.say(prefix);
        });
        let Some(depth) = depth.checked_sub(1) else {
            match self.random.below(2) {
                0 => {
                    let number = *self.random.pick(NUMBERS);
                    self.words.push(number.to_owned());
                }
                _ => self.path(0),
            }
            return;
        };
        match self.random.below(9) {
            0 | 1 => self.path(depth),
            2 => {
                let number = *self.random.pick(NUMBERS);
                self.words.push(number.to_owned());
            }
            3 => {
                let word = *self.random.pick(&["series", "parallel", "path", "connected"]);
                self.say(word);
                self.arguments(0, depth);
            }
            4 => {
                self.path(depth);
                self.arguments(0, depth);
            }
            5 => {
                // In parentheses: `2 of x ^ y` and the like are for the checker.
                self.say("(");
                let many = *self.random.pick(&["any", "all", "majority", "2", "60%"]);
                self.say(many);
                self.say("of");
                self.arguments(1, depth);
                self.say(")");
            }
            6 => {
                let truth = *self.random.pick(&["true", "false"]);
                self.say(truth);
            }
            7 => {
                self.say("solve (");
                let end = *self.random.pick(&["", "min", "max"]);
                if end.is_empty() {
                    self.say("n");
                } else {
                    self.say(end);
                    self.path(depth);
                }
                self.say("where");
                self.expression(depth);
                self.maybe(30, Self::given);
                self.say(")");
            }
            _ => self.arguments(1, depth),
        }
    }
}
