//! Reading JSON strictly: every field is asked for by name, and no other may be there.

use crate::Verdict;
use crate::number::{Checked, Q, Work, gcd};
use num_bigint::BigInt;
use serde_json::Value;

/// A place in the certificate.
#[derive(Clone)]
pub struct Node<'a> {
    pub value: &'a Value,
    pub path: String,
    pub work: &'a Work,
}

impl<'a> Node<'a> {
    pub fn refuse<T>(&self, reason: impl Into<String>) -> Checked<T> {
        Err(Verdict::Refused { path: self.path.clone(), reason: reason.into() })
    }

    fn at(&self, value: &'a Value, key: impl std::fmt::Display) -> Node<'a> {
        Node { value, path: format!("{}/{key}", self.path), work: self.work }
    }

    /// All fields of an object whose keys are names.
    pub fn entries(&self) -> Checked<Vec<(&'a str, Node<'a>)>> {
        let Some(map) = self.value.as_object() else { return self.refuse("not an object") };
        self.work.spend(100 * map.len() as u64)?;
        Ok(map.iter().map(|(key, value)| (key.as_str(), self.at(value, key))).collect())
    }

    /// The one field of an object.
    pub fn only(&self) -> Checked<(&'a str, Node<'a>)> {
        let mut entries = self.entries()?;
        let one = entries.pop().filter(|_| entries.is_empty());
        one.map_or_else(|| self.refuse("not an object with one field"), Ok)
    }

    /// The fields of an object that has exactly these.
    pub fn fields<const N: usize>(&self, names: [&str; N]) -> Checked<[Node<'a>; N]> {
        let entries = self.entries()?;
        let known = entries.iter().filter(|(key, _)| names.contains(key)).count();
        if known != N || entries.len() != N {
            return self.refuse(format!("its fields are not {}", names.join(", ")));
        }
        Ok(names.map(|name| self.at(&self.value[name], name)))
    }

    /// What kind of object it is: the text in the field `name`.
    pub fn tag(&self, name: &str) -> Checked<&'a str> {
        let tag = self.value.get(name).and_then(Value::as_str);
        tag.map_or_else(|| self.refuse(format!("no `{name}`")), Ok)
    }

    pub fn list(&self) -> Checked<Vec<Node<'a>>> {
        let Some(list) = self.value.as_array() else { return self.refuse("not a list") };
        self.work.spend(100 * list.len() as u64)?;
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
        self.value.as_str().map_or_else(|| self.refuse("not a string"), Ok)
    }

    /// A number `"a"` or `"a/b"`: digits, with at most a minus in front.
    pub fn number(&self) -> Checked<Q> {
        let text = self.text()?;
        let (n, d) = text.split_once('/').unwrap_or((text, "1"));
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if text.len() <= 20_000
            && digits(n.strip_prefix('-').unwrap_or(n))
            && digits(d)
            && let (Ok(n), Ok(d)) = (n.parse::<BigInt>(), d.parse::<BigInt>())
            && d != BigInt::ZERO
        {
            let common = gcd(&BigInt::from(n.magnitude().clone()), &d);
            return Ok(Q { n: n / &common, d: d / common });
        }
        self.refuse("not a number \"a/b\"")
    }

    /// A JSON number below a bound.
    pub fn index(&self, below: usize) -> Checked<usize> {
        let index = self.value.as_u64().map(|i| i as usize).filter(|i| *i < below);
        index.map_or_else(|| self.refuse(format!("not a number below {below}")), Ok)
    }
}
