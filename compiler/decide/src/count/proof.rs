//! Why the counts that were found are all there are: what a checker needs to go through it again.

use kofn_algebra::{Expr, Integer, Rational};

use super::rolle::SignChain;
use super::runs::SignRun;
use super::shape::Affine;

/// Why a set of counts is complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CountProof {
    /// Each number of the range was tried. Nothing was where the second is below the first.
    Enumerated {
        /// The first.
        from: Integer,
        /// The last.
        to: Integer,
    },
    /// The numbers `period·m + residue` for whole m, for each residue from 0 to period − 1. With
    /// the period 1 there is one class, of all numbers, and m is the count itself.
    Classes {
        /// How many classes there are.
        period: Integer,
        /// Their proofs, in the order of their residues.
        classes: Vec<ClassProof>,
    },
}

/// Why the comparison holds just where it was found to on the counts `period·m + residue`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassProof {
    /// The residue.
    pub residue: Integer,
    /// Its stretches by rising m; they cover the range, and there is none where it is empty.
    pub stretches: Vec<Stretch>,
}

/// A stretch of m on which thresholds are met throughout or nowhere, as that a vote needs no more
/// than there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The first m.
    pub from: Integer,
    /// The last; `None` is without end.
    pub to: Option<Integer>,
    /// Why the comparison holds just where it was found to.
    pub method: Method,
}

/// Why a comparison holds just where it was found to on a stretch of m.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Method {
    /// Each number was tried.
    Enumerated,
    /// A side has no value for any of these m: a vote of less than none, a part of a thing.
    Undefined,
    /// `left − right` is a quotient of two exponential polynomials in m.
    ExponentialPolynomial {
        /// The signs of the numerator.
        numerator: SignChain,
        /// The signs of the denominator, unless that is a positive number; the sides have no value
        /// where it is 0.
        denominator: Option<SignChain>,
    },
    /// `left − right` is built from monotone parts so that all of them move it in one
    /// direction at a time.
    Monotone(MonotoneProof),
}

/// A comparison that is monotone in m on each of a few pieces.
///
/// To check one: each part rises and falls as it says; on each piece, the steps from the parts up
/// (sums, products of what is not negative, complements, votes of probabilities) keep one
/// direction; so the signs at the ends of the runs within a piece prove them. On an endless piece
/// the parts tend to their limits without reaching them, and `left − right` to its own: where
/// that is not 0 it decides the last sign; where it is 0 the sign never changes within the piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonotoneProof {
    /// The parts of the sides through which they depend on m.
    pub parts: Vec<MonotonePart>,
    /// The pieces: first m, last m, and how `left − right` moves there. Neighbours share an m.
    pub pieces: Vec<SignRun>,
    /// The limits of both sides, where the range has no end.
    pub limits: Option<(Expr, Expr)>,
    /// The signs of `left − right`.
    pub runs: Vec<SignRun>,
}

/// A part of an expression that moves in known directions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonotonePart {
    /// The part, in the count itself.
    pub part: Expr,
    /// Why it moves as it does.
    pub course: Course,
    /// Where it rises (`Greater`), falls (`Less`) and stays (`Equal`) from one m to the next.
    pub increments: Vec<SignRun>,
    /// What it tends to as m grows.
    pub limit: Rational,
}

/// Why a part of an expression rises and falls as it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Course {
    /// `b^e` with 0 < b < 1 and an exponent that rises with m: falls to 0.
    Power,
    /// At least k of n with a fixed k ≥ 1 and an n that rises: rises to 1.
    FixedThreshold,
    /// All but j of n, with a fixed j and an n that rises: falls to 0.
    FixedSpare,
    /// At least k of n, both rising, and n faster. The identities
    /// `P(k of n+1) − P(k of n) = C(n,k−1) p^k q^(n−k+1)` and
    /// `P(k+1 of n+1) − P(k of n) = −C(n,k) p^k q^(n−k+1)`,
    /// added up over one step of m, give an increment of `C(n,k) p^k q^(n−k+1)`, divided by
    /// `(k+1)…(k+a−1)·(n−k+1)…(n−k+b)`, times the polynomial whose signs these are; a is by how
    /// much k rises and b by how much n − k does. It tends to 1, 1/2 or 0 as p is more than,
    /// equal to or less than a/(a + b).
    Vote {
        /// Which of the known special cases it is.
        name: VoteName,
        /// How many must work.
        k: Affine,
        /// Of how many.
        n: Affine,
        /// What each works with, between 0 and 1.
        p: Rational,
        /// The signs of the polynomial.
        increments: SignChain,
    },
}

/// Votes with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoteName {
    /// m + 1 of 2m + 1, or shifted: `M(2f+3) − M(2f+1) = (2p−1) C(2f+1,f) (pq)^(f+1)`.
    MajorityOfOdd,
    /// m + 1 of 2m, or shifted:
    /// `M(2f+2) − M(2f) = C(2f,f) (pq)^f p (p − f/(f+1)·q)`.
    MajorityOfEven,
    /// Any other.
    General,
}

impl CountProof {
    /// The method in a few words.
    pub fn name(&self) -> &'static str {
        let CountProof::Classes { classes, .. } = self else { return "each count tried" };
        let methods = || classes.iter().flat_map(|class| &class.stretches).map(|one| &one.method);
        if methods().any(|method| matches!(method, Method::Monotone(_))) {
            "monotone parts with their limits"
        } else if methods().all(|method| matches!(method, Method::Enumerated)) {
            "each count tried"
        } else {
            "sign changes of exponential polynomials"
        }
    }
}
