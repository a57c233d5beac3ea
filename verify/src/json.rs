//! Reading JSON strictly: every field is asked for by name, and no other may be there.

use crate::number::{Q, Stop, Work, words};
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
    pub fn refuse<T>(&self, reason: impl Into<String>) -> Result<T, Stop> {
        Err(Stop::Refused(self.path.clone(), reason.into()))
    }

    fn at(&self, value: &'a Value, key: impl std::fmt::Display) -> Node<'a> {
        Node { value, path: format!("{}/{key}", self.path), work: self.work }
    }

    /// All fields of an object whose keys are names.
    pub fn entries(&self) -> Result<Vec<(&'a str, Node<'a>)>, Stop> {
        let Some(map) = self.value.as_object() else { return self.refuse("not an object") };
        Ok(map.iter().map(|(key, value)| (key.as_str(), self.at(value, key))).collect())
    }

    /// The one field of an object.
    pub fn only(&self) -> Result<(&'a str, Node<'a>), Stop> {
        let mut entries = self.entries()?;
        let one = entries.pop().filter(|_| entries.is_empty());
        one.map_or_else(|| self.refuse("not an object with one field"), Ok)
    }

    /// The fields of an object that has exactly these.
    pub fn fields<const N: usize>(&self, names: [&str; N]) -> Result<[Node<'a>; N], Stop> {
        if let Some((unknown, _)) = self.entries()?.iter().find(|(key, _)| !names.contains(key)) {
            return self.refuse(format!("unknown field `{unknown}`"));
        }
        if let Some(missing) = names.iter().find(|name| self.value.get(**name).is_none()) {
            return self.refuse(format!("`{missing}` is missing"));
        }
        Ok(names.map(|name| self.at(self.value.get(name).unwrap_or(&Value::Null), name)))
    }

    /// What kind of object it is: the text in the field `name`.
    pub fn tag(&self, name: &str) -> Result<&'a str, Stop> {
        self.value.get(name).map_or_else(|| self.refuse("no tag"), |tag| self.at(tag, name).text())
    }

    pub fn list(&self) -> Result<Vec<Node<'a>>, Stop> {
        let Some(list) = self.value.as_array() else { return self.refuse("not a list") };
        Ok(list.iter().enumerate().map(|(i, value)| self.at(value, i)).collect())
    }

    /// A list of a fixed length.
    pub fn tuple<const N: usize>(&self) -> Result<[Node<'a>; N], Stop> {
        self.list()?.try_into().or_else(|_| self.refuse(format!("not a list of {N}")))
    }

    pub fn each<T>(&self, read: impl FnMut(Node<'a>) -> Result<T, Stop>) -> Result<Vec<T>, Stop> {
        self.list()?.into_iter().map(read).collect()
    }

    pub fn text(&self) -> Result<&'a str, Stop> {
        self.value.as_str().map_or_else(|| self.refuse("not a string"), Ok)
    }

    /// A number `"a"` or `"a/b"`: digits, with at most a minus in front.
    pub fn number(&self) -> Result<Q, Stop> {
        let text = self.text()?;
        let (n, d) = text.split_once('/').unwrap_or((text, "1"));
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if digits(n.strip_prefix('-').unwrap_or(n)) && digits(d) && text.len() <= 20_000 {
            self.work.spend((text.len() * text.len() / 8) as u64)?;
            if let (Ok(n), Ok(d)) = (n.parse::<BigInt>(), d.parse::<BigInt>()) {
                self.work.spend(n.bits().min(d.bits()) * words(&d))?;
                return if d == BigInt::ZERO { self.refuse("n/0") } else { Ok(Q::new(n, d)) };
            }
        }
        self.refuse("not a number \"a/b\"")
    }

    pub fn integer(&self) -> Result<BigInt, Stop> {
        let q = self.number()?;
        if q.d == BigInt::from(1) { Ok(q.n) } else { self.refuse("not a whole number") }
    }

    /// A whole number of moderate size.
    pub fn count(&self) -> Result<i64, Stop> {
        match i64::try_from(self.integer()?) {
            Ok(count) if count.unsigned_abs() <= 1 << 50 => Ok(count),
            _ => self.refuse("above 2^50"),
        }
    }

    /// What may be `null`.
    pub fn optional<T>(&self, read: impl Fn(&Self) -> Result<T, Stop>) -> Result<Option<T>, Stop> {
        if self.value.is_null() { Ok(None) } else { read(self).map(Some) }
    }

    /// A JSON number below a bound.
    pub fn index(&self, below: usize) -> Result<usize, Stop> {
        let index = self.value.as_u64().map(|i| i as usize).filter(|i| *i < below);
        index.map_or_else(|| self.refuse(format!("not a number below {below}")), Ok)
    }
}
