//! Every place where a name stands, and what it stands for there.

use crate::model::{BlockId, ModuleId, Owner, ParamId, SystemId};
use crate::resolve::Resolution;
use crate::scope::{Entity, Resolver};
use crate::term::Slot;
use kofn_diagnostics::Span;

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Named {
    /// A parameter or a named number.
    Param(ParamId),
    /// A module.
    Module(ModuleId),
    /// A block.
    Block(BlockId),
    /// A system.
    System(SystemId),
    /// An index variable.
    Index(Slot),
    /// The prefix under which the file `user` knows the file `used`.
    Prefix {
        /// The file with the `use`.
        user: u32,
        /// The file that is used.
        used: u32,
    },
    /// A file, by what stands behind `use`.
    File(u32),
    /// A node of the links that is not declared, in the system or file whose links have it.
    Junction(Owner, String),
}

/// What a name does at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// It is declared here.
    Declares,
    /// It is named here.
    Uses,
    /// It is called here as results print it: `R_native.machine`.
    Prints,
    /// Nothing of it is written here: a module without a number has the parameter `R_NAME`.
    Implies,
}

/// A place where a name stands, with what it stands for. A place may have several: `R[i]` in
/// `module a[i in 1..2], b[i in 1..2] = R[i]` is read once for each of the two.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// The name.
    pub span: Span,
    /// What it stands for.
    pub named: Named,
    /// What it does there.
    pub role: Role,
}

impl Entity {
    /// What an entity of a scope of the file `user` is; `None` for a name of a broken item.
    pub(crate) fn named(self, user: u32) -> Option<Named> {
        match self {
            Entity::Param(id) => Some(Named::Param(id)),
            Entity::Module(id) => Some(Named::Module(id)),
            Entity::Block(id) => Some(Named::Block(id)),
            Entity::System(id) => Some(Named::System(id)),
            Entity::Namespace(used) => Some(Named::Prefix { user, used }),
            Entity::Poisoned => None,
        }
    }
}

impl Resolver {
    /// Notes that a name stands at a place.
    pub fn note(&mut self, span: Span, named: Named, role: Role) {
        self.noted.push(Mention { span, named, role });
    }

    /// Notes that an entity is named at a place of the file `user`.
    pub fn note_use(&mut self, span: Span, entity: Entity, user: u32) {
        if let Some(named) = entity.named(user) {
            self.note(span, named, Role::Uses);
        }
    }
}

impl Resolution {
    /// All mentions in all files, by place.
    pub fn mentions(&self) -> &[Mention] {
        &self.mentions
    }

    /// The names that a file declares or brings in, in the order of the text.
    pub fn names_of_file(&self, file: u32) -> impl Iterator<Item = (&str, Named)> {
        let scope = self.scopes.files.get(file as usize);
        scope.into_iter().flat_map(move |scope| {
            scope
                .names
                .iter()
                .filter_map(move |(name, entry)| Some((name.as_str(), entry.entity.named(file)?)))
        })
    }

    /// The names that a system declares; those of its base where it is a design variant.
    pub fn names_of_system(&self, system: SystemId) -> impl Iterator<Item = (&str, Named)> {
        let (base, _) = self.model.design(system);
        let file = self.model.system(base).file;
        self.scopes.systems[base.index()]
            .names
            .iter()
            .filter_map(move |(name, entry)| Some((name.as_str(), entry.entity.named(file)?)))
    }

    /// Whether a file itself declares what a name of it stands for: what it uses is not passed on.
    pub fn declares(&self, file: u32, named: &Named) -> bool {
        match named {
            Named::Param(id) => self.model.param(*id).owner == Owner::File(file),
            Named::Module(id) => self.model.module(*id).owner == Owner::File(file),
            Named::Block(id) => self.model.block(*id).owner == Owner::File(file),
            Named::System(id) => self.model.system(*id).file == file,
            Named::Index(_) | Named::Prefix { .. } | Named::File(_) | Named::Junction(..) => false,
        }
    }

    /// The nodes that the links of a system mention and nothing declares, in alphabetical order.
    pub fn junctions(&self, system: SystemId) -> impl Iterator<Item = &str> {
        let (base, _) = self.model.design(system);
        self.junction_names.get(&base).into_iter().flatten().map(String::as_str)
    }
}
