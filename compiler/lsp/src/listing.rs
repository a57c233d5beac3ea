//! Symbols of all models, kept while the files stay as they are.

use crate::answers::{Spots, main_file};
use crate::dispatch::{Answered, Refused};
use crate::outline::{flatten, named_place, symbol_kind};
use crate::server::Server;
use kofn::Reading;
use kofn_ide::symbols::{SymbolKind, symbols};
use lsp_types::{Location, Range, WorkspaceSymbolParams};
use serde_json::Value;
use std::collections::BTreeSet;
use std::time::SystemTime;

/// A name of a model, with its place.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    name: String,
    kind: lsp_types::SymbolKind,
    range: Range,
    container: Option<String>,
}

/// The names of a file that is not open, as it was at a time.
pub(crate) struct ListedFile {
    modified: Option<SystemTime>,
    length: u64,
    names: Vec<Listed>,
}

impl Server {
    pub(crate) fn workspace_symbols(&mut self, params: WorkspaceSymbolParams) -> Answered {
        /// Answers, at most: more are not shown anyway.
        const MOST: usize = 1_000;
        let query: Vec<char> = params.query.to_lowercase().chars().collect();
        self.analyses.read_again(&self.files);
        let mut found: Vec<Value> = Vec::new();
        let models = self.models();
        let there: BTreeSet<&String> = models.iter().collect();
        self.listed.retain(|path, _| there.contains(path));
        for path in &models {
            if self.inbox.borrow_mut().is_taken_back() {
                return Err(Refused::cancelled());
            }
            let Some(uri) = self.files.uri(path) else { continue };
            let read;
            let names = match self.analyses.known(path) {
                Some(analysis) => {
                    read = self.names(&analysis.reading);
                    &read
                }
                None => self.names_on_disk(path),
            };
            let mut fitting = names.iter().filter(|one| spelt(&query, &one.name)).peekable();
            if fitting.peek().is_none() {
                continue;
            }
            for one in fitting.take(MOST - found.len()) {
                let place = Location { uri: uri.clone(), range: one.range };
                let container = one.container.as_deref();
                found.push(named_place(&one.name, one.kind, &place, container));
            }
            if found.len() >= MOST {
                break;
            }
        }
        Ok(Value::from(found))
    }

    /// The names of a file that is not open: those that are kept, where it is the same file.
    fn names_on_disk(&mut self, path: &str) -> &[Listed] {
        let found = std::fs::metadata(path).ok();
        let modified = found.as_ref().and_then(|found| found.modified().ok());
        let length = found.map_or(0, |found| found.len());
        let same = |known: &ListedFile| {
            modified.is_some() && known.modified == modified && known.length == length
        };
        if !self.listed.get(path).is_some_and(same) {
            let names = self.names(&Reading::new(&self.files, path));
            self.listed.insert(path.to_owned(), ListedFile { modified, length, names });
        }
        self.listed.get(path).map_or(&[], |known| &known.names)
    }

    fn names(&self, reading: &Reading) -> Vec<Listed> {
        let spots = Spots::new(reading, self.encoding);
        let mut names = Vec::new();
        for one in symbols(reading, main_file(reading)) {
            flatten(&one, None, &mut |symbol, container| {
                if symbol.kind != SymbolKind::Query {
                    names.push(Listed {
                        name: symbol.name.clone(),
                        kind: symbol_kind(symbol.kind),
                        range: spots.range(symbol.selection),
                        container: container.map(str::to_owned),
                    });
                }
            });
        }
        names
    }
}

/// Whether the characters of a query stand in a name in this order.
fn spelt(query: &[char], name: &str) -> bool {
    let mut name = name.chars().flat_map(char::to_lowercase);
    query.iter().all(|wanted| name.any(|c| c == *wanted))
}
