//! Numbers: literals, parameters, arithmetic, and in queries what systems do.

use crate::code;
use crate::functions::{FUNCTIONS, Meaning, function};
use crate::mentions::{Named, Role};
use crate::model::{Param, ParamId, ParamKind, SystemId};
use crate::references::Start;
use crate::scope::{Entity, Place, Resolver, unknown};
use crate::term::{Binder, Domain, Measure, Num, NumKind, SystemCall};
use kofn_algebra::{Function, Rational};
use kofn_diagnostics::{Diagnostic, Span, nearest};
use kofn_syntax::tree::{self, Callee, DomainKind, Expr, ExprKind, Operator, Suffix};

impl Resolver {
    /// The number that an expression is, or findings.
    pub fn number(&mut self, expr: &Expr, place: &Place) -> Option<Num> {
        let span = expr.span;
        let kind = match &expr.kind {
            ExprKind::Number { text, suffix } => self.literal(text, suffix, span, place)?,
            ExprKind::Path(path) => return self.named_number(path, place),
            ExprKind::Call { callee: Callee::Named(path), arguments } => {
                return self.call(path, arguments, span, place);
            }
            ExprKind::List(arguments) => match arguments.as_slice() {
                [only] if only.name.is_none() && only.binders.is_empty() => {
                    return self.number(&only.value, place);
                }
                _ => return self.not_a_number(span, "a list"),
            },
            ExprKind::Negate(inner) => NumKind::Sum(vec![(true, self.number(inner, place)?)]),
            ExprKind::Chain { first, rest } => {
                let additive =
                    rest.iter().all(|(op, _)| matches!(op, Operator::Add | Operator::Subtract));
                // Every operand is read, so that all their findings are reported.
                let mut all = vec![self.number(first, place).map(|number| (false, number))];
                for (operator, operand) in rest {
                    let inverse = matches!(operator, Operator::Subtract | Operator::Divide);
                    all.push(self.number(operand, place).map(|number| (inverse, number)));
                }
                let all = all.into_iter().collect::<Option<Vec<_>>>()?;
                if additive { NumKind::Sum(all) } else { NumKind::Product(all) }
            }
            ExprKind::Power(base, exponent) => {
                let base = self.number(base, place);
                let exponent = self.number(exponent, place);
                NumKind::Power(Box::new(base?), Box::new(exponent?))
            }
            ExprKind::Solve { end, parameter, condition, given } => {
                return self.solved(*end, parameter, condition, given, span, place);
            }
            ExprKind::Truth(_) => return self.not_a_number(span, "true or false"),
            ExprKind::Quantifier(_) | ExprKind::Of(..) => {
                return self.not_a_number(span, "a count of things");
            }
            ExprKind::Call { .. } | ExprKind::Not(_) => {
                return self.not_a_number(span, "a structure");
            }
            ExprKind::Compare(..) | ExprKind::And(_) | ExprKind::Or(_) => {
                return self.not_a_number(span, "a condition");
            }
        };
        Some(Num { span, kind })
    }

    fn not_a_number(&mut self, span: Span, what: &str) -> Option<Num> {
        self.report(
            Diagnostic::error(code::NOT_A_NUMBER, format!("a number must stand here, not {what}"))
                .at(span, "not a number")
                .maybe_help(
                    (what == "a structure").then(|| {
                        "to name a part of the structure write `block NAME = …`".to_owned()
                    }),
                ),
        );
        None
    }

    fn literal(
        &mut self,
        text: &str,
        suffix: &Suffix,
        span: Span,
        place: &Place,
    ) -> Option<NumKind> {
        let number = match Rational::parse_decimal(text) {
            Ok(number) => number,
            Err(error) => {
                self.report(
                    Diagnostic::error(
                        code::NUMBER_FORM,
                        format!("this number cannot be read: {error}"),
                    )
                    .at(span, "not a number")
                    .help("numbers are written `0.999`, `1/3`, `99.9%`, `1e-6` or `3 nines`"),
                );
                return None;
            }
        };
        let value = match suffix {
            Suffix::None => number,
            Suffix::Percent => number * Rational::new(1.into(), 100.into())?,
            Suffix::Nines => match number.to_integer().and_then(|count| count.to_u64()) {
                Some(count @ 1..=10_000) => {
                    let exponent = i32::try_from(count).ok()?;
                    Rational::from(10).pow(-exponent)?.complement()
                }
                _ => {
                    self.report(
                        Diagnostic::error(
                            code::NUMBER_FORM,
                            "nines are counted in whole numbers from 1 to 10000",
                        )
                        .at(span, format!("`{text}` nines"))
                        .help("write `5 nines`, or the probability itself"),
                    );
                    return None;
                }
            },
            Suffix::Unit(unit) => return self.time_unit(unit, place, false),
            Suffix::PerUnit(unit) => return self.time_unit(unit, place, true),
        };
        Some(NumKind::Literal(value))
    }

    fn time_unit(&mut self, unit: &tree::Name, place: &Place, per: bool) -> Option<NumKind> {
        let is_name = self.find(&unit.text, place).is_some()
            || place.locals.iter().any(|(name, _)| *name == unit.text);
        if per && is_name {
            self.report(
                Diagnostic::error(
                    code::UNIT_OR_NAME,
                    format!("`/{0}` reads as a unit, and `{0}` is also a name here", unit.text),
                )
                .at(unit.span, "unit or name?")
                .help(format!("write `/ {}` with a blank to divide by it", unit.text))
                .edit(unit.span, format!("/ {}", unit.text)),
            );
        } else {
            self.report(
                Diagnostic::error(
                    code::NOT_SUPPORTED_YET,
                    "units of time are not computed by this version of kofn",
                )
                .at(unit.span, "a unit of time")
                .help("give the probability at the mission time instead"),
            );
        }
        None
    }

    fn named_number(&mut self, path: &tree::Path, place: &Place) -> Option<Num> {
        if let Some(name) = path.as_name()
            && let Some((_, slot)) =
                place.locals.iter().rev().find(|(local, _)| *local == name.text)
        {
            let slot = *slot;
            self.mentioned.insert(slot);
            self.note(name.span, Named::Index(slot), Role::Uses);
            return Some(Num { span: path.span, kind: NumKind::Index(slot) });
        }
        let start = self.start(path, place)?;
        let step = &path.steps[start.used - 1];
        if let Entity::Param(id) = start.entity
            && self.model.param(id).kind != ParamKind::Module
            && start.used == path.steps.len()
            && (start.inside.is_none() || place.in_query)
        {
            let indices = self.param_indices(id, step, place)?;
            let kind = if self.model.param(id).named_number {
                NumKind::Let(id)
            } else {
                NumKind::Param(id, indices)
            };
            return Some(Num { span: path.span, kind });
        }
        if place.in_query {
            return self.measure_of_path(path, start, place);
        }
        let name = &step.name.text;
        let (what, help) = match start.entity {
            Entity::System(_) => ("a system", "a module's own part is a number or one system, not a computation with one; put `on` or `works when` to work instead".to_owned()),
            Entity::Module(id) if self.template(id).is_some() => {
                ("an instance of a system", "computing with it would count what it shares twice; say it with `on` and `works when`".to_owned())
            }
            Entity::Module(_) => ("a module", format!("its probability is `R_{name}` where it has no number of its own; to use the module itself, name it in `works when`")),
            Entity::Block(_) => ("a part of the structure", "name it in `works when`".to_owned()),
            _ => ("not a number", String::new()),
        };
        let code = match start.entity {
            Entity::System(_) => code::ARITHMETIC_WITH_SYSTEM,
            Entity::Module(id) if self.template(id).is_some() => code::ARITHMETIC_WITH_SYSTEM,
            _ => code::NOT_A_NUMBER,
        };
        self.report(
            Diagnostic::error(code, format!("`{name}` is {what}, not a number"))
                .at(path.span, "a number must stand here")
                .help(help),
        );
        None
    }

    fn param_indices(&mut self, id: ParamId, step: &tree::Step, place: &Place) -> Option<Vec<Num>> {
        let wanted = self.model.param(id).extents.len();
        if step.indices.len() != wanted || step.indices.iter().any(|index| index.hi.is_some()) {
            let message = match wanted {
                0 => format!("`{}` is one number and takes no index", step.name.text),
                1 => format!("`{}` is one number for each index: which of them?", step.name.text),
                _ => format!("`{}` takes {wanted} indices", step.name.text),
            };
            let declared = self.model.param(id).span;
            self.report(
                Diagnostic::error(code::WRONG_INDEX_COUNT, message)
                    .at(step.name.span, "here")
                    .at(declared, "declared here"),
            );
            return None;
        }
        step.indices.iter().map(|index| self.number(&index.lo, place)).collect()
    }

    /// In a query a system stands for its reliability, and so does a part of one.
    fn measure_of_path(&mut self, path: &tree::Path, start: Start, place: &Place) -> Option<Num> {
        let call = self.system_path(path, start, Vec::new(), place)?;
        Some(Num { span: path.span, kind: NumKind::Measure(Measure::Reliability, Box::new(call)) })
    }

    fn system_path(
        &mut self,
        path: &tree::Path,
        start: Start,
        arguments: Vec<(ParamId, Vec<Num>)>,
        place: &Place,
    ) -> Option<SystemCall> {
        let (system, part) = match (start.entity, start.inside) {
            (Entity::System(system), _) => (system, None),
            (entity, Some(system)) => {
                let part = self.reference(path, entity, start.used, place)?;
                (system, Some(part))
            }
            _ => {
                let name = &path.steps[start.used - 1].name;
                self.report(
                    Diagnostic::error(
                        code::NOT_A_NUMBER,
                        format!("`{}` is part of no system here", name.text),
                    )
                    .at(path.span, "a system must be named")
                    .help(
                        "write `SYSTEM.NAME` for the probability that a part works with its hosts",
                    ),
                );
                return None;
            }
        };
        if part.is_none() {
            self.require_works_when(system, path.span)?;
        }
        Some(SystemCall { span: path.span, system, arguments, part, module: None })
    }

    /// A system that only holds things has no reliability.
    pub fn require_works_when(&mut self, system: SystemId, span: Span) -> Option<()> {
        let (base, _) = self.model.design(system);
        // Filled in before any query is read; instances are checked when they are built.
        if self.model.system(base).works_when.is_some() {
            return Some(());
        }
        let name = self.model.system(system).name.clone();
        let declared = self.model.system(base).span;
        self.report(
            Diagnostic::error(
                code::NO_WORKS_WHEN,
                format!("system `{name}` does not say when it works"),
            )
            .at(span, "needs a `works when`")
            .at(declared, "only holds things")
            .help("add `works when …` to it"),
        );
        None
    }

    fn call(
        &mut self,
        path: &tree::Path,
        arguments: &[tree::Argument],
        span: Span,
        place: &Place,
    ) -> Option<Num> {
        if let Some(name) = path.as_name() {
            let text = name.text.as_str();
            match function(text) {
                Some(Meaning::Numbers(function)) => {
                    return self.function(function, name, arguments, span, place);
                }
                Some(meaning @ (Meaning::Sum | Meaning::Product)) => {
                    return self.repeated(meaning == Meaning::Sum, arguments, span, place);
                }
                Some(Meaning::Measure(_) | Meaning::LaterMeasure | Meaning::Law) | None => {}
            }
            if self.find(text, place).is_none() {
                return self.unknown_call(name, arguments, span, place);
            }
        }
        let start = self.start(path, place)?;
        if !matches!(start.entity, Entity::System(_)) {
            let name = &path.steps[start.used - 1].name;
            self.report(
                Diagnostic::error(
                    code::UNKNOWN_FUNCTION,
                    format!("`{}` is not a function or a system", name.text),
                )
                .at(path.span, "cannot be called"),
            );
            return None;
        }
        if !place.in_query {
            self.report(
                Diagnostic::error(
                    code::ARITHMETIC_WITH_SYSTEM,
                    "a system cannot be computed with here",
                )
                .at(span, "not a number")
                .help("a module is one system (`module m = S(n = 3)`) or a number, never a computation with a system; in queries a system stands for its reliability"),
            );
            return None;
        }
        let system = match start.entity {
            Entity::System(system) => system,
            _ => return None,
        };
        let arguments = self.query_arguments(system, arguments, place)?;
        let call = self.system_path(path, start, arguments, place)?;
        Some(Num { span, kind: NumKind::Measure(Measure::Reliability, Box::new(call)) })
    }

    fn unknown_call(
        &mut self,
        name: &tree::Name,
        arguments: &[tree::Argument],
        span: Span,
        place: &Place,
    ) -> Option<Num> {
        let text = name.text.as_str();
        let later = match function(text) {
            Some(Meaning::Measure(measure)) => {
                return self.measure(measure, name, arguments, span, place);
            }
            Some(Meaning::LaterMeasure) => Some(("measures", None)),
            Some(Meaning::Law) => Some((
                "lifetime laws",
                Some("give the probability at the mission time instead".to_owned()),
            )),
            Some(Meaning::Numbers(_) | Meaning::Sum | Meaning::Product) | None => None,
        };
        if let Some((what, help)) = later {
            self.report(
                Diagnostic::error(
                    code::NOT_SUPPORTED_YET,
                    format!("{what} such as `{text}` are not computed by this version of kofn"),
                )
                .at(name.span, "not computed")
                .maybe_help(help),
            );
            return None;
        }
        if let Some(finding) = crate::structures::order_matters(text, name.span) {
            self.report(finding);
            return None;
        }
        let systems: Vec<String> = self.scopes.files[place.file as usize]
            .names
            .iter()
            .filter(|(_, entry)| matches!(entry.entity, Entity::System(_)))
            .map(|(name, _)| name.clone())
            .collect();
        let meant = nearest(text, FUNCTIONS.iter().map(|word| word.name))
            .or_else(|| nearest(text, systems.iter().map(String::as_str)));
        let mut finding = unknown(name).did_you_mean(name.span, meant);
        finding.message = format!("there is no function or system `{text}`");
        finding.code = code::UNKNOWN_FUNCTION;
        self.report(finding);
        None
    }

    fn function(
        &mut self,
        function: Function,
        name: &tree::Name,
        arguments: &[tree::Argument],
        span: Span,
        place: &Place,
    ) -> Option<Num> {
        if !function.takes(arguments.len())
            || arguments.iter().any(|a| a.name.is_some() || !a.binders.is_empty())
        {
            self.report(
                Diagnostic::error(
                    code::WRONG_ARGUMENTS,
                    format!("`{}` does not take these arguments", name.text),
                )
                .at(span, format!("{} given", arguments.len()))
                .help(match function {
                    Function::Min | Function::Max => format!("write `{}(a, b)`", name.text),
                    Function::Mod => {
                        "write `mod(a, b)`: what is left of a when it is divided by b".to_owned()
                    }
                    Function::Binomial => "write `binomial(n, k)`".to_owned(),
                    Function::Floor | Function::Ceil | Function::Exp | Function::Log => {
                        format!("write `{}(x)`", name.text)
                    }
                }),
            );
            return None;
        }
        let all: Vec<_> = arguments.iter().map(|a| self.number(&a.value, place)).collect();
        let all = all.into_iter().collect::<Option<Vec<_>>>()?;
        Some(Num { span, kind: NumKind::Function(function, all) })
    }

    fn repeated(
        &mut self,
        sum: bool,
        arguments: &[tree::Argument],
        span: Span,
        place: &Place,
    ) -> Option<Num> {
        let [argument] = arguments else {
            self.report(
                Diagnostic::error(
                    code::WRONG_ARGUMENTS,
                    "one expression is repeated over an index",
                )
                .at(span, format!("{} given", arguments.len()))
                .help("write `sum(EXPR for i in 1..n)`"),
            );
            return None;
        };
        let mut inner = place.clone();
        let binders = self.binders(&argument.binders, &mut inner)?;
        let body = Box::new(self.number(&argument.value, &inner)?);
        let kind =
            if sum { NumKind::SumOver(binders, body) } else { NumKind::ProductOver(binders, body) };
        Some(Num { span, kind })
    }

    fn measure(
        &mut self,
        measure: Measure,
        name: &tree::Name,
        arguments: &[tree::Argument],
        span: Span,
        place: &Place,
    ) -> Option<Num> {
        if !place.in_query {
            self.report(
                Diagnostic::error(
                    code::ARITHMETIC_WITH_SYSTEM,
                    format!("`{}` of a system is a question, not a number of the model", name.text),
                )
                .at(span, "stands outside of a query"),
            );
            return None;
        }
        if let Measure::Importance(_) = measure {
            return self.importance(measure, name, arguments, span, place);
        }
        match arguments {
            [only] if only.name.is_none() && only.binders.is_empty() => {
                let number = self.number(&only.value, place)?;
                match number.kind {
                    NumKind::Measure(Measure::Reliability, call) => {
                        Some(Num { span, kind: NumKind::Measure(measure, call) })
                    }
                    _ => {
                        self.report(
                            Diagnostic::error(
                                code::WRONG_ARGUMENTS,
                                format!("`{}` is a function of a system", name.text),
                            )
                            .at(only.value.span, "not a system"),
                        );
                        None
                    }
                }
            }
            _ => {
                self.report(
                    Diagnostic::error(code::WRONG_ARGUMENTS, format!("`{}` takes one system", name.text))
                        .at(span, "write the system and its arguments inside")
                        .help(format!("write `{}(S)` or `{}(S(n = 3))`; times come with lifetime laws, which this version does not compute", name.text, name.text)),
                );
                None
            }
        }
    }

    /// Index variables of a comprehension; they are visible in what follows them.
    pub fn binders(&mut self, binders: &[tree::Binder], place: &mut Place) -> Option<Vec<Binder>> {
        let mut all = Vec::new();
        for binder in binders {
            let domain = self.domain(&binder.domain, place)?;
            let slot = self.new_slot();
            self.note(binder.name.span, Named::Index(slot), Role::Declares);
            if let Some(entry) = self.find(&binder.name.text, place) {
                self.report(crate::declare::duplicate(&binder.name, entry.span));
                return None;
            }
            if place.locals.iter().any(|(name, _)| *name == binder.name.text) {
                self.report(
                    Diagnostic::error(
                        code::DUPLICATE_NAME,
                        format!("`{}` is already an index here", binder.name.text),
                    )
                    .at(binder.name.span, "used again"),
                );
                return None;
            }
            place.locals.push((binder.name.text.clone(), slot));
            all.push(Binder { slot, name: binder.name.text.clone(), domain });
        }
        Some(all)
    }

    pub fn domain(&mut self, domain: &tree::Domain, place: &Place) -> Option<Domain> {
        match &domain.kind {
            DomainKind::Range { lo, hi, step } => {
                let lo = self.number(lo, place);
                let hi = self.number(hi, place);
                let step = match step {
                    Some(step) => Some(self.number(step, place)?),
                    None => None,
                };
                Some(Domain::Range { lo: lo?, hi: hi?, step })
            }
            DomainKind::Values(values) => {
                let all: Vec<_> = values.iter().map(|value| self.number(value, place)).collect();
                Some(Domain::Values(all.into_iter().collect::<Option<_>>()?))
            }
        }
    }

    /// Arguments of a system in a query: any parameter of the system or of the file.
    fn query_arguments(
        &mut self,
        system: SystemId,
        arguments: &[tree::Argument],
        place: &Place,
    ) -> Option<Vec<(ParamId, Vec<Num>)>> {
        let mut all = Vec::new();
        for (place_in_call, argument) in arguments.iter().enumerate() {
            let Some(path) = &argument.name else {
                self.positional(system, place_in_call, argument.value.span);
                return None;
            };
            let id = self.settable(path, Some(system), place)?;
            self.set_once(&all, id, path.span)?;
            all.push((id, self.numbers(id, &argument.value, place)?));
        }
        Some(all)
    }

    /// A value for a parameter: one number, or a list for an indexed one.
    pub fn numbers(&mut self, id: ParamId, expr: &Expr, place: &Place) -> Option<Vec<Num>> {
        match &expr.kind {
            ExprKind::List(arguments) if !self.model.param(id).extents.is_empty() => {
                arguments.iter().map(|argument| self.number(&argument.value, place)).collect()
            }
            _ => Some(vec![self.number(expr, place)?]),
        }
    }

    /// Says how arguments are written, of one at this place in a call: 0 is the first.
    pub fn positional(&mut self, system: SystemId, at: usize, span: Span) {
        let (base, _) = self.model.design(system);
        let params = self.model.system(base).params.iter().map(|id| self.model.param(*id));
        let meant = params.filter(|param| !param.named_number).nth(at);
        let finding = Diagnostic::error(code::WRONG_ARGUMENTS, "arguments of a system are named")
            .at(span, "which parameter is this?");
        self.report(match meant {
            Some(Param { name, .. }) => {
                let words = format!("{name} = ");
                finding.help(format!("write `{name} = …`")).edit(span.at_start(), words)
            }
            None => finding.help("write `NAME = …`"),
        });
    }

    /// The parameter that results print under this name: `R_native.machine`, or `r` where one
    /// system of the main file alone has a parameter `r`. Names in scope come first.
    fn by_printed_name(
        &self,
        path: &tree::Path,
        system: Option<SystemId>,
        place: &Place,
    ) -> Option<ParamId> {
        let first = &path.steps.first()?.name.text;
        let known = self.find(first, place).is_some()
            || system.is_some_and(|system| self.find_in_system(first, system).is_some());
        if known {
            return None;
        }
        let names: Vec<&str> = path.steps.iter().map(|step| step.name.text.as_str()).collect();
        let printed = names.join(".");
        let settable = |param: &Param| !param.named_number && param.kind != ParamKind::Module;
        let found = |matches: &dyn Fn(&Param) -> bool| {
            let mut all = (0..)
                .zip(&self.model.params)
                .filter(|(_, param)| settable(param) && matches(param))
                .map(|(at, _)| ParamId(at));
            all.next().filter(|_| all.next().is_none())
        };
        found(&|param| param.symbol.name() == printed).or_else(|| {
            found(&|param| {
                let in_main = match param.owner {
                    crate::model::Owner::System(system) => self.model.system(system).file == 0,
                    crate::model::Owner::File(_) => false,
                };
                in_main && param.name == printed
            })
        })
    }

    /// Says where a parameter is set twice.
    pub fn set_once<T>(&mut self, all: &[(ParamId, T)], id: ParamId, span: Span) -> Option<()> {
        if all.iter().all(|(known, _)| *known != id) {
            return Some(());
        }
        let name = self.model.param(id).name.clone();
        self.report(
            Diagnostic::error(code::WRONG_ARGUMENTS, format!("`{name}` is set twice"))
                .at(span, "the second time")
                .help("leave one of the two out"),
        );
        None
    }

    /// The parameter that `P`, `SYSTEM.P` names for an argument, a `given` or a definition.
    pub fn settable(
        &mut self,
        path: &tree::Path,
        system: Option<SystemId>,
        place: &Place,
    ) -> Option<ParamId> {
        if let Some(step) = path.steps.iter().find(|step| !step.indices.is_empty()) {
            let name = step.name.text.clone();
            self.report(
                Diagnostic::error(
                    code::WRONG_ARGUMENTS,
                    "one element of a family cannot be set by itself",
                )
                .at(path.span, "names one element")
                .help(format!("set them all: `{name} = (…, …)`")),
            );
            return None;
        }
        if let Some(id) = self.by_printed_name(path, system, place) {
            let span = path.steps.last().map_or(path.span, |step| step.name.span);
            let called = self.model.param(id).name.as_str();
            let by_name = path.as_name().is_some_and(|name| name.text == called);
            let role = if by_name { Role::Uses } else { Role::Prints };
            self.note(span, Named::Param(id), role);
            return Some(id);
        }
        let own = match (path.as_name(), system) {
            (Some(name), Some(system)) => {
                let own = self.find_in_system(&name.text, system).map(|entry| entry.entity);
                if let Some(entity) = own {
                    let (base, _) = self.model.design(system);
                    self.note_use(name.span, entity, self.model.system(base).file);
                }
                own
            }
            _ => None,
        };
        let entity = match own {
            Some(entity) => entity,
            None => {
                let known =
                    path.as_name().is_some_and(|name| self.find(&name.text, place).is_none());
                if known && let (Some(name), Some(system)) = (path.as_name(), system) {
                    let (base, _) = self.model.design(system);
                    let mut names: Vec<String> =
                        self.scopes.systems[base.index()].names.keys().cloned().collect();
                    names.extend(self.scopes.files[place.file as usize].names.keys().cloned());
                    let meant = nearest(&name.text, names.iter().map(String::as_str));
                    self.report(unknown(name).did_you_mean(name.span, meant));
                    return None;
                }
                let start = self.start(path, place)?;
                start.entity
            }
        };
        match entity {
            Entity::Param(id) if !self.model.param(id).named_number => {
                if self.model.param(id).kind == ParamKind::Module {
                    self.report(
                        Diagnostic::error(
                            code::WRONG_ARGUMENTS,
                            "a thing is given where an instance is made",
                        )
                        .at(path.span, "a `module` parameter"),
                    );
                    return None;
                }
                Some(id)
            }
            Entity::Param(id) => {
                let declared = self.model.param(id).span;
                let name = self.model.param(id).name.clone();
                self.report(
                    Diagnostic::error(
                        code::WRONG_ARGUMENTS,
                        format!("`{name}` is a `let`, which nothing sets"),
                    )
                    .at(path.span, "not a parameter")
                    .at(declared, "declared here")
                    .help(format!("declare it `param {name}: number = …`")),
                );
                None
            }
            Entity::Poisoned => None,
            _ => {
                self.report(
                    Diagnostic::error(code::WRONG_ARGUMENTS, "only parameters can be set")
                        .at(path.span, "not a parameter"),
                );
                None
            }
        }
    }
}
