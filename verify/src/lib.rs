//! An independent checker of certificates: what a claim says follows from a structure.
//!
//! Everything is recomputed in whole numbers; nothing that a certificate says is believed but its
//! structure. `README.md` describes the format.

mod claims;
mod inequality;
mod polynomial;
mod reading;
mod structure;

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
    polynomial::WORK.set(if text.len() > 1 << 24 { 0 } else { 10_000_000_000 });
    let value = match serde_json::from_str(if polynomial::spend(0) { text } else { "0" }) {
        Ok(value) => value,
        Err(error) => return Verdict::Refused { path: String::new(), reason: error.to_string() },
    };
    let root = reading::Node { value: &value, path: String::new() };
    let claims = match root.list() {
        Ok(list) if list.is_empty() => root.refuse("no certificate"),
        Ok(list) => list.iter().map(claims::certify).collect(),
        Err(_) => claims::certify(&root).map(|claim| vec![claim]),
    };
    let reason = "certificate-too-large: 16 MiB, 100,000 terms, degree 20,000, or the work";
    match claims {
        _ if !polynomial::spend(0) => Verdict::NotCertified { reason: reason.to_owned() },
        Ok(claims) => Verdict::Certified { claim: claims.join("; ") },
        Err(verdict) => verdict,
    }
}
