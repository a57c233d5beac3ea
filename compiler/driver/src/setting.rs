//! What a query sets and narrows, and what its open parameters range over.

use crate::answer::{Reducing, Set};
use crate::code;
use crate::obstacle::Obstacle;
use crate::settings::Settings;
use kofn_algebra::{Expr, Integer, Rational, Symbol};
use kofn_decide::{Comparison, Condition, Range};
use kofn_diagnostics::Diagnostic;
use kofn_model::{self as model, Domain, Given, Num, ParamId, ParamKind};
use kofn_structure::View;
use std::collections::BTreeMap;

/// Most values that a parameter may run over one by one.
const MOST_VALUES: usize = 1_000_000;

/// What a query sets and narrows.
#[derive(Clone, Default)]
pub(crate) struct Setting {
    /// Values of parameters; one that is open in spite of a value in the file has its own symbol
    /// here.
    pub around: Set,
    /// What parameters range over, where the query says so.
    pub narrowed: BTreeMap<ParamId, Range>,
    /// What else must hold.
    pub conditions: Vec<model::Condition>,
}

impl Reducing<'_> {
    /// What `given` adds to a setting, with these parameters left open.
    pub fn setting(
        &self,
        given: &[Given],
        open: &[ParamId],
        outer: &Setting,
        settings: &Settings,
    ) -> Result<Setting, Vec<Diagnostic>> {
        let mut setting = outer.clone();
        for id in open {
            self.open(&mut setting, *id);
        }
        for one in given {
            if let Given::Value(id, values) = one
                && open.contains(id)
            {
                let name = &self.model.param(*id).name;
                return Err(vec![
                    Diagnostic::error(
                        kofn_model::code::WRONG_ARGUMENTS,
                        format!("`{name}` is solved for, and `given` sets it"),
                    )
                    .maybe_at(values.first().map(|value| value.span), "set here")
                    .help(format!("leave `{name} = …` out, or narrow it: `{name} in A..B`")),
                ]);
            }
        }
        for one in given {
            if let Given::Domain(id, _) = one {
                self.open(&mut setting, *id);
            }
        }
        self.set(given, &mut setting, settings)?;
        for one in given {
            match one {
                Given::Value(id, _) => {
                    setting.narrowed.remove(id);
                }
                Given::Domain(id, domain) => {
                    let range = self.range_of(*id, domain, &setting.around, settings)?;
                    let range = match setting.narrowed.get(id) {
                        Some(known) => known.meet(&range).ok_or_else(|| {
                            vec![empty(domain, "nothing belongs to all of its ranges")]
                        })?,
                        None => range,
                    };
                    setting.narrowed.insert(*id, range);
                }
                Given::Condition(condition) => setting.conditions.push(condition.clone()),
            }
        }
        Ok(setting)
    }

    /// What `given` sets for a value, which nothing can narrow.
    pub fn setting_of_value(
        &self,
        given: &[Given],
        settings: &Settings,
    ) -> Result<Setting, Vec<Diagnostic>> {
        for one in given {
            let span = match one {
                Given::Value(..) => continue,
                Given::Domain(_, Domain::Range { lo, hi, .. }) => Some(lo.span.to(hi.span)),
                Given::Domain(_, Domain::Values(values)) => values.first().map(|one| one.span),
                Given::Condition(condition) => crate::solving::span_of(condition),
            };
            return Err(vec![
                Diagnostic::error(
                    kofn_model::code::WRONG_ARGUMENTS,
                    "a value needs values: `given P = EXPR`",
                )
                .maybe_at(span, "narrows a parameter without setting it")
                .help("for the value at several places ask for a `table … over …`"),
            ]);
        }
        self.setting(given, &[], &Setting::default(), settings)
    }

    /// Sets what `given` sets. The values may mention each other, in any order.
    fn set(
        &self,
        given: &[Given],
        setting: &mut Setting,
        settings: &Settings,
    ) -> Result<(), Vec<Diagnostic>> {
        let values = || {
            given.iter().filter_map(|one| match one {
                Given::Value(id, values) => Some((*id, values)),
                Given::Domain(..) | Given::Condition(_) => None,
            })
        };
        let mut together = setting.clone();
        values().for_each(|(id, _)| self.open(&mut together, id));
        let mut found: BTreeMap<ParamId, Vec<Expr>> = BTreeMap::new();
        for (id, all) in values() {
            let numbers = all
                .iter()
                .map(|value| self.composed(value, &together.around, settings, View::Value));
            found.insert(id, numbers.collect::<Result<_, _>>()?);
        }
        let symbol = |id: ParamId| self.model.param(id).symbol.clone();
        for _ in 0..found.len() {
            let known: BTreeMap<Symbol, Expr> = found
                .iter()
                .filter_map(|(id, all)| Some((symbol(*id), all.first()?.clone())))
                .collect();
            for all in found.values_mut() {
                all.iter_mut().for_each(|value| *value = value.substitute(&known));
            }
        }
        for (id, all) in values() {
            for (value, at) in found[&id].iter().zip(all) {
                if value.symbols().iter().any(|one| found.keys().any(|id| symbol(*id) == *one)) {
                    let name = &self.model.param(id).name;
                    return Err(vec![
                        Diagnostic::error(
                            kofn_model::code::CYCLIC_NUMBER,
                            format!("`{name}` is set by way of itself"),
                        )
                        .at(at.span, "this needs its own value"),
                    ]);
                }
                self.check_number(id, value, at)?;
            }
        }
        setting.around.extend(found);
        Ok(())
    }

    /// Leaves a parameter open, whatever value it has in the file.
    pub fn open(&self, setting: &mut Setting, id: ParamId) {
        let symbol = Expr::symbol(self.model.param(id).symbol.clone());
        setting.around.insert(id, vec![symbol]);
    }

    /// What a parameter ranges over.
    pub fn range(
        &self,
        id: ParamId,
        setting: &Setting,
        settings: &Settings,
    ) -> Result<Range, Vec<Diagnostic>> {
        let param = self.model.param(id);
        let declared = match &param.domain {
            Some(domain) => self.range_of(id, domain, &setting.around, settings)?,
            None => match param.kind {
                ParamKind::Count => Range::Count { lo: Integer::one(), hi: None },
                ParamKind::Number => Range::Real { lo: None, hi: None },
                ParamKind::Probability | ParamKind::Module => Range::probability(),
            },
        };
        // What narrows it was checked against the declaration.
        Ok(match setting.narrowed.get(&id) {
            Some(narrowed) => narrowed.meet(&declared).unwrap_or_else(|| narrowed.clone()),
            None => declared,
        })
    }

    /// The range that a domain is, for this parameter.
    fn range_of(
        &self,
        id: ParamId,
        domain: &Domain,
        around: &Set,
        settings: &Settings,
    ) -> Result<Range, Vec<Diagnostic>> {
        let number = |num: &Num| self.known(num, around, settings);
        let whole = self.model.param(id).kind == ParamKind::Count;
        let range = match domain {
            Domain::Range { lo, hi, step } => {
                let (from, to) = (number(lo)?, number(hi)?);
                self.check_number(id, &Expr::number(from.clone()), lo)?;
                self.check_number(id, &Expr::number(to.clone()), hi)?;
                if from > to {
                    return Err(vec![empty(domain, "it ends before it begins")]);
                }
                match step {
                    Some(step) => Range::Values(stepped(&from, &to, &number(step)?, step)?),
                    None if whole => Range::Count { lo: from.ceil(), hi: Some(to.floor()) },
                    None => Range::Real { lo: Some(from), hi: Some(to) },
                }
            }
            Domain::Values(values) => {
                let mut all = Vec::with_capacity(values.len());
                for value in values {
                    let found = number(value)?;
                    self.check_number(id, &Expr::number(found.clone()), value)?;
                    all.push(found);
                }
                all.sort();
                all.dedup();
                Range::Values(all)
            }
        };
        Ok(range)
    }

    /// The values of a sweep, in the order in which they are given.
    pub fn swept(
        &self,
        id: ParamId,
        domain: &Domain,
        around: &Set,
        settings: &Settings,
    ) -> Result<Vec<Rational>, Vec<Diagnostic>> {
        let whole = self.model.param(id).kind == ParamKind::Count;
        let number = |num: &Num| self.known(num, around, settings);
        let values = match domain {
            Domain::Range { lo, hi, step } => {
                let (from, to) = (number(lo)?, number(hi)?);
                let by = match step {
                    Some(step) => number(step)?,
                    None if whole || from == to => Rational::one(),
                    None => {
                        let name = &self.model.param(id).name;
                        let step = format!(" step {}", tenth(&from, &to));
                        return Err(vec![
                            Diagnostic::error(
                                code::SWEEP_WITHOUT_STEP,
                                format!("`{name}` needs a step to be swept"),
                            )
                            .at(lo.span.to(hi.span), "how far from one row to the next?")
                            .help(format!("write `{name} in {from}..{to}{step}`"))
                            .edit(hi.span.at_end(), step),
                        ]);
                    }
                };
                let span = step.as_ref().map_or(hi, |step| step);
                if from > to {
                    return Err(vec![empty(domain, "it ends before it begins")]);
                }
                stepped(&from, &to, &by, span)?
            }
            Domain::Values(values) => values.iter().map(number).collect::<Result<_, _>>()?,
        };
        let first = match domain {
            Domain::Range { lo, .. } => lo,
            Domain::Values(values) => match values.first() {
                Some(first) => first,
                None => return Err(vec![empty(domain, "it has no values")]),
            },
        };
        for value in &values {
            self.check_number(id, &Expr::number(value.clone()), first)?;
        }
        Ok(values)
    }

    /// A number of a query without open parameters.
    fn known(
        &self,
        num: &Num,
        around: &Set,
        settings: &Settings,
    ) -> Result<Rational, Vec<Diagnostic>> {
        let value = self.composed(num, around, settings, View::Value)?;
        let exact = value.as_number().cloned();
        exact.or_else(|| value.evaluate(&|_| None).ok()).ok_or_else(|| {
            vec![
                Diagnostic::error(
                    code::OPEN_END,
                    "the ends of a range must be known rational numbers",
                )
                .at(num.span, "not known, or not rational")
                .help("give its parameters values; `given a <= b` compares open ones"),
            ]
        })
    }

    /// A condition with its sides evaluated as far as parameters have values.
    pub fn condition(
        &self,
        condition: &model::Condition,
        around: &Set,
        settings: &Settings,
    ) -> Result<Condition, Obstacle> {
        condition_of(condition, &mut |side| self.composed(side, around, settings, View::Value))
    }

    /// The parameter that a symbol of an expression belongs to.
    pub fn parameter_of(&self, symbol: &Symbol) -> Option<ParamId> {
        let family = symbol.name().split('[').next().unwrap_or(symbol.name());
        let at = self.model.params.iter().position(|param| param.symbol.name() == family)?;
        u32::try_from(at).ok().map(ParamId)
    }
}

/// A condition with what its sides are.
pub(crate) fn condition_of<E>(
    condition: &model::Condition,
    side: &mut dyn FnMut(&Num) -> Result<Expr, E>,
) -> Result<Condition, E> {
    let mut all = |conditions: &[model::Condition]| -> Result<Vec<Condition>, E> {
        conditions.iter().map(|one| condition_of(one, side)).collect()
    };
    Ok(match condition {
        model::Condition::Compare(left, relation, right) => Condition::Compare(Comparison {
            left: side(left)?,
            relation: *relation,
            right: side(right)?,
        }),
        model::Condition::All(conditions) => Condition::All(all(conditions)?),
        model::Condition::Any(conditions) => Condition::Any(all(conditions)?),
    })
}

/// `from`, `from + by`, … up to `to`.
fn stepped(
    from: &Rational,
    to: &Rational,
    by: &Rational,
    place: &Num,
) -> Result<Vec<Rational>, Vec<Diagnostic>> {
    if by.is_negative() || by.is_zero() {
        return Err(vec![
            Diagnostic::error(code::OUTSIDE_DOMAIN, "a step must be more than 0")
                .at(place.span, "not more than 0"),
        ]);
    }
    let steps = (to - from).checked_div(by).map(|steps| steps.floor());
    let count = steps.and_then(|steps| steps.to_usize()).filter(|steps| *steps < MOST_VALUES);
    let Some(count) = count else {
        return Err(vec![
            Diagnostic::error(
                code::TOO_LARGE,
                format!("a range with more than {MOST_VALUES} values"),
            )
            .at(place.span, "too many steps"),
        ]);
    };
    let mut values = Vec::with_capacity(count + 1);
    for step in 0..=count {
        let step = i64::try_from(step).unwrap_or(i64::MAX);
        values.push(from + by * Rational::from(step));
    }
    Ok(values)
}

/// A step that makes about ten rows.
fn tenth(from: &Rational, to: &Rational) -> String {
    let tenth = (to - from) * Rational::from(10).reciprocal().unwrap_or_else(Rational::one);
    kofn_algebra::decimal(&tenth, 2)
}

fn empty(domain: &Domain, why: &str) -> Diagnostic {
    let finding = Diagnostic::error(code::OUTSIDE_DOMAIN, format!("this range is empty: {why}"));
    match domain {
        Domain::Range { lo, hi, .. } => finding.at(lo.span.to(hi.span), "nothing belongs to it"),
        Domain::Values(values) => match values.first() {
            Some(first) => finding.at(first.span, "nothing belongs to it"),
            None => finding,
        },
    }
}
