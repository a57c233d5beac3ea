//! What can be done about a finding.

use crate::answers::Spots;
use crate::dispatch::Answered;
use crate::findings::place;
use crate::server::Server;
use kofn_ide::fixes::fix;
use kofn_ide::places::path_of;
use lsp_types::{CodeActionKind, CodeActionParams};
use serde_json::{Value, json};
use std::collections::BTreeMap;

impl Server {
    pub(crate) fn code_actions(&mut self, params: CodeActionParams) -> Answered {
        let path = self.files.path(&params.text_document.uri);
        let asked = params.context.only.as_deref();
        let fits = |kind: &CodeActionKind| {
            kind == &CodeActionKind::EMPTY || kind == &CodeActionKind::QUICKFIX
        };
        if asked.is_some_and(|kinds| !kinds.iter().any(fits)) {
            return Ok(json!([]));
        }
        self.analyses.get(&self.files, &path);
        let Some(analysis) = self.analyses.known(&path) else { return Ok(json!([])) };
        let reading = &analysis.reading;
        let spots = Spots::new(reading, self.encoding);
        let mut actions: Vec<Value> = Vec::new();
        for finding in reading.diagnostics.iter().chain(&analysis.checked) {
            let (at, range) = place(reading, &spots, finding);
            let here =
                at == path && range.start <= params.range.end && params.range.start <= range.end;
            let Some(fix) = fix(reading, finding).filter(|_| here) else { continue };
            let mut edits: BTreeMap<String, Vec<Value>> = BTreeMap::new();
            for edit in &fix.edits {
                let Some(path) = path_of(reading, edit.span.file) else { continue };
                edits.entry(path.to_owned()).or_default().push(json!(spots.edit(edit)));
            }
            // The editor knows its findings by their code and place.
            let concerned: Vec<&lsp_types::Diagnostic> = params
                .context
                .diagnostics
                .iter()
                .filter(|one| {
                    let code = lsp_types::NumberOrString::String(finding.code.0.to_owned());
                    one.range == range && one.code.as_ref() == Some(&code)
                })
                .collect();
            actions.push(json!({
                "title": fix.title,
                "kind": "quickfix",
                "diagnostics": concerned,
                "isPreferred": true,
                "edit": self.workspace_edit(edits),
            }));
        }
        Ok(Value::from(actions))
    }
}
