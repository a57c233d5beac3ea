//! An independent checker of certificates: what a claim says follows from a structure.
//!
//! Everything is recomputed in whole numbers; nothing that a certificate says is believed but its
//! structure. `README.md` describes the format.

mod claims;
mod inequality;
mod line;
mod number;
mod polynomial;
mod reading;
mod structure;

use number::Work;
use reading::Node;
use serde_json::Value;
use std::cell::Cell;

/// What is to be said of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The claim is true of the structure.
    Certified {
        /// The claim in words.
        claim: String,
    },
    /// It is well formed and does not prove its claim, which may be true or false.
    NotCertified {
        /// What does not hold, or which limit was reached.
        reason: String,
    },
    /// It is not a certificate.
    Refused {
        /// Where in the JSON: `/steps/0/low`.
        path: String,
        /// What is wrong there.
        reason: String,
    },
}

/// Checks a certificate, or a list of them. Bounded work whatever the text says, and no panic.
pub fn verify(text: &str) -> Verdict {
    let (work, path) = (Work(Cell::new(10_000_000_000)), String::new());
    if text.len() > 1 << 24 {
        return Verdict::NotCertified { reason: "certificate-too-large: above 16 MiB".to_owned() };
    }
    let value = match serde_json::from_str::<Value>(text) {
        Ok(value) => value,
        Err(error) => return Verdict::Refused { path, reason: error.to_string() },
    };
    let root = Node { value: &value, path, work: &work };
    let claims = match root.list() {
        Ok(list) if list.is_empty() => root.refuse("no certificate"),
        Ok(list) => list.iter().map(claims::certify).collect(),
        Err(_) => claims::certify(&root).map(|claim| vec![claim]),
    };
    match claims {
        Ok(claims) => Verdict::Certified { claim: claims.join("; ") },
        Err(verdict) => verdict,
    }
}
