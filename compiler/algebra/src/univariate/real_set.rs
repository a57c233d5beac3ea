//! Sets of real numbers: finite unions of points and intervals.

use std::fmt;

use super::real_root::RealRoot;
use crate::rational::Rational;

/// A finite union of points and intervals, whose ends are rational or algebraic.
///
/// Invariant: the cuts ascend strictly, so that equal sets are equal values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RealSet {
    /// Whether all numbers below the first cut belong to it.
    from_below: bool,
    /// Where numbers begin and cease to belong to it, in turn.
    cuts: Vec<Cut>,
}

/// A place between numbers: just before one, or just after it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Cut {
    at: RealRoot,
    side: Side,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Before,
    After,
}

/// One end of an interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bound {
    /// There is none.
    Unbounded,
    /// This number, which does not belong to the interval.
    Open(RealRoot),
    /// This number, which belongs to the interval.
    Closed(RealRoot),
}

impl Bound {
    /// The number at which it is.
    pub fn number(&self) -> Option<&RealRoot> {
        match self {
            Bound::Unbounded => None,
            Bound::Open(number) | Bound::Closed(number) => Some(number),
        }
    }
}

/// An interval, or a point, whose ends are then closed and equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The lower end.
    pub lo: Bound,
    /// The upper end.
    pub hi: Bound,
}

impl Piece {
    /// The only number of it, if there is one only.
    pub fn as_point(&self) -> Option<&RealRoot> {
        match (&self.lo, &self.hi) {
            (Bound::Closed(lo), Bound::Closed(hi)) if lo == hi => Some(lo),
            _ => None,
        }
    }
}

impl RealSet {
    /// No number.
    pub fn empty() -> Self {
        RealSet { from_below: false, cuts: Vec::new() }
    }

    /// All real numbers.
    pub fn all() -> Self {
        RealSet { from_below: true, cuts: Vec::new() }
    }

    /// One number.
    pub fn point(number: impl Into<RealRoot>) -> Self {
        let number = number.into();
        Self::interval(Bound::Closed(number.clone()), Bound::Closed(number))
    }

    /// All numbers from one end to the other; none where the ends are in the wrong order.
    pub fn interval(lo: Bound, hi: Bound) -> Self {
        let lo = match lo {
            Bound::Unbounded => None,
            Bound::Open(at) => Some(Cut { at, side: Side::After }),
            Bound::Closed(at) => Some(Cut { at, side: Side::Before }),
        };
        let hi = match hi {
            Bound::Unbounded => None,
            Bound::Open(at) => Some(Cut { at, side: Side::Before }),
            Bound::Closed(at) => Some(Cut { at, side: Side::After }),
        };
        if let (Some(lo), Some(hi)) = (&lo, &hi)
            && lo >= hi
        {
            return Self::empty();
        }
        RealSet { from_below: lo.is_none(), cuts: lo.into_iter().chain(hi).collect() }
    }

    /// All numbers between two rational ones, both included.
    pub fn closed(lo: Rational, hi: Rational) -> Self {
        Self::interval(Bound::Closed(lo.into()), Bound::Closed(hi.into()))
    }

    /// Whether no number belongs to it.
    pub fn is_empty(&self) -> bool {
        !self.from_below && self.cuts.is_empty()
    }

    /// Whether a rational number belongs to it.
    pub fn contains(&self, number: &Rational) -> bool {
        let before = self.cuts.iter().take_while(|cut| {
            let order = cut.at.compare(number);
            order.is_lt() || order.is_eq() && cut.side == Side::Before
        });
        self.from_below ^ (before.count() % 2 == 1)
    }

    /// The points and intervals, in ascending order; no two of them touch.
    pub fn pieces(&self) -> Vec<Piece> {
        let lower = |cut: &Cut| match cut.side {
            Side::Before => Bound::Closed(cut.at.clone()),
            Side::After => Bound::Open(cut.at.clone()),
        };
        let upper = |cut: &Cut| match cut.side {
            Side::Before => Bound::Open(cut.at.clone()),
            Side::After => Bound::Closed(cut.at.clone()),
        };
        let mut pieces = Vec::new();
        let mut lo = self.from_below.then_some(Bound::Unbounded);
        for cut in &self.cuts {
            match lo.take() {
                Some(lo) => pieces.push(Piece { lo, hi: upper(cut) }),
                None => lo = Some(lower(cut)),
            }
        }
        pieces.extend(lo.map(|lo| Piece { lo, hi: Bound::Unbounded }));
        pieces
    }

    /// The numbers that do not belong to it.
    pub fn complement(&self) -> Self {
        RealSet { from_below: !self.from_below, cuts: self.cuts.clone() }
    }

    /// The numbers that belong to both.
    pub fn intersection(&self, other: &Self) -> Self {
        self.merged(other, |a, b| a && b)
    }

    /// The numbers that belong to one or both.
    pub fn union(&self, other: &Self) -> Self {
        self.merged(other, |a, b| a || b)
    }

    /// The set that starts so and changes at these places, some of which may be no change:
    /// for each the number, and whether it and what follows up to the next belong to the set.
    pub(super) fn from_signs(
        from_below: bool,
        places: impl IntoIterator<Item = (RealRoot, bool, bool)>,
    ) -> Self {
        let mut cuts = Vec::new();
        let mut inside = from_below;
        for (at, itself, after) in places {
            for (side, next) in [(Side::Before, itself), (Side::After, after)] {
                if next != inside {
                    cuts.push(Cut { at: at.clone(), side });
                    inside = next;
                }
            }
        }
        RealSet { from_below, cuts }
    }

    fn merged(&self, other: &Self, belongs: impl Fn(bool, bool) -> bool) -> Self {
        let (mut a, mut b) = (self.from_below, other.from_below);
        let from_below = belongs(a, b);
        let mut inside = from_below;
        let mut cuts = Vec::new();
        let (mut left, mut right) = (self.cuts.iter().peekable(), other.cuts.iter().peekable());
        loop {
            let order = match (left.peek(), right.peek()) {
                (None, None) => break,
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (Some(one), Some(other)) => one.cmp(other),
            };
            let mut cut = None;
            if order.is_le() {
                cut = left.next();
                a = !a;
            }
            if order.is_ge() {
                cut = right.next().or(cut);
                b = !b;
            }
            if belongs(a, b) != inside {
                inside = !inside;
                cuts.extend(cut.cloned());
            }
        }
        RealSet { from_below, cuts }
    }
}

/// `(-inf, 1/2) u {3/4} u [1, 2)`, with irrational ends as decimals.
impl fmt::Display for RealSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |number: &RealRoot| match number {
            RealRoot::Rational(number) => number.to_string(),
            RealRoot::Algebraic(_) => format!("~{}", number.decimal(12)),
        };
        let pieces: Vec<String> = self
            .pieces()
            .iter()
            .map(|piece| {
                if let Some(point) = piece.as_point() {
                    return format!("{{{}}}", text(point));
                }
                let lo = match &piece.lo {
                    Bound::Unbounded => "(-inf".to_owned(),
                    Bound::Open(number) => format!("({}", text(number)),
                    Bound::Closed(number) => format!("[{}", text(number)),
                };
                let hi = match &piece.hi {
                    Bound::Unbounded => "inf)".to_owned(),
                    Bound::Open(number) => format!("{})", text(number)),
                    Bound::Closed(number) => format!("{}]", text(number)),
                };
                format!("{lo}, {hi}")
            })
            .collect();
        f.write_str(if pieces.is_empty() { "{}" } else { "" })?;
        f.write_str(&pieces.join(" u "))
    }
}

#[cfg(test)]
mod tests;
