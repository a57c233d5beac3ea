//! Tables: numbers in columns, a row for each value of what is swept.

use crate::answer::Reducing;
use crate::code;
use crate::hands::{Hands, gathered};
use crate::setting::Setting;
use crate::settings::Settings;
use crate::solving::{PreparedSolve, SolvedEnd};
use kofn_algebra::{Expr, Rational, Symbol};
use kofn_diagnostics::{Diagnostic, Span};
use kofn_emit::report::{Heading, Table};
use kofn_measures::{Trouble, Value, certified, of_rational};
use kofn_model::{Axis, Given, Num, NumKind, ParamKind};
use kofn_structure::View;
use std::collections::BTreeMap;

/// Most cells of a table.
const MOST_CELLS: usize = 2_000_000;

/// What a table asks for.
pub(crate) struct Asked<'q> {
    pub columns: &'q [Num],
    pub over: &'q [Axis],
    pub curves: &'q [Axis],
    pub given: &'q [Given],
    /// The words of a place in the text.
    pub words: &'q dyn Fn(Span) -> String,
}

/// An axis with its values.
struct Sweep {
    symbol: Symbol,
    parameter: kofn_model::ParamId,
    /// Counts shape the structure: it is built for each of their values.
    shapes: bool,
    values: Vec<Rational>,
}

/// A column, with parameters that do not shape the structure still open.
enum Prepared {
    Number(Expr),
    Solve(PreparedSolve),
}

impl Reducing<'_> {
    /// The answer to a `table`.
    pub fn table(
        &self,
        asked: &Asked<'_>,
        settings: &Settings,
        hands: &dyn Hands,
    ) -> Result<Table, Vec<Diagnostic>> {
        let setting = self.setting(asked.given, &[], &Setting::default(), settings)?;
        let over = self.sweeps(asked.over, &setting, settings)?;
        let curves = self.sweeps(asked.curves, &setting, settings)?;
        let sizes = |sweeps: &[Sweep]| -> Vec<usize> {
            sweeps.iter().map(|sweep| sweep.values.len()).collect()
        };
        let (row_sizes, curve_sizes) = (sizes(&over), sizes(&curves));
        let (rows, copies) = (product(&row_sizes), product(&curve_sizes));
        let cells = rows.saturating_mul(copies).saturating_mul(asked.columns.len());
        if cells > MOST_CELLS {
            let span = asked.columns.first().map(|column| column.span);
            let finding = Diagnostic::error(
                code::TOO_LARGE,
                format!("a table of {cells} cells; there can be {MOST_CELLS}"),
            );
            return Err(vec![match span {
                Some(span) => finding.at(span, "too many rows"),
                None => finding,
            }]);
        }

        // Every shape that occurs is prepared once.
        let all: Vec<&Sweep> = over.iter().chain(&curves).collect();
        let shaping: Vec<usize> = (0..all.len()).filter(|at| all[*at].shapes).collect();
        let shape_sizes: Vec<usize> = shaping.iter().map(|at| all[*at].values.len()).collect();
        let prepare = |shape: usize| {
            let chosen = digits(shape, &shape_sizes);
            let mut outer = Setting::default();
            all.iter().for_each(|sweep| self.open(&mut outer, sweep.parameter));
            for (at, value) in shaping.iter().zip(chosen) {
                let sweep = all[*at];
                let value = Expr::number(sweep.values[value].clone());
                outer.around.insert(sweep.parameter, vec![value]);
            }
            let setting = self.setting(asked.given, &[], &outer, settings)?;
            asked
                .columns
                .iter()
                .map(|column| self.prepared(column, &setting, settings))
                .collect::<Result<Vec<Prepared>, _>>()
        };
        let shapes = gathered(hands, product(&shape_sizes), &prepare);
        let shapes = shapes.into_iter().collect::<Result<Vec<_>, _>>()?;

        let row = |row: usize| {
            let at_row = digits(row, &row_sizes);
            let mut cells: Vec<Result<Option<Value>, Trouble>> = over
                .iter()
                .zip(&at_row)
                .map(|(sweep, at)| {
                    Ok(Some(of_rational(sweep.values[*at].clone(), settings.digits)))
                })
                .collect();
            for (column, _) in asked.columns.iter().enumerate() {
                for copy in 0..copies {
                    let chosen: Vec<usize> =
                        at_row.iter().copied().chain(digits(copy, &curve_sizes)).collect();
                    let shape = number(shaping.iter().map(|at| chosen[*at]), &shape_sizes);
                    let values: BTreeMap<Symbol, Expr> = all
                        .iter()
                        .zip(&chosen)
                        .map(|(sweep, at)| {
                            (sweep.symbol.clone(), Expr::number(sweep.values[*at].clone()))
                        })
                        .collect();
                    cells.push(self.cell(&shapes[shape][column], &values, settings));
                }
            }
            cells
        };
        let found = gathered(hands, rows, &row);

        let mut limits = Vec::new();
        let mut table = Vec::with_capacity(rows);
        for cells in found {
            let mut kept = Vec::with_capacity(cells.len());
            for cell in cells {
                kept.push(cell.unwrap_or_else(|trouble| {
                    let limit = trouble.to_string();
                    if !limits.contains(&limit) {
                        limits.push(limit);
                    }
                    None
                }));
            }
            table.push(kept);
        }
        let columns = self.headings(asked, &over, &curves, &curve_sizes);
        Ok(Table { columns, rows: table, limits, digits: settings.digits })
    }

    fn sweeps(
        &self,
        axes: &[Axis],
        setting: &Setting,
        settings: &Settings,
    ) -> Result<Vec<Sweep>, Vec<Diagnostic>> {
        axes.iter()
            .map(|axis| {
                let param = self.model.param(axis.parameter);
                Ok(Sweep {
                    symbol: param.symbol.clone(),
                    parameter: axis.parameter,
                    shapes: param.kind == ParamKind::Count,
                    values: self.swept(axis.parameter, &axis.domain, &setting.around, settings)?,
                })
            })
            .collect()
    }

    fn prepared(
        &self,
        column: &Num,
        setting: &Setting,
        settings: &Settings,
    ) -> Result<Prepared, Vec<Diagnostic>> {
        if let NumKind::Solve(solve) = &column.kind {
            return Ok(Prepared::Solve(self.prepare_solve(solve, setting, settings)?));
        }
        let number = self.composed(column, &setting.around, settings, View::Value)?;
        Ok(Prepared::Number(number))
    }

    /// A number, or a gap where there is none.
    fn cell(
        &self,
        prepared: &Prepared,
        values: &BTreeMap<Symbol, Expr>,
        settings: &Settings,
    ) -> Result<Option<Value>, Trouble> {
        let number = |number: &Expr| match certified(number, settings.exactness, settings.digits) {
            Ok(value) => Ok(Some(value)),
            Err(Trouble::Undefined(_)) => Ok(None),
            Err(trouble) => Err(trouble),
        };
        match prepared {
            Prepared::Number(expr) => number(&expr.substitute(values)),
            Prepared::Solve(solve) => match solve.at(values)? {
                None => Ok(None),
                Some(SolvedEnd::Number(end)) => number(&end),
                Some(SolvedEnd::Algebraic(end)) => {
                    Ok(Some(crate::solving::value_of_root(&end, settings.digits)))
                }
            },
        }
    }

    fn headings(
        &self,
        asked: &Asked<'_>,
        over: &[Sweep],
        curves: &[Sweep],
        curve_sizes: &[usize],
    ) -> Vec<Heading> {
        let symbols = over.iter().chain(curves).map(|sweep| sweep.symbol.clone()).collect();
        let names = crate::naming::Names::new(&symbols, &self.model.symbols);
        let mut headings: Vec<Heading> = over
            .iter()
            .map(|sweep| {
                let symbol = names.of(&sweep.symbol);
                Heading {
                    text: symbol.name().to_owned(),
                    symbol: Some(Expr::symbol(symbol)),
                    curve: Vec::new(),
                }
            })
            .collect();
        for column in asked.columns {
            for copy in 0..product(curve_sizes) {
                let curve = curves
                    .iter()
                    .zip(digits(copy, curve_sizes))
                    .map(|(sweep, at)| {
                        (Expr::symbol(names.of(&sweep.symbol)), sweep.values[at].clone())
                    })
                    .collect();
                headings.push(Heading {
                    text: crate::words::laid_out(&(asked.words)(column.span)),
                    symbol: None,
                    curve,
                });
            }
        }
        headings
    }
}

fn product(sizes: &[usize]) -> usize {
    sizes.iter().fold(1, |product: usize, size| product.saturating_mul(*size))
}

/// The places along each axis of the `at`-th combination; the last axis runs fastest.
fn digits(mut at: usize, sizes: &[usize]) -> Vec<usize> {
    let mut places = vec![0; sizes.len()];
    for (place, size) in places.iter_mut().zip(sizes).rev() {
        *place = at % size;
        at /= size;
    }
    places
}

/// Which combination these places are.
fn number(places: impl Iterator<Item = usize>, sizes: &[usize]) -> usize {
    places.zip(sizes).fold(0, |number, (place, size)| number * size + place)
}
