//! Where things are declared, and everywhere they are named.

use crate::answers::{Spots, main_file};
use crate::dispatch::{Answered, Refused, json_of};
use crate::server::Server;
use kofn::Reading;
use kofn::model::{Named, Role};
use kofn_ide::places::{Anchor, anchor, anchored, declaration, named_at, occurrences};
use lsp_types::{
    DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams, GotoDefinitionParams,
    Location, ReferenceParams, TextDocumentPositionParams,
};
use serde_json::Value;

impl Server {
    /// What stands at a position of an open text, with the path of the text.
    fn names_at(&mut self, at: &TextDocumentPositionParams) -> (String, Vec<Named>) {
        let path = self.files.path(&at.text_document.uri);
        let reading = &self.analyses.get(&self.files, &path).reading;
        let file = main_file(reading);
        let byte = Spots::new(reading, self.encoding).byte(file, at.position);
        let named = named_at(reading, file, byte).map(|(_, named)| named);
        (path, named.unwrap_or_default())
    }

    pub(crate) fn definition(&mut self, params: GotoDefinitionParams) -> Answered {
        let (path, named) = self.names_at(&params.text_document_position_params);
        let reading = &self.analyses.get(&self.files, &path).reading;
        let spots = Spots::new(reading, self.encoding);
        let places = named.iter().filter_map(|one| {
            // A prefix leads to its file.
            let target = match one {
                Named::Prefix { used, .. } => Named::File(*used),
                other => other.clone(),
            };
            spots.location(&self.files, declaration(reading, &target)?)
        });
        let mut places: Vec<Location> = places.collect();
        places.dedup();
        json_of(places)
    }

    pub(crate) fn references(&mut self, params: ReferenceParams) -> Answered {
        let (path, named) = self.names_at(&params.text_document_position);
        self.analyses.read_again(&self.files);
        let declared = params.context.include_declaration;
        let Some(analysis) = self.analyses.known(&path) else { return json_of(Value::Null) };
        let reading = &analysis.reading;
        let anchors: Vec<Anchor> = named.iter().filter_map(|one| anchor(reading, one)).collect();
        let mut found = self.occurrences_in(reading, &named, declared);
        if !anchors.is_empty() {
            for other in self.models().into_iter().filter(|other| *other != path) {
                if self.inbox.borrow_mut().is_taken_back() {
                    return Err(Refused::cancelled());
                }
                self.with_reading(&other, |server, reading| {
                    let named: Vec<Named> =
                        anchors.iter().flat_map(|one| anchored(reading, one)).collect();
                    let more = server.occurrences_in(reading, &named, declared);
                    found.extend(more);
                });
            }
        }
        found.sort_by(|a, b| {
            let key = |one: &Location| (one.uri.as_str().to_owned(), one.range.start);
            key(a).cmp(&key(b))
        });
        found.dedup();
        json_of(found)
    }

    fn occurrences_in(&self, reading: &Reading, named: &[Named], declared: bool) -> Vec<Location> {
        let spots = Spots::new(reading, self.encoding);
        occurrences(reading, named)
            .into_iter()
            .filter(|(_, role)| declared || *role != Role::Declares)
            .filter_map(|(span, _)| spots.location(&self.files, span))
            .collect()
    }

    /// Does something with the model of a path: the one that is known, which is to be read again
    /// before where texts have changed, or one that is read for this. Models that use nothing are left out: no other file matters to them.
    pub(crate) fn with_reading(&self, path: &str, act: impl FnOnce(&Server, &Reading)) {
        match self.analyses.known(path) {
            Some(analysis) => act(self, &analysis.reading),
            None => {
                let own = kofn::World::read(&self.files, path).unwrap_or_default();
                if own.windows(3).any(|word| word == b"use") {
                    act(self, &Reading::new(&self.files, path));
                }
            }
        }
    }

    pub(crate) fn highlights(&mut self, params: DocumentHighlightParams) -> Answered {
        let (path, named) = self.names_at(&params.text_document_position_params);
        let reading = &self.analyses.get(&self.files, &path).reading;
        let spots = Spots::new(reading, self.encoding);
        let file = main_file(reading);
        let found: Vec<DocumentHighlight> = occurrences(reading, &named)
            .into_iter()
            .filter(|(span, _)| span.file == file)
            .map(|(span, role)| DocumentHighlight {
                range: spots.range(span),
                kind: Some(match role {
                    Role::Declares => DocumentHighlightKind::WRITE,
                    Role::Uses | Role::Prints | Role::Implies => DocumentHighlightKind::READ,
                }),
            })
            .collect();
        json_of(found)
    }
}
