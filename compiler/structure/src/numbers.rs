//! The value of a number, as far as its parameters have values.

use crate::code;
use crate::design::{Defaults, check_value};
use crate::graph::GroupIndex;
use kofn_algebra::{Expr, Function, Rational, Symbol};
use kofn_diagnostics::{Diagnostic, Span};
use kofn_model::{
    Binder, Domain, Measure, Model, Num, NumKind, ParamId, ParamKind, Slot, Solve, SystemCall,
};
use std::collections::{BTreeMap, BTreeSet};

/// A finding has been made; the caller stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reported;

/// How parameters that have a value appear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// By their symbols, as formulas show them. Counts always appear by their values, since they
    /// shape the structure.
    Shown,
    /// By their values.
    Value,
}

/// What an index variable stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SlotValue {
    /// A whole number.
    Number(i64),
    /// Any of `1..size`: the elements of a group are alike.
    Any {
        /// The index as formulas show it.
        symbol: Symbol,
        /// The group.
        group: GroupIndex,
        /// How many there are.
        size: Expr,
    },
}

/// Index variables with what they stand for, innermost last.
pub type Slots = Vec<(Slot, SlotValue)>;

/// Arguments of an instance: each value as shown and as computed.
pub type Arguments = BTreeMap<ParamId, (Vec<Expr>, Vec<Expr>)>;

/// What a number of a query asks for that numbers alone do not tell.
#[derive(Clone, Copy, Debug)]
pub enum Question<'q> {
    /// What a system does.
    Measure(Measure, &'q SystemCall),
    /// The end of a solution set.
    Solve(&'q Solve),
}

/// Answers what a number asks for; the question may mention index variables.
pub type Answer<'a> = &'a mut dyn FnMut(Question<'_>, View, &Slots) -> Result<Expr, Reported>;

/// Where numbers are evaluated.
pub struct NumberContext<'m> {
    /// The model.
    pub model: &'m Model,
    /// Replaced parameters.
    pub settings: BTreeMap<ParamId, Vec<Expr>>,
    /// Values in place of those in the file.
    pub defaults: Defaults,
    /// Findings.
    pub diagnostics: Vec<Diagnostic>,
    /// Values of the symbols that formulas show.
    pub given: BTreeMap<Symbol, Rational>,
    checked: BTreeSet<ParamId>,
    nesting: usize,
}

/// Numbers defined by numbers defined by numbers, at most so deep.
const DEEPEST: usize = 200;

/// Terms of one `sum` or `product`, at most.
const MOST_TERMS: i64 = 10_000;

impl<'m> NumberContext<'m> {
    /// A context for a model.
    pub fn new(
        model: &'m Model,
        settings: BTreeMap<ParamId, Vec<Expr>>,
        defaults: Defaults,
    ) -> Self {
        NumberContext {
            model,
            settings,
            defaults,
            diagnostics: Vec::new(),
            given: BTreeMap::new(),
            checked: BTreeSet::new(),
            nesting: 0,
        }
    }

    /// Makes a finding.
    pub fn report<T>(&mut self, diagnostic: Diagnostic) -> Result<T, Reported> {
        self.diagnostics.push(diagnostic);
        Err(Reported)
    }
}

/// The value of a number, as far as its parameters have values.
pub fn evaluate(
    context: &mut NumberContext<'_>,
    number: &Num,
    arguments: &Arguments,
    slots: &Slots,
    view: View,
    answer: Answer<'_>,
) -> Result<Expr, Reported> {
    if context.nesting >= DEEPEST {
        return context.report(
            Diagnostic::error(
                code::NESTED_TOO_DEEPLY,
                format!("numbers defined through more than {DEEPEST} others"),
            )
            .at(number.span, "one step too many"),
        );
    }
    context.nesting += 1;
    let result = evaluate_kind(context, number, arguments, slots, view, answer);
    context.nesting -= 1;
    result
}

fn evaluate_kind(
    context: &mut NumberContext<'_>,
    number: &Num,
    arguments: &Arguments,
    slots: &Slots,
    view: View,
    answer: Answer<'_>,
) -> Result<Expr, Reported> {
    let span = number.span;
    match &number.kind {
        NumKind::Literal(value) => Ok(Expr::number(value.clone())),
        NumKind::Index(slot) => match slots.iter().rev().find(|(known, _)| known == slot) {
            Some((_, SlotValue::Number(value))) => Ok(Expr::number(*value)),
            Some((_, SlotValue::Any { symbol, .. })) => Ok(Expr::symbol(symbol.clone())),
            None => unreachable!("an index variable is bound where it is used"),
        },
        NumKind::Let(id) | NumKind::Param(id, _) => {
            let mut indices = Vec::new();
            if let NumKind::Param(_, all) = &number.kind {
                for index in all {
                    indices.push(evaluate(context, index, arguments, slots, View::Value, answer)?);
                }
            }
            param(context, *id, &indices, span, arguments, view, answer)
        }
        NumKind::Sum(terms) => {
            let mut all = Vec::with_capacity(terms.len());
            for (subtracted, term) in terms {
                let term = evaluate(context, term, arguments, slots, view, answer)?;
                all.push(if *subtracted { term.negate() } else { term });
            }
            // `1 − x` is a complement, which formulas know how to print.
            if let [one, minus] = all.as_slice()
                && one.is_one()
            {
                return Ok(minus.negate().complement());
            }
            Ok(Expr::sum(all))
        }
        NumKind::Product(factors) => {
            let mut product = Expr::one();
            for (divided, factor) in factors {
                let value = evaluate(context, factor, arguments, slots, view, answer)?;
                if !*divided {
                    product = Expr::product([product, value]);
                    continue;
                }
                if value.is_zero() {
                    return context.report(
                        Diagnostic::error(code::DIVISION_BY_ZERO, "division by zero")
                            .at(factor.span, "this is 0"),
                    );
                }
                product = Expr::quotient(product, value);
            }
            Ok(product)
        }
        NumKind::Power(base, exponent) => {
            let base = evaluate(context, base, arguments, slots, view, answer)?;
            let exponent = evaluate(context, exponent, arguments, slots, view, answer)?;
            if base.is_zero() && exponent.as_number().is_some_and(Rational::is_negative) {
                return context.report(
                    Diagnostic::error(
                        code::DIVISION_BY_ZERO,
                        "0 to a negative power is a division by zero",
                    )
                    .at(span, "divides by 0"),
                );
            }
            Ok(Expr::power(base, exponent))
        }
        NumKind::Function(function, all) => {
            let mut values = Vec::with_capacity(all.len());
            for one in all {
                values.push(evaluate(context, one, arguments, slots, view, answer)?);
            }
            apply(context, *function, values, span)
        }
        NumKind::SumOver(binders, body) | NumKind::ProductOver(binders, body) => {
            let sum = matches!(number.kind, NumKind::SumOver(..));
            repeated(context, sum, binders, body, arguments, slots, view, answer)
        }
        NumKind::Measure(measure, call) => answer(Question::Measure(*measure, call), view, slots),
        NumKind::Solve(solve) => answer(Question::Solve(solve), view, slots),
    }
}

fn apply(
    context: &mut NumberContext<'_>,
    function: Function,
    values: Vec<Expr>,
    span: Span,
) -> Result<Expr, Reported> {
    let first = values.first().and_then(Expr::as_number);
    let second = values.get(1).and_then(Expr::as_number);
    if function == Function::Mod && second.is_some_and(Rational::is_zero) {
        return context.report(
            Diagnostic::error(code::DIVISION_BY_ZERO, "`mod` by zero").at(span, "divides by 0"),
        );
    }
    if function == Function::Log && first.is_some_and(|x| x.is_negative() || x.is_zero()) {
        return context.report(
            Diagnostic::error(code::OUTSIDE_DOMAIN, "only positive numbers have a logarithm")
                .at(span, "not positive"),
        );
    }
    Ok(Expr::function(function, values))
}

/// `sum` and `product` over an index: term by term where the range is known, else with Σ or ∏.
#[expect(clippy::too_many_arguments, reason = "the context of an evaluation, handed through")]
fn repeated(
    context: &mut NumberContext<'_>,
    sum: bool,
    binders: &[Binder],
    body: &Num,
    arguments: &Arguments,
    slots: &Slots,
    view: View,
    answer: Answer<'_>,
) -> Result<Expr, Reported> {
    let Some((binder, rest)) = binders.split_first() else {
        return evaluate(context, body, arguments, slots, view, answer);
    };
    let values = domain(context, &binder.domain, arguments, slots, answer)?;
    match values {
        DomainValues::Numbers(all) => {
            if all.len() as i64 > MOST_TERMS {
                return context.report(
                    Diagnostic::error(code::TOO_LARGE, format!("more than {MOST_TERMS} terms"))
                        .at(body.span, "repeated too often"),
                );
            }
            let mut terms = Vec::with_capacity(all.len());
            for value in all {
                let mut inner = slots.clone();
                inner.push((binder.slot, SlotValue::Number(value)));
                terms.push(repeated(context, sum, rest, body, arguments, &inner, view, answer)?);
            }
            Ok(balanced(terms, sum))
        }
        DomainValues::UpTo { lo, hi } => {
            let symbol = Symbol::new(binder.name.as_str());
            let mut inner = slots.clone();
            let any = SlotValue::Any {
                symbol: symbol.clone(),
                group: GroupIndex(u32::MAX),
                size: hi.clone(),
            };
            inner.push((binder.slot, any));
            let term = repeated(context, sum, rest, body, arguments, &inner, view, answer)?;
            let lo = Expr::number(lo);
            Ok(if sum {
                Expr::sum_over(symbol, lo, hi, term)
            } else {
                Expr::every(symbol, lo, hi, term)
            })
        }
    }
}

/// A sum or product of many terms, half by half: adding numbers one at a time would make the
/// longest number meet every other one.
fn balanced(mut terms: Vec<Expr>, sum: bool) -> Expr {
    if terms.iter().any(|term| term.as_number().is_none()) || terms.len() < 3 {
        return if sum { Expr::sum(terms) } else { Expr::product(terms) };
    }
    while terms.len() > 1 {
        terms = terms
            .chunks(2)
            .map(|pair| {
                let pair = pair.iter().cloned();
                if sum { Expr::sum(pair) } else { Expr::product(pair) }
            })
            .collect();
    }
    match terms.pop() {
        Some(only) => only,
        None => unreachable!("there were at least three terms"),
    }
}

/// What an index runs over.
pub(crate) enum DomainValues {
    /// These numbers.
    Numbers(Vec<i64>),
    /// From a number to an end that is still open.
    UpTo { lo: i64, hi: Expr },
}

/// Most values that an index may run over one by one.
pub(crate) const MOST_VALUES: i64 = 4_000_000;

pub(crate) fn domain(
    context: &mut NumberContext<'_>,
    domain: &Domain,
    arguments: &Arguments,
    slots: &Slots,
    answer: Answer<'_>,
) -> Result<DomainValues, Reported> {
    match domain {
        Domain::Values(all) => {
            let mut values = Vec::with_capacity(all.len());
            for one in all {
                let value = evaluate(context, one, arguments, slots, View::Value, answer)?;
                values.push(whole(context, &value, one.span, "an index")?);
            }
            Ok(DomainValues::Numbers(values))
        }
        Domain::Range { lo, hi, step } => {
            let from = evaluate(context, lo, arguments, slots, View::Value, answer)?;
            let from = whole(context, &from, lo.span, "an index")?;
            let to = evaluate(context, hi, arguments, slots, View::Value, answer)?;
            let by = match step {
                Some(step) => {
                    let by = evaluate(context, step, arguments, slots, View::Value, answer)?;
                    let by = whole(context, &by, step.span, "a step")?;
                    if by < 1 {
                        return context.report(
                            Diagnostic::error(code::OUTSIDE_DOMAIN, "a step is at least 1")
                                .at(step.span, "less than 1"),
                        );
                    }
                    by
                }
                None => 1,
            };
            if to.as_number().is_none() {
                if by != 1 {
                    return context.report(
                        Diagnostic::error(code::GROUP_ELEMENT, "a step needs a known end")
                            .at(hi.span, "still open")
                            .help("give it a value"),
                    );
                }
                return Ok(DomainValues::UpTo { lo: from, hi: to });
            }
            let to = whole(context, &to, hi.span, "an index")?;
            if to.saturating_sub(from) / by > MOST_VALUES {
                return context.report(
                    Diagnostic::error(
                        code::TOO_LARGE,
                        format!("an index over more than {MOST_VALUES} values"),
                    )
                    .at(lo.span.to(hi.span), "too many"),
                );
            }
            let mut values = Vec::new();
            let mut at = from;
            while at <= to {
                values.push(at);
                match at.checked_add(by) {
                    Some(next) => at = next,
                    None => break,
                }
            }
            Ok(DomainValues::Numbers(values))
        }
    }
}

/// A whole number that is known.
pub(crate) fn whole(
    context: &mut NumberContext<'_>,
    value: &Expr,
    span: Span,
    what: &str,
) -> Result<i64, Reported> {
    let Some(number) = value.as_number() else {
        return context.report(
            Diagnostic::error(
                code::GROUP_ELEMENT,
                format!("{what} must be a number here, and a parameter is still open"),
            )
            .at(span, "has no value")
            .help("give the parameter a value"),
        );
    };
    match number.to_integer().map(|integer| integer.to_i64()) {
        Some(Some(value)) => Ok(value),
        Some(None) => context.report(
            Diagnostic::error(code::TOO_LARGE, format!("{what} is too large"))
                .at(span, "too large"),
        ),
        None => {
            let shown = kofn_algebra::decimal(number, 12);
            context.report(
                Diagnostic::error(
                    code::NOT_WHOLE,
                    format!("{what} must be whole, and this is {shown}"),
                )
                .at(span, "not whole")
                .help("`floor` and `ceil` round"),
            )
        }
    }
}

fn param(
    context: &mut NumberContext<'_>,
    id: ParamId,
    indices: &[Expr],
    span: Span,
    arguments: &Arguments,
    view: View,
    answer: Answer<'_>,
) -> Result<Expr, Reported> {
    let model = context.model;
    let declared = model.param(id);
    let element = |all: &[Expr],
                   context: &mut NumberContext<'_>|
     -> Result<Option<Expr>, Reported> {
        if all.len() == 1 && (declared.extents.is_empty() || indices.is_empty()) {
            return Ok(Some(all[0].clone()));
        }
        if all.len() == 1 && !declared.extents.is_empty() && indices.len() == declared.extents.len()
        {
            return Ok(Some(all[0].clone()));
        }
        let [index] = indices else { return Ok(None) };
        let Some(number) = index.as_integer().and_then(|index| index.to_i64()) else {
            return context.report(
                Diagnostic::error(
                    code::GROUP_ELEMENT,
                    format!("`{}` is a list, and the index is still open", declared.name),
                )
                .at(span, "which one?")
                .help("give the number of elements a value"),
            );
        };
        match usize::try_from(number - 1).ok().and_then(|at| all.get(at)) {
            Some(value) => Ok(Some(value.clone())),
            None => context.report(
                Diagnostic::error(
                    code::INDEX_OUT_OF_RANGE,
                    format!(
                        "`{}` has {} values, and index {number} is not one of them",
                        declared.name,
                        all.len()
                    ),
                )
                .at(span, "no such value")
                .at(declared.span, "declared here"),
            ),
        }
    };
    let listed = arguments.get(&id).map(|(_, values)| values.len());
    let listed = listed.or_else(|| context.settings.get(&id).map(Vec::len));
    if let Some(length) = listed
        && length > 1
        && declared.extents.len() == 1
        && context.checked.insert(id)
    {
        check_length(context, id, length, arguments, answer)?;
    }
    if let Some((shown, values)) = arguments.get(&id) {
        let all =
            if view == View::Shown && declared.kind != ParamKind::Count { shown } else { values };
        if let Some(value) = element(all, context)? {
            return Ok(value);
        }
    }
    if let Some(values) = context.settings.get(&id).cloned()
        && let Some(value) = element(&values, context)?
    {
        return Ok(value);
    }
    check_extents(context, id, indices, span, arguments, answer)?;
    let no_slots = Slots::new();
    let mut values = context.defaults.get(&id).cloned();
    let fixed = values.is_some();
    if values.is_none()
        && let Some(terms) = &declared.value
    {
        let mut all = Vec::with_capacity(terms.len());
        for term in terms {
            all.push(evaluate(context, term, arguments, &no_slots, View::Value, answer)?);
        }
        values = Some(all);
    }
    let symbol = match indices {
        [] => Expr::symbol(declared.symbol.clone()),
        [index] => match index.as_integer() {
            Some(number) => Expr::symbol(declared.symbol.element(&number)),
            None => Expr::indexed(declared.symbol.clone(), index.clone()),
        },
        several => {
            let all: Vec<String> = several
                .iter()
                .map(|index| match index.as_integer() {
                    Some(number) => number.to_string(),
                    None => String::from("?"),
                })
                .collect();
            Expr::symbol(Symbol::new(format!("{}[{}]", declared.symbol, all.join(","))))
        }
    };
    let Some(values) = values else { return Ok(symbol) };
    if context.checked.insert(id) {
        for (at, value) in values.iter().enumerate() {
            let place = declared
                .value
                .as_ref()
                .and_then(|all| all.get(at))
                .map_or(declared.span, |v| v.span);
            check(context, id, value, place, arguments, answer)?;
        }
        if declared.extents.len() == 1 && values.len() > 1 {
            check_length(context, id, values.len(), arguments, answer)?;
        }
    }
    let Some(value) = element(&values, context)? else { return Ok(symbol) };
    if view == View::Value || declared.kind == ParamKind::Count {
        return Ok(value);
    }
    if declared.named_number
        && let Some([term]) = declared.value.as_deref()
    {
        return evaluate(context, term, arguments, &no_slots, View::Shown, answer);
    }
    match value.as_number() {
        Some(number) => {
            if let kofn_algebra::View::Symbol(symbol) = symbol.view() {
                context.given.insert(symbol.clone(), number.clone());
            }
            Ok(symbol)
        }
        None if fixed => Ok(value),
        None => match declared.value.as_deref() {
            Some([term]) => evaluate(context, term, arguments, &no_slots, View::Shown, answer),
            _ => Ok(value),
        },
    }
}

/// Checks a value against its parameter's type and domain.
pub fn check(
    context: &mut NumberContext<'_>,
    id: ParamId,
    value: &Expr,
    span: Span,
    arguments: &Arguments,
    answer: Answer<'_>,
) -> Result<(), Reported> {
    let model = context.model;
    let param = model.param(id);
    if let Err(finding) = check_value(model, id, value, span) {
        return context.report(*finding);
    }
    let (Some(domain), Some(number)) = (&param.domain, value.as_number().cloned()) else {
        return Ok(());
    };
    let mut end = |num: &Num, context: &mut NumberContext<'_>| {
        evaluate(context, num, arguments, &Slots::new(), View::Value, answer)
    };
    let inside = match domain {
        Domain::Range { lo, hi, step } => {
            let lo = end(lo, context)?.as_number().cloned();
            let hi = end(hi, context)?.as_number().cloned();
            let step = match step {
                Some(step) => end(step, context)?.as_number().cloned(),
                None => None,
            };
            let on_step = match (&step, &lo) {
                (Some(step), Some(lo)) => {
                    (&number - lo).checked_div(step).is_none_or(|steps| steps.is_integer())
                }
                _ => true,
            };
            lo.is_none_or(|lo| lo <= number) && hi.is_none_or(|hi| number <= hi) && on_step
        }
        Domain::Values(all) => {
            let mut found = false;
            for one in all {
                let one = end(one, context)?;
                found |= one.as_number().is_none_or(|one| *one == number);
            }
            found
        }
    };
    if inside {
        return Ok(());
    }
    let shown = kofn_algebra::decimal(&number, 12);
    context.report(
        Diagnostic::error(
            code::OUTSIDE_DOMAIN,
            format!("`{}` cannot be {shown}: its domain does not contain it", param.name),
        )
        .at(span, "outside of the domain")
        .at(param.span, "declared here, with its domain"),
    )
}

/// An index of an open family must still be one of its own.
fn check_extents(
    context: &mut NumberContext<'_>,
    id: ParamId,
    indices: &[Expr],
    span: Span,
    arguments: &Arguments,
    answer: Answer<'_>,
) -> Result<(), Reported> {
    let model = context.model;
    let declared = model.param(id);
    for (extent, index) in declared.extents.iter().zip(indices) {
        let Some(number) = index.as_integer().and_then(|index| index.to_i64()) else { continue };
        if matches!(&extent.domain, Domain::Values(all) if all.is_empty()) {
            continue;
        }
        let outside = match domain(context, &extent.domain, arguments, &Slots::new(), answer)? {
            DomainValues::Numbers(all) => !all.contains(&number),
            DomainValues::UpTo { lo, .. } => number < lo,
        };
        if outside {
            return context.report(
                Diagnostic::error(
                    code::INDEX_OUT_OF_RANGE,
                    format!("`{}` has no element {number}", declared.name),
                )
                .at(span, "no such element")
                .at(declared.span, "declared here"),
            );
        }
    }
    Ok(())
}

fn check_length(
    context: &mut NumberContext<'_>,
    id: ParamId,
    length: usize,
    arguments: &Arguments,
    answer: Answer<'_>,
) -> Result<(), Reported> {
    let model = context.model;
    let declared = model.param(id);
    let extent = &declared.extents[0];
    if let DomainValues::Numbers(all) =
        domain(context, &extent.domain, arguments, &Slots::new(), answer)?
        && all.len() != length
        && !all.is_empty()
    {
        return context.report(
            Diagnostic::error(
                code::OUTSIDE_DOMAIN,
                format!("`{}` has {} elements and {length} values", declared.name, all.len()),
            )
            .at(extent.span, format!("{} elements", all.len())),
        );
    }
    Ok(())
}
