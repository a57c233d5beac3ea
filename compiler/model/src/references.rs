//! References: which module, block or outside thing a path names.

use crate::code;
use crate::model::{ModuleId, Owner, ParamKind, Spec, SystemId};
use crate::scope::{Entity, Place, Resolver};
use crate::term::{Head, Index, Reference, Step};
use kofn_diagnostics::{Diagnostic, Span};
use kofn_syntax::tree;

/// What the beginning of a path stands for, and how many of its steps that took.
pub(crate) struct Start {
    pub entity: Entity,
    pub used: usize,
    /// The system, where the path goes on from a system's name: `S.NAME`.
    pub inside: Option<SystemId>,
}

impl Resolver {
    /// Follows file prefixes and, in a query, a system's name.
    pub fn start(&mut self, path: &tree::Path, place: &Place) -> Option<Start> {
        let first = &path.steps.first()?.name;
        let mut entity = self.require(first, place)?;
        let mut used = 1;
        while let Entity::Namespace(file) = entity {
            let Some(step) = path.steps.get(used) else {
                let finding = Diagnostic::error(
                    code::UNKNOWN_NAME,
                    format!("`{}` is a file's prefix, not a thing", path.steps[used - 1].name.text),
                )
                .at(path.span, "names a file")
                .help("write `PREFIX.NAME`");
                self.report(finding);
                return None;
            };
            let private = step.name.text.starts_with('_');
            let place = Place::of(Owner::File(file), file);
            if private {
                let finding = Diagnostic::error(
                    code::PRIVATE_NAME,
                    format!("`{}` is private to its file", step.name.text),
                )
                .at(step.name.span, "begins with `_`")
                .help("name it without `_` where it is declared, if other files shall use it");
                self.report(finding);
                return None;
            }
            entity = self.require(&step.name, &place)?;
            used += 1;
            if !self.declares(file, entity) {
                let finding = crate::scope::unknown(&step.name)
                    .help("a file does not pass on what it uses; `use` that file here too");
                self.report(finding);
                return None;
            }
        }
        let mut inside = None;
        if let Entity::System(system) = entity
            && let Some(step) = path.steps.get(used)
        {
            entity = self.require_in_system(&step.name, system)?;
            inside = Some(system);
            used += 1;
        }
        Some(Start { entity, used, inside })
    }

    /// The reference that a path is, from its step `used - 1` on, which is `entity`.
    pub fn reference(
        &mut self,
        path: &tree::Path,
        entity: Entity,
        used: usize,
        place: &Place,
    ) -> Option<Reference> {
        let mut steps = Vec::new();
        let mut entity = entity;
        let mut at = used - 1;
        loop {
            let step = &path.steps[at];
            let head = self.head(entity, step)?;
            let indices = self.indices(step, head, place)?;
            steps.push(Step { span: step.name.span, head, indices });
            at += 1;
            let Some(member) = path.steps.get(at) else { break };
            let system = self.instance_of(head, step)?;
            if steps.iter().any(|s| s.indices.iter().any(|i| i.hi.is_some())) {
                self.report(
                    Diagnostic::error(code::BARE_ARRAY, "a slice has no members")
                        .at(step.name.span, "several things")
                        .help("write `NAME[i].MEMBER for i in A..B` in a list"),
                );
                return None;
            }
            if self.is_array(head) && steps.last().is_some_and(|s| s.indices.is_empty()) {
                self.report(
                    Diagnostic::error(
                        code::BARE_ARRAY,
                        format!("`{}` is an array: which of them?", step.name.text),
                    )
                    .at(step.name.span, "an index is missing")
                    .help(format!(
                        "write `{}[1].{}`, or `{}[i].{} for i in 1..n` in a list",
                        step.name.text, member.name.text, step.name.text, member.name.text
                    )),
                );
                return None;
            }
            entity = self.require_in_system(&member.name, system)?;
        }
        Some(Reference { span: path.span, steps })
    }

    fn head(&mut self, entity: Entity, step: &tree::Step) -> Option<Head> {
        match entity {
            Entity::Module(id) => {
                self.needed.insert(id);
                Some(Head::Module(id))
            }
            Entity::Block(id) => Some(Head::Block(id)),
            Entity::Param(id) if self.model.param(id).kind == ParamKind::Module => {
                Some(Head::Param(id))
            }
            Entity::Param(_) => {
                self.report(
                    Diagnostic::error(
                        code::NOT_A_STRUCTURE,
                        format!("`{}` is a number; nothing works or fails here", step.name.text),
                    )
                    .at(step.name.span, "a number")
                    .help(format!("declare a module with it: `module m = {}`", step.name.text)),
                );
                None
            }
            Entity::System(_) => {
                self.report(system_as_module(&step.name.text, step.name.span));
                None
            }
            Entity::Namespace(_) | Entity::Poisoned => None,
        }
    }

    /// The system whose members `.NAME` names.
    fn instance_of(&mut self, head: Head, step: &tree::Step) -> Option<SystemId> {
        if let Head::Module(id) = head
            && let Some(system) = self.template(id)
        {
            return Some(system);
        }
        self.report(
            Diagnostic::error(code::UNKNOWN_NAME, format!("`{}` has no members", step.name.text))
                .at(step.name.span, "not an instance of a system")
                .at(self.declared_at(head), "declared here")
                .help(format!(
                    "only an instance has members: `module {} = SYSTEM`",
                    step.name.text
                )),
        );
        None
    }

    /// The system that a module is an instance of.
    pub fn template(&self, id: ModuleId) -> Option<SystemId> {
        match &self.model.module(id).spec {
            Spec::Instance { system, .. } => Some(*system),
            Spec::Chance { .. } => None,
        }
    }

    pub fn is_array(&self, head: Head) -> bool {
        self.extent_count(head) > 0
    }

    fn extent_count(&self, head: Head) -> usize {
        match head {
            Head::Module(id) => self.model.module(id).extents.len(),
            Head::Param(id) => self.model.param(id).extents.len(),
            Head::Block(_) => 0,
        }
    }

    fn indices(&mut self, step: &tree::Step, head: Head, place: &Place) -> Option<Vec<Index>> {
        let wanted = self.extent_count(head);
        let written = step.indices.len();
        if written > 0 && written != wanted {
            let message = match wanted {
                0 => format!("`{}` is one thing and takes no index", step.name.text),
                1 => format!("`{}` takes one index", step.name.text),
                _ => format!("`{}` takes {wanted} indices", step.name.text),
            };
            self.report(
                Diagnostic::error(code::WRONG_INDEX_COUNT, message)
                    .at(step.name.span, format!("{written} written"))
                    .at(self.declared_at(head), "declared here"),
            );
            return None;
        }
        let mut indices = Vec::new();
        for index in &step.indices {
            let lo = self.number(&index.lo, place)?;
            let hi = match &index.hi {
                Some(hi) => Some(self.number(hi, place)?),
                None => None,
            };
            indices.push(Index { lo, hi });
        }
        Some(indices)
    }

    fn declared_at(&self, head: Head) -> Span {
        match head {
            Head::Module(id) => self.model.module(id).span,
            Head::Param(id) => self.model.param(id).span,
            Head::Block(id) => self.model.block(id).span,
        }
    }
}

pub(crate) fn system_as_module(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(code::SYSTEM_AS_MODULE, format!("`{name}` is a system, a template of things"))
        .at(span, "not a thing itself")
        .help(format!("make a thing of it, `module m = {name}`, and name `m` here; two such modules fail independently"))
}
