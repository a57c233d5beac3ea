//! What could be written, and what a call takes, while it is typed.

use crate::answers::{Spots, main_file};
use crate::dispatch::{Answered, json_of};
use crate::server::Server;
use kofn_ide::completion::{CompletionKind, UsedPath, completions, used_path};
use kofn_ide::signature::signature;
use lsp_types::{CompletionItemKind, Range, SignatureHelpParams, TextDocumentPositionParams};
use serde_json::{Value, json};
use std::path::Path;

impl Server {
    pub(crate) fn completion(&mut self, at: TextDocumentPositionParams) -> Answered {
        let path = self.files.path(&at.text_document.uri);
        let reading = &self.analyses.get(&self.files, &path).reading;
        let spots = Spots::new(reading, self.encoding);
        let file = main_file(reading);
        let byte = spots.byte(file, at.position);
        if let Some(used) = used_path(reading, file, byte) {
            let range = spots.range(used.replaces);
            return Ok(
                json!({"isIncomplete": false, "items": self.used_files(&path, &used, range)}),
            );
        }
        let found = completions(reading, &self.files, file, byte);
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

    /// What a path behind `use` could go on with: models, fault trees and folders.
    fn used_files(&self, path: &str, used: &UsedPath, range: Range) -> Vec<Value> {
        /// More than anybody reads are not offered.
        const MOST: usize = 1_000;
        let own = Path::new(path);
        let folder = own.parent().unwrap_or(Path::new("")).join(&used.folder);
        let Ok(entries) = std::fs::read_dir(&folder) else { return Vec::new() };
        let mut names: Vec<(String, CompletionItemKind)> = entries
            .flatten()
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                // Links are followed: a model may use what they lead to.
                let found = std::fs::metadata(entry.path()).ok()?;
                let fits = name.ends_with(".rbd") || name.ends_with(".xml");
                if name.starts_with('.') || name.contains('"') || entry.path() == own {
                    None
                } else if found.is_dir() {
                    Some((format!("{name}/"), CompletionItemKind::FOLDER))
                } else {
                    (fits && found.is_file()).then_some((name, CompletionItemKind::FILE))
                }
            })
            .collect();
        // Files before folders.
        names.sort_by_key(|(name, _)| (name.ends_with('/'), name.clone()));
        names.truncate(MOST);
        let items = names.into_iter().enumerate().map(|(order, (name, kind))| {
            json!({
                "label": name,
                "kind": kind,
                "sortText": format!("{order:05}"),
                "filterText": name,
                "textEdit": {"range": range, "newText": name},
            })
        });
        items.collect()
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
