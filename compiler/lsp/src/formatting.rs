//! The one layout of a text.

use crate::answers::{Spots, main_file};
use crate::dispatch::{Answered, Refused, json_of};
use crate::server::Server;
use kofn::diagnostics::{Edit, Span};
use kofn_ide::layout::format_items;
use lsp_types::{Range, TextDocumentIdentifier};
use serde::Deserialize;
use serde_json::json;

/// What is asked for, whatever the editor likes of tabs.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OfText {
    text_document: TextDocumentIdentifier,
}

/// As [`OfText`], for a part of it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InRange {
    text_document: TextDocumentIdentifier,
    range: Range,
}

impl Server {
    /// What changes, and nothing around it: an editor keeps its place in the text.
    pub(crate) fn formatting(&mut self, params: OfText) -> Answered {
        let path = self.files.path(&params.text_document.uri);
        let reading = &self.analyses.get(&self.files, &path).reading;
        let file = main_file(reading);
        let text = reading.sources.get(file).text();
        let new = match kofn::format(file, text) {
            Ok(new) => new,
            // What is wrong is shown already.
            Err(refusal) => return Err(Refused::failed(refusal.to_string())),
        };
        if new == text {
            return Ok(json!([]));
        }
        let (start, end, words) = difference(text, &new);
        let spots = Spots::new(reading, self.encoding);
        let edit = Edit { span: Span::new(file, start, end), text: words.to_owned() };
        json_of([spots.edit(&edit)])
    }

    /// The layout of the items that a range concerns, whole items: what stands between them stays.
    pub(crate) fn range_formatting(&mut self, params: InRange) -> Answered {
        let path = self.files.path(&params.text_document.uri);
        let reading = &self.analyses.get(&self.files, &path).reading;
        let file = main_file(reading);
        let text = reading.sources.get(file).text();
        let spots = Spots::new(reading, self.encoding);
        let [start, end] =
            [params.range.start, params.range.end].map(|position| spots.byte(file, position));
        let edits = match format_items(file, text, start..end) {
            Ok(edits) => edits,
            Err(refusal) => return Err(Refused::failed(refusal.to_string())),
        };
        json_of(edits.iter().map(|edit| spots.edit(edit)).collect::<Vec<_>>())
    }
}

/// The lines that differ: their bytes in the first text, and what stands there in the second.
fn difference<'n>(old: &str, new: &'n str) -> (usize, usize, &'n str) {
    let same = |a: &[&str], b: &[&str]| -> usize {
        let pairs = a.iter().zip(b).take_while(|(a, b)| a == b);
        pairs.map(|(line, _)| line.len()).sum()
    };
    let mut old_lines: Vec<&str> = old.split_inclusive('\n').collect();
    let mut new_lines: Vec<&str> = new.split_inclusive('\n').collect();
    let before = same(&old_lines, &new_lines);
    old_lines.reverse();
    new_lines.reverse();
    let room = old.len().min(new.len()) - before;
    let mut after = 0;
    for (a, b) in old_lines.iter().zip(&new_lines) {
        if a != b || after + a.len() > room {
            break;
        }
        after += a.len();
    }
    (before, old.len() - after, &new[before..new.len() - after])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_that_differ_are_replaced() {
        assert_eq!(difference("a\nb\nc\n", "a\nx\nc\n"), (2, 4, "x\n"));
        assert_eq!(difference("a\na\n", "a\n"), (2, 4, ""));
        assert_eq!(difference("a", "a\n"), (0, 1, "a\n"));
        assert_eq!(difference("", "a\n"), (0, 0, "a\n"));
        assert_eq!(difference("a\n\n\nb\n", "a\n\nb\n"), (3, 4, ""));
    }
}
