//! Numbers: constants, parameters, simple arithmetic, exponential failure.

use crate::fault_tree::Expression;
use crate::read::{Reader, content};
use crate::scope::Surroundings;
use roxmltree::Node;

/// Expressions inside each other, at most.
const DEEPEST: usize = 40;

impl Reader {
    /// The one expression that a definition has.
    pub fn value_of(&mut self, node: Node<'_, '_>, around: &Surroundings) -> Option<Expression> {
        match content(node).as_slice() {
            [value] => self.expression(*value, around, 0),
            other => {
                let count = other.len();
                self.form(node, &format!("it has one value, and this one has {count}"));
                None
            }
        }
    }

    fn expression(
        &mut self,
        node: Node<'_, '_>,
        around: &Surroundings,
        depth: usize,
    ) -> Option<Expression> {
        if depth > DEEPEST {
            self.too_deep(node, DEEPEST);
            return None;
        }
        let word = node.tag_name().name();
        match word {
            "float" | "int" => {
                let literal = node.attribute("value").and_then(literal);
                if literal.is_none() {
                    self.form(node, "its `value` is a number, like 1e-3");
                }
                return literal;
            }
            "bool" => {
                let value = if self.truth(node)? { "1" } else { "0" };
                return Some(Expression::Literal(value.to_owned()));
            }
            "parameter" => {
                let name = self.name(node)?;
                let found = self.parameters.find(name, around);
                if found.is_none() {
                    let finding = self.parameters.undefined("parameter", name, self.tag(node));
                    self.find(finding);
                }
                return found.map(Expression::Parameter);
            }
            "system-mission-time" => {
                self.mission_time = true;
                return Some(Expression::MissionTime);
            }
            "neg" | "add" | "sub" | "mul" | "div" | "exponential" => {}
            _ => {
                self.unsupported(node, "numbers are constants, parameters, neg, add, sub, mul, div, and exponential with a rate and a time");
                return None;
            }
        }
        let children = content(node);
        let read: Vec<Option<Expression>> =
            children.iter().map(|child| self.expression(*child, around, depth + 1)).collect();
        let operands: Vec<Expression> = read.into_iter().collect::<Option<_>>()?;
        match (word, operands.len()) {
            ("neg", 1) => Some(Expression::Negative(Box::new(operands.into_iter().next()?))),
            ("neg", count) => {
                self.form(node, &format!("it has one operand, not {count}"));
                None
            }
            ("exponential", 2) => {
                Some(Expression::Exponential(Box::new(operands.try_into().ok()?)))
            }
            ("exponential", count) => {
                self.form(
                    node,
                    &format!("it has a rate and a time, and this one has {count} operands"),
                );
                None
            }
            (_, 0) => {
                self.form(node, "it has operands");
                None
            }
            (_, 1) => operands.into_iter().next(),
            ("add", _) => Some(Expression::Sum(operands)),
            ("sub", _) => Some(Expression::Difference(operands)),
            ("mul", _) => Some(Expression::Product(operands)),
            _ => Some(Expression::Quotient(operands)),
        }
    }
}

/// A number as XML writes it, as the language does: digits on both sides of the point, the sign as
/// an operation.
fn literal(text: &str) -> Option<Expression> {
    let text = text.trim();
    let (negative, text) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let (digits, exponent) = match text.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, Some(exponent)),
        None => (text, None),
    };
    let (whole, part) = match digits.split_once('.') {
        Some((whole, part)) => (whole, Some(part)),
        None => (digits, None),
    };
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !number(whole) || !part.is_none_or(number) || whole.len() + part.map_or(0, str::len) == 0 {
        return None;
    }
    let mut literal = if whole.is_empty() { "0".to_owned() } else { whole.to_owned() };
    if let Some(part) = part.filter(|part| !part.is_empty()) {
        literal.push('.');
        literal.push_str(part);
    }
    if let Some(exponent) = exponent {
        let bare = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        if bare.is_empty() || !number(bare) {
            return None;
        }
        literal.push('e');
        literal.push_str(exponent.strip_prefix('+').unwrap_or(exponent));
    }
    let literal = Expression::Literal(literal);
    Some(if negative { Expression::Negative(Box::new(literal)) } else { literal })
}
