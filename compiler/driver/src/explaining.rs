//! How results were computed, in the words of the model.

use crate::answer::Reducing;
use crate::naming::Names;
use crate::settings::Settings;
use core::time::Duration;
use kofn_algebra::{Expr, Symbol};
use kofn_emit::methods::{Arithmetic, Computation, Method, Times};
use kofn_measures::{Value, methods};
use kofn_structure::{Atom, Graph, LeafId, Reduced};
use std::collections::{BTreeMap, BTreeSet};

/// Measures one step after another, where the caller has a clock.
pub(crate) struct Laps {
    clock: Option<fn() -> Duration>,
    since: Duration,
}

impl Laps {
    pub fn start(settings: &Settings) -> Laps {
        let clock = settings.clock;
        Laps { clock, since: clock.map_or(Duration::ZERO, |clock| clock()) }
    }

    /// The time since the start or the last lap.
    pub fn lap(&mut self) -> Duration {
        let Some(clock) = self.clock else { return Duration::ZERO };
        let before = std::mem::replace(&mut self.since, clock());
        self.since.saturating_sub(before)
    }
}

/// What things are called; links between the same nodes are numbered.
pub(crate) fn thing_names(graph: &Graph) -> BTreeMap<LeafId, String> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut names = BTreeMap::new();
    for (leaf, at) in graph.leaves().iter().zip(0..) {
        let times = seen.entry(&leaf.name).or_insert(0);
        *times += 1;
        let name = match *times {
            1 => leaf.name.clone(),
            times => format!("{} ({times})", leaf.name),
        };
        names.insert(LeafId(at), name);
    }
    names
}

impl Reducing<'_> {
    /// How a result was computed, where that shall be told; `graph` names the things.
    pub fn computation(
        &self,
        graph: &Graph,
        reduced: Option<&Reduced>,
        result: Option<(&Value, Arithmetic)>,
        times: Times,
        settings: &Settings,
    ) -> Option<Box<Computation>> {
        if !settings.methods {
            return None;
        }
        let names = thing_names(graph);
        let name = |atom: Atom| {
            let name = names.get(&atom.first).cloned().unwrap_or_default();
            if atom.alone { name } else { format!("({name} …)") }
        };
        let methods = reduced.map_or_else(Vec::new, |Reduced { parts, root }| {
            methods(parts, *root, &settings.limits)
        });
        let mut symbols: BTreeSet<Symbol> = BTreeSet::new();
        for method in &methods {
            if let Method::Binomial { k, n, .. } = method {
                symbols.extend(k.symbols());
                symbols.extend(n.symbols());
            }
            if let Method::Family { n, .. } = method {
                symbols.extend(n.symbols());
            }
        }
        let printed = Names::new(&symbols, &self.model.symbols);
        let number = |count: Expr| printed.apply(&count);
        let exact = result.as_ref().and_then(|(value, _)| value.exact.as_ref());
        Some(Box::new(Computation {
            methods: methods.into_iter().map(|method| method.map(name, number)).collect(),
            denominator_digits: exact.map(|exact| exact.denominator().to_string().len()),
            arithmetic: result.map(|(_, arithmetic)| arithmetic),
            times: settings.clock.map(|_| times),
        }))
    }
}
