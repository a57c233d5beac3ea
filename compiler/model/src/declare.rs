//! Allotting ids: every declared name gets its entry before any term is read.

use crate::code;
use crate::mentions::{Named, Role};
use crate::model::{
    Block, BlockId, LinkId, Module, ModuleId, Owner, PARAM_TYPES, Param, ParamId, ParamKind, Spec,
    SymbolNames, System, SystemId,
};
use crate::scope::{Entity, Entry, Resolver, Scope};
use crate::term::{Num, NumKind, Structure, StructureKind};
use kofn_algebra::{Rational, Symbol};
use kofn_diagnostics::{Diagnostic, Span, nearest};
use kofn_syntax::tree::{self, Item, ItemKind, Name};

/// Items whose names are declared and whose terms are still to be read.
#[derive(Default)]
pub(crate) struct Pending<'a> {
    pub params: Vec<(ParamId, &'a tree::Param, usize)>,
    pub lets: Vec<(ParamId, &'a tree::Expr)>,
    pub modules: Vec<(ModuleId, &'a tree::Module, usize)>,
    pub blocks: Vec<(BlockId, &'a tree::Expr)>,
    pub links: Vec<(LinkId, Owner, u32, &'a tree::Link)>,
    pub works_when: Vec<(SystemId, &'a tree::Expr)>,
    pub variants: Vec<(SystemId, &'a tree::Expr)>,
    pub queries: Vec<(Span, &'a tree::Query)>,
}

impl Resolver {
    /// Declares the names of a file and of its systems.
    pub fn declare_file<'a>(&mut self, file: u32, items: &'a [Item], pending: &mut Pending<'a>) {
        self.declare_items(Owner::File(file), file, items, pending);
    }

    fn declare_items<'a>(
        &mut self,
        owner: Owner,
        file: u32,
        items: &'a [Item],
        pending: &mut Pending<'a>,
    ) {
        let at_file_level = matches!(owner, Owner::File(_));
        for item in items {
            let misplaced = match &item.kind {
                ItemKind::Link(_) if at_file_level => Some("a `link` stands inside a system"),
                ItemKind::WorksWhen { .. } if at_file_level => {
                    Some("`works when` stands inside a system")
                }
                _ => None,
            };
            if let Some(message) = misplaced {
                self.report(
                    Diagnostic::error(code::MISPLACED_ITEM, message)
                        .at(item.span, "outside of every system")
                        .help("write `system NAME { … }` around it"),
                );
                continue;
            }
            self.declare_item(owner, file, item, pending);
        }
    }

    fn declare_item<'a>(
        &mut self,
        owner: Owner,
        file: u32,
        item: &'a Item,
        pending: &mut Pending<'a>,
    ) {
        match &item.kind {
            ItemKind::Use(_) => {}
            ItemKind::Param(param) => {
                for (index, declared) in param.declared.iter().enumerate() {
                    let kind = self.param_kind(param.kind.as_ref(), index == 0);
                    let id = self.add_param(owner, file, &declared.name, kind, item.doc.clone());
                    pending.params.push((id, param, index));
                    self.note(declared.name.span, Named::Param(id), Role::Declares);
                    self.enter(owner, file, &declared.name, Entity::Param(id));
                }
            }
            ItemKind::Let { name, value } => {
                let id = self.add_param(owner, file, name, ParamKind::Number, item.doc.clone());
                self.model.params[id.index()].named_number = true;
                pending.lets.push((id, value));
                self.note(name.span, Named::Param(id), Role::Declares);
                self.enter(owner, file, name, Entity::Param(id));
            }
            ItemKind::Module(module) => {
                for (index, declared) in module.declared.iter().enumerate() {
                    let id = ModuleId(next(self.model.modules.len()));
                    self.model.modules.push(Module {
                        name: declared.name.text.clone(),
                        span: declared.name.span,
                        owner,
                        extents: Vec::new(),
                        spec: Spec::Chance { value: zero(declared.name.span), symbol: None },
                        hosts: Vec::new(),
                        doc: item.doc.clone(),
                    });
                    if let Owner::System(system) = owner {
                        self.model.systems[system.index()].modules.push(id);
                    }
                    pending.modules.push((id, module, index));
                    self.note(declared.name.span, Named::Module(id), Role::Declares);
                    self.enter(owner, file, &declared.name, Entity::Module(id));
                }
            }
            ItemKind::Block { name, structure } => {
                let id = BlockId(next(self.model.blocks.len()));
                self.model.blocks.push(Block {
                    name: name.text.clone(),
                    span: name.span,
                    owner,
                    structure: Structure { span: name.span, kind: StructureKind::Truth(true) },
                    doc: item.doc.clone(),
                });
                if let Owner::System(system) = owner {
                    self.model.systems[system.index()].blocks.push(id);
                }
                pending.blocks.push((id, structure));
                self.note(name.span, Named::Block(id), Role::Declares);
                self.enter(owner, file, name, Entity::Block(id));
            }
            ItemKind::Link(link) => {
                let id = LinkId(next(self.model.links.len() + pending.links.len()));
                pending.links.push((id, owner, file, link));
            }
            ItemKind::CommonCause { name } => {
                self.report(
                    Diagnostic::error(
                        code::NOT_SUPPORTED_YET,
                        "common-cause groups are not computed by this version of kofn",
                    )
                    .at(name.span, "this group would be ignored")
                    .help(
                        "model the shared cause as a module of its own that the members are `on`",
                    ),
                );
            }
            ItemKind::System { name, items } => {
                let id = self.add_system(file, name, item.doc.clone());
                self.note(name.span, Named::System(id), Role::Declares);
                self.enter(owner, file, name, Entity::System(id));
                self.declare_items(Owner::System(id), file, items, pending);
                let mut first: Option<Span> = None;
                for inner in items {
                    let ItemKind::WorksWhen { structure } = &inner.kind else { continue };
                    match first {
                        None => pending.works_when.push((id, structure)),
                        Some(first) => self.report(
                            Diagnostic::error(
                                code::SECOND_WORKS_WHEN,
                                format!("system `{}` says twice when it works", name.text),
                            )
                            .at(inner.span, "the second time")
                            .at(first, "the first time")
                            .help("join them: `works when series(…, …)`"),
                        ),
                    }
                    first.get_or_insert(inner.span);
                }
            }
            ItemKind::Variant { name, design } => {
                let id = self.add_system(file, name, item.doc.clone());
                self.note(name.span, Named::System(id), Role::Declares);
                self.enter(owner, file, name, Entity::System(id));
                pending.variants.push((id, design));
            }
            ItemKind::WorksWhen { .. } => {}
            ItemKind::Query(query) => {
                if file == 0 {
                    pending.queries.push((item.span, query));
                }
            }
            ItemKind::Broken { names } => {
                for name in names {
                    let scope = self.scope_mut(owner, file);
                    scope
                        .names
                        .entry(name.text.clone())
                        .or_insert(Entry { entity: Entity::Poisoned, span: name.span });
                }
            }
        }
    }

    fn add_system(&mut self, file: u32, name: &Name, doc: Option<String>) -> SystemId {
        let id = SystemId(next(self.model.systems.len()));
        let prefix = &self.scopes.prefixes[file as usize];
        let shown =
            if prefix.is_empty() { name.text.clone() } else { format!("{prefix}.{}", name.text) };
        self.model.systems.push(System {
            name: shown,
            span: name.span,
            file,
            params: Vec::new(),
            modules: Vec::new(),
            blocks: Vec::new(),
            links: Vec::new(),
            works_when: None,
            variant: None,
            doc,
        });
        self.scopes.systems.push(Scope::default());
        if file == 0 {
            self.model.reported.push(id);
        }
        id
    }

    pub fn add_param(
        &mut self,
        owner: Owner,
        file: u32,
        name: &Name,
        kind: ParamKind,
        doc: Option<String>,
    ) -> ParamId {
        let symbol = self.new_symbol(owner, file, &name.text, &name.text);
        let id = ParamId(next(self.model.params.len()));
        self.model.params.push(Param {
            name: name.text.clone(),
            span: name.span,
            owner,
            kind,
            extents: Vec::new(),
            value: None,
            domain: None,
            symbol,
            named_number: false,
            doc,
        });
        if let Owner::System(system) = owner {
            self.model.systems[system.index()].params.push(id);
        }
        id
    }

    /// A symbol of its own: `short` where that is clear, qualified by its system and file else.
    /// `tail` is what stands behind the qualification: `machine` for the symbol `R_machine`.
    pub fn new_symbol(&mut self, owner: Owner, file: u32, short: &str, tail: &str) -> Symbol {
        let head = short.strip_suffix(tail).unwrap_or("");
        let place = match owner {
            Owner::System(system) => self.model.system(system).name.clone(),
            Owner::File(_) => self.scopes.prefixes[file as usize].clone(),
        };
        let full =
            if place.is_empty() { short.to_owned() } else { format!("{head}{place}.{tail}") };
        let mut symbol = Symbol::new(full.as_str());
        if self.model.symbols.contains_key(&symbol) {
            // Counted, so that the hundred thousandth of a name is found at once.
            let copies = self.copies.entry(full.clone()).or_insert(1);
            while self.model.symbols.contains_key(&symbol) {
                *copies += 1;
                symbol = Symbol::new(format!("{full}#{copies}"));
            }
        }
        let names = SymbolNames { short: short.to_owned(), full };
        self.model.symbols.insert(symbol.clone(), names);
        symbol
    }

    fn scope_mut(&mut self, owner: Owner, file: u32) -> &mut Scope {
        match owner {
            Owner::File(_) => &mut self.scopes.files[file as usize],
            Owner::System(system) => &mut self.scopes.systems[system.index()],
        }
    }

    /// Enters a name; a name is declared once in a scope.
    pub fn enter(&mut self, owner: Owner, file: u32, name: &Name, entity: Entity) {
        let scope = self.scope_mut(owner, file);
        if let Some(first) = scope.names.get(&name.text) {
            let first = first.span;
            let poisoned = matches!(scope.names[&name.text].entity, Entity::Poisoned);
            if !poisoned {
                self.report(duplicate(name, first));
            }
            return;
        }
        scope.names.insert(name.text.clone(), Entry { entity, span: name.span });
    }

    /// No scope of a file hides a name of the file.
    pub fn check_shadowing(&mut self) {
        let mut findings = Vec::new();
        for (index, scope) in self.scopes.systems.iter().enumerate() {
            let file = &self.scopes.files[self.model.systems[index].file as usize];
            for (name, entry) in &scope.names {
                if let Some(outer) = file.names.get(name)
                    && entry.entity != Entity::Poisoned
                    && outer.entity != Entity::Poisoned
                {
                    let name = Name { text: name.clone(), span: entry.span };
                    findings.push(
                        Diagnostic::error(
                            code::DUPLICATE_NAME,
                            format!("`{}` is already declared in this file", name.text),
                        )
                        .at(name.span, "declared again here")
                        .at(outer.span, "first declared here, for the whole file")
                        .help("choose another name: inside a system no name hides one of the file"),
                    );
                }
            }
        }
        self.diagnostics.extend(findings);
    }

    fn param_kind(&mut self, kind: Option<&Name>, first: bool) -> ParamKind {
        let Some(kind) = kind else { return ParamKind::Probability };
        match kind.text.as_str() {
            "probability" => ParamKind::Probability,
            "count" => ParamKind::Count,
            "number" => ParamKind::Number,
            "module" => ParamKind::Module,
            "rate" | "duration" => {
                if first {
                    self.report(
                        Diagnostic::error(
                            code::NOT_SUPPORTED_YET,
                            format!(
                                "parameters of type `{}` are not computed by this version of kofn",
                                kind.text
                            ),
                        )
                        .at(kind.span, "needs lifetimes")
                        .help("give the probability at the mission time instead"),
                    );
                }
                ParamKind::Number
            }
            _ => {
                if first {
                    self.report(
                        Diagnostic::error(
                            code::UNKNOWN_TYPE,
                            format!("there is no type `{}`", kind.text),
                        )
                        .at(kind.span, "not a type")
                        .help(known_types())
                        .did_you_mean(kind.span, nearest(&kind.text, PARAM_TYPES.iter().copied())),
                    );
                }
                ParamKind::Number
            }
        }
    }
}

fn known_types() -> String {
    match PARAM_TYPES {
        [all @ .., last] => format!("types are {} and {last}", all.join(", ")),
        [] => String::new(),
    }
}

pub(crate) fn duplicate(name: &Name, first: Span) -> Diagnostic {
    Diagnostic::error(code::DUPLICATE_NAME, format!("`{}` is declared twice", name.text))
        .at(name.span, "declared again here")
        .at(first, "first declared here")
        .help("a name is one thing; rename one of the two")
}

/// A placeholder until the item's terms are read.
pub(crate) fn zero(span: Span) -> Num {
    Num { span, kind: NumKind::Literal(Rational::zero()) }
}

pub(crate) fn next(length: usize) -> u32 {
    // Files are bounded far below 2³² items.
    u32::try_from(length).unwrap_or(u32::MAX)
}
