//! Which system is built, with which parameters.

use crate::code;
use kofn_algebra::{Expr, Rational};
use kofn_diagnostics::{Diagnostic, Span};
use kofn_model::{Model, Param, ParamId, ParamKind, Reference, SystemId};
use std::collections::BTreeMap;

/// Values that stand in place of those in the file, as `-D` gives them. A parameter set here keeps
/// its symbol in expressions.
pub type Defaults = BTreeMap<ParamId, Vec<Expr>>;

/// A system with its parameters set.
#[derive(Clone, Debug)]
pub struct Design {
    /// The system; never a variant.
    pub system: SystemId,
    /// Parameters set by arguments and `given`: they are replaced by what they are set to.
    pub settings: BTreeMap<ParamId, Vec<Expr>>,
    /// A block or module of the system instead of the system itself.
    pub part: Option<Reference>,
}

/// Checks a value against its parameter's type.
pub(crate) fn check_value(
    model: &Model,
    id: ParamId,
    value: &Expr,
    span: Span,
) -> Result<(), Box<Diagnostic>> {
    let param = model.param(id);
    let Some(number) = value.as_number() else { return Ok(()) };
    match param.kind {
        ParamKind::Probability if !number.is_probability() => {
            Err(Box::new(out_of_range(&format!("`{}`", param.name), number, span)))
        }
        ParamKind::Count => check_count(param, number, span),
        _ => Ok(()),
    }
}

fn check_count(param: &Param, number: &Rational, span: Span) -> Result<(), Box<Diagnostic>> {
    let shown = kofn_algebra::decimal(number, 12);
    if !number.is_integer() {
        return Err(Box::new(
            Diagnostic::error(
                code::NOT_WHOLE,
                format!("`{}` is a count, and {shown} is not whole", param.name),
            )
            .at(span, "not whole")
            .help("a count is a whole number; `floor` and `ceil` round"),
        ));
    }
    if param.domain.is_none() && *number < Rational::one() {
        return Err(Box::new(
            Diagnostic::error(
                code::OUTSIDE_DOMAIN,
                format!("`{}` is a count, at least 1, and {shown} is less", param.name),
            )
            .at(span, "less than 1")
            .at(param.span, "declared here")
            .help(format!("where 0 has a meaning, say so: `param {}: count in 0..10`", param.name)),
        ));
    }
    Ok(())
}

/// A probability outside of 0 to 1.
pub(crate) fn out_of_range(what: &str, number: &Rational, span: Span) -> Diagnostic {
    let shown = kofn_algebra::decimal(number, 12);
    let shown = if shown == "1" || shown == "0" { number.to_string() } else { shown };
    let side = if number.is_negative() { "less than 0" } else { "more than 1" };
    // 1.2 is hardly a percentage of working.
    let percent = *number > Rational::from(2) && *number <= Rational::from(100);
    Diagnostic::error(
        code::PROBABILITY_OUT_OF_RANGE,
        format!("the probability of {what} must be in [0, 1], and {shown} is {side}"),
    )
    .at(span, side)
    .maybe_help(percent.then(|| format!("for a percentage write `{shown}%`")))
}
