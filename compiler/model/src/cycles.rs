//! Systems that contain each other, and numbers that define each other.

use crate::code;
use crate::model::{Model, Spec};
use crate::term::{Binder, Domain, Num, NumKind};
use kofn_diagnostics::{Diagnostic, Span};

/// A finding for every circle of systems, with every step of the way.
pub(crate) fn cyclic_systems(model: &Model) -> Vec<Diagnostic> {
    let mut edges: Vec<Vec<(usize, Span)>> = vec![Vec::new(); model.systems.len()];
    for (index, system) in model.systems.iter().enumerate() {
        for id in &system.modules {
            if let Spec::Instance { system: template, .. } = &model.module(*id).spec {
                edges[index].push((template.index(), model.module(*id).span));
            }
        }
        if let Some(variant) = &system.variant {
            edges[index].push((variant.system.index(), variant.span));
        }
    }
    circles(&edges)
        .into_iter()
        .map(|circle| {
            let names: Vec<&str> =
                circle.iter().map(|(index, _)| model.systems[*index].name.as_str()).collect();
            let route = format!("{} → {}", names.join(" → "), names[0]);
            let mut finding = Diagnostic::error(
                code::CYCLIC_SYSTEMS,
                format!("system `{}` contains itself: {route}", names[0]),
            );
            for (at, (index, span)) in circle.iter().enumerate() {
                let next = circle[(at + 1) % circle.len()].0;
                finding = finding.at(
                    *span,
                    format!(
                        "`{}` needs `{}` here",
                        model.systems[*index].name, model.systems[next].name
                    ),
                );
            }
            finding
        })
        .collect()
}

/// A finding for every circle of parameters and named numbers.
pub(crate) fn cyclic_numbers(model: &Model) -> Vec<Diagnostic> {
    let mut edges: Vec<Vec<(usize, Span)>> = vec![Vec::new(); model.params.len()];
    for (index, param) in model.params.iter().enumerate() {
        let mut found = Vec::new();
        for value in param.value.iter().flatten() {
            params_of(value, &mut found);
        }
        if let Some(domain) = &param.domain {
            params_of_domain(domain, &mut found);
        }
        edges[index] = found;
    }
    circles(&edges)
        .into_iter()
        .map(|circle| {
            let names: Vec<&str> =
                circle.iter().map(|(index, _)| model.params[*index].name.as_str()).collect();
            let mut finding = Diagnostic::error(
                code::CYCLIC_NUMBER,
                format!(
                    "`{}` is defined by itself: {} → {}",
                    names[0],
                    names.join(" → "),
                    names[0]
                ),
            );
            for (at, (_, span)) in circle.iter().enumerate() {
                finding = finding
                    .at(*span, format!("`{}` is needed here", names[(at + 1) % names.len()]));
            }
            finding
        })
        .collect()
}

fn params_of(number: &Num, found: &mut Vec<(usize, Span)>) {
    match &number.kind {
        NumKind::Literal(_) | NumKind::Index(_) | NumKind::Measure(..) | NumKind::Solve(_) => {}
        NumKind::Let(id) => found.push((id.index(), number.span)),
        NumKind::Param(id, indices) => {
            found.push((id.index(), number.span));
            indices.iter().for_each(|index| params_of(index, found));
        }
        NumKind::Sum(all) | NumKind::Product(all) => {
            all.iter().for_each(|(_, part)| params_of(part, found));
        }
        NumKind::Power(a, b) => {
            params_of(a, found);
            params_of(b, found);
        }
        NumKind::Function(_, all) => all.iter().for_each(|part| params_of(part, found)),
        NumKind::SumOver(binders, body) | NumKind::ProductOver(binders, body) => {
            binders.iter().for_each(|Binder { domain, .. }| params_of_domain(domain, found));
            params_of(body, found);
        }
    }
}

fn params_of_domain(domain: &Domain, found: &mut Vec<(usize, Span)>) {
    match domain {
        Domain::Range { lo, hi, step } => {
            params_of(lo, found);
            params_of(hi, found);
            step.iter().for_each(|step| params_of(step, found));
        }
        Domain::Values(all) => all.iter().for_each(|value| params_of(value, found)),
    }
}

/// One circle for each strongly connected part, from its first member on: each entry is a node
/// and the place of its edge to the next. Walks with a stack of its own, so chains may be long.
pub(crate) fn circles(edges: &[Vec<(usize, Span)>]) -> Vec<Vec<(usize, Span)>> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let mut marks = vec![Mark::New; edges.len()];
    let mut found: Vec<Vec<(usize, Span)>> = Vec::new();
    let mut in_circle = vec![false; edges.len()];
    for root in 0..edges.len() {
        if marks[root] != Mark::New {
            continue;
        }
        // Nodes of the current way with the number of the edge that is followed next.
        let mut way: Vec<(usize, usize)> = vec![(root, 0)];
        marks[root] = Mark::Open;
        while let Some((node, edge)) = way.last_mut() {
            let node = *node;
            let Some((next, _)) = edges[node].get(*edge) else {
                marks[node] = Mark::Done;
                way.pop();
                continue;
            };
            let next = *next;
            *edge += 1;
            match marks[next] {
                Mark::New => {
                    marks[next] = Mark::Open;
                    way.push((next, 0));
                }
                Mark::Open => {
                    let from = way.iter().position(|(node, _)| *node == next).unwrap_or(0);
                    let circle: Vec<(usize, Span)> = way[from..]
                        .iter()
                        .map(|(node, edge)| (*node, edges[*node][edge - 1].1))
                        .collect();
                    if circle.iter().all(|(node, _)| !in_circle[*node]) {
                        circle.iter().for_each(|(node, _)| in_circle[*node] = true);
                        found.push(circle);
                    }
                }
                Mark::Done => {}
            }
        }
    }
    found
}
