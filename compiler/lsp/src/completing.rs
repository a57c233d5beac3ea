//! What could be written, and what a call takes, while it is typed.

use crate::answers::{Spots, main_file};
use crate::dispatch::{Answered, json_of};
use crate::server::Server;
use kofn_ide::completion::{CompletionKind, completions};
use kofn_ide::signature::signature;
use lsp_types::{CompletionItemKind, SignatureHelpParams, TextDocumentPositionParams};
use serde_json::{Value, json};

impl Server {
    pub(crate) fn completion(&mut self, at: TextDocumentPositionParams) -> Answered {
        let path = self.files.path(&at.text_document.uri);
        let reading = &self.analyses.get(&self.files, &path).reading;
        let spots = Spots::new(reading, self.encoding);
        let file = main_file(reading);
        let found = completions(reading, file, spots.byte(file, at.position));
        let range = spots.range(found.replaces);
        let items: Vec<Value> = found
            .all
            .iter()
            .enumerate()
            .map(|(order, one)| {
                let kind = match one.kind {
                    CompletionKind::Argument => CompletionItemKind::FIELD,
                    CompletionKind::Index => CompletionItemKind::VARIABLE,
                    CompletionKind::Thing => CompletionItemKind::VARIABLE,
                    CompletionKind::Number => CompletionItemKind::CONSTANT,
                    CompletionKind::System => CompletionItemKind::CLASS,
                    CompletionKind::Prefix | CompletionKind::Library => CompletionItemKind::MODULE,
                    CompletionKind::Type => CompletionItemKind::TYPE_PARAMETER,
                    CompletionKind::Keyword => CompletionItemKind::KEYWORD,
                    CompletionKind::Function => CompletionItemKind::FUNCTION,
                };
                let mut item = json!({
                    "label": one.text.trim_end(),
                    "kind": kind,
                    "sortText": format!("{order:05}"),
                    "filterText": one.text,
                    "textEdit": {"range": range, "newText": one.text},
                });
                if !one.detail.is_empty() {
                    item["detail"] = json!(one.detail);
                }
                if let Some(doc) = &one.doc {
                    item["documentation"] = json!(doc);
                }
                item
            })
            .collect();
        Ok(json!({"isIncomplete": false, "items": items}))
    }

    pub(crate) fn signature_help(&mut self, params: SignatureHelpParams) -> Answered {
        let at = params.text_document_position_params;
        let path = self.files.path(&at.text_document.uri);
        let reading = &self.analyses.get(&self.files, &path).reading;
        let spots = Spots::new(reading, self.encoding);
        let file = main_file(reading);
        let Some(found) = signature(reading, file, spots.byte(file, at.position)) else {
            return Ok(Value::Null);
        };
        let parameters: Vec<Value> =
            found.parameters.iter().map(|one| json!({"label": one})).collect();
        let mut shown = json!({"label": found.label, "parameters": parameters});
        if let Some(doc) = found.doc {
            shown["documentation"] = json!(doc);
        }
        // One behind the last stands for none of them.
        let active = found.active.unwrap_or(found.parameters.len());
        json_of(json!({"signatures": [shown], "activeSignature": 0, "activeParameter": active}))
    }
}
