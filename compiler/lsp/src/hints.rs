//! Hovers and hints: what needs values, which the worker computes.

use crate::answers::{Spots, main_file};
use crate::dispatch::{Answered, Refused};
use crate::keys;
use crate::server::Server;
use crate::worker::Wanted;
use kofn_ide::describe::{Description, describe};
use kofn_ide::facts::Fact;
use lsp_server::{RequestId, Response};
use lsp_types::{HoverParams, InlayHintParams, Position, Range};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A request that waits for values.
pub(crate) struct Pending {
    pub id: RequestId,
    pub path: String,
    pub asked: Asked,
    /// Keys of values that are being computed; without them there is no answer yet.
    pub awaits: BTreeSet<u128>,
}

impl Pending {
    pub fn new(id: RequestId, path: String, asked: Asked) -> Pending {
        Pending { id, path, asked, awaits: BTreeSet::new() }
    }
}

#[derive(Clone, Copy)]
pub(crate) enum Asked {
    Hover(Position),
    Hints(Range),
    /// The formula and the value of the system at a place.
    Sheet(Position),
    #[cfg(test)]
    Mistake,
}

impl Server {
    pub(crate) fn wait_for_hover(
        &mut self,
        id: RequestId,
        params: HoverParams,
    ) -> Result<(), Refused> {
        let at = params.text_document_position_params;
        let path = self.files.path(&at.text_document.uri);
        self.pending.push(Pending::new(id, path, Asked::Hover(at.position)));
        Ok(())
    }

    pub(crate) fn wait_for_hints(
        &mut self,
        id: RequestId,
        params: InlayHintParams,
    ) -> Result<(), Refused> {
        let path = self.files.path(&params.text_document.uri);
        self.pending.push(Pending::new(id, path, Asked::Hints(params.range)));
        Ok(())
    }

    /// Answers the requests whose values are known, and has the other values computed. A text that
    /// was changed meanwhile is answered for as it is now.
    pub(crate) fn answer_pending(&mut self) {
        for pending in std::mem::take(&mut self.pending) {
            self.answer_or_wait(pending);
        }
    }

    /// A value is known, or will not be; requests that waited for no other are answered.
    pub(crate) fn arrived(&mut self, key: u128) {
        for mut pending in std::mem::take(&mut self.pending) {
            if pending.awaits.remove(&key) && pending.awaits.is_empty() {
                self.answer_or_wait(pending);
            } else {
                self.pending.push(pending);
            }
        }
    }

    /// A mistake of ours costs one answer, not those of others.
    pub(crate) fn answer_or_wait(&mut self, mut pending: Pending) {
        self.awaited.clear();
        let answer = catch_unwind(AssertUnwindSafe(|| match pending.asked {
            Asked::Hover(position) => self.hover(&pending.path, position),
            Asked::Hints(range) => self.hints(&pending.path, range),
            Asked::Sheet(position) => self.sheet(&pending.path, position),
            #[cfg(test)]
            Asked::Mistake => panic!("a mistake of ours"),
        }));
        match answer {
            Ok(Some(Ok(value))) => self.send(Response::new_ok(pending.id, value)),
            Ok(Some(Err(refused))) => self.send(refused.to(pending.id)),
            Ok(None) => {
                pending.awaits = std::mem::take(&mut self.awaited);
                self.pending.push(pending);
            }
            Err(_) => self.send(Refused::ours().to(pending.id)),
        }
    }

    /// A value that is known; one that is not will be.
    fn value(&mut self, path: &str, key: u128, query: &str) -> Option<Option<Fact>> {
        if let Some(fact) = self.facts.get(&key) {
            return Some(fact.clone());
        }
        self.awaited.insert(key);
        if self.asked.insert(key) {
            let wanted = Wanted::Fact { key, query: query.to_owned() };
            self.compute(path, wanted);
        }
        None
    }

    fn hover(&mut self, path: &str, position: Position) -> Option<Answered> {
        let analysis = self.analyses.get(&self.files, path);
        let reading = &analysis.reading;
        let spots = Spots::new(reading, self.encoding);
        let file = main_file(reading);
        let Some(described) = describe(reading, file, spots.byte(file, position)) else {
            return Some(Ok(Value::Null));
        };
        let range = spots.range(described.span);
        let sound = !reading.diagnostics.iter().any(kofn::diagnostics::Diagnostic::is_error);
        let asked = described.query.as_ref().filter(|_| sound);
        let asked = asked.map(|query| (keys::of_query(reading, query), query.clone()));
        let fact = match asked {
            Some((key, query)) => self.value(path, key, &query)?,
            None => None,
        };
        let (kind, text) = if self.client.markdown {
            ("markdown", markdown(&described, fact.as_ref()))
        } else {
            ("plaintext", plain(&described, fact.as_ref()))
        };
        Some(Ok(json!({"contents": {"kind": kind, "value": text}, "range": range})))
    }

    fn hints(&mut self, path: &str, wanted: Range) -> Option<Answered> {
        let analysis = self.analyses.get(&self.files, path);
        let reading = &analysis.reading;
        // A model that is wrong has no values.
        if reading.diagnostics.iter().any(kofn::diagnostics::Diagnostic::is_error) {
            return Some(Ok(json!([])));
        }
        let spots = Spots::new(reading, self.encoding);
        let systems: Vec<(Position, String, u128)> = analysis
            .systems
            .get_or_init(|| keys::of_systems(reading))
            .iter()
            .map(|(span, name, key)| (spots.range(*span).end, name.clone(), *key))
            .filter(|(at, ..)| wanted.start <= *at && *at <= wanted.end)
            .collect();
        let mut hints = Vec::new();
        let mut complete = true;
        for (at, name, key) in systems {
            match self.value(path, key, &name) {
                Some(Some(fact)) if !fact.short.is_empty() => hints.push(hint(at, &fact)),
                Some(_) => {}
                None => complete = false,
            }
        }
        complete.then_some(Ok(Value::from(hints)))
    }
}

fn hint(at: Position, fact: &Fact) -> Value {
    let mut hint = json!({
        "position": at,
        "label": format!("= {}", fact.short),
        "paddingLeft": true,
    });
    let tooltip = fact.why.as_ref().unwrap_or(&fact.full);
    hint["tooltip"] = json!(tooltip);
    hint
}

fn markdown(described: &Description, fact: Option<&Fact>) -> String {
    let mut parts = vec![format!("```rbd\n{}\n```", described.code)];
    parts.extend((!described.what.is_empty()).then(|| described.what.clone()));
    if let Some(fact) = fact.filter(|fact| !fact.full.is_empty()) {
        let own = if described.own_part { "its own part works with\n\n" } else { "" };
        parts.push(format!("{own}```text\n{}\n```", fact.full));
    }
    // The author's lines are kept as lines.
    parts.extend(described.doc.as_ref().map(|doc| doc.replace('\n', "  \n")));
    parts.join("\n\n")
}

fn plain(described: &Description, fact: Option<&Fact>) -> String {
    let full = fact.map(|fact| fact.full.clone()).filter(|full| !full.is_empty());
    let own = if described.own_part { "its own part works with\n" } else { "" };
    let full = full.map(|full| format!("{own}{full}")).unwrap_or_default();
    let parts = [
        described.code.clone(),
        described.what.clone(),
        full,
        described.doc.clone().unwrap_or_default(),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}
