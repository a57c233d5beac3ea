//! Sets of numbers as expectations write them: `(10/19, 1]`, `[0, 1/4) or {1/2}`, `none`; of
//! counts, `1..5, 9..` and `5.. step 2`.

use crate::number::{Number, shown, whole};
use crate::words::{inside, list, split};
use kofn::emit::report::Interval;
use kofn_algebra::Integer;

struct Piece {
    lo: Number,
    hi: Number,
    lo_open: bool,
    hi_open: bool,
    step: Option<Integer>,
}

/// Whether these intervals are the set, piece by piece.
pub fn matches(wanted: &str, found: &[Interval]) -> Result<(), String> {
    let pieces = read(wanted)?;
    let same = pieces.len() == found.len()
        && pieces.iter().zip(found).all(|(piece, found)| is(piece, found));
    if same { Ok(()) } else { Err(format!("found {}", written(found))) }
}

fn read(text: &str) -> Result<Vec<Piece>, String> {
    match text.chars().next() {
        None => Err("a set is missing".to_owned()),
        _ if text == "none" => Ok(Vec::new()),
        Some('(' | '[' | '{') => split(text, " or ").into_iter().map(interval).collect(),
        Some(_) => list(text).into_iter().map(counts).collect(),
    }
}

fn interval(text: &str) -> Result<Piece, String> {
    if let Some(point) = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        let point = Number::read(point)?;
        return Ok(Piece {
            lo: point.clone(),
            hi: point,
            lo_open: false,
            hi_open: false,
            step: None,
        });
    }
    let wrong = || format!("write `(LO, HI)`, `[LO, HI]` or `{{POINT}}`, not `{text}`");
    let lo_open = text.starts_with('(');
    let hi_open = text.ends_with(')');
    if !(lo_open || text.starts_with('[')) || !(hi_open || text.ends_with(']')) {
        return Err(wrong());
    }
    // Both brackets are made alike, so that what is between them can be told.
    let alike = format!("({})", &text[1..text.len() - 1]);
    let ends = inside(&alike).map(list).unwrap_or_default();
    match ends.as_slice() {
        [lo, hi] => {
            let (lo, hi) = (Number::read(lo)?, Number::read(hi)?);
            Ok(Piece { lo, hi, lo_open, hi_open, step: None })
        }
        _ => Err(wrong()),
    }
}

fn counts(text: &str) -> Result<Piece, String> {
    let (range, step) = text.split_once(" step ").unwrap_or((text, "1"));
    let (lo, hi) = range.split_once("..").unwrap_or((range, range));
    let hi = match hi.trim() {
        "" => Number::Infinite,
        hi => Number::Exact(whole(hi)?.into(), None),
    };
    let hi_open = matches!(hi, Number::Infinite);
    let lo = Number::Exact(whole(lo)?.into(), None);
    Ok(Piece { lo, hi, lo_open: false, hi_open, step: Some(whole(step)?) })
}

fn is(piece: &Piece, found: &Interval) -> bool {
    piece.step == found.step
        && piece.lo_open == found.lo.open
        && piece.hi_open == found.hi.open
        && piece.lo.matches_end(&found.lo).is_ok()
        && piece.hi.matches_end(&found.hi).is_ok()
}

/// Intervals in the words of an expectation.
pub fn written(found: &[Interval]) -> String {
    if found.is_empty() {
        return "none".to_owned();
    }
    let count = found.iter().all(|interval| interval.step.is_some());
    let all: Vec<String> = found.iter().map(one).collect();
    all.join(if count { ", " } else { " or " })
}

fn one(Interval { lo, hi, step }: &Interval) -> String {
    if let Some(step) = step {
        let every = if step.is_one() { String::new() } else { format!(" step {step}") };
        return match &hi.decimal {
            Some(_) if lo == hi => shown(lo),
            Some(_) => format!("{}..{}{every}", shown(lo), shown(hi)),
            None => format!("{}..{every}", shown(lo)),
        };
    }
    if lo == hi && !lo.open && lo.decimal.is_some() {
        return format!("{{{}}}", shown(lo));
    }
    let (left, right) = (if lo.open { '(' } else { '[' }, if hi.open { ')' } else { ']' });
    let minus = if lo.decimal.is_none() { "-" } else { "" };
    format!("{left}{minus}{}, {}{right}", shown(lo), shown(hi))
}
