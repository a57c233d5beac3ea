//! Names and what they stand for.

use crate::code;
use crate::mentions::Mention;
use crate::model::{BlockId, Model, ModuleId, Owner, ParamId, SystemId};
use crate::term::Slot;
use indexmap::IndexMap;
use kofn_diagnostics::{Diagnostic, Span, nearest};
use kofn_syntax::tree::Name;
use rustc_hash::FxBuildHasher;
use std::collections::{BTreeMap, BTreeSet};

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entity {
    Param(ParamId),
    Module(ModuleId),
    Block(BlockId),
    System(SystemId),
    /// The prefix of a used file.
    Namespace(u32),
    /// Declared by an item that did not parse; it causes no further findings.
    Poisoned,
}

/// A name of a scope and where it was declared.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub entity: Entity,
    pub span: Span,
}

/// The names of a file or of a system.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    pub names: IndexMap<String, Entry, FxBuildHasher>,
}

/// All scopes of a compilation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scopes {
    pub files: Vec<Scope>,
    /// The prefix of each file in names shown to people; empty for the main file.
    pub prefixes: Vec<String>,
    pub systems: Vec<Scope>,
}

/// Where a term stands: which names it may use.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub owner: Owner,
    pub file: u32,
    /// Index variables, innermost last.
    pub locals: Vec<(String, Slot)>,
    /// Whether a system stands for its reliability here.
    pub in_query: bool,
}

impl Place {
    pub fn of(owner: Owner, file: u32) -> Place {
        Place { owner, file, locals: Vec::new(), in_query: false }
    }
}

/// The resolver's state.
pub(crate) struct Resolver {
    pub model: Model,
    pub scopes: Scopes,
    pub diagnostics: Vec<Diagnostic>,
    /// Modules that something needs.
    pub needed: BTreeSet<ModuleId>,
    /// Junctions of the system being resolved: name, place, and whether the mention is repeated
    /// by an index.
    pub junctions: Vec<(String, Span, bool)>,
    /// The same for every system, until it is read whole.
    pub mentions: BTreeMap<SystemId, Vec<(String, Span, bool)>>,
    /// The junctions of every system.
    pub junction_names: BTreeMap<SystemId, BTreeSet<String>>,
    /// Slots that the term being resolved has mentioned.
    pub mentioned: BTreeSet<Slot>,
    /// How many symbols have had a name that was taken.
    pub copies: BTreeMap<String, usize>,
    /// Names at their places, as they are bound.
    pub noted: Vec<Mention>,
}

impl Resolver {
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub fn new_slot(&mut self) -> Slot {
        let slot = Slot(self.model.slots);
        self.model.slots += 1;
        slot
    }

    /// What a name stands for at a place; index variables are looked up before.
    pub fn find(&self, name: &str, place: &Place) -> Option<Entry> {
        if let Owner::System(system) = place.owner
            && let Some(entry) = self.scopes.systems[system.index()].names.get(name)
        {
            return Some(*entry);
        }
        self.scopes.files[place.file as usize].names.get(name).copied()
    }

    /// Whether a file itself declares what a name of it stands for: what it uses is not passed on.
    pub fn declares(&self, file: u32, entity: Entity) -> bool {
        match entity {
            Entity::Param(id) => self.model.param(id).owner == Owner::File(file),
            Entity::Module(id) => self.model.module(id).owner == Owner::File(file),
            Entity::Block(id) => self.model.block(id).owner == Owner::File(file),
            Entity::System(id) => self.model.system(id).file == file,
            Entity::Namespace(_) => false,
            Entity::Poisoned => true,
        }
    }

    /// What a name declared in a system stands for; a design variant has the names of its base.
    pub fn find_in_system(&self, name: &str, system: SystemId) -> Option<Entry> {
        let (base, _) = self.model.design(system);
        self.scopes.systems[base.index()].names.get(name).copied()
    }

    /// The entity, or a finding that names what was probably meant. `None` also for names of
    /// broken items, which have been reported.
    pub fn require(&mut self, name: &Name, place: &Place) -> Option<Entity> {
        match self.find(&name.text, place) {
            Some(Entry { entity: Entity::Poisoned, .. }) => None,
            Some(entry) => {
                self.note_use(name.span, entry.entity, place.file);
                Some(entry.entity)
            }
            None => {
                /// With more findings than anybody reads, the nearest names are not looked for:
                /// that compares every name with every other.
                const MOST_HELPED: usize = 200;
                let known = if self.diagnostics.len() < MOST_HELPED {
                    self.names_at(place)
                } else {
                    Vec::new()
                };
                let meant = nearest(&name.text, known.iter().map(String::as_str));
                let finding = unknown(name).did_you_mean(name.span, meant);
                self.report(finding);
                None
            }
        }
    }

    fn names_at(&self, place: &Place) -> Vec<String> {
        let mut known: Vec<String> = place.locals.iter().map(|(name, _)| name.clone()).collect();
        if let Owner::System(system) = place.owner {
            known.extend(self.scopes.systems[system.index()].names.keys().cloned());
        }
        known.extend(self.scopes.files[place.file as usize].names.keys().cloned());
        known
    }

    /// The member `name` of a system, or a finding.
    pub fn require_in_system(&mut self, name: &Name, system: SystemId) -> Option<Entity> {
        match self.find_in_system(&name.text, system) {
            Some(Entry { entity: Entity::Poisoned, .. }) => None,
            Some(entry) => {
                let (base, _) = self.model.design(system);
                self.note_use(name.span, entry.entity, self.model.system(base).file);
                Some(entry.entity)
            }
            None => {
                let (base, _) = self.model.design(system);
                let known = self.scopes.systems[base.index()].names.keys().map(String::as_str);
                let meant = nearest(&name.text, known).map(str::to_owned);
                let shown = self.model.system(system).name.clone();
                let finding = Diagnostic::error(
                    code::UNKNOWN_NAME,
                    format!("system `{shown}` has no `{}`", name.text),
                )
                .at(name.span, "not declared in that system")
                .did_you_mean(name.span, meant.as_deref());
                self.report(finding);
                None
            }
        }
    }
}

pub(crate) fn unknown(name: &Name) -> Diagnostic {
    Diagnostic::error(code::UNKNOWN_NAME, format!("`{}` is not declared", name.text))
        .at(name.span, "not declared")
}
