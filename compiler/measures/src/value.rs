//! Values: exact where that is sensible, certified otherwise, and printed with certain digits.

use crate::chance::{chance, needed};
use crate::enclosure::enclosure;
use crate::expanded::chosen;
use crate::method::{Arithmetic, NotExact};
use crate::size;
use crate::{Bounds, Trouble};
use kofn_algebra::{
    Chance, EncloseError, Enclosure, ExactLimits, ExactRing, Expr, Rational, Symbol, decimal, nines,
};
use kofn_boolean::Limits;
use kofn_structure::{Part, PartId, Parts, View};
use std::collections::{BTreeMap, BTreeSet};

/// Whether the exact rational is computed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Exactness {
    /// Where the predicted work is modest.
    #[default]
    Auto,
    /// Whatever it takes.
    Always,
    /// Only certified digits.
    Never,
}

/// A number as results show it. Numbers are decimal strings with certain digits, correctly
/// rounded (half to even).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The number itself, where it was computed.
    pub exact: Option<Rational>,
    /// Whether the number is rational, computed or not.
    pub rational: bool,
    /// The number of digits of an exact value that exists and was not computed.
    pub omitted_digits: Option<u64>,
    /// To as many significant digits as asked for.
    pub decimal: String,
    /// One minus the number, for probabilities; certain in the tail too.
    pub complement: Option<String>,
    /// Where no exact value is given, ends between which the number lies.
    pub enclosure: Option<(String, String)>,
    /// −log₁₀ of the complement, rounded down to one place, for probabilities.
    pub nines: Option<String>,
}

/// Exact values of more decimal digits than this are computed only on demand.
const LONGEST_EXACT: u64 = 100_000;

/// How far the precision of enclosures is raised before fewer digits are printed.
const MOST_BITS: u32 = 1 << 17;

/// The probability that `root` works.
///
/// Fails while a parameter is open and where a limit is reached.
pub fn reliability(
    parts: &Parts,
    root: PartId,
    exactness: Exactness,
    digits: usize,
    limits: &Limits,
) -> Result<Value, Trouble> {
    reliability_told(parts, root, exactness, digits, limits).map(|(value, _)| value)
}

/// As [`reliability`], with the numbers in which it was computed.
pub fn reliability_told(
    parts: &Parts,
    root: PartId,
    exactness: Exactness,
    digits: usize,
    limits: &Limits,
) -> Result<(Value, Arithmetic), Trouble> {
    let open = open_symbols(parts, root);
    if !open.is_empty() {
        return Err(Trouble::Open(open));
    }
    let size = predicted_digits(parts, root)?;
    let why = match size {
        Some(size) => {
            let exact_limits = match exactness {
                Exactness::Always => Ok(ExactLimits::MEMORY),
                Exactness::Auto if size <= LONGEST_EXACT => Ok(ExactLimits::MODEST),
                Exactness::Auto => Err(NotExact::TooLong { digits: size, most: LONGEST_EXACT }),
                Exactness::Never => Err(NotExact::NotWanted),
            };
            match exact_limits {
                Ok(exact_limits) => match exact(parts, root, View::Value, exact_limits, limits) {
                    Ok(value) => return Ok((of_probability(value, digits), Arithmetic::Exact)),
                    Err(trouble) if exactness == Exactness::Always => return Err(trouble),
                    Err(trouble) => NotExact::Stopped(trouble),
                },
                Err(why) => why,
            }
        }
        None if exactness == Exactness::Always => {
            return Err(Trouble::Undefined("the value is not rational".to_owned()));
        }
        None => NotExact::Irrational,
    };
    let (value, bits) = enclosed(parts, root, digits, limits, size)?;
    Ok((value, Arithmetic::Enclosed { bits, why }))
}

/// The symbols without a value, counts among them.
pub fn standing(parts: &Parts, root: PartId) -> BTreeSet<Symbol> {
    open_symbols(parts, root)
}

fn open_symbols(parts: &Parts, root: PartId) -> BTreeSet<Symbol> {
    let needed = needed(parts, root);
    let mut open = BTreeSet::new();
    let mut see = |expr: &Expr| {
        if expr.as_number().is_none() {
            open.extend(expr.symbols());
        }
    };
    let mut indices = BTreeSet::new();
    for (at, part) in parts.iter().enumerate() {
        if !needed[at] {
            continue;
        }
        match part {
            Part::Leaf { value, .. } => see(value),
            Part::Series(all) | Part::Parallel(all) => all.iter().for_each(|(_, e)| see(e)),
            Part::AtLeast { k, n, .. } => {
                see(k);
                see(n);
            }
            Part::Family { index, n, .. } => {
                see(n);
                indices.insert(index.clone());
            }
            _ => {}
        }
    }
    open.retain(|symbol| !indices.contains(symbol));
    open
}

/// About how many decimal digits the exact value's denominator has, before anything cancels;
/// `None` where the value is not rational.
pub(crate) fn predicted_digits(parts: &Parts, root: PartId) -> Result<Option<u64>, Trouble> {
    // In millionths of a digit; 0.9 is one digit.
    let size = size::total(parts, root, |value| value.as_number().map(denominator_size))?;
    Ok(size.map(|size| u64::try_from(size / 1_000_000).unwrap_or(u64::MAX)))
}

/// log₁₀ of the denominator in millionths, exact for powers of ten and from the number of binary
/// digits else.
fn denominator_size(number: &Rational) -> u128 {
    let denominator = number.denominator();
    let text = if denominator.bits() <= 256 { denominator.to_string() } else { String::new() };
    let zeros = text.strip_prefix('1').filter(|rest| rest.bytes().all(|digit| digit == b'0'));
    match zeros {
        Some(zeros) => zeros.len() as u128 * 1_000_000,
        None => u128::from(denominator.bits()) * 301_030,
    }
}

/// The exact value; every leaf must be a number as it is looked at.
pub(crate) fn exact(
    parts: &Parts,
    root: PartId,
    view: View,
    exact_limits: ExactLimits,
    limits: &Limits,
) -> Result<Rational, Trouble> {
    let needed = needed(parts, root);
    let numbers = parts.iter().enumerate().filter_map(|(at, part)| match part {
        Part::Leaf { shown, value } if needed[at] => chosen(shown, value, view).as_number(),
        _ => None,
    });
    let ring = ExactRing::for_probabilities(numbers).with_limits(exact_limits);
    let result = chance(&ring, parts, root, limits, &mut |shown, value| {
        let value = chosen(shown, value, view);
        let number = value.as_number();
        match number.and_then(|number| ring.chance(number)) {
            Some(chance) => Ok(chance),
            None => Err(Trouble::Open(value.symbols())),
        }
    })?;
    Ok(ring.value(&result.works)?)
}

fn enclosed(
    parts: &Parts,
    root: PartId,
    digits: usize,
    limits: &Limits,
    omitted: Option<u64>,
) -> Result<(Value, u32), Trouble> {
    let limit = known_from_both_sides(parts, root);
    let mut bits = 64 + u32::try_from(digits.min(30_000)).unwrap_or(0) * 4;
    loop {
        let result = enclosure(parts, root, &BTreeMap::new(), bits, limits)?;
        let printed = (result.works.digits(digits), result.fails.digits(digits));
        if let (Some(decimal), Some(complement)) = printed {
            let value = of_enclosure(&result, decimal, complement, digits, omitted);
            return Ok((value, bits));
        }
        if let Some(limit) = limit {
            return Err(between(&result, digits, limit));
        }
        if bits >= MOST_BITS {
            // A tie at exactly this many digits stays one at every precision.
            for fewer in (1..digits).rev() {
                if let (Some(decimal), Some(complement)) =
                    (result.works.digits(fewer), result.fails.digits(fewer))
                {
                    let value = of_enclosure(&result, decimal, complement, digits, omitted);
                    return Ok((value, bits));
                }
            }
            return Err(Trouble::Limit {
                what: "bits of precision".to_owned(),
                limit: u64::from(bits),
            });
        }
        bits *= 2;
    }
}

/// The limit because of which something is known from two sides only; no precision brings these
/// together.
pub(crate) fn known_from_both_sides(parts: &Parts, root: PartId) -> Option<Trouble> {
    let needed = needed(parts, root);
    parts.iter().zip(needed).find_map(|(part, needed)| match part {
        Part::Uncompiled { formula, .. } if needed => Some(formula.limit().into()),
        _ => None,
    })
}

/// The ends between which a probability lies, and why no more is known.
fn between(result: &Chance<Enclosure>, digits: usize, limit: Trouble) -> Trouble {
    Trouble::Between(Box::new(Bounds {
        works: within_one(result.works.decimal_ends(digits)),
        fails: within_one(result.fails.decimal_ends(digits)),
        why: limit.to_string(),
    }))
}

fn of_enclosure(
    result: &Chance<Enclosure>,
    decimal: String,
    complement: String,
    digits: usize,
    omitted: Option<u64>,
) -> Value {
    Value {
        exact: None,
        rational: omitted.is_some(),
        omitted_digits: omitted,
        decimal,
        complement: Some(complement),
        enclosure: Some(within_one(result.works.decimal_ends(digits + 3))),
        nines: result.fails.nines(),
    }
}

/// Ends of a probability, rounded outwards, do not pass 1.
fn within_one((lo, hi): (String, String)) -> (String, String) {
    let above = Rational::parse_decimal(&hi).is_ok_and(|hi| hi > Rational::one());
    (lo, if above { "1".to_owned() } else { hi })
}

/// The value of an exact number that is not a probability, such as a difference.
pub fn of_rational(number: Rational, digits: usize) -> Value {
    Value {
        decimal: decimal(&number, digits),
        exact: Some(number),
        rational: true,
        omitted_digits: None,
        complement: None,
        enclosure: None,
        nines: None,
    }
}

fn of_probability(number: Rational, digits: usize) -> Value {
    let fails = number.complement();
    Value {
        complement: Some(decimal(&fails, digits)),
        nines: nines(&fails),
        ..of_rational(number, digits)
    }
}

/// The certified value of an expression without open symbols: exact where it is rational and
/// modest, else its certain digits.
pub fn certified(expr: &Expr, exactness: Exactness, digits: usize) -> Result<Value, Trouble> {
    let open = expr.symbols();
    if !open.is_empty() {
        return Err(Trouble::Open(open));
    }
    let nothing = |_: &Symbol| None;
    if exactness != Exactness::Never
        && let Ok(number) = expr.evaluate(&nothing)
    {
        return Ok(of_rational(number, digits));
    }
    match kofn_algebra::certified_decimal(expr, &nothing, digits) {
        Ok(decimal) => Ok(Value {
            exact: None,
            rational: false,
            omitted_digits: None,
            decimal,
            complement: None,
            enclosure: None,
            nines: None,
        }),
        Err(EncloseError::Undecided { precision }) => Err(Trouble::Limit {
            what: "bits of precision, and the digits are still not certain".to_owned(),
            limit: u64::from(precision),
        }),
        Err(why) => Err(Trouble::Undefined(why.to_string())),
    }
}
