//! Single points of failure, which need no list of cut sets.

use crate::answer::Reducing;
use crate::apart::rational;
use crate::explaining::thing_names;
use crate::settings::{Settings, modest};
use kofn_algebra::Rational;
use kofn_emit::sets::{self as emitted, SinglePoint};
use kofn_measures::{Exactness, reliability};
use kofn_model::SystemId;
use kofn_structure::{Built, LeafId, Node, Reduced, SinglePoints, reduce};
use std::collections::BTreeMap;

impl Reducing<'_> {
    /// The things whose failing alone makes a system fail, in the order of their declaration; where
    /// a size is open those that do it whatever it is. `None` where that cannot be said.
    pub fn single_points(
        &self,
        system: SystemId,
        built: &Built,
        settings: &Settings,
    ) -> Option<emitted::SinglePoints> {
        let names = thing_names(&built.graph);
        let points = self.single_point_things(system, (built, &names), settings)?;
        let every_size = points.every_size;
        let points = points.things;
        let fails = match points.is_empty() {
            true => None,
            false => self.unreliability(built, settings),
        };
        let told = |thing| {
            let leaf = built.graph.leaf(thing);
            let own = rational(leaf).map(|works| works.complement());
            SinglePoint {
                name: names[&thing].clone(),
                link: leaf.name.contains("->") || leaf.name.contains("--"),
                share: own.as_ref().zip(fails.as_ref()).and_then(|(own, all)| own.checked_div(all)),
                fails: own,
            }
        };
        let points = points.into_iter().map(told).collect();
        Some(emitted::SinglePoints { points, every_size })
    }

    /// As [`Reducing::single_points`], with nothing told about them.
    pub fn single_point_things(
        &self,
        system: SystemId,
        (built, names): (&Built, &BTreeMap<LeafId, String>),
        settings: &Settings,
    ) -> Option<SinglePoints> {
        let mut points = built.graph.single_points(built.root, &settings.limits).ok()??;
        points.things.sort_by_cached_key(|thing| (self.declaration(system, &names[thing]), *thing));
        Some(points)
    }

    /// The exact chance that a system fails, where that is a modest number.
    fn unreliability(&self, built: &Built, settings: &Settings) -> Option<Rational> {
        let limits = &modest(&settings.limits);
        let mut graph = built.graph.clone();
        let Reduced { parts, root } = reduce(&mut graph, built.root, limits).ok()?;
        let value = reliability(&parts, root, Exactness::Auto, settings.digits, limits);
        Some(value.ok()?.exact?.complement())
    }
}

/// Whether something works by another thing's failing, as far as the words say. What fails by one
/// thing's failing alone may then go on when another fails as well.
pub(crate) fn negates(built: &Built) -> bool {
    let mut negates = false;
    built.graph.visit(built.root, |_, node| negates |= matches!(node, Node::Not(_)));
    negates
}
