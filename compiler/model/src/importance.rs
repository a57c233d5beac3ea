//! `birnbaum(S, m)` and its like: a system, and a module in it.

use crate::code;
use crate::model::{Owner, Spec};
use crate::scope::{Entity, Place, Resolver};
use crate::term::{Head, Measure, Num, NumKind, Reference, SystemCall};
use kofn_diagnostics::{Diagnostic, Span};
use kofn_syntax::tree::{self, ExprKind};

impl Resolver {
    /// An importance of a module in a system.
    pub(crate) fn importance(
        &mut self,
        measure: Measure,
        name: &tree::Name,
        arguments: &[tree::Argument],
        span: Span,
        place: &Place,
    ) -> Option<Num> {
        let [system, module] = arguments else {
            return self.wrong_importance(name, span, "takes a system and a module in it");
        };
        if [system, module].iter().any(|one| one.name.is_some() || !one.binders.is_empty()) {
            return self.wrong_importance(name, span, "takes a system and a module in it");
        }
        let number = self.number(&system.value, place)?;
        let NumKind::Measure(Measure::Reliability, call) = number.kind else {
            return self.wrong_importance(name, system.value.span, "needs a system first");
        };
        if call.part.is_some() {
            return self.wrong_importance(name, system.value.span, "needs a whole system first");
        }
        let ExprKind::Path(path) = &module.value.kind else {
            return self.wrong_importance(name, module.value.span, "needs a module second");
        };
        let reference = self.module_in(path, &call, name, place)?;
        let call = SystemCall { module: Some(reference), ..*call };
        Some(Num { span, kind: NumKind::Measure(measure, Box::new(call)) })
    }

    fn wrong_importance<T>(&mut self, name: &tree::Name, span: Span, why: &str) -> Option<T> {
        let name = &name.text;
        self.report(
            Diagnostic::error(code::WRONG_ARGUMENTS, format!("`{name}` {why}"))
                .at(span, "not that")
                .help(format!(
                    "write `{name}(S, m)`, with `S` a system and `m` a module in it or one of its hosts"
                )),
        );
        None
    }

    /// A module by the name it has inside the system, or at file level, or as `S.m`.
    fn module_in(
        &mut self,
        path: &tree::Path,
        call: &SystemCall,
        function: &tree::Name,
        place: &Place,
    ) -> Option<Reference> {
        let first = &path.steps.first()?.name;
        let (entity, used) = match self.find_in_system(&first.text, call.system) {
            Some(entry) => {
                let (base, _) = self.model.design(call.system);
                self.note_use(first.span, entry.entity, self.model.system(base).file);
                (entry.entity, 1)
            }
            None => {
                let (base, _) = self.model.design(call.system);
                let file = self.model.system(base).file;
                let at_file = Place { in_query: true, ..Place::of(Owner::File(file), file) };
                // Names of the system's own file come first; then what the query can name.
                let at = if self.find(&first.text, &at_file).is_some() { &at_file } else { place };
                if self.find(&first.text, at).is_none() {
                    // Says what the system has that is nearly called so.
                    self.require_in_system(first, call.system)?;
                }
                let start = self.start(path, at)?;
                (start.entity, start.used)
            }
        };
        let span = path.span;
        if !matches!(entity, Entity::Module(_) | Entity::Param(_)) {
            return self.wrong_importance(function, span, "is asked of one module");
        }
        let reference = self.reference(path, entity, used, place)?;
        if let Some(step) = reference.steps.last() {
            let instance = match step.head {
                Head::Module(id) => matches!(self.model.module(id).spec, Spec::Instance { .. }),
                Head::Block(_) => true,
                Head::Param(_) => false,
            };
            if instance {
                return self.wrong_importance(
                    function,
                    span,
                    "is asked of one module, not of an instance or a part that has several",
                );
            }
        }
        Some(reference)
    }
}
