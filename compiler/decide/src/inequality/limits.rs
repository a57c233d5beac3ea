//! How much work a decision may take.

use kofn_algebra::{BernsteinForm, LimitReached, Work};

/// Counts of work after which a claim stays undecided. They count and never measure time, so the
/// same claim always ends the same way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Steps to one Bernstein form: its coefficients times its largest degree.
    pub form: u64,
    /// Points of the grid that is tried for counterexamples.
    pub points: u64,
    /// Boxes of a first subdivision, before any factor is looked for.
    pub first_boxes: u64,
    /// Boxes of a subdivision of a polynomial without multiple factors.
    pub boxes: u64,
    /// Boxes of the last subdivision of a strict claim.
    pub last_boxes: u64,
    /// Sub-claims of all kinds together.
    pub cases: u64,
    /// Corners of corners that are blown up.
    pub blow_ups: u32,
    /// Cells of a cylindrical decomposition.
    pub cells: u64,
    /// Steps with polynomials: divisors, resultants and their like.
    pub steps: u64,
    /// Terms of a polynomial after a substitution.
    pub terms: u64,
    /// Pieces into which constraints divide the box.
    pub pieces: u64,
    /// Whether only steps are taken that are short to check: none by monotony, resultants or cells.
    pub short_proofs: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            form: 1 << 20,
            points: 4_096,
            first_boxes: 40,
            boxes: 300,
            last_boxes: 3_000,
            cases: 100_000,
            blow_ups: 3,
            cells: 20_000,
            steps: 100_000_000,
            terms: 20_000,
            pieces: 64,
            short_proofs: false,
        }
    }
}

/// The limits and what has been used of them.
pub(super) struct Search<'l> {
    pub(super) limits: &'l Limits,
    pub(super) work: Work,
    cases: u64,
}

impl<'l> Search<'l> {
    pub(super) fn new(limits: &'l Limits) -> Self {
        Search { limits, work: Work::new(limits.steps), cases: 0 }
    }

    /// Takes up one more sub-claim, with the steps that its coefficients take.
    pub(super) fn count_case(&mut self, form: &BernsteinForm) -> Result<(), LimitReached> {
        self.cases += 1;
        let degrees = (0..form.variables().len()).map(|axis| form.degree(axis) as u64);
        self.work.charge(degrees.fold(1, |size, degree| size * (degree + 1)))?;
        within("sub-claims", self.limits.cases, self.cases)
    }
}

/// Passes a count that is within its limit.
pub(super) fn within(what: &'static str, limit: u64, reached: u64) -> Result<(), LimitReached> {
    if reached <= limit { Ok(()) } else { Err(LimitReached { what, limit, reached }) }
}
