//! When something works, from when it fails: the complement, written in the language.

use crate::fault_tree::{Expression, Formula};

/// What the definitions of a tree are called in the language.
pub(crate) struct Written {
    /// By the numbers of the events.
    pub events: Vec<String>,
    /// By the numbers of the parameters.
    pub parameters: Vec<String>,
    pub mission_time: String,
}

/// A structure as it is laid out: words, or a form with its operands.
pub(crate) enum Shape {
    Word(String),
    Form { head: String, operands: Vec<Shape> },
    Not(Box<Shape>),
}

impl Written {
    /// When what a formula describes does not occur. Formulas are nested to a bounded depth.
    ///
    /// `xor` and `iff` need their operands twice; each of them that is no name goes through `part`
    /// first, so that texts do not double at each level.
    pub fn works(&self, formula: &Formula, part: &mut dyn FnMut(Shape) -> String) -> Shape {
        match formula {
            Formula::Event(event) => Shape::Word(self.events[event.0].clone()),
            // An event that is certain is a part that never works.
            Formula::Constant(occurs) => Shape::Word((!occurs).to_string()),
            Formula::And(all) => form("parallel", self.each(all, part)),
            Formula::Or(all) => form("series", self.each(all, part)),
            // k failures of n are kept away by n − k + 1 that work.
            Formula::AtLeast(k, all) => match all.len() + 1 - k {
                1 => form("parallel", self.each(all, part)),
                most if most == all.len() => form("series", self.each(all, part)),
                least => {
                    Shape::Form { head: format!("{least} of "), operands: self.each(all, part) }
                }
            },
            Formula::Not(one) => not(self.works(one, part)),
            // An operand occurs where it does not work, so `nand` does not occur where none works.
            Formula::Nand(all) => not(form("parallel", self.each(all, part))),
            Formula::Nor(all) => not(form("series", self.each(all, part))),
            Formula::Xor(both) => {
                let [a, b] = self.names(both, part);
                let all = form("series", vec![Shape::Word(a.clone()), Shape::Word(b.clone())]);
                let any = form("parallel", vec![Shape::Word(a), Shape::Word(b)]);
                form("parallel", vec![all, not(any)])
            }
            Formula::Iff(both) => {
                let [a, b] = self.names(both, part);
                let all = form("series", vec![Shape::Word(a.clone()), Shape::Word(b.clone())]);
                let any = form("parallel", vec![Shape::Word(a), Shape::Word(b)]);
                form("series", vec![any, not(all)])
            }
        }
    }

    fn each(&self, all: &[Formula], part: &mut dyn FnMut(Shape) -> String) -> Vec<Shape> {
        all.iter().map(|formula| self.works(formula, part)).collect()
    }

    fn names(&self, both: &[Formula; 2], part: &mut dyn FnMut(Shape) -> String) -> [String; 2] {
        both.each_ref().map(|formula| match self.works(formula, part) {
            Shape::Word(word) => word,
            shape => part(shape),
        })
    }

    /// The probability that a basic event does not occur.
    pub fn reliability(&self, failure: &Expression) -> String {
        match failure {
            Expression::Literal(number) if is_zero(number) => "1".to_owned(),
            Expression::Literal(number) if number == "1" => "0".to_owned(),
            Expression::Exponential(both) => {
                let [rate, time] = both.as_ref();
                format!(
                    "exp(-({} * {}))",
                    self.number(rate, Level::Product),
                    self.number(time, Level::Factor)
                )
            }
            _ => format!("1 - {}", self.number(failure, Level::Product)),
        }
    }

    /// An expression, in brackets where it is looser than its place allows.
    pub fn number(&self, expression: &Expression, place: Level) -> String {
        let join = |all: &[Expression], sign: &str, first: Level, others: Level| {
            let texts: Vec<String> = all
                .iter()
                .enumerate()
                .map(|(at, one)| self.number(one, if at == 0 { first } else { others }))
                .collect();
            texts.join(sign)
        };
        let (level, text) = match expression {
            Expression::Literal(number) => (Level::Factor, number.clone()),
            Expression::Parameter(place) => (Level::Factor, self.parameters[*place].clone()),
            Expression::MissionTime => (Level::Factor, self.mission_time.clone()),
            Expression::Negative(one) => {
                (Level::Sum, format!("-{}", self.number(one, Level::Factor)))
            }
            Expression::Sum(all) => (Level::Sum, join(all, " + ", Level::Sum, Level::Product)),
            Expression::Difference(all) => {
                (Level::Sum, join(all, " - ", Level::Sum, Level::Product))
            }
            Expression::Product(all) => {
                (Level::Product, join(all, " * ", Level::Product, Level::Factor))
            }
            Expression::Quotient(all) => {
                (Level::Product, join(all, " / ", Level::Product, Level::Factor))
            }
            Expression::Exponential(_) => {
                (Level::Sum, format!("1 - {}", self.reliability(expression)))
            }
        };
        if level < place { format!("({text})") } else { text }
    }
}

/// How strongly an expression holds together, from loosest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Sum,
    Product,
    Factor,
}

fn is_zero(number: &str) -> bool {
    let digits = number.split('e').next().unwrap_or("");
    digits.bytes().all(|byte| matches!(byte, b'0' | b'.'))
}

/// A series or parallel; one operand stands for itself.
fn form(head: &str, mut operands: Vec<Shape>) -> Shape {
    match operands.pop() {
        Some(only) if operands.is_empty() => only,
        Some(last) => {
            operands.push(last);
            Shape::Form { head: head.to_owned(), operands }
        }
        None => Shape::Word((head == "series").to_string()),
    }
}

fn not(shape: Shape) -> Shape {
    match shape {
        Shape::Not(inner) => *inner,
        other => Shape::Not(Box::new(other)),
    }
}

impl Shape {
    /// On one line.
    pub fn to_text(&self) -> String {
        match self {
            Shape::Word(word) => word.clone(),
            Shape::Not(inner) => format!("not {}", inner.to_text()),
            Shape::Form { head, operands } => {
                let all: Vec<String> = operands.iter().map(Shape::to_text).collect();
                format!("{head}({})", all.join(", "))
            }
        }
    }
}
