//! Certified enclosures of a reliability: enough to compare it, where the exact value is long.

use crate::Trouble;
use crate::chance::{chance, needed};
use crate::value::{known_from_both_sides, predicted_digits};
use kofn_algebra::{Chance, Enclosure, EnclosureRing, Expr, Symbol};
use kofn_boolean::Limits;
use kofn_structure::{Part, PartId, Parts};
use std::collections::{BTreeMap, HashMap};

/// The chance that `root` works and that it fails, to about so many bits, with these values for
/// open parameters of its leaves.
///
/// Fails where a limit is reached, and where a leaf is not a probability there.
pub fn enclosure(
    parts: &Parts,
    root: PartId,
    values: &BTreeMap<Symbol, Expr>,
    bits: u32,
    limits: &Limits,
) -> Result<Chance<Enclosure>, Trouble> {
    let ring = EnclosureRing::new(bits);
    // Many things have one and the same probability.
    let mut known: HashMap<Expr, Chance<Enclosure>> = HashMap::new();
    chance(&ring, parts, root, limits, &mut |_, value| {
        if let Some(chance) = known.get(value) {
            return Ok(chance.clone());
        }
        let chance = if value.as_number().is_some() || values.is_empty() {
            enclosed_leaf(&ring, value)?
        } else {
            enclosed_leaf(&ring, &value.substitute(values))?
        };
        known.insert(value.clone(), chance.clone());
        Ok(chance)
    })
}

fn enclosed_leaf(ring: &EnclosureRing, value: &Expr) -> Result<Chance<Enclosure>, Trouble> {
    if let Some(number) = value.as_number() {
        return match ring.chance(number) {
            Some(chance) => Ok(chance),
            None => Err(Trouble::Undefined(format!("{number} is not a probability"))),
        };
    }
    kofn_algebra::certified_chance(ring, value, &|_| None)
        .map_err(|why| Trouble::Undefined(format!("a module's probability: {why}")))
}

/// Numbers of more digits are long by themselves.
const LONG: u64 = 20_000;

/// Numbers of more digits cost more than enclosures of a few words.
const LONGER_THAN_WORDS: u64 = 100;

/// Additions and multiplications with numbers of some hundred digits that take no time.
const FEW_STEPS: usize = 20_000;

/// Elements of a network with few states.
const FEW_ELEMENTS: usize = 64;

/// Whether the exact value, where there is one, would take long compared with an enclosure, or
/// cannot be had.
pub fn exact_takes_long(parts: &Parts, root: PartId) -> bool {
    if known_from_both_sides(parts, root).is_some() {
        return true;
    }
    let Ok(Some(digits)) = predicted_digits(parts, root) else { return false };
    if digits <= LONGER_THAN_WORDS {
        return false;
    }
    let needed = needed(parts, root);
    let mut steps = 0usize;
    for (at, part) in parts.iter().enumerate().filter(|(at, _)| needed[*at]) {
        debug_assert!(at <= root.index(), "a part consists of parts before it");
        match part {
            Part::Diagram { diagram, .. } => steps = steps.saturating_add(diagram.node_count()),
            Part::Network { atoms, .. } if atoms.len() > FEW_ELEMENTS => return true,
            _ => {}
        }
    }
    digits > LONG || steps > FEW_STEPS
}
