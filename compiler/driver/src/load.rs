//! Reading a model's files: the main one and all that it uses.

use crate::code;
use crate::world::World;
use kofn_diagnostics::{Diagnostic, FileId, Source, Sources, Span, nearest};
use kofn_model::Unit;
use kofn_syntax::tree::{ItemKind, UseTarget};
use kofn_syntax::{Parsed, parse, parse_again};
use std::collections::BTreeMap;

/// A longer text is not a model that anybody wrote, or could read.
const LARGEST_FILE: usize = 64 << 20;

/// More files than any project has.
const MOST_FILES: usize = 10_000;

/// Reads `main` and what it uses, whatever the route, each file once; with the path of each.
/// Trees of files as they were `earlier` save work.
pub(crate) fn load(
    world: &dyn World,
    main: &str,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
    mut earlier: BTreeMap<String, Parsed>,
) -> (Vec<Unit>, Vec<String>) {
    let mut units: Vec<Unit> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut queue = vec![(main.to_owned(), None::<&'static str>)];
    known.insert(main.to_owned(), 0);
    let mut at = 0;
    while let Some((path, library)) = queue.get(at).cloned() {
        at += 1;
        let text = match library {
            Some(text) => text.to_owned(),
            None => match read(world, &path) {
                Ok(text) => text,
                Err(finding) => {
                    diagnostics.push(*finding);
                    String::new()
                }
            },
        };
        let (title, text) = if library.is_none() && is_openpsa(&path) {
            (format!("{path}, imported"), imported(&path, text, sources, diagnostics))
        } else {
            (path.clone(), text)
        };
        let file = sources.add(Source::new(title, text));
        let text = sources.get(file).text();
        let (tree, findings) = match earlier.remove(&path) {
            Some(earlier) => parse_again(file, text, earlier),
            None => parse(file, text),
        };
        diagnostics.extend(findings);
        let mut uses = Vec::new();
        for item in &tree.items {
            let ItemKind::Use(used) = &item.kind else { continue };
            let target = target(world, &path, &used.target, used.target_span);
            let (name, text) = match target {
                Ok(target) => target,
                Err(finding) => {
                    diagnostics.push(*finding);
                    uses.push(None);
                    continue;
                }
            };
            let next = queue.len();
            let number = *known.entry(name.clone()).or_insert(next);
            if number == next && next < MOST_FILES {
                // A file that cannot be read is said where it is used.
                if text.is_none()
                    && let Err(finding) = world.read(&name)
                {
                    diagnostics.push(
                        Diagnostic::error(
                            code::CANNOT_READ,
                            format!("`{name}` cannot be read: {finding}"),
                        )
                        .at(used.target_span, "used here"),
                    );
                    known.remove(&name);
                    uses.push(None);
                    continue;
                }
                queue.push((name, text));
            }
            uses.push(Some(number));
        }
        units.push(Unit { tree, uses, library: library.is_some() });
    }
    (units, queue.into_iter().map(|(path, _)| path).collect())
}

/// Whether a file is a fault tree in the exchange format, by its name.
fn is_openpsa(path: &str) -> bool {
    let ending = path.len().checked_sub(4).and_then(|at| path.get(at..));
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case(".xml"))
}

/// What a fault tree says, in the language; nothing where it is wrong, which is told.
fn imported(
    path: &str,
    text: String,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    // A file that could not be read has been told already.
    if text.is_empty() && diagnostics.iter().any(Diagnostic::is_error) {
        return text;
    }
    let file = sources.add(Source::new(path.to_owned(), text));
    match kofn_openpsa::import(file, sources.get(file).text()) {
        Ok(text) => text,
        Err(findings) => {
            diagnostics.extend(findings);
            String::new()
        }
    }
}

/// A fault tree as a text in the language, whatever its file is called.
pub(crate) fn import(
    world: &dyn World,
    path: &str,
    sources: &mut Sources,
) -> Result<String, Vec<Diagnostic>> {
    let text = read(world, path).map_err(|finding| vec![*finding])?;
    let file = sources.add(Source::new(path.to_owned(), text));
    kofn_openpsa::import(file, sources.get(file).text())
}

/// The path of what a `use` names, and its text where it is part of the program.
fn target(
    world: &dyn World,
    from: &str,
    target: &UseTarget,
    span: Span,
) -> Result<(String, Option<&'static str>), Box<Diagnostic>> {
    match target {
        UseTarget::File(path) => Ok((world.resolve(from, path), None)),
        UseTarget::Library(segments) => {
            let joined = segments.join("/");
            let name = match segments.as_slice() {
                [first, name] if first == "std" => name.as_str(),
                _ => joined.as_str(),
            };
            match kofn_stdlib::text(name).filter(|_| joined != name) {
                Some(text) => Ok((joined, Some(text))),
                None => {
                    let meant =
                        nearest(name, kofn_stdlib::names()).map(|meant| format!("std/{meant}"));
                    let help = match kofn_stdlib::text(name) {
                        Some(_) if meant.is_none() => format!("write `use std/{name}`"),
                        _ => {
                            let all: Vec<&str> = kofn_stdlib::names().collect();
                            format!(
                                "the libraries are std/{}; a file is written in quotes",
                                all.join(", std/")
                            )
                        }
                    };
                    let finding = Diagnostic::error(
                        code::UNKNOWN_LIBRARY,
                        format!("there is no library `{joined}`"),
                    )
                    .at(span, "not a library")
                    .help(help)
                    .did_you_mean(span, meant.as_deref());
                    // `use voting`
                    let known = kofn_stdlib::text(name).is_some() && meant.is_none();
                    Err(Box::new(match known {
                        true => finding.edit(span, format!("std/{name}")),
                        false => finding,
                    }))
                }
            }
        }
    }
}

/// The text of a file.
pub(crate) fn read(world: &dyn World, path: &str) -> Result<String, Box<Diagnostic>> {
    let bytes = match world.read(path) {
        Ok(bytes) => bytes,
        Err(why) => {
            return Err(Box::new(Diagnostic::error(
                code::CANNOT_READ,
                format!("`{path}` cannot be read: {why}"),
            )));
        }
    };
    if bytes.len() > LARGEST_FILE {
        return Err(Box::new(
            Diagnostic::error(
                code::FILE_TOO_LARGE,
                format!("`{path}` has {} bytes, and a file may have {LARGEST_FILE}", bytes.len()),
            )
            .help("arrays (`module disk[1000] = …`) and `use` make large models short"),
        ));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let line = 1 + error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count();
            Err(Box::new(
                Diagnostic::error(
                    code::NOT_UTF8,
                    format!("`{path}` is not text in UTF-8: byte {at}, in line {line}, belongs to no character"),
                )
                .help("save the file as UTF-8"),
            ))
        }
    }
}

/// The file that a query typed at a prompt is.
pub(crate) fn prompt(sources: &mut Sources, text: &str) -> FileId {
    sources.add(Source::new("query".to_owned(), text.to_owned()))
}
