//! Formulas of gates.

use crate::fault_tree::{EventId, Formula};
use crate::read::{Reader, content};
use crate::scope::Surroundings;
use roxmltree::Node;

/// Formulas without names inside each other, at most: walks over them are recursive, and what is
/// written of them has brackets.
const DEEPEST: usize = 40;

impl Reader {
    /// A formula. Reads on after a mistake, to find the others.
    pub fn formula(
        &mut self,
        node: Node<'_, '_>,
        around: &Surroundings,
        depth: usize,
    ) -> Option<Formula> {
        if depth > DEEPEST {
            self.too_deep(node, DEEPEST);
            return None;
        }
        let word = node.tag_name().name();
        match word {
            "event" => return self.event(node, node.attribute("type"), around),
            "gate" | "basic-event" | "house-event" => return self.event(node, Some(word), around),
            "constant" => return Some(Formula::Constant(self.truth(node)?)),
            "and" | "or" | "atleast" | "xor" | "iff" | "not" | "nand" | "nor" => {}
            "imply" => {
                self.unsupported(node, "write `<or><not>a</not>b</or>`");
                return None;
            }
            "cardinality" => {
                self.unsupported(node, "write it with `atleast` and `not`");
                return None;
            }
            _ => {
                self.unsupported(node, "formulas are made of and, or, atleast, xor, iff, not, nand, nor, constants and events");
                return None;
            }
        }
        let children = content(node);
        let read: Vec<Option<Formula>> =
            children.iter().map(|child| self.formula(*child, around, depth + 1)).collect();
        let operands: Vec<Formula> = read.into_iter().collect::<Option<_>>()?;
        let count = operands.len();
        if count == 0 {
            self.form(node, "it has operands");
            return None;
        }
        match word {
            "and" => Some(Formula::And(operands)),
            "or" => Some(Formula::Or(operands)),
            "nand" => Some(Formula::Nand(operands)),
            "nor" => Some(Formula::Nor(operands)),
            "atleast" => {
                let least = node.attribute("min").and_then(|text| text.trim().parse().ok());
                match least {
                    Some(least) if (1..=count).contains(&least) => {
                        Some(Formula::AtLeast(least, operands))
                    }
                    _ => {
                        self.form(node, &format!("its `min` is a number from 1 to {count}, as many as it has operands"));
                        None
                    }
                }
            }
            "not" => match <[Formula; 1]>::try_from(operands) {
                Ok([one]) => Some(Formula::Not(Box::new(one))),
                Err(_) => {
                    self.form(node, "it has one operand");
                    None
                }
            },
            _ => match <[Formula; 2]>::try_from(operands) {
                Ok(both) if word == "xor" => Some(Formula::Xor(Box::new(both))),
                Ok(both) => Some(Formula::Iff(Box::new(both))),
                // Tools differ in whether more mean "an odd number" or "exactly one".
                Err(_) => {
                    self.form(
                        node,
                        &format!("it has two operands here, not {count}; put others into a gate"),
                    );
                    None
                }
            },
        }
    }

    fn event(
        &mut self,
        node: Node<'_, '_>,
        kind: Option<&str>,
        around: &Surroundings,
    ) -> Option<Formula> {
        let name = self.name(node)?;
        let what = match kind {
            None => "event",
            Some("gate") => "gate",
            Some("basic-event") => "basic event",
            Some("house-event") => "house event",
            Some(_) => {
                self.form(node, "its `type` is gate, basic-event or house-event");
                return None;
            }
        };
        let found = self.events.find(name, around);
        match found {
            Some(place) if what == "event" || self.kinds.get(place) == Some(&what) => {
                Some(Formula::Event(EventId(place)))
            }
            Some(place) => {
                let is = self.kinds.get(place).copied().unwrap_or("event");
                self.form(node, &format!("`{name}` is a {is}"));
                None
            }
            None => {
                let finding = self.events.undefined(what, name, self.tag(node));
                self.find(finding);
                None
            }
        }
    }
}
