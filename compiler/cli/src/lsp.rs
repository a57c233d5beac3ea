//! `kofn lsp`: the language server over standard input and output.

use crate::Status;
use kofn_lsp::{Ended, Options, serve_stdio};
use std::path::PathBuf;

/// Speaks with an editor until it says goodbye.
pub(crate) fn serve() -> Status {
    match serve_stdio(Options { library: library() }) {
        Ok(Ended::Well) => Status::Well,
        // The protocol wants 1 for an exit without a shutdown.
        Ok(Ended::Abruptly | Ended::Closed) => Status::Differs,
        Err(error) => {
            eprintln!("kofn lsp: what comes in is not the language server protocol: {error}");
            eprintln!("    an editor starts `kofn lsp`; there is nothing to type here");
            Status::Wrong
        }
    }
}

/// Where the standard library of this version is written for editors to show: the user's cache.
fn library() -> Option<PathBuf> {
    let folder = |variable: &str| {
        let value = std::env::var_os(variable)?;
        Some(PathBuf::from(value)).filter(|path| path.is_absolute())
    };
    let caches = if cfg!(windows) {
        folder("LOCALAPPDATA")
    } else {
        folder("XDG_CACHE_HOME").or_else(|| {
            let home = folder("HOME")?;
            Some(home.join(if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" }))
        })
    };
    Some(caches?.join("kofn").join(concat!("std-", env!("CARGO_PKG_VERSION"))))
}
