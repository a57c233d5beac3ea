//! What this server can do, and what the editor says that it can.

use crate::commands::COMMANDS;
use crate::outline::{TOKEN_MODIFIERS, TOKEN_TYPES};
use crate::positions::Encoding;
use lsp_types::{ClientCapabilities, PositionEncodingKind};
use serde_json::{Value, json};

/// What the editor can do, as far as it matters.
#[derive(Clone, Debug)]
pub struct Client {
    /// In what it counts along a line.
    pub encoding: Encoding,
    /// Whether edits may come with the version of the text they are for.
    pub versioned_edits: bool,
    /// Whether outlines may have levels.
    pub nested_symbols: bool,
    /// Whether it watches files for the server.
    pub watches: bool,
    /// Whether hovers may be Markdown.
    pub markdown: bool,
}

impl Default for Client {
    fn default() -> Self {
        Client {
            encoding: Encoding::Utf16,
            versioned_edits: false,
            nested_symbols: false,
            watches: false,
            markdown: false,
        }
    }
}

impl Client {
    /// What the capabilities say.
    pub fn new(capabilities: &ClientCapabilities) -> Client {
        let general = capabilities.general.as_ref();
        let encodings = general.and_then(|general| general.position_encodings.as_deref());
        let utf8 = encodings.is_some_and(|all| all.contains(&PositionEncodingKind::UTF8));
        let workspace = capabilities.workspace.as_ref();
        let edits = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        let watched = workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref());
        let text = capabilities.text_document.as_ref();
        let symbols = text.and_then(|text| text.document_symbol.as_ref());
        let hover = text.and_then(|text| text.hover.as_ref());
        let formats = hover.and_then(|hover| hover.content_format.as_deref());
        Client {
            encoding: if utf8 { Encoding::Utf8 } else { Encoding::Utf16 },
            versioned_edits: edits.and_then(|edits| edits.document_changes).unwrap_or(false),
            nested_symbols: symbols
                .and_then(|symbols| symbols.hierarchical_document_symbol_support)
                .unwrap_or(false),
            watches: watched.and_then(|watched| watched.dynamic_registration).unwrap_or(false),
            markdown: formats.is_none_or(|all| all.contains(&lsp_types::MarkupKind::Markdown)),
        }
    }
}

/// What this server can do.
pub fn capabilities(encoding: Encoding) -> Value {
    json!({
        "positionEncoding": match encoding {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16 => "utf-16",
        },
        "textDocumentSync": {"openClose": true, "change": 2},
        "hoverProvider": true,
        "definitionProvider": true,
        "referencesProvider": true,
        "documentHighlightProvider": true,
        "renameProvider": {"prepareProvider": true},
        "completionProvider": {"triggerCharacters": [".", "/", "\""]},
        "signatureHelpProvider": {"triggerCharacters": ["(", ","]},
        "documentSymbolProvider": true,
        "workspaceSymbolProvider": true,
        "foldingRangeProvider": true,
        "documentFormattingProvider": true,
        "documentRangeFormattingProvider": true,
        "inlayHintProvider": true,
        "executeCommandProvider": {"commands": COMMANDS},
        "codeActionProvider": {"codeActionKinds": ["quickfix"]},
        "semanticTokensProvider": {
            "legend": {"tokenTypes": TOKEN_TYPES, "tokenModifiers": TOKEN_MODIFIERS},
            "full": true,
            "range": true,
        },
        "workspace": {"workspaceFolders": {"supported": true, "changeNotifications": true}},
    })
}
