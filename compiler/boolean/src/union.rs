//! From a family of sets back to a function: true where some set has all of its literals true.

use std::collections::BTreeMap;

use crate::bdd::{Bdd, Ref};
use crate::diagram::{Diagram, Link};
use crate::formula::Variable;
use crate::limits::{LimitReached, Limits};
use crate::set_family::SetFamily;

impl SetFamily {
    /// The function that is true where some set has all of its literals true.
    pub fn any(&self, limits: &Limits) -> Result<Diagram, LimitReached> {
        let mut order: Vec<Variable> = Vec::new();
        let mut levels: BTreeMap<Variable, u32> = BTreeMap::new();
        for member in self.members() {
            levels.entry(member.variable).or_insert_with(|| {
                order.push(member.variable);
                order.len() as u32 - 1
            });
        }
        let mut bdd = Bdd::new(limits);
        let mut values: Vec<Ref> = Vec::with_capacity(self.choices().len());
        for choice in self.choices() {
            let at = |link| match link {
                Link::False => Ref::FALSE,
                Link::True => Ref::TRUE,
                Link::Node(at) => values[at as usize],
            };
            let (with, without) = (at(choice.with), at(choice.without));
            let level = levels[&choice.member.variable];
            // What needs the member, and what holds anyway.
            let either = bdd.or(with, without)?;
            let literal = match choice.member.negated {
                false => bdd.make(level, Ref::TRUE, Ref::FALSE)?,
                true => bdd.make(level, Ref::FALSE, Ref::TRUE)?,
            };
            values.push(bdd.ite(literal, either, without)?);
        }
        let root = match self.root() {
            Link::False => Ref::FALSE,
            Link::True => Ref::TRUE,
            Link::Node(at) => values[at as usize],
        };
        Ok(Diagram::extract(&bdd, root, order))
    }
}
