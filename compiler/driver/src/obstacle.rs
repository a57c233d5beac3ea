//! Why there is nothing to compute with: a mistake, or something too large.

use kofn_diagnostics::{Diagnostic, Span};
use kofn_measures::Trouble;

/// Why a number of a query could not be evaluated.
#[derive(Clone, Debug)]
pub(crate) enum Obstacle {
    /// Something is wrong.
    Wrong(Vec<Diagnostic>),
    /// The model is fine, and a limit is in the way: which, and where that was asked for.
    TooLarge { why: String, at: Span },
}

impl Obstacle {
    pub fn too_large(at: Span, trouble: &Trouble) -> Obstacle {
        Obstacle::TooLarge { why: format!("this cannot be computed with: {trouble}"), at }
    }
}

impl From<Vec<Diagnostic>> for Obstacle {
    fn from(findings: Vec<Diagnostic>) -> Self {
        Obstacle::Wrong(findings)
    }
}

/// Where there is no other way to tell, a limit is a finding.
impl From<Obstacle> for Vec<Diagnostic> {
    fn from(obstacle: Obstacle) -> Self {
        match obstacle {
            Obstacle::Wrong(findings) => findings,
            Obstacle::TooLarge { why, at } => {
                let finding = Diagnostic::error(kofn_structure::code::TOO_LARGE, why);
                vec![finding.at(at, "too large")]
            }
        }
    }
}
