//! What is found in queries without answering them.

use crate::answer::Reducing;
use crate::obstacle::Obstacle;
use crate::setting::Setting;
use crate::settings::Settings;
use kofn_algebra::Expr;
use kofn_decide::Range;
use kofn_diagnostics::Diagnostic;
use kofn_model::{Asked, Condition, Num, NumKind, Query, SystemCall};

impl Reducing<'_> {
    /// What building the systems of a query finds, and what its ranges are found to be.
    pub fn check_query(&self, query: &Query, settings: &Settings) -> Vec<Diagnostic> {
        let outer = Setting::default();
        let given = query.given.as_slice();
        let setting = match &query.asked {
            Asked::Value(_) => self.setting_of_value(given, settings),
            Asked::Solve { parameter, .. } => self.setting(given, &[*parameter], &outer, settings),
            Asked::Assert(_) | Asked::Compare { .. } | Asked::Table { .. } | Asked::Plot => {
                self.setting(given, &[], &outer, settings)
            }
        };
        let mut setting = match setting {
            Ok(setting) => setting,
            Err(findings) => return findings,
        };
        // Some structures need their sizes; each of a few is then built by itself.
        if let Asked::Solve { parameter, .. } = &query.asked
            && let Ok(Range::Count { lo, hi: Some(_) }) = self.range(*parameter, &setting, settings)
        {
            setting.around.insert(*parameter, vec![Expr::number(lo)]);
        }
        let mut found = Vec::new();
        let mut see = |call: &SystemCall| {
            let checked =
                self.design(call, &setting.around).and_then(|one| self.checked(&one, settings));
            if let Err(findings) = checked {
                found.extend(findings);
            }
        };
        match &query.asked {
            Asked::Value(value) => measures(value, &mut see),
            Asked::Assert(condition) => {
                measures_of_condition(condition, &mut see);
                // Whether a `solve` in it is a number is seen by solving it.
                if found.is_empty()
                    && solves(condition)
                    && let Err(Obstacle::Wrong(findings)) =
                        self.condition(condition, &setting.around, settings)
                {
                    found.extend(findings);
                }
            }
            Asked::Solve { condition, .. } => measures_of_condition(condition, &mut see),
            Asked::Compare { a, b, .. } => {
                measures(a, &mut see);
                measures(b, &mut see);
            }
            // Designs depend on what is swept: the sweeps are all that is looked at.
            Asked::Table { over, curves, .. } => {
                for axis in over.iter().chain(curves) {
                    let swept = self.swept(axis.parameter, &axis.domain, &setting.around, settings);
                    found.extend(swept.err().into_iter().flatten());
                }
            }
            Asked::Plot => {}
        }
        found
    }
}

/// Whether a `solve` stands in a condition.
fn solves(condition: &Condition) -> bool {
    fn within(number: &Num) -> bool {
        match &number.kind {
            NumKind::Solve(_) => true,
            NumKind::Literal(_)
            | NumKind::Param(..)
            | NumKind::Let(_)
            | NumKind::Index(_)
            | NumKind::Measure(..) => false,
            NumKind::Sum(all) | NumKind::Product(all) => all.iter().any(|(_, part)| within(part)),
            NumKind::Power(a, b) => within(a) || within(b),
            NumKind::Function(_, all) => all.iter().any(within),
            NumKind::SumOver(_, body) | NumKind::ProductOver(_, body) => within(body),
        }
    }
    match condition {
        Condition::Compare(left, _, right) => within(left) || within(right),
        Condition::All(all) | Condition::Any(all) => all.iter().any(solves),
    }
}

/// Calls with every system that a number asks about.
pub(crate) fn measures(number: &Num, see: &mut dyn FnMut(&SystemCall)) {
    match &number.kind {
        NumKind::Measure(_, call) => see(call),
        NumKind::Literal(_) | NumKind::Param(..) | NumKind::Let(_) | NumKind::Index(_) => {}
        NumKind::Sum(all) | NumKind::Product(all) => {
            all.iter().for_each(|(_, part)| measures(part, see));
        }
        NumKind::Power(a, b) => {
            measures(a, see);
            measures(b, see);
        }
        NumKind::Function(_, all) => all.iter().for_each(|part| measures(part, see)),
        NumKind::SumOver(_, body) | NumKind::ProductOver(_, body) => measures(body, see),
        NumKind::Solve(solve) => measures_of_condition(&solve.condition, see),
    }
}

fn measures_of_condition(condition: &Condition, see: &mut dyn FnMut(&SystemCall)) {
    match condition {
        Condition::Compare(left, _, right) => {
            measures(left, see);
            measures(right, see);
        }
        Condition::All(all) | Condition::Any(all) => {
            all.iter().for_each(|one| measures_of_condition(one, see));
        }
    }
}
