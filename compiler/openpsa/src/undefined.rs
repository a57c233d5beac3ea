//! Gates that contain each other: what they mean is not defined.

use crate::code;
use crate::fault_tree::{EventId, EventKind, FaultTree};
use kofn_diagnostics::Diagnostic;

/// More gates of one circle than this are not listed.
const MOST_NAMED: usize = 8;

/// The first circle of gates, if there is one. Keeps its own stack, since chains of gates may be
/// long.
pub(crate) fn circles(tree: &FaultTree) -> Vec<Diagnostic> {
    let edges: Vec<Vec<EventId>> = tree
        .events
        .iter()
        .map(|event| {
            let mut found = Vec::new();
            if let EventKind::Gate(formula) = &event.kind {
                formula.events(&mut found);
            }
            found
        })
        .collect();
    // 0 not met, 1 on the way, 2 done.
    let mut marks = vec![0u8; edges.len()];
    for root in 0..edges.len() {
        if marks[root] != 0 {
            continue;
        }
        marks[root] = 1;
        let mut way = vec![(root, 0)];
        while let Some((at, next)) = way.last_mut() {
            let Some(EventId(to)) = edges[*at].get(*next).copied() else {
                marks[*at] = 2;
                way.pop();
                continue;
            };
            *next += 1;
            match marks[to] {
                0 => {
                    marks[to] = 1;
                    way.push((to, 0));
                }
                1 => {
                    let from = way.iter().position(|(on, _)| *on == to).unwrap_or(0);
                    let circle: Vec<usize> = way[from..].iter().map(|(on, _)| *on).collect();
                    return vec![finding(tree, &circle)];
                }
                _ => {}
            }
        }
    }
    Vec::new()
}

fn finding(tree: &FaultTree, circle: &[usize]) -> Diagnostic {
    let name = |at: &usize| tree.events[*at].title.path.as_str();
    let first = name(&circle[0]);
    let mut route: Vec<&str> = circle.iter().take(MOST_NAMED).map(name).collect();
    if circle.len() > MOST_NAMED {
        route.push("…");
    }
    route.push(first);
    let mut finding = Diagnostic::error(
        code::OPENPSA_CYCLE,
        format!("gate `{first}` contains itself: {}", route.join(" → ")),
    )
    .help("whether a gate fails must not depend on itself: take out one of these references");
    for (at, gate) in circle.iter().enumerate().take(MOST_NAMED) {
        let next = name(&circle[(at + 1) % circle.len()]);
        finding = finding.at(tree.events[*gate].title.span, format!("contains `{next}`"));
    }
    finding
}
