//! Moving a part of a tree to another place: an item that is written as before is not parsed again.

use crate::tree::{
    Argument, Binder, Binding, Callee, Declared, Domain, DomainKind, Expr, ExprKind, Extent, Index,
    ItemKind, Link, Module, Name, Param, Path, PathBinder, Query, QueryKind, Suffix, Use,
};
use kofn_diagnostics::{FileId, Span};

/// Where a part of a tree goes: all its places move by as many bytes.
#[derive(Clone, Copy)]
pub(crate) struct Shift {
    file: FileId,
    /// Bytes, added in modular arithmetic.
    by: u32,
}

impl Shift {
    /// To `file`, where what began at `from` begins at `to`; both are below 2³².
    pub fn new(file: FileId, from: u32, to: u32) -> Shift {
        Shift { file, by: to.wrapping_sub(from) }
    }

    fn span(self, span: &mut Span) {
        span.file = self.file;
        span.start = span.start.wrapping_add(self.by);
        span.end = span.end.wrapping_add(self.by);
    }

    fn name(self, name: &mut Name) {
        self.span(&mut name.span);
    }

    /// Moves an item that is no system with a body.
    pub fn item(self, kind: &mut ItemKind) {
        match kind {
            ItemKind::Use(used) => self.used(used),
            ItemKind::Param(param) => self.param(param),
            ItemKind::Let { name, value } => {
                self.name(name);
                self.expr(value);
            }
            ItemKind::Module(module) => self.module(module),
            ItemKind::Block { name, structure } => {
                self.name(name);
                self.expr(structure);
            }
            ItemKind::Link(link) => self.link(link),
            ItemKind::CommonCause { name } => self.name(name),
            ItemKind::System { name, items } => {
                self.name(name);
                for item in items {
                    self.span(&mut item.span);
                    self.item(&mut item.kind);
                }
            }
            ItemKind::Variant { name, design } => {
                self.name(name);
                self.expr(design);
            }
            ItemKind::WorksWhen { structure } => self.expr(structure),
            ItemKind::Query(query) => self.query(query),
            ItemKind::Broken { names } => names.iter_mut().for_each(|name| self.name(name)),
        }
    }

    fn used(self, used: &mut Use) {
        self.span(&mut used.target_span);
        used.alias.iter_mut().chain(&mut used.names).for_each(|name| self.name(name));
    }

    fn param(self, param: &mut Param) {
        param.declared.iter_mut().for_each(|declared| self.declared(declared));
        param.kind.iter_mut().for_each(|kind| self.name(kind));
        param.value.iter_mut().for_each(|value| self.expr(value));
        param.domain.iter_mut().for_each(|domain| self.domain(domain));
    }

    fn module(self, module: &mut Module) {
        module.declared.iter_mut().for_each(|declared| self.declared(declared));
        module.spec.iter_mut().chain(&mut module.hosts).for_each(|expr| self.expr(expr));
    }

    fn link(self, link: &mut Link) {
        link.nodes.iter_mut().for_each(|node| self.path(node));
        link.spec.iter_mut().chain(&mut link.hosts).for_each(|expr| self.expr(expr));
        link.binders.iter_mut().for_each(|binder| self.binder(binder));
    }

    fn declared(self, declared: &mut Declared) {
        self.name(&mut declared.name);
        for extent in &mut declared.extents {
            match extent {
                Extent::Size(size) => self.expr(size),
                Extent::Index(binder) => self.binder(binder),
            }
        }
    }

    fn binder(self, binder: &mut Binder) {
        self.name(&mut binder.name);
        self.domain(&mut binder.domain);
    }

    fn domain(self, domain: &mut Domain) {
        self.span(&mut domain.span);
        match &mut domain.kind {
            DomainKind::Range { lo, hi, step } => {
                self.expr(lo);
                self.expr(hi);
                step.iter_mut().for_each(|step| self.expr(step));
            }
            DomainKind::Values(values) => values.iter_mut().for_each(|value| self.expr(value)),
        }
    }

    fn query(self, query: &mut Query) {
        query.name.iter_mut().for_each(|name| self.name(name));
        match &mut query.kind {
            QueryKind::Value(expr) | QueryKind::Assert(expr) => self.expr(expr),
            QueryKind::Solve { parameter, condition } => {
                self.path(parameter);
                self.expr(condition);
            }
            QueryKind::Compare { a, b, over } => {
                self.expr(a);
                self.expr(b);
                self.over(over);
            }
            QueryKind::Table { columns: exprs, over, curves }
            | QueryKind::Plot { curves_of: exprs, over, curves } => {
                exprs.iter_mut().for_each(|expr| self.expr(expr));
                self.over(over);
                curves.iter_mut().for_each(|binder| self.binder(binder));
            }
        }
        self.given(&mut query.given);
    }

    fn over(self, over: &mut [PathBinder]) {
        for one in over {
            self.path(&mut one.path);
            self.domain(&mut one.domain);
        }
    }

    fn given(self, given: &mut [Binding]) {
        for binding in given {
            match binding {
                Binding::Value(path, value) => {
                    self.path(path);
                    self.expr(value);
                }
                Binding::Domain(path, domain) => {
                    self.path(path);
                    self.domain(domain);
                }
                Binding::Condition(condition) => self.expr(condition),
            }
        }
    }

    fn path(self, path: &mut Path) {
        self.span(&mut path.span);
        for step in &mut path.steps {
            self.name(&mut step.name);
            for Index { lo, hi } in &mut step.indices {
                self.expr(lo);
                hi.iter_mut().for_each(|hi| self.expr(hi));
            }
        }
    }

    fn arguments(self, arguments: &mut [Argument]) {
        for argument in arguments {
            argument.name.iter_mut().for_each(|name| self.path(name));
            self.expr(&mut argument.value);
            argument.binders.iter_mut().for_each(|binder| self.binder(binder));
        }
    }

    fn expr(self, expr: &mut Expr) {
        self.span(&mut expr.span);
        match &mut expr.kind {
            ExprKind::Number { suffix, .. } => match suffix {
                Suffix::None | Suffix::Percent | Suffix::Nines => {}
                Suffix::Unit(name) | Suffix::PerUnit(name) => self.name(name),
            },
            ExprKind::Path(path) => self.path(path),
            ExprKind::Truth(_) | ExprKind::Quantifier(_) => {}
            ExprKind::Call { callee, arguments } => {
                match callee {
                    Callee::Series | Callee::Parallel | Callee::Path | Callee::Connected => {}
                    Callee::Named(path) => self.path(path),
                }
                self.arguments(arguments);
            }
            ExprKind::List(arguments) => self.arguments(arguments),
            ExprKind::Negate(inner) | ExprKind::Not(inner) => self.expr(inner),
            ExprKind::Chain { first, rest } => {
                self.expr(first);
                rest.iter_mut().for_each(|(_, operand)| self.expr(operand));
            }
            ExprKind::Power(a, b) | ExprKind::Compare(a, _, b) | ExprKind::Of(a, b) => {
                self.expr(a);
                self.expr(b);
            }
            ExprKind::And(all) | ExprKind::Or(all) => {
                all.iter_mut().for_each(|one| self.expr(one));
            }
            ExprKind::Solve { parameter, condition, given, .. } => {
                self.path(parameter);
                self.expr(condition);
                self.given(given);
            }
        }
    }
}
