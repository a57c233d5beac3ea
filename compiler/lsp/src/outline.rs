//! The form of a text: its outline, what can be folded, what every word is.

use crate::answers::{Spots, main_file};
use crate::dispatch::{Answered, json_of};
use crate::positions::{Lines, number};
use crate::server::Server;
use kofn_ide::folding::{FoldKind, folds};
use kofn_ide::symbols::{Symbol, SymbolKind, symbols};
use kofn_ide::tokens::{SemanticToken, TokenKind, semantic_tokens};
use lsp_types::{
    DocumentSymbolParams, FoldingRangeParams, Location, Range, SemanticTokensParams,
    SemanticTokensRangeParams,
};
use serde_json::{Value, json};

/// What words can be; numbers in answers count these.
pub const TOKEN_TYPES: &[&str] = &[
    "comment",
    "string",
    "number",
    "keyword",
    "type",
    "function",
    "class",
    "variable",
    "property",
    "parameter",
    "enumMember",
    "event",
    "namespace",
];

/// What can be said of words beside that; bits in answers.
pub const TOKEN_MODIFIERS: &[&str] =
    &["declaration", "documentation", "defaultLibrary", "readonly"];

impl Server {
    pub(crate) fn document_symbols(&mut self, params: DocumentSymbolParams) -> Answered {
        let path = self.files.path(&params.text_document.uri);
        let reading = &self.analyses.get(&self.files, &path).reading;
        let spots = Spots::new(reading, self.encoding);
        let all = symbols(reading, main_file(reading));
        if self.client.nested_symbols {
            let nested: Vec<Value> = all.iter().map(|one| nested(&spots, one)).collect();
            return Ok(Value::from(nested));
        }
        let mut flat = Vec::new();
        for one in &all {
            flatten(one, None, &mut |symbol, container| {
                let location = spots.location(&self.files, symbol.span);
                let kind = symbol_kind(symbol.kind);
                flat.extend(
                    location.map(|place| named_place(&symbol.name, kind, &place, container)),
                );
            });
        }
        Ok(Value::from(flat))
    }

    pub(crate) fn folding(&mut self, params: FoldingRangeParams) -> Answered {
        let path = self.files.path(&params.text_document.uri);
        let reading = &self.analyses.get(&self.files, &path).reading;
        let spots = Spots::new(reading, self.encoding);
        let mut all: Vec<Value> = Vec::new();
        for (span, kind) in folds(reading, main_file(reading)) {
            let range = spots.range(span);
            if range.start.line == range.end.line {
                continue;
            }
            let kind = match kind {
                FoldKind::Comment => Some("comment"),
                FoldKind::Uses => Some("imports"),
                FoldKind::Region => None,
            };
            let mut fold = json!({"startLine": range.start.line, "endLine": range.end.line});
            if let Some(kind) = kind {
                fold["kind"] = json!(kind);
            }
            all.push(fold);
        }
        Ok(Value::from(all))
    }

    pub(crate) fn all_tokens(&mut self, params: SemanticTokensParams) -> Answered {
        let path = self.files.path(&params.text_document.uri);
        self.tokens_in(&path, None)
    }

    pub(crate) fn some_tokens(&mut self, params: SemanticTokensRangeParams) -> Answered {
        let path = self.files.path(&params.text_document.uri);
        self.tokens_in(&path, Some(params.range))
    }

    /// The tokens of a text, or of some lines of it: for each its lines and columns from the one
    /// before, its length, its type and its modifiers.
    fn tokens_in(&mut self, path: &str, wanted: Option<Range>) -> Answered {
        let reading = &self.analyses.get(&self.files, path).reading;
        let file = main_file(reading);
        let text = reading.sources.get(file).text();
        let lines = Lines::new(text);
        let mut data: Vec<u32> = Vec::new();
        let (mut line, mut character) = (0, 0);
        for token in semantic_tokens(reading, file) {
            let (kind, modifiers) = number_of(&token);
            // No token of an answer goes over the end of a line.
            let mut at = token.span.start as usize;
            for part in text[at..token.span.end as usize].split_inclusive(['\n', '\r']) {
                let words = part.trim_end_matches(['\n', '\r']);
                let range = lines.range(text, at, at + words.len(), self.encoding);
                at += part.len();
                let outside = wanted
                    .is_some_and(|wanted| range.end < wanted.start || range.start > wanted.end);
                if words.is_empty() || outside {
                    continue;
                }
                let start = range.start;
                let along =
                    if start.line == line { start.character - character } else { start.character };
                let length = range.end.character - start.character;
                data.extend([start.line - line, along, length, kind, modifiers]);
                (line, character) = (start.line, start.character);
            }
        }
        json_of(json!({"data": data}))
    }
}

fn nested(spots: &Spots<'_>, symbol: &Symbol) -> Value {
    let children: Vec<Value> = symbol.children.iter().map(|one| nested(spots, one)).collect();
    json!({
        "name": symbol.name,
        "kind": symbol_kind(symbol.kind),
        "range": spots.range(symbol.span),
        "selectionRange": spots.range(symbol.selection),
        "children": children,
    })
}

/// A symbol of a flat list; nothing stands for the system around it where there is none.
pub(crate) fn named_place(
    name: &str,
    kind: lsp_types::SymbolKind,
    place: &Location,
    container: Option<&str>,
) -> Value {
    let mut named = json!({
        "name": name,
        "kind": kind,
        "location": place,
    });
    if let Some(container) = container {
        named["containerName"] = json!(container);
    }
    named
}

pub(crate) fn flatten<'s>(
    symbol: &'s Symbol,
    container: Option<&'s str>,
    see: &mut dyn FnMut(&'s Symbol, Option<&'s str>),
) {
    see(symbol, container);
    for child in &symbol.children {
        flatten(child, Some(&symbol.name), see);
    }
}

pub(crate) fn symbol_kind(kind: SymbolKind) -> lsp_types::SymbolKind {
    match kind {
        SymbolKind::System => lsp_types::SymbolKind::CLASS,
        SymbolKind::Module => lsp_types::SymbolKind::OBJECT,
        SymbolKind::Param => lsp_types::SymbolKind::CONSTANT,
        SymbolKind::Number => lsp_types::SymbolKind::NUMBER,
        SymbolKind::Block => lsp_types::SymbolKind::PROPERTY,
        SymbolKind::CommonCause => lsp_types::SymbolKind::EVENT,
        SymbolKind::Query => lsp_types::SymbolKind::FUNCTION,
    }
}

/// The number of a token's type, and the bits of its modifiers.
fn number_of(token: &SemanticToken) -> (u32, u32) {
    let kind = match token.kind {
        TokenKind::Comment { .. } => "comment",
        TokenKind::String => "string",
        TokenKind::Number => "number",
        TokenKind::Keyword => "keyword",
        TokenKind::Type => "type",
        TokenKind::Function => "function",
        TokenKind::System => "class",
        TokenKind::Module => "variable",
        TokenKind::Block => "property",
        TokenKind::Param | TokenKind::Let => "parameter",
        TokenKind::Index => "enumMember",
        TokenKind::Junction => "event",
        TokenKind::Prefix => "namespace",
    };
    let doc = matches!(token.kind, TokenKind::Comment { doc: true });
    let fixed = matches!(token.kind, TokenKind::Let | TokenKind::Index);
    let said = [token.declares, doc, token.library, fixed];
    let modifiers = said.iter().enumerate().map(|(bit, said)| u32::from(*said) << bit).sum();
    let at = TOKEN_TYPES.iter().position(|known| *known == kind);
    (number(at.unwrap_or_default()), modifiers)
}
