//! Structures: what works when its parts do.

use crate::code;
use crate::scope::{Entity, Place, Resolver};
use crate::term::{Element, Head, Num, NumKind, Quantity, Reference, Structure, StructureKind};
use kofn_diagnostics::{Diagnostic, Span};
use kofn_syntax::tree::{self, Argument, Callee, Expr, ExprKind, Operator, Quantifier};

impl Resolver {
    /// The one thing that an expression describes; a bare array is not one thing.
    pub fn structure(&mut self, expr: &Expr, place: &Place) -> Option<Structure> {
        let structure = self.element_structure(expr, place)?;
        if let StructureKind::Reference(reference) = &structure.kind
            && self.is_many(reference)
        {
            let words = self.last_name(reference);
            self.report(
                Diagnostic::error(
                    code::BARE_ARRAY,
                    format!("`{words}` is an array, not one thing"),
                )
                .at(structure.span, "a word or an index is missing")
                .help(format!(
                    "write `all of {words}`, `any of {words}`, `2 of {words}` or `{words}[i]`"
                )),
            );
            return None;
        }
        Some(structure)
    }

    fn last_name(&self, reference: &Reference) -> String {
        let last = reference.steps.last().map(|step| step.head);
        match last {
            Some(Head::Module(id)) => self.model.module(id).name.clone(),
            Some(Head::Block(id)) => self.model.block(id).name.clone(),
            Some(Head::Param(id)) => self.model.param(id).name.clone(),
            None => String::new(),
        }
    }

    /// Whether a reference is a whole array or a slice.
    pub fn is_many(&self, reference: &Reference) -> bool {
        reference.steps.last().is_some_and(|step| {
            let bare = self.is_array(step.head) && step.indices.is_empty();
            bare || step.indices.iter().any(|index| index.hi.is_some())
        })
    }

    /// As [`Self::structure`], in a list, where an array stands for its elements.
    fn element_structure(&mut self, expr: &Expr, place: &Place) -> Option<Structure> {
        let span = expr.span;
        let kind = match &expr.kind {
            ExprKind::Truth(truth) => StructureKind::Truth(*truth),
            ExprKind::Path(path) => return self.structure_path(path, place),
            ExprKind::Call { callee: Callee::Series, arguments } => {
                StructureKind::Series(self.list(arguments, span, place)?)
            }
            ExprKind::Call { callee: Callee::Parallel, arguments } => {
                StructureKind::Parallel(self.list(arguments, span, place)?)
            }
            ExprKind::Call { callee: Callee::Path, arguments } => {
                return self.path_structure(arguments, span, place);
            }
            ExprKind::Call { callee: Callee::Connected, arguments } => {
                return self.connected_structure(arguments, span, place);
            }
            ExprKind::Call { callee: Callee::Named(path), arguments } => {
                self.called_structure(path, arguments, span, place);
                return None;
            }
            ExprKind::Of(quantity, operand) => {
                let quantity = self.quantity(quantity, place);
                let operand = self.operand(operand, place);
                StructureKind::KOutOfN(quantity?, operand?)
            }
            ExprKind::Not(inner) => StructureKind::Not(Box::new(self.structure(inner, place)?)),
            ExprKind::List(arguments) => match arguments.as_slice() {
                [only] if only.name.is_none() && only.binders.is_empty() => {
                    return self.element_structure(&only.value, place);
                }
                _ => {
                    self.report(
                        Diagnostic::error(
                            code::NOT_A_STRUCTURE,
                            "a list does not say how many of it must work",
                        )
                        .at(span, "series, parallel, or k of these?")
                        .help("write `series(…)`, `parallel(…)` or `2 of (…)`"),
                    );
                    return None;
                }
            },
            ExprKind::And(all) | ExprKind::Or(all) => {
                let (word, ours) = match expr.kind {
                    ExprKind::And(_) => ("and", "series"),
                    _ => ("or", "parallel"),
                };
                self.report(
                    Diagnostic::error(
                        code::OTHER_SPELLING,
                        format!("`{word}` joins conditions, not things"),
                    )
                    .at(span, "a structure must stand here")
                    .help(format!("write `{ours}(a, b)`"))
                    .joined(span, ours, all),
                );
                for part in all {
                    let _ = self.element_structure(part, place);
                }
                return None;
            }
            ExprKind::Quantifier(_) => {
                self.report(
                    Diagnostic::error(code::NOT_A_STRUCTURE, "of what?")
                        .at(span, "a list must follow")
                        .help("write `any of ARRAY` or `any of (a, b)`"),
                );
                return None;
            }
            _ => {
                self.report(number_in_structure(expr));
                return None;
            }
        };
        Some(Structure { span, kind })
    }

    fn structure_path(&mut self, path: &tree::Path, place: &Place) -> Option<Structure> {
        if let Some(name) = path.as_name()
            && place.locals.iter().any(|(local, _)| *local == name.text)
        {
            self.report(
                Diagnostic::error(
                    code::NOT_A_STRUCTURE,
                    format!("`{}` is an index, a number", name.text),
                )
                .at(path.span, "a structure must stand here")
                .help(format!("write `ARRAY[{}]`", name.text)),
            );
            return None;
        }
        let start = self.start(path, place)?;
        if let Some(system) = start.inside
            && !place.in_query
            && !matches!(start.entity, Entity::Param(_))
        {
            // Only the main file's own systems have one set of things; elsewhere an instance is needed.
            let name = self.model.system(system).name.clone();
            self.report(crate::references::system_as_module(&name, path.span));
            return None;
        }
        let reference = self.reference(path, start.entity, start.used, place)?;
        Some(Structure { span: path.span, kind: StructureKind::Reference(reference) })
    }

    /// The elements of a list; written out, a list is not empty.
    pub fn list(
        &mut self,
        arguments: &[Argument],
        span: Span,
        place: &Place,
    ) -> Option<Vec<Element>> {
        if arguments.is_empty() {
            self.report(
                Diagnostic::error(code::EMPTY_LIST, "this list is empty")
                    .at(span, "nothing stands in it")
                    .help("`true` always works, `false` never does"),
            );
            return None;
        }
        let all: Vec<_> = arguments.iter().map(|argument| self.element(argument, place)).collect();
        all.into_iter().collect()
    }

    fn element(&mut self, argument: &Argument, place: &Place) -> Option<Element> {
        if let Some(name) = &argument.name {
            self.report(
                Diagnostic::error(code::WRONG_ARGUMENTS, "elements of a list have no names")
                    .at(name.span, "not expected here"),
            );
            return None;
        }
        let mut inner = place.clone();
        let binders = self.binders(&argument.binders, &mut inner)?;
        let structure = self.element_structure(&argument.value, &inner)?;
        Some(Element { structure, binders })
    }

    /// What stands behind `of`: an array, or a list in parentheses.
    fn operand(&mut self, expr: &Expr, place: &Place) -> Option<Vec<Element>> {
        if let ExprKind::List(arguments) = &expr.kind {
            return self.list(arguments, expr.span, place);
        }
        let structure = self.element_structure(expr, place)?;
        match &structure.kind {
            StructureKind::Reference(reference) if self.is_many(reference) => {
                Some(vec![Element { structure, binders: Vec::new() }])
            }
            _ => {
                self.report(
                    Diagnostic::error(
                        code::SINGLE_OPERAND,
                        "`of` counts the elements of an array or a list",
                    )
                    .at(expr.span, "this is one thing")
                    .help("write a list: `any of (a, b)`"),
                );
                None
            }
        }
    }

    fn quantity(&mut self, expr: &Expr, place: &Place) -> Option<Quantity> {
        if let ExprKind::Quantifier(quantifier) = &expr.kind {
            return Some(match quantifier {
                Quantifier::Any => Quantity::Any,
                Quantifier::All => Quantity::All,
                Quantifier::Majority => Quantity::Majority,
            });
        }
        // Rounding a share of the whole, `ceil(60%)`, would mean 1.
        if let ExprKind::Number { text, suffix: tree::Suffix::Percent } = &expr.kind {
            self.report(
                Diagnostic::error(
                    code::K_NOT_WHOLE,
                    format!("how many must work is a whole number, and {text}% is a share"),
                )
                .at(expr.span, "a share of how many?")
                .help(format!(
                    "write `ceil({text}% * n) of …`, with the size of the array for `n`"
                )),
            );
            return None;
        }
        let number = self.number(expr, place)?;
        if let ExprKind::Chain { first, rest } = &expr.kind
            && let ExprKind::Number { text, suffix: tree::Suffix::None } = &first.kind
            && let [
                (
                    Operator::Divide,
                    Expr {
                        kind: ExprKind::Number { text: all, suffix: tree::Suffix::None }, ..
                    },
                ),
            ] = rest.as_slice()
            && !multiple(text, all)
        {
            self.report(
                Diagnostic::error(
                    code::K_NOT_WHOLE,
                    format!("how many must work is a whole number, and {text}/{all} is a share"),
                )
                .at(expr.span, "a share of how many?")
                .help(format!("for {text} out of {all} write `{text} of …`"))
                .edit(expr.span, text.clone()),
            );
            return None;
        }
        if !self.is_whole(&number) {
            self.report(
                Diagnostic::error(code::K_NOT_WHOLE, "how many must work is not a whole number for every value of its parameters")
                    .at(expr.span, "not always whole")
                    .help("write `majority of …` for more than half, else `floor(…) of …` or `ceil(…) of …`"),
            );
            return None;
        }
        Some(Quantity::Number(number))
    }

    /// Whether a number is whole whatever its parameters are; numbers without parameters are
    /// judged by their value when the structure is built.
    fn is_whole(&self, number: &Num) -> bool {
        match &number.kind {
            NumKind::Literal(_) | NumKind::Index(_) => true,
            NumKind::Param(id, _) => {
                use crate::model::ParamKind;
                match self.model.param(*id).kind {
                    ParamKind::Count => true,
                    ParamKind::Probability | ParamKind::Number | ParamKind::Module => {
                        self.model.param(*id).value.is_some()
                    }
                }
            }
            NumKind::Let(_) => true,
            NumKind::Sum(terms) => terms.iter().all(|(_, term)| self.is_whole(term)),
            NumKind::Product(factors) => {
                let open = factors.iter().any(|(_, factor)| has_params(factor));
                let divides = factors.iter().any(|(inverse, _)| *inverse);
                let fraction = factors.iter().any(|(_, factor)| {
                    matches!(&factor.kind, NumKind::Literal(value) if !value.is_integer())
                });
                !(open && (divides || fraction)) && factors.iter().all(|(_, f)| self.is_whole(f))
            }
            NumKind::Power(base, exponent) => self.is_whole(base) && self.is_whole(exponent),
            NumKind::Function(function, all) => {
                use kofn_algebra::Function;
                matches!(function, Function::Floor | Function::Ceil | Function::Binomial)
                    || all.iter().all(|part| self.is_whole(part))
            }
            NumKind::SumOver(_, body) | NumKind::ProductOver(_, body) => self.is_whole(body),
            NumKind::Measure(..) | NumKind::Solve(_) => false,
        }
    }

    fn called_structure(
        &mut self,
        path: &tree::Path,
        arguments: &[Argument],
        span: Span,
        place: &Place,
    ) {
        let Some(name) = path.as_name() else {
            let words = path.steps.last().map_or("S", |step| step.name.text.as_str());
            self.report(crate::references::system_as_module(words, span));
            return;
        };
        let text = name.text.as_str();
        if let Some(finding) = order_matters(text, name.span) {
            self.report(finding);
            return;
        }
        let ours = match text {
            "kofn" | "koon" | "kooN" | "vote" | "atleast" | "at_least" | "k_of_n" => {
                Some("k of (…)")
            }
            "AND" | "And" => Some("series(…)"),
            "OR" | "Or" => Some("parallel(…)"),
            "voting" => Some("majority of (…)"),
            _ => None,
        };
        if let Some(ours) = ours
            && self.find(text, place).is_none()
        {
            let help = match (ours, arguments.first().map(|argument| &argument.value.kind)) {
                ("k of (…)", Some(ExprKind::Number { text, .. })) => {
                    format!("write `{text} of (…)`")
                }
                ("k of (…)", _) => "write how many, then the list: `2 of (a, b, c)`".to_owned(),
                _ => format!("write `{ours}`"),
            };
            self.report(
                Diagnostic::error(
                    code::OTHER_SPELLING,
                    format!("`{text}(…)` is known from other tools"),
                )
                .at(name.span, "not a form of this language")
                .help(help)
                .called(name.span, text, arguments),
            );
            return;
        }
        match self.require(name, place) {
            Some(Entity::System(_)) => self.report(crate::references::system_as_module(text, span)),
            Some(_) => self.report(
                Diagnostic::error(code::NOT_A_STRUCTURE, format!("`{text}` cannot be called"))
                    .at(span, "not a structure"),
            ),
            None => {}
        }
    }

    /// What a module stands on.
    pub fn hosts(&mut self, hosts: &[Expr], place: &Place) -> Vec<Structure> {
        hosts.iter().filter_map(|host| self.structure(host, place)).collect()
    }
}

/// Fixes of structures that are written as in other tools.
trait Respelt {
    /// `a and b` as `series(a, b)`.
    fn joined(self, span: Span, ours: &str, all: &[Expr]) -> Self;

    /// `AND(a, b)` as `series(a, b)`, `kofn(2, a, b)` as `2 of (a, b)`.
    fn called(self, name: Span, written: &str, arguments: &[Argument]) -> Self;
}

impl Respelt for Diagnostic {
    fn joined(self, span: Span, ours: &str, all: &[Expr]) -> Self {
        let between = all.windows(2).map(|pair| pair[0].span.until(pair[1].span));
        let begun = self.edit(span.at_start(), format!("{ours}("));
        between.fold(begun, |finding, gap| finding.edit(gap, ", ")).edit(span.at_end(), ")")
    }

    fn called(self, name: Span, written: &str, arguments: &[Argument]) -> Self {
        match (written, arguments) {
            ("AND" | "And", _) => self.edit(name, "series"),
            ("OR" | "Or", _) => self.edit(name, "parallel"),
            ("voting", _) => self.edit(name, "majority of "),
            (_, [count, first, ..]) => match &count.value.kind {
                ExprKind::Number { text, .. } => {
                    let head = Span { end: first.value.span.start, ..name };
                    self.edit(head, format!("{text} of ("))
                }
                _ => self,
            },
            _ => self,
        }
    }
}

fn has_params(number: &Num) -> bool {
    match &number.kind {
        NumKind::Literal(_) | NumKind::Index(_) | NumKind::Let(_) => false,
        NumKind::Param(..) | NumKind::Measure(..) | NumKind::Solve(_) => true,
        NumKind::Sum(all) | NumKind::Product(all) => all.iter().any(|(_, part)| has_params(part)),
        NumKind::Power(a, b) => has_params(a) || has_params(b),
        NumKind::Function(function, all) => {
            use kofn_algebra::Function;
            !matches!(function, Function::Floor | Function::Ceil) && all.iter().any(has_params)
        }
        NumKind::SumOver(_, body) | NumKind::ProductOver(_, body) => has_params(body),
    }
}

/// Whether one written number is a whole multiple of another.
fn multiple(text: &str, of: &str) -> bool {
    use kofn_algebra::Rational;
    match (Rational::parse_decimal(text), Rational::parse_decimal(of)) {
        (Ok(number), Ok(of)) => of.reciprocal().is_some_and(|share| (number * share).is_integer()),
        _ => true,
    }
}

/// A computation or a condition where things are named.
fn number_in_structure(expr: &Expr) -> Diagnostic {
    let finding = |message: &str| Diagnostic::error(code::NOT_A_STRUCTURE, message);
    let label = "a structure must stand here";
    match &expr.kind {
        ExprKind::Compare(..) => finding("a comparison is a condition; nothing works or fails here")
            .at(expr.span, label)
            .help("a comparison stands in a query: `assert S > 0.99`"),
        ExprKind::Chain { first, rest } if is_thing(first) && rest.iter().all(|(_, part)| is_thing(part)) => {
            match rest.first().map(|(operator, _)| operator) {
                Some(Operator::Multiply) => finding("`*` multiplies numbers, not things")
                    .at(expr.span, label)
                    .help("where every one is needed write `series(a, b)`; what both share is then counted once"),
                Some(Operator::Add) => finding("`+` adds numbers, not things")
                    .at(expr.span, label)
                    .help("where one of them is enough write `parallel(a, b)`"),
                _ => finding("a number does not work or fail")
                    .at(expr.span, label)
                    .help("a name has no `-` or `/` in it; write `_` instead"),
            }
        }
        ExprKind::Chain { first, rest }
            if is_thing(first) && matches!(rest.as_slice(), [(Operator::Subtract, _)]) =>
        {
            finding("a number does not work or fail")
                .at(expr.span, label)
                .help("a name has no `-` in it: write `pump_1`; the first element of an array is `pump[1]`")
        }
        _ => finding("a number does not work or fail")
            .at(expr.span, label)
            .help("declare a module with this probability, `module m = …`, and name it here"),
    }
}

fn is_thing(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Path(_) | ExprKind::Of(..) => true,
        ExprKind::Call { callee, .. } => !matches!(callee, Callee::Named(_)),
        ExprKind::List(all) => all.iter().all(|argument| is_thing(&argument.value)),
        ExprKind::Chain { first, rest } => {
            is_thing(first) && rest.iter().all(|(_, part)| is_thing(part))
        }
        _ => false,
    }
}

/// What a block diagram cannot say, refused by name with the bounds that can be computed.
pub(crate) fn order_matters(name: &str, span: Span) -> Option<Diagnostic> {
    let what = match name {
        "standby" | "spare" | "cold" | "warm" | "wsp" | "csp" => {
            "a spare that waits until it is needed"
        }
        "pand" | "por" | "seq" | "inhibit" | "fdep" => "failures in a certain order",
        "loadshare" | "load_share" => "units that wear faster when others have failed",
        _ => return None,
    };
    Some(
        Diagnostic::error(code::ORDER_MATTERS, format!("`{name}`: {what} is more than a block diagram can say"))
            .at(span, "the order of failures matters")
            .help("two bounds can be computed: all units running from the start (`any of (a, b)`), and no spare at all (`a`)"),
    )
}
