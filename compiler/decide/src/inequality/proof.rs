//! Why a polynomial has a sign: trees that can be checked by exact arithmetic alone.

use kofn_algebra::{End, Integer, Polynomial, Rational, Variable};

/// A proof of a *goal*: a polynomial is at least 0, or greater than 0, everywhere on the closed
/// unit cube of its variables.
///
/// The goal of the whole tree follows from the claim: `P ≤ 0` and `P < 0` are about −P; a
/// variable x with `lo < hi` becomes `lo + (hi − lo) x`, one with `lo = hi` the number. The goals
/// of the parts follow from the goal of the whole by the rules below, and only polynomials up to
/// positive numbers matter. A goal of two polynomials (`==`, `!=`) is stated where it occurs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The polynomial is 0 everywhere, so it is at least 0.
    Identity,
    /// No Bernstein coefficient is negative: neither is any value, a sum of them times products of
    /// `tⁱ (1 − t)ⁿ⁻ⁱ`. Greater than 0: besides, the value at every corner is greater than 0, and
    /// at every point the products that belong to some corner's face do not vanish.
    Bernstein,
    /// `x/2` and `(1 + x)/2` in place of the variable x: the lower and the upper half.
    Split {
        /// Whose range is halved.
        variable: Variable,
        /// On the lower half.
        low: Box<Proof>,
        /// On the upper half.
        high: Box<Proof>,
    },
    /// The degree in the variable is 1, so each value lies between two at the ends.
    Vertices {
        /// Of degree 1.
        variable: Variable,
        /// Where it is 0.
        low: Box<Proof>,
        /// Where it is 1.
        high: Box<Proof>,
    },
    /// The Bernstein coefficients never fall along the variable (`Low`) or never rise (`High`), so
    /// its derivative has one sign and the least value is at that end.
    Monotone {
        /// Along which it is monotone.
        variable: Variable,
        /// Where the least value is.
        end: End,
        /// Where the variable has this end.
        value: Box<Proof>,
    },
    /// The polynomial is a positive number times the product of these parts in their powers, times
    /// −1 for each part that is turned around and whose power is odd. Then even powers are at
    /// least 0, and the others by their proofs.
    Factors {
        /// The parts; their number of turned odd ones is even, counting the sign of the number.
        parts: Vec<Part>,
    },
    /// The variable is the only one. The square-free polynomial has the same roots; it has exactly
    /// one in each of these intervals, where its Bernstein coefficients change their sign once, and
    /// none elsewhere in the range (Descartes' rule, after some halvings). The polynomial is
    /// greater than 0 at the samples, one in each gap.
    Roots {
        /// The only one.
        variable: Variable,
        /// Coefficients of the square-free polynomial, lowest power first.
        square_free: Vec<Integer>,
        /// Isolating intervals, ascending; both ends are the root where they are equal.
        roots: Vec<(Rational, Rational)>,
        /// One number between neighbouring roots each.
        samples: Vec<Rational>,
    },
    /// The variable is the only one. The polynomial and all constraints have their roots among those
    /// of the square-free polynomial, so they keep their signs between them; at each sample and at
    /// each root a constraint fails or the polynomial has the sign.
    Signs {
        /// The only one.
        variable: Variable,
        /// As for `Roots`.
        square_free: Vec<Integer>,
        /// As for `Roots`.
        roots: Vec<(Rational, Rational)>,
        /// As for `Roots`.
        samples: Vec<Rational>,
    },
    /// Let `yᵢ` be the distance of `xᵢ` from the end of the corner. One of them is the largest of
    /// all: with j in its place, `yᵢ = yⱼ·tᵢ` for all others with `tᵢ` from 0 to 1. What is left after
    /// division by a power of `yⱼ`, which is at least 0, is the goal; tᵢ is called as xᵢ was.
    Sectors {
        /// Which variables, and the end from which their distance is taken.
        corner: Vec<(Variable, End)>,
        /// For each of them in the same order: the power of `yⱼ` that divides, and the proof.
        sectors: Vec<(u64, Proof)>,
    },
    /// Open cylindrical decomposition (Brown 2001, Strzeboński 1994): the polynomial has one sign
    /// on each of these cells, which are dense in the cube, and is greater than 0 at a sample of
    /// each where all constraints are. Checked by computing the cells again.
    Cells {
        /// From the first variable that samples are chosen for to the last.
        order: Vec<Variable>,
        /// How many cells.
        cells: u64,
    },
    /// A polynomial in two variables that is at least 0 has its zeros inside of the square where
    /// its derivative in `other` is 0 too, so the resultant of both in `other` is 0 there. Its
    /// roots are rational, and on the lines through them there is no zero; nor on the four edges.
    Touching {
        /// That the polynomial is at least 0.
        weak: Box<Proof>,
        /// The variable of the resultant.
        variable: Variable,
        /// The variable that is eliminated.
        other: Variable,
        /// On each edge, `variable` low and high, `other` low and high.
        edges: Vec<Proof>,
        /// The resultant's roots inside of the range, and the proof on the line there.
        lines: Vec<(Rational, Proof)>,
    },
    /// Nothing satisfies what is given.
    Vacuous,
    /// What is given holds exactly on the union of images of the unit cube (or, where it is strict,
    /// on a part of their closure): the claim's polynomial after each substitution is the goal.
    Pieces(Vec<Piece>),
    /// `given · factor`: the polynomial is a constraint that is at least 0 times a part that is.
    Given {
        /// The constraint, by its place.
        constraint: usize,
        /// That the quotient is at least 0, or greater.
        quotient: Box<Proof>,
    },
    /// On each box of a subdivision of the claim's own box either a constraint is violated, or
    /// the polynomial has the sign by its Bernstein coefficients.
    Covered(Cover),
    /// The weak claim, and all zeros lie where a strict constraint is violated.
    Elsewhere {
        /// That the polynomial is at least 0.
        weak: Box<Proof>,
    },
    /// At least 0 and at most 0.
    Both(Box<Proof>, Box<Proof>),
    /// Below 0 everywhere: what `!=` needs on one side; the goal is −P.
    Negated(Box<Proof>),
}

/// A factor in a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The factor.
    pub polynomial: Polynomial,
    /// Its power.
    pub power: u64,
    /// Whether −1 times the factor is what is proven.
    pub turned: bool,
    /// The factor's sign; nothing where the power is even and 0 is allowed.
    pub sign: Option<Proof>,
}

/// One image of the unit cube.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What each variable is, in variables of the unit cube.
    pub substitution: Vec<(Variable, Polynomial)>,
    /// The proof of the polynomial after the substitution.
    pub proof: Proof,
}

/// A subdivision with constraints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cover {
    /// Halves of the range of a variable.
    Split(Variable, Box<Cover>, Box<Cover>),
    /// This constraint fails everywhere on the box, by its Bernstein coefficients.
    Outside(usize),
    /// The goal holds on all of the box.
    Inside(Box<Proof>),
}

impl Proof {
    /// The method in words; that of the decisive step where several are nested.
    pub fn method(&self) -> &'static str {
        match self {
            Proof::Identity => "identity",
            Proof::Bernstein => "Bernstein coefficients",
            Proof::Split { low, high, .. } => {
                stronger("Bernstein subdivision", low.method(), high.method())
            }
            Proof::Vertices { low, high, .. } => stronger("vertices", low.method(), high.method()),
            Proof::Monotone { value, .. } => stronger("monotony", value.method(), ""),
            Proof::Factors { parts } => {
                let methods = parts.iter().filter_map(|part| part.sign.as_ref()).map(Proof::method);
                methods.fold("square-free factors", |all, one| stronger(all, one, ""))
            }
            Proof::Roots { .. } | Proof::Signs { .. } => "real roots",
            Proof::Sectors { .. } => "corner blow-up",
            Proof::Cells { .. } => "open cylindrical decomposition",
            Proof::Touching { .. } => "critical points",
            Proof::Vacuous => "nothing satisfies what is given",
            Proof::Pieces(pieces) => {
                let methods = pieces.iter().map(|piece| piece.proof.method());
                methods.fold("pieces of what is given", |all, one| stronger(all, one, ""))
            }
            Proof::Given { .. } => "a multiple of what is given",
            Proof::Covered(_) => "subdivision of what is given",
            Proof::Elsewhere { weak } | Proof::Negated(weak) => weak.method(),
            Proof::Both(low, high) => stronger(low.method(), high.method(), ""),
        }
    }

    /// Whether only a new decomposition into cells could check it: there is no short proof.
    pub fn needs_recomputation(&self) -> bool {
        match self {
            Proof::Cells { .. } => true,
            Proof::Identity
            | Proof::Bernstein
            | Proof::Roots { .. }
            | Proof::Signs { .. }
            | Proof::Vacuous => false,
            Proof::Split { low, high, .. } | Proof::Vertices { low, high, .. } => {
                low.needs_recomputation() || high.needs_recomputation()
            }
            Proof::Both(a, b) => a.needs_recomputation() || b.needs_recomputation(),
            Proof::Monotone { value: proof, .. }
            | Proof::Given { quotient: proof, .. }
            | Proof::Elsewhere { weak: proof }
            | Proof::Negated(proof) => proof.needs_recomputation(),
            Proof::Factors { parts } => {
                parts.iter().filter_map(|part| part.sign.as_ref()).any(Proof::needs_recomputation)
            }
            Proof::Sectors { sectors, .. } => {
                sectors.iter().any(|(_, proof)| proof.needs_recomputation())
            }
            Proof::Touching { weak, edges, lines, .. } => {
                let lines = lines.iter().map(|(_, proof)| proof);
                weak.needs_recomputation()
                    || edges.iter().chain(lines).any(Proof::needs_recomputation)
            }
            Proof::Pieces(pieces) => pieces.iter().any(|piece| piece.proof.needs_recomputation()),
            Proof::Covered(cover) => cover.needs_recomputation(),
        }
    }
}

impl Cover {
    fn needs_recomputation(&self) -> bool {
        match self {
            Cover::Split(_, low, high) => low.needs_recomputation() || high.needs_recomputation(),
            Cover::Outside(_) => false,
            Cover::Inside(proof) => proof.needs_recomputation(),
        }
    }
}

/// The method that took most, in the order in which they are tried; unknown ones take least.
fn stronger(own: &'static str, one: &'static str, two: &'static str) -> &'static str {
    const TRIED: [&str; 9] = [
        "identity",
        "Bernstein coefficients",
        "monotony",
        "vertices",
        "real roots",
        "Bernstein subdivision",
        "square-free factors",
        "corner blow-up",
        "open cylindrical decomposition",
    ];
    let place = |method: &str| TRIED.iter().position(|tried| *tried == method);
    let inner = if place(one) >= place(two) { one } else { two };
    if place(inner) > place(own) && place(own).is_some() { inner } else { own }
}
