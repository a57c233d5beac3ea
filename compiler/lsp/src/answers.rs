//! Places of a model as an editor understands them.

use crate::files::Files;
use crate::positions::{Encoding, Lines};
use kofn::Reading;
use kofn::diagnostics::{Edit, FileId, Span};
use kofn_ide::places::{is_imported, path_of};
use lsp_types::{Location, Position, Range, TextEdit};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The places of one reading.
pub struct Spots<'r> {
    reading: &'r Reading,
    encoding: Encoding,
    lines: RefCell<BTreeMap<FileId, Lines>>,
}

impl<'r> Spots<'r> {
    /// The places of a reading, in the editor's encoding.
    pub fn new(reading: &'r Reading, encoding: Encoding) -> Spots<'r> {
        Spots { reading, encoding, lines: RefCell::new(BTreeMap::new()) }
    }

    /// A place without its file.
    pub fn range(&self, span: Span) -> Range {
        let text = self.reading.sources.get(span.file).text();
        let mut lines = self.lines.borrow_mut();
        let lines = lines.entry(span.file).or_insert_with(|| Lines::new(text));
        lines.range(text, span.start as usize, span.end as usize, self.encoding)
    }

    /// The byte of a position in a file.
    pub fn byte(&self, file: FileId, position: Position) -> usize {
        let text = self.reading.sources.get(file).text();
        let mut lines = self.lines.borrow_mut();
        let lines = lines.entry(file).or_insert_with(|| Lines::new(text));
        lines.byte(text, position, self.encoding)
    }

    /// A place with its file, where an editor can show that.
    pub fn location(&self, files: &Files, span: Span) -> Option<Location> {
        let uri = files.uri(path_of(self.reading, span.file)?)?;
        // What was imported has no places in its file.
        let imported = is_imported(self.reading, span.file);
        Some(Location { uri, range: if imported { Range::default() } else { self.range(span) } })
    }

    /// An edit without its file.
    pub fn edit(&self, edit: &Edit) -> TextEdit {
        TextEdit { range: self.range(edit.span), new_text: edit.text.clone() }
    }
}

/// The main file of a reading; every reading has one.
pub fn main_file(reading: &Reading) -> FileId {
    reading.units.first().map_or(FileId(0), |unit| unit.tree.file)
}
