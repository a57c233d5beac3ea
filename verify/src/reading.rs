//! Reading JSON strictly: every field is asked for by name, and no other may be there.

use crate::Verdict;
use crate::polynomial::{Poly, gcd, spend};
use num_bigint::BigInt;
use serde_json::Value;

/// What is found, or why the certificate does not prove it.
pub type Checked<T> = Result<T, Verdict>;

pub fn no<T>(reason: impl Into<String>) -> Checked<T> {
    Err(Verdict::NotCertified { reason: reason.into() })
}

/// A place in the certificate.
pub struct Node<'a> {
    pub value: &'a Value,
    pub path: String,
}

impl<'a> Node<'a> {
    pub fn refuse<T>(&self, reason: impl Into<String>) -> Checked<T> {
        Err(Verdict::Refused { path: self.path.clone(), reason: reason.into() })
    }

    /// What was read here, if it is of the right kind.
    fn read<T>(&self, read: Option<T>, kind: &str) -> Checked<T> {
        read.map_or_else(|| self.refuse(format!("not {kind}")), Ok)
    }

    fn at(&self, value: &'a Value, key: impl std::fmt::Display) -> Node<'a> {
        spend(100);
        Node { value, path: format!("{}/{key}", self.path) }
    }

    /// All fields of an object whose keys are names.
    pub fn entries(&self) -> Checked<Vec<(&'a str, Node<'a>)>> {
        let map = self.read(self.value.as_object(), "an object")?;
        Ok(map.iter().map(|(key, value)| (key.as_str(), self.at(value, key))).collect())
    }

    /// The fields of an object that has exactly these.
    pub fn fields<const N: usize>(&self, names: [&str; N]) -> Checked<[Node<'a>; N]> {
        let entries = self.entries()?;
        if entries.len() != N || !names.iter().all(|name| self.value.get(*name).is_some()) {
            return self.refuse(format!("its fields are not {}", names.join(", ")));
        }
        Ok(names.map(|name| self.at(&self.value[name], name)))
    }

    /// What kind of object it is: the text in the field `name`.
    pub fn tag(&self, name: &str) -> Checked<&'a str> {
        let tag = self.value.get(name).and_then(Value::as_str);
        self.read(tag, &format!("an object with the text `{name}`"))
    }

    pub fn list(&self) -> Checked<Vec<Node<'a>>> {
        let list = self.read(self.value.as_array(), "a list")?;
        Ok(list.iter().enumerate().map(|(i, value)| self.at(value, i)).collect())
    }

    /// A list of a fixed length.
    pub fn tuple<const N: usize>(&self) -> Checked<[Node<'a>; N]> {
        self.list()?.try_into().or_else(|_| self.refuse(format!("not a list of {N}")))
    }

    pub fn each<T>(&self, read: impl FnMut(Node<'a>) -> Checked<T>) -> Checked<Vec<T>> {
        self.list()?.into_iter().map(read).collect()
    }

    pub fn text(&self) -> Checked<&'a str> {
        self.read(self.value.as_str(), "a string")
    }

    /// A number `"a"` or `"a/b"`: digits, with at most a minus in front. In lowest terms.
    pub fn number(&self) -> Checked<Poly> {
        let text = self.text()?;
        let (n, d) = text.split_once('/').unwrap_or((text, "1"));
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        let well = digits(n.strip_prefix('-').unwrap_or(n)) && digits(d) && text.len() <= 20_000;
        let number = || -> Option<[BigInt; 2]> { Some([n.parse().ok()?, d.parse().ok()?]) };
        let number = number().filter(|[_, d]| well && *d != BigInt::ZERO);
        let [n, d] = self.read(number, "a number \"a/b\"")?;
        let common = gcd(&BigInt::from(n.magnitude().clone()), &d);
        Ok(Poly::fraction(n / &common, d / common))
    }

    /// A JSON number below a bound.
    pub fn index(&self, below: usize) -> Checked<usize> {
        let index = self.value.as_u64().map(|i| i as usize).filter(|i| *i < below);
        self.read(index, &format!("a number below {below}"))
    }
}
