//! Importance measures of every thing of a structure, exactly.
//!
//! The reliability is linear in the chance p of each thing, `R = R₀ + p B` with the slope B, so
//! whatever a thing does follows from R, B and p. With Q = 1 − R and q = 1 − p:
//! `R(works) = R + q B`, `Q(failed) = Q + p B`, `Q(perfect) = Q − q B`.

use crate::Trouble;
use crate::cut_shares::{CutRests, cut_shares};
use crate::gradient::{Differences, gradient};
use crate::slope_formula::leaf;
use crate::value::{Exactness, Value, of_rational};
use kofn_algebra::{
    Chance, ExactLimits, ExactRing, Expr, Rational, RealEnclosure, RealRing, Ring, enclose,
};
use kofn_boolean::Limits;
use kofn_structure::{LeafId, Part, PartId, Parts};

/// An importance measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Importance {
    /// `B = R(m works) − R(m fails) = ∂R/∂p`.
    Birnbaum,
    /// `B q / Q`: m is critical and has failed, given that the system has.
    Criticality,
    /// `P(a minimal cut set with m has failed) / Q`.
    FussellVesely,
    /// Risk achievement worth, `Q(m failed) / Q`.
    Raw,
    /// Risk reduction worth, `Q / Q(m perfect)`.
    Rrw,
    /// `R(m perfect) − R = B q`.
    Improvement,
    /// B with every chance one half.
    Structural,
    /// Differential importance, `B / Σ B`: equal changes of all probabilities.
    Differential,
}

impl Importance {
    /// All, in the order of tables.
    pub const ALL: [Importance; 8] = [
        Importance::Birnbaum,
        Importance::Criticality,
        Importance::FussellVesely,
        Importance::Raw,
        Importance::Rrw,
        Importance::Improvement,
        Importance::Structural,
        Importance::Differential,
    ];

    /// What it says where the system never fails: nothing can be divided by 0.
    pub fn divides_by_unreliability(self) -> bool {
        use Importance::{Criticality, FussellVesely, Raw, Rrw};
        matches!(self, Criticality | FussellVesely | Raw | Rrw)
    }
}

/// What a measure says of a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measured {
    /// A number.
    Number(Value),
    /// Past all numbers.
    Infinite,
    /// There is no answer, for this reason.
    Nothing(Trouble),
}

/// All measures of one thing, in the order of [`Importance::ALL`].
#[derive(Clone, Debug)]
pub struct ThingImportance {
    /// The thing.
    pub thing: LeafId,
    /// The measures.
    pub measures: Vec<Measured>,
    /// The same as numbers that can be sorted: exact, or the digits that are certain.
    pub ranks: Vec<Option<Rational>>,
}

/// The importance of all things that a structure depends on, in the order of their ids.
#[derive(Clone, Debug)]
pub struct Ranking {
    /// The reliability.
    pub reliability: Measured,
    /// The things.
    pub things: Vec<ThingImportance>,
}

impl Ranking {
    /// A measure of a thing. What the structure does not depend on changes nothing.
    pub fn of(&self, thing: LeafId, measure: Importance, digits: usize) -> Measured {
        let column = Importance::ALL.iter().position(|one| *one == measure).unwrap_or(0);
        let Some(known) = self.things.iter().find(|known| known.thing == thing) else {
            let never_fails = match &self.reliability {
                Measured::Number(value) => value.exact.as_ref().is_some_and(Rational::is_one),
                Measured::Infinite | Measured::Nothing(_) => false,
            };
            if measure.divides_by_unreliability() && never_fails {
                return Measured::Nothing(Trouble::Undefined(NEVER_FAILS.to_owned()));
            }
            let worth = matches!(measure, Importance::Raw | Importance::Rrw);
            let number = if worth { Rational::one() } else { Rational::zero() };
            return Measured::Number(of_rational(number, digits));
        };
        known.measures[column].clone()
    }
}

const NEVER_FAILS: &str = "the system never fails";

/// The importance of all things, from parts with things told apart; `chance` gives the
/// probability of a thing's own part. Cut sets are looked for only where `wanted` needs them.
///
/// Fails while a probability is open, for groups of open size, and where a limit is reached.
pub fn importance(
    parts: &Parts,
    root: PartId,
    chance: &dyn Fn(LeafId) -> Expr,
    wanted: &[Importance],
    (exactness, digits): (Exactness, usize),
    limits: &Limits,
) -> Result<Ranking, Trouble> {
    let mut things: Vec<(LeafId, PartId)> = Vec::new();
    let needed = crate::chance::needed(parts, root);
    for id in parts.ids() {
        if needed[id.index()]
            && let Part::Leaf { shown, .. } = parts.part(id)
            && let Some(thing) = leaf(shown)
        {
            things.push((thing, id));
        }
    }
    things.sort_unstable();
    let values: Vec<Expr> = things.iter().map(|(thing, _)| chance(*thing)).collect();
    let open = values.iter().flat_map(Expr::symbols).collect::<std::collections::BTreeSet<_>>();
    if !open.is_empty() {
        return Err(Trouble::Open(open));
    }
    let structural = slopes_at(parts, root, &things, &|_| Some(one_half()), limits)?;
    let rests = match wanted.contains(&Importance::FussellVesely) {
        true => CutRests::new(parts, root, limits),
        false => Err(Trouble::Undefined("it was not asked for".to_owned())),
    };
    let numbers: Option<Vec<Rational>> =
        values.iter().map(|value| value.as_number().cloned()).collect();
    if let Some(numbers) = &numbers
        && exactness != Exactness::Never
    {
        let found =
            exactly(parts, root, &things, (numbers, &structural), &rests, exactness, limits);
        match found {
            Ok(exact) => return Ok(exact.ranking(&things, digits)),
            Err(trouble) if exactness == Exactness::Always => return Err(trouble),
            Err(Trouble::Limit { .. }) => {}
            Err(trouble) => return Err(trouble),
        }
    }
    enclosed(parts, root, &things, (&values, &structural), &rests, digits, limits)
}

fn one_half() -> Rational {
    match Rational::new(1.into(), 2.into()) {
        Some(half) => half,
        None => unreachable!("2 is not 0"),
    }
}

/// R, Q and for each thing p, B and the chance that a cut set with it has failed.
struct Exact {
    works: Rational,
    fails: Rational,
    things: Vec<ExactThing>,
    total: Rational,
}

#[derive(PartialEq)]
struct ExactThing {
    p: Rational,
    slope: Rational,
    share: Result<Rational, Trouble>,
    structural: Rational,
}

fn slopes_at(
    parts: &Parts,
    root: PartId,
    things: &[(LeafId, PartId)],
    value: &dyn Fn(LeafId) -> Option<Rational>,
    limits: &Limits,
) -> Result<Vec<Rational>, Trouble> {
    let numbers: Vec<Rational> = things.iter().filter_map(|(thing, _)| value(*thing)).collect();
    let ring = ExactRing::for_probabilities(numbers.iter()).with_limits(ExactLimits::MODEST);
    let found = gradient(&ring, parts, root, limits, &mut |shown, _| {
        let number = leaf(shown).and_then(value);
        number.and_then(|number| ring.chance(&number)).ok_or_else(unlike)
    })?;
    things
        .iter()
        .map(|(_, id)| match &found.slopes[id.index()] {
            Some(slope) => Ok(ring.value(slope)?),
            None => Ok(Rational::zero()),
        })
        .collect()
}

fn unlike() -> Trouble {
    Trouble::Undefined("a group of open size: give its size a value".to_owned())
}

fn exactly(
    parts: &Parts,
    root: PartId,
    things: &[(LeafId, PartId)],
    (numbers, structural): (&[Rational], &[Rational]),
    rests: &Result<CutRests, Trouble>,
    exactness: Exactness,
    limits: &Limits,
) -> Result<Exact, Trouble> {
    let allowed = match exactness {
        Exactness::Always => ExactLimits::MEMORY,
        Exactness::Auto | Exactness::Never => ExactLimits::MODEST,
    };
    let ring = ExactRing::for_probabilities(numbers.iter()).with_limits(allowed);
    let found = gradient(&ring, parts, root, limits, &mut |shown, _| {
        let place = leaf(shown).and_then(|thing| place(things, thing));
        place.and_then(|at| ring.chance(&numbers[at])).ok_or_else(unlike)
    })?;
    let Some(whole) = &found.chances[root.index()] else { unreachable!("the root has a chance") };
    let shares = match rests {
        Ok(rests) => cut_shares(&ring, parts, root, &found.chances, rests),
        Err(trouble) => Err(trouble.clone()),
    };
    let mut total = Rational::zero();
    let mut known = Vec::with_capacity(things.len());
    for (at, (_, id)) in things.iter().enumerate() {
        let slope = match &found.slopes[id.index()] {
            Some(slope) => ring.value(slope)?,
            None => Rational::zero(),
        };
        let share = match (&shares, &found.chances[id.index()]) {
            (Ok(shares), Some(own)) => match &shares[id.index()] {
                Some(share) => Ok(ring.value(&ring.mul(share, &own.fails))?),
                None => Ok(Rational::zero()),
            },
            (Err(trouble), _) => Err(trouble.clone()),
            (Ok(_), None) => Ok(Rational::zero()),
        };
        total += &slope;
        known.push(ExactThing {
            p: numbers[at].clone(),
            slope,
            share,
            structural: structural[at].clone(),
        });
    }
    let (works, fails) = (ring.value(&whole.works)?, ring.value(&whole.fails)?);
    Ok(Exact { works, fails, things: known, total })
}

fn place(things: &[(LeafId, PartId)], thing: LeafId) -> Option<usize> {
    things.binary_search_by_key(&thing, |(known, _)| *known).ok()
}

impl Exact {
    fn ranking(&self, things: &[(LeafId, PartId)], digits: usize) -> Ranking {
        let mut before: Option<(&ExactThing, ThingImportance)> = None;
        let things = things
            .iter()
            .zip(&self.things)
            .map(|((thing, _), known)| {
                // Alike elements stand beside each other, and fractions of long numbers cost.
                if let Some((alike, said)) = &before
                    && *alike == known
                {
                    return ThingImportance { thing: *thing, ..said.clone() };
                }
                let mut measures = Vec::with_capacity(Importance::ALL.len());
                let mut ranks = Vec::with_capacity(Importance::ALL.len());
                for measure in Importance::ALL {
                    match self.measure(measure, known) {
                        Ok(Some(number)) => {
                            ranks.push(Some(number.clone()));
                            measures.push(Measured::Number(of_rational(number, digits)));
                        }
                        Ok(None) => {
                            ranks.push(None);
                            measures.push(Measured::Infinite);
                        }
                        Err(trouble) => {
                            ranks.push(None);
                            measures.push(Measured::Nothing(trouble));
                        }
                    }
                }
                let said = ThingImportance { thing: *thing, measures, ranks };
                before = Some((known, said.clone()));
                said
            })
            .collect();
        let reliability = Measured::Number(of_rational(self.works.clone(), digits));
        Ranking { reliability, things }
    }

    /// A measure of a thing; `None` is infinite.
    fn measure(
        &self,
        measure: Importance,
        thing: &ExactThing,
    ) -> Result<Option<Rational>, Trouble> {
        if measure.divides_by_unreliability() && self.fails.is_zero() {
            return Err(Trouble::Undefined(NEVER_FAILS.to_owned()));
        }
        let ExactThing { p, slope, share, structural } = thing;
        let lost = &p.complement() * slope;
        let over = |a: Rational, b: &Rational| a.checked_div(b);
        Ok(match measure {
            Importance::Birnbaum => Some(slope.clone()),
            Importance::Criticality => over(lost, &self.fails),
            Importance::FussellVesely => over(share.clone()?, &self.fails),
            Importance::Raw => over(&self.fails + &(p * slope), &self.fails),
            Importance::Rrw => over(self.fails.clone(), &(&self.fails - &lost)),
            Importance::Improvement => Some(lost),
            Importance::Structural => Some(structural.clone()),
            Importance::Differential => match slope.checked_div(&self.total) {
                Some(part) => Some(part),
                None => {
                    let why = "the slopes sum to 0".to_owned();
                    return Err(Trouble::Undefined(why));
                }
            },
        })
    }
}

fn signed_decimal(text: &str) -> Option<Rational> {
    match text.strip_prefix('-') {
        Some(size) => Rational::parse_decimal(size).ok().map(|size| -size),
        None => Rational::parse_decimal(text).ok(),
    }
}

/// How far the precision is raised, for few things and for many.
const MOST_BITS: u32 = 1 << 14;
const MOST_BITS_OF_ALL: usize = 1 << 22;

fn enclosed(
    parts: &Parts,
    root: PartId,
    things: &[(LeafId, PartId)],
    (values, structural): (&[Expr], &[Rational]),
    rests: &Result<CutRests, Trouble>,
    digits: usize,
    limits: &Limits,
) -> Result<Ranking, Trouble> {
    let mut bits = 128 + u32::try_from(digits.min(3_000)).unwrap_or(0) * 8;
    let most = u32::try_from(MOST_BITS_OF_ALL / things.len().max(1)).unwrap_or(MOST_BITS);
    loop {
        let ring = RealRing::new(bits);
        let last = bits >= MOST_BITS.min(most);
        let mut chances = Vec::with_capacity(values.len());
        for value in values {
            let works = enclose(value, &|_| None, bits)
                .map_err(|why| Trouble::Undefined(format!("a module's probability: {why}")))?;
            chances.push(Chance { fails: ring.complement(&works), works });
        }
        let found = gradient(&ring, parts, root, limits, &mut |shown, _| {
            let place = leaf(shown).and_then(|thing| place(things, thing));
            place.map(|at| chances[at].clone()).ok_or_else(unlike)
        })?;
        let Some(whole) = &found.chances[root.index()] else {
            unreachable!("the root has a chance")
        };
        let shares = match rests {
            Ok(rests) => cut_shares(&ring, parts, root, &found.chances, rests),
            Err(trouble) => Err(trouble.clone()),
        };
        let zero = ring.zero();
        let slopes: Vec<RealEnclosure> = things
            .iter()
            .map(|(_, id)| found.slopes[id.index()].clone().unwrap_or_else(|| zero.clone()))
            .collect();
        let total = slopes.iter().fold(zero.clone(), |sum, slope| ring.add(&sum, slope));
        let mut certain = true;
        let mut number = |value: Option<RealEnclosure>| -> Measured {
            match value.and_then(|value| Some((value.decimal(digits)?, value))) {
                Some((decimal, value)) => Measured::Number(Value {
                    exact: None,
                    rational: false,
                    omitted_digits: None,
                    decimal,
                    complement: None,
                    enclosure: Some(value.decimal_ends(digits + 3)),
                    nines: None,
                }),
                None => {
                    certain = false;
                    let what = "bits of precision, and the digits are still not certain".to_owned();
                    Measured::Nothing(Trouble::Limit { what, limit: u64::from(bits) })
                }
            }
        };
        let mut all = Vec::with_capacity(things.len());
        for (at, (thing, id)) in things.iter().enumerate() {
            let (slope, chance) = (&slopes[at], &chances[at]);
            let lost = ring.mul(&chance.fails, slope);
            let mut measures = Vec::with_capacity(Importance::ALL.len());
            let mut ranks = Vec::with_capacity(Importance::ALL.len());
            for measure in Importance::ALL {
                let value = match measure {
                    Importance::Birnbaum => Some(slope.clone()),
                    Importance::Criticality => ring.div(&lost, &whole.fails),
                    Importance::FussellVesely => match &shares {
                        Ok(shares) => {
                            let share = shares[id.index()].clone();
                            let share = share.unwrap_or_else(|| zero.clone());
                            ring.div(&ring.mul(&share, &chance.fails), &whole.fails)
                        }
                        Err(trouble) => {
                            measures.push(Measured::Nothing(trouble.clone()));
                            ranks.push(None);
                            continue;
                        }
                    },
                    Importance::Raw => {
                        let failed = ring.add(&whole.fails, &ring.mul(&chance.works, slope));
                        ring.div(&failed, &whole.fails)
                    }
                    Importance::Rrw => {
                        ring.div(&whole.fails, &ring.difference(&whole.fails, &lost))
                    }
                    Importance::Improvement => Some(lost.clone()),
                    Importance::Structural => {
                        ranks.push(Some(structural[at].clone()));
                        let value = of_rational(structural[at].clone(), digits);
                        measures.push(Measured::Number(value));
                        continue;
                    }
                    Importance::Differential => ring.div(slope, &total),
                };
                // What agrees in all digits is one rank.
                let measured = number(value);
                ranks.push(match &measured {
                    Measured::Number(value) => signed_decimal(&value.decimal),
                    Measured::Infinite | Measured::Nothing(_) => None,
                });
                measures.push(measured);
            }
            all.push(ThingImportance { thing: *thing, measures, ranks });
        }
        let reliability = number(Some(whole.works.clone()));
        if certain || last {
            return Ok(Ranking { reliability, things: all });
        }
        bits *= 2;
    }
}
