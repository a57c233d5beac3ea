//! What is told about a name: how it is declared, what it is, which words of its author.

use crate::forms::form_of;
use crate::items::{around, items_of};
use crate::places::{declaration, name_of, named_at, owner_of, path_of, unit_of};
use crate::words::{Kind, Token, tokens, word_at};
use kofn::Reading;
use kofn_diagnostics::{FileId, Span};
use kofn_model::{FUNCTIONS, Named, Owner, Param, ParamKind, Spec, SystemId};
use kofn_syntax::tree::{ItemKind, QueryKind};

/// What is told about a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// The word.
    pub span: Span,
    /// Its declaration, or the form it stands in, in the language.
    pub code: String,
    /// What it is: `module, an instance of Rack, in system room`.
    pub what: String,
    /// The doc comment, or what the language says.
    pub doc: Option<String>,
    /// An expression of the main file whose value is what the name stands for.
    pub query: Option<String>,
    /// Whether that is the value of a module's own part only, whatever the module stands on.
    pub own_part: bool,
}

/// What is told about the word at a byte.
pub fn describe(reading: &Reading, file: FileId, byte: usize) -> Option<Description> {
    if let Some((span, named)) = named_at(reading, file, byte) {
        return Some(Description { span, ..describe_named(reading, named.first()?)? });
    }
    if let Some(query) = query_named_at(reading, file, byte) {
        return Some(query);
    }
    let text = reading.sources.get(file).text();
    let tokens = tokens(text);
    let word = word_at(&tokens, byte)?;
    let span = Span::new(file, word.range.start, word.range.end);
    let written = word.of(text);
    let language = |code: String, what: &str, doc: &str| Description {
        span,
        code,
        what: what.to_owned(),
        doc: Some(doc.to_owned()),
        query: None,
        own_part: false,
    };
    if let Some(form) = form_of(written) {
        return Some(language(form.form.to_owned(), "", form.doc));
    }
    if let Some((_, doc)) = TYPES.iter().find(|(name, _)| *name == written)
        && is_type(text, &tokens, word)
    {
        return Some(language(format!(": {written}"), "type of a parameter", doc));
    }
    let calls = text[word.range.end..].trim_start().starts_with('(');
    let function = FUNCTIONS.iter().find(|known| calls && known.name == written)?;
    let code = format!("{}({})", function.name, function.parameters.join(", "));
    let what = match (function.is_computed(), function.is_measure()) {
        (false, _) => "function, not computed by this version of kofn",
        (true, true) => "function of a system",
        (true, false) => "function",
    };
    Some(language(code, what, function.doc))
}

/// What is told about something, with its declaration for the place.
pub fn describe_named(reading: &Reading, named: &Named) -> Option<Description> {
    let model = &reading.resolution.model;
    let span = declaration(reading, named)?;
    let (what, doc) = match named {
        Named::Param(id) => {
            (param_words(model.param(*id)).to_owned(), model.param(*id).doc.clone())
        }
        Named::Module(id) => {
            let module = model.module(*id);
            let array = if module.extents.is_empty() { "module" } else { "array of modules" };
            let what = match &module.spec {
                Spec::Chance { .. } => array.to_owned(),
                Spec::Instance { system, .. } => format!(
                    "{array}, instances of `{}`",
                    model.system(*system).name
                )
                .replacen("module, instances", "module, an instance", 1),
            };
            (what, module.doc.clone())
        }
        Named::Block(id) => ("part of the structure".to_owned(), model.block(*id).doc.clone()),
        Named::System(id) => {
            let system = model.system(*id);
            let what = match &system.variant {
                Some(variant) => format!("a variant of `{}`", model.system(variant.system).name),
                None => String::new(),
            };
            (what, system.doc.clone())
        }
        Named::Index(_) => ("index variable".to_owned(), None),
        Named::Junction(..) => ("junction, a node that never fails".to_owned(), None),
        Named::Prefix { used, .. } | Named::File(used) => {
            let unit = reading.units.get(*used as usize)?;
            (String::new(), unit.tree.doc.clone())
        }
    };
    let place = match owner_of(reading, named) {
        Some(Owner::System(system)) => format!("in system `{}`", model.system(system).name),
        _ if matches!(named, Named::Prefix { .. } | Named::File(_)) => String::new(),
        _ => match path_of(reading, span.file) {
            Some(path) if unit_of(reading, span.file) != Some(0) => format!("in {path}"),
            _ => String::new(),
        },
    };
    let what = [what, place].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    let code = code(reading, named, span)?;
    let whole = query(reading, named);
    let own = if whole.is_none() { own_part(reading, named) } else { None };
    let own_part = own.is_some();
    Some(Description { span, code, what: what.join(", "), doc, query: whole.or(own), own_part })
}

/// What types say of parameters.
const TYPES: &[(&str, &str)] = &[
    ("probability", "from 0 to 1; what a parameter is where no type is written"),
    ("count", "a whole number, 0 or more"),
    ("number", "any number"),
    ("module", "a thing from outside, given where an instance is made"),
    ("rate", "events in a time, not computed by this version of kofn"),
    ("duration", "a time, not computed by this version of kofn"),
];

/// Whether a word stands where the type of a parameter does: behind a colon, in a `param`.
fn is_type(text: &str, tokens: &[Token], word: &Token) -> bool {
    let at = tokens.partition_point(|token| token.range.start < word.range.start);
    let mut before = tokens[..at].iter().rev().filter(|token| token.speaks());
    before.next().is_some_and(|colon| colon.is_mark(text, ":"))
        && before
            .take_while(|token| token.kind != Kind::Word || !is_query_word(token.of(text)))
            .any(|token| token.of(text) == "param")
}

/// The query whose name stands at a byte.
fn query_named_at(reading: &Reading, file: FileId, byte: usize) -> Option<Description> {
    let item = around(items_of(reading, file), byte + 1).item?;
    let ItemKind::Query(query) = &item.kind else { return None };
    let name = query.name.as_ref().filter(|name| name.span.touches(byte))?;
    let what = match query.kind {
        QueryKind::Assert(_) => "assertion",
        QueryKind::Value(_)
        | QueryKind::Solve { .. }
        | QueryKind::Compare { .. }
        | QueryKind::Table { .. }
        | QueryKind::Plot { .. } => "query",
    };
    Some(Description {
        span: name.span,
        code: shortened(reading.sources.slice(item.span)),
        what: format!("the name of this {what}"),
        doc: item.doc.clone(),
        query: None,
        own_part: false,
    })
}

fn is_query_word(word: &str) -> bool {
    matches!(word, "assert" | "solve" | "compare" | "table" | "plot")
}

/// What to ask for the chance that a module's own part works: its probability as it is declared in
/// the main file, where that names nothing but parameters of the file.
fn own_part(reading: &Reading, named: &Named) -> Option<String> {
    let Named::Module(id) = named else { return None };
    let model = &reading.resolution.model;
    let Spec::Chance { value, .. } = &model.module(*id).spec else { return None };
    let main = reading.units.first()?.tree.file;
    let span = value.span;
    if span.file != main {
        return None;
    }
    let of_the_file = |named: &Named| match named {
        Named::Param(id) => {
            let param = model.param(*id);
            param.owner == Owner::File(0) && param.extents.is_empty() && param.value.is_some()
        }
        _ => false,
    };
    let mentions = reading.resolution.mentions();
    let from = mentions.partition_point(|one| (one.span.file, one.span.end) <= (main, span.start));
    let inside = mentions[from..]
        .iter()
        .take_while(|one| one.span.file == main && one.span.start < span.end);
    // A module without a probability is its own parameter.
    let written = reading.sources.slice(span);
    let sound = inside.clone().all(|one| of_the_file(&one.named));
    (sound && !written.is_empty()).then(|| on_one_line(written))
}

fn param_words(param: &Param) -> &'static str {
    match (param.named_number, param.kind) {
        (true, _) => "named number",
        (false, ParamKind::Probability) => "parameter, a probability",
        (false, ParamKind::Count) => "parameter, a count",
        (false, ParamKind::Number) => "parameter, a number",
        (false, ParamKind::Module) => "parameter, a thing from outside",
    }
}

/// The declaration in the words of its file; of a system its head and what can be set.
fn code(reading: &Reading, named: &Named, span: Span) -> Option<String> {
    if let Named::Prefix { used, .. } | Named::File(used) = named {
        return Some(format!("use {}", used_words(reading, *used)?));
    }
    if let Named::System(id) = named {
        return Some(system_head(reading, *id));
    }
    let found = around(items_of(reading, span.file), span.start as usize + 1);
    let item = found.item.filter(|item| item.span.touches(span.start as usize));
    Some(match item.map(|item| (&item.kind, item.span)) {
        // A parameter that no item declares.
        Some((ItemKind::Module(_), _)) if matches!(named, Named::Param(_)) => {
            format!("param {}", name_of(reading, named))
        }
        Some((_, item)) => shortened(reading.sources.slice(item)),
        None => name_of(reading, named),
    })
}

fn used_words(reading: &Reading, used: u32) -> Option<String> {
    let path = reading.paths.get(used as usize)?;
    Some(match kofn::library_text(path) {
        Some(_) => path.clone(),
        None => format!("\"{}\"", path.rsplit(['/', '\\']).next().unwrap_or(path)),
    })
}

/// `system Rack(hosts: count = 4, feed: module)`
pub(crate) fn system_head(reading: &Reading, id: SystemId) -> String {
    let name = name_of(reading, &Named::System(id));
    let parameters = system_parameters(reading, id);
    if parameters.is_empty() {
        return format!("system {name}");
    }
    format!("system {name}({})", parameters.join(", "))
}

/// What can be set of a system, as an argument is written.
pub(crate) fn system_parameters(reading: &Reading, id: SystemId) -> Vec<String> {
    let model = &reading.resolution.model;
    let (base, _) = model.design(id);
    let settable = model.system(base).params.iter().map(|id| model.param(*id));
    settable.filter(|param| !param.named_number).map(|param| parameter(reading, param)).collect()
}

fn parameter(reading: &Reading, param: &Param) -> String {
    let kind = match param.kind {
        ParamKind::Probability => "",
        ParamKind::Count => ": count",
        ParamKind::Number => ": number",
        ParamKind::Module => ": module",
    };
    let value = param.value.as_ref().and_then(|values| {
        let (first, last) = (values.first()?, values.last()?);
        Some(format!(" = {}", on_one_line(reading.sources.slice(first.span.to(last.span)))))
    });
    let value = match value {
        Some(value) if param.value.as_ref().is_some_and(|values| values.len() > 1) => {
            value.replacen(" = ", " = (", 1) + ")"
        }
        Some(value) => value,
        None => String::new(),
    };
    format!("{}{kind}{value}", param.name)
}

/// Words without their line breaks.
pub(crate) fn on_one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first lines of an item.
fn shortened(words: &str) -> String {
    /// Lines of a declaration that are shown.
    const MOST: usize = 12;
    let mut lines: Vec<&str> = words.lines().map(str::trim_end).collect();
    if lines.len() > MOST {
        lines.truncate(MOST);
        lines.push("…");
    }
    lines.join("\n")
}

/// What to ask the main file for the value of a name.
fn query(reading: &Reading, named: &Named) -> Option<String> {
    let model = &reading.resolution.model;
    let name = name_of(reading, named);
    let prefix = |unit: u32| -> Option<String> {
        if unit == 0 {
            return Some(String::new());
        }
        let mut names = reading.resolution.names_of_file(0);
        let known = names.find(|(_, named)| *named == Named::Prefix { user: 0, used: unit });
        known.filter(|_| !name.starts_with('_')).map(|(prefix, _)| format!("{prefix}."))
    };
    match named {
        Named::System(id) => Some(format!("{}{name}", prefix(model.system(*id).file)?)),
        Named::Param(id) if model.param(*id).extents.is_empty() => {
            let param = model.param(*id);
            if param.kind == ParamKind::Module || param.value.is_none() {
                return None;
            }
            match param.owner {
                Owner::File(unit) => Some(format!("{}{name}", prefix(unit)?)),
                Owner::System(system) => Some(in_system(reading, system, &prefix)? + &name),
            }
        }
        Named::Module(id) if model.module(*id).extents.is_empty() => {
            match model.module(*id).owner {
                Owner::System(system) => Some(in_system(reading, system, &prefix)? + &name),
                Owner::File(_) => None,
            }
        }
        Named::Block(id) => match model.block(*id).owner {
            Owner::System(system) => Some(in_system(reading, system, &prefix)? + &name),
            Owner::File(_) => None,
        },
        Named::Param(_)
        | Named::Module(_)
        | Named::Index(_)
        | Named::Junction(..)
        | Named::Prefix { .. }
        | Named::File(_) => None,
    }
}

fn in_system(
    reading: &Reading,
    system: SystemId,
    prefix: &dyn Fn(u32) -> Option<String>,
) -> Option<String> {
    let name = name_of(reading, &Named::System(system));
    let file = reading.resolution.model.system(system).file;
    Some(format!("{}{name}.", prefix(file)?))
}
