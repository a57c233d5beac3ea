//! Addresses as editors spell them, and as the standard has them.
//!
//! Some editors send what a standard address must not contain: a space, a bracket, `é`. Here they
//! are spelt as they should be, and what goes back to the editor is spelt as it came.

use crate::uris::legal;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Under these names messages have addresses.
const ADDRESSES: &[&str] = &["uri", "rootUri", "oldUri", "newUri"];

/// How the editor spells addresses, by their legal spelling.
#[derive(Debug, Default)]
pub struct Spelling(BTreeMap<String, String>);

impl Spelling {
    /// Spells all addresses in a message of the editor as they should be.
    pub fn correct(&mut self, message: &mut Value) {
        match message {
            Value::Object(entries) => {
                for (name, value) in entries {
                    match value {
                        Value::String(uri) if ADDRESSES.contains(&name.as_str()) => self.spell(uri),
                        _ => self.correct(value),
                    }
                }
            }
            Value::Array(values) => values.iter_mut().for_each(|value| self.correct(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn spell(&mut self, uri: &mut String) {
        match legal(uri) {
            Cow::Owned(legal) => {
                let spelt = std::mem::replace(uri, legal.clone());
                self.0.insert(legal, spelt);
            }
            // Whoever can spell it gets it so.
            Cow::Borrowed(_) => {
                self.0.remove(uri);
            }
        }
    }

    /// Spells all addresses in a message to the editor as it does.
    pub fn restore(&self, message: &mut Value) {
        if self.0.is_empty() {
            return;
        }
        match message {
            Value::Object(entries) => {
                if entries.keys().any(|key| self.0.contains_key(key)) {
                    // Edits are listed by address.
                    let all: Map<String, Value> = std::mem::take(entries)
                        .into_iter()
                        .map(|(key, value)| (self.0.get(&key).cloned().unwrap_or(key), value))
                        .collect();
                    *entries = all;
                }
                for (name, value) in entries {
                    match value {
                        Value::String(uri) if ADDRESSES.contains(&name.as_str()) => {
                            if let Some(spelt) = self.0.get(uri) {
                                uri.clone_from(spelt);
                            }
                        }
                        _ => self.restore(value),
                    }
                }
            }
            Value::Array(values) => values.iter_mut().for_each(|value| self.restore(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_comes_back_is_what_was_sent() {
        let mut spelling = Spelling::default();
        let sent = json!({"textDocument": {"uri": "file:///a [1]/é.rbd", "text": "[ ]"}});
        let mut message = sent.clone();
        spelling.correct(&mut message);
        assert_eq!(message["textDocument"]["uri"], "file:///a%20%5B1%5D/%C3%A9.rbd");
        assert_eq!(message["textDocument"]["text"], "[ ]");
        let mut edits = json!({"changes": {"file:///a%20%5B1%5D/%C3%A9.rbd": [], "file:///b": []}});
        spelling.restore(&mut edits);
        assert_eq!(edits, json!({"changes": {"file:///a [1]/é.rbd": [], "file:///b": []}}));
        spelling.restore(&mut message);
        assert_eq!(message, sent);
    }
}
