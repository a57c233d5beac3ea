//! Blocks: parts of structures that have a name.

use crate::build::{Builder, Open, Placed};
use crate::code;
use crate::numbers::{Reported, Slots};
use crate::things::EnvironmentId;
use kofn_diagnostics::{Diagnostic, Span};
use kofn_model::{BlockId, Head, Structure, StructureKind};
use std::collections::BTreeSet;

/// The gates of blocks on each other, at most: what follows walks them recursively.
const DEEPEST: u32 = 2_000;

impl Builder<'_> {
    /// When a block works.
    ///
    /// Blocks that it mentions are built before it, from the lowest up: a chain of them is no
    /// deeper a walk than one, however long it is.
    pub fn block(
        &mut self,
        id: BlockId,
        environment: EnvironmentId,
        span: Span,
    ) -> Result<Placed, Reported> {
        // Inside of a block all that could be built before has been.
        let mut descend = self.open.iter().any(|(open, ..)| matches!(open, Open::Block(..)));
        let asked = (id, environment, span);
        let mut begun = BTreeSet::new();
        let mut pending = vec![asked];
        while let Some(&(id, environment, span)) = pending.last() {
            if self.blocks.contains_key(&(environment, id)) {
                pending.pop();
            } else if !descend && begun.insert((environment, id)) {
                for (mentioned, span) in mentioned_in(&self.model.block(id).structure) {
                    let owner = self.model.block(mentioned).owner;
                    let environment = self.environment_of(owner, environment);
                    let key = (environment, mentioned);
                    if begun.contains(&key) && !self.blocks.contains_key(&key) {
                        // A circle: it is told from the block on that was asked for.
                        descend = true;
                        pending = vec![asked];
                        break;
                    }
                    pending.push((mentioned, environment, span));
                }
            } else {
                pending.pop();
                self.enter(Open::Block(environment, id), span)?;
                let model = self.model;
                let placed = self.structure(&model.block(id).structure, environment, &Slots::new());
                self.leave();
                let (node, depth) = placed?;
                if self.graph.depth(node) > DEEPEST {
                    return self.report(
                        Diagnostic::error(
                            code::NESTED_TOO_DEEPLY,
                            format!("more than {DEEPEST} gates on each other"),
                        )
                        .at(self.model.block(id).span, "one too many"),
                    );
                }
                self.blocks.insert((environment, id), (node, depth));
            }
        }
        Ok(self.blocks[&(environment, id)])
    }
}

/// The blocks of the same instance that a structure needs in any case, the last one first.
fn mentioned_in(structure: &Structure) -> Vec<(BlockId, Span)> {
    let mut found = Vec::new();
    let mut pending = vec![structure];
    while let Some(structure) = pending.pop() {
        match &structure.kind {
            StructureKind::Series(list)
            | StructureKind::Parallel(list)
            | StructureKind::KOutOfN(_, list) => {
                // A comprehension may turn out to be empty.
                let single = list.iter().filter(|element| element.binders.is_empty());
                pending.extend(single.map(|element| &element.structure));
            }
            StructureKind::Not(inner) => pending.push(inner),
            StructureKind::Reference(reference) => {
                if let [step] = reference.steps.as_slice()
                    && let Head::Block(id) = step.head
                {
                    found.push((id, reference.span));
                }
            }
            StructureKind::Truth(_) | StructureKind::Path(..) | StructureKind::Connected(_) => {}
        }
    }
    found
}
