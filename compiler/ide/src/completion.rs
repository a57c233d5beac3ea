//! What could be written at a place.
//!
//! The grammar says what can follow: the item up to the place is parsed with a character behind
//! it that stands nowhere, and the rules that were tried there are what could stand there.

mod context;
mod uses;

pub use uses::{UsedPath, used_path};

use crate::describe::{describe_named, on_one_line};
use crate::forms::form_of;
use crate::items::{around, items_of, owner};
use crate::paths::{follow, follow_from, path_before};
use crate::places::unit_of;
use crate::signature::{call_around, system_of_call};
use crate::words::{Kind, Token, tokens};
use context::{begins, begins_item, expected, is_query, item_start, new_line};
use kofn::{Reading, World};
use kofn_diagnostics::{FileId, Span};
use kofn_grammar::Rule;
use kofn_model::{FUNCTIONS, Named, Owner, PARAM_TYPES, ParamKind, Spec, SystemId};
use std::collections::BTreeSet;

/// Something that could be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What is written.
    pub text: String,
    /// What it is.
    pub kind: CompletionKind,
    /// What it is, in words.
    pub detail: String,
    /// Its doc comment.
    pub doc: Option<String>,
}

/// What a completion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CompletionKind {
    /// A parameter of the system that is called.
    Argument,
    /// An index variable.
    Index,
    /// A module, a block, a junction or a thing from outside.
    Thing,
    /// A parameter or a named number.
    Number,
    /// A system.
    System,
    /// The prefix of a file.
    Prefix,
    /// A library.
    Library,
    /// A type of parameters.
    Type,
    /// A word of the language.
    Keyword,
    /// A function of the language.
    Function,
}

/// What could be written, with the word that it would take the place of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completions {
    /// From the beginning of the word to the place.
    pub replaces: Span,
    /// The likeliest kinds first.
    pub all: Vec<Completion>,
}

/// What could be written at a byte; `world` has files that are not used yet.
pub fn completions(reading: &Reading, world: &dyn World, file: FileId, byte: usize) -> Completions {
    let text = reading.sources.get(file).text();
    let byte = text.floor_char_boundary(byte.min(text.len()));
    let all = tokens(text);
    let end = all.partition_point(|token| token.range.start < byte);
    let (start, before) = match all[..end].last() {
        Some(token) if token.range.end >= byte => match token.kind {
            Kind::Word => (token.range.start, end - 1),
            Kind::Mark => (byte, end),
            Kind::Number | Kind::String | Kind::Comment | Kind::Doc => return nothing(file, byte),
        },
        // A comment goes to the end of its line.
        Some(token) if token.range.end == byte && !token.speaks() => return nothing(file, byte),
        _ => (byte, end),
    };
    let place = Place { reading, world, file, text, tokens: &all, before, start };
    let mut found = Found { place: &place, seen: BTreeSet::new(), all: Vec::new() };
    found.complete();
    let mut all = found.all;
    all.sort_by_key(|one| one.kind);
    Completions { replaces: Span::new(file, start, byte), all }
}

fn nothing(file: FileId, byte: usize) -> Completions {
    Completions { replaces: Span::new(file, byte, byte), all: Vec::new() }
}

struct Place<'r> {
    reading: &'r Reading,
    world: &'r dyn World,
    file: FileId,
    text: &'r str,
    tokens: &'r [Token],
    /// The number of tokens before the word that is being typed.
    before: usize,
    /// Where that word begins.
    start: usize,
}

struct Found<'p> {
    place: &'p Place<'p>,
    seen: BTreeSet<String>,
    all: Vec<Completion>,
}

/// Longer items are not asked for what could follow; names are offered anyway.
const LONGEST: usize = 20_000;

impl Found<'_> {
    fn complete(&mut self) {
        let place = self.place;
        let (reading, file, text) = (place.reading, place.file, place.text);
        let Some(unit) = unit_of(reading, file) else { return };
        let last = place.tokens[..place.before].iter().rfind(|token| token.speaks());
        let around = around(items_of(reading, file), place.start.max(1));
        let owner = owner(reading, unit, around.system);
        // The item that is being typed: its words up to the place.
        let item = item_start(text, &place.tokens[..place.before]);
        let first = item.and_then(|at| text[at..].split(|c: char| !c.is_alphabetic()).next());
        if let Some(last) = last
            && last.is_mark(text, ".")
        {
            let path = path_before(place.tokens, text, place.before);
            if let Some(path) = path.split_last().map(|(_, path)| path)
                && let Some(named) = follow_from(reading, owner, unit, path)
            {
                self.members(&named, first.is_some_and(is_query));
            }
            return;
        }
        let Some(item) = item else { return self.item_words(around.system.is_some()) };
        let first = first.unwrap_or("");
        if first == "use" {
            return self.uses(unit, item);
        }
        let expected = match place.start - item {
            0..=LONGEST => expected(&text[item..place.start]),
            _ => vec![Rule::operand],
        };
        if expected.contains(&Rule::EOI) && new_line(text, last, place.start) {
            self.item_words(around.system.is_some());
        }
        let things = self.things(item, first);
        for rule in &expected {
            for word in kofn_grammar::words_of(*rule) {
                if *rule != Rule::operand && *rule != Rule::argument || begins(word, first, things)
                {
                    self.keyword(word);
                }
            }
        }
        if expected.contains(&Rule::type_name) {
            for name in PARAM_TYPES {
                self.push(name, CompletionKind::Type, "type of a parameter", None);
            }
        }
        let names_paths = matches!(first, "link" | "solve" | "table" | "compare" | "plot")
            && last.is_none_or(|last| last.of(text) != "for");
        let wanted = expected.iter().any(|rule| {
            matches!(rule, Rule::operand | Rule::argument | Rule::extent | Rule::path)
                || *rule == Rule::name && names_paths
        });
        if wanted {
            self.arguments(file);
            self.indices(item);
            self.names(owner, unit, first, things);
        }
    }

    fn push(&mut self, text: &str, kind: CompletionKind, detail: &str, doc: Option<String>) {
        if self.seen.insert(text.to_owned()) {
            let (text, detail) = (text.to_owned(), detail.to_owned());
            self.all.push(Completion { text, kind, detail, doc });
        }
    }

    fn keyword(&mut self, word: &str) {
        let form = form_of(word);
        let detail = form.map_or("", |form| form.form);
        let doc = form.map(|form| form.doc.to_owned());
        // The first word of a pair is nothing without the second.
        let text = match word {
            "works" => "works when",
            "common" => "common cause",
            other => other,
        };
        self.push(text, CompletionKind::Keyword, detail, doc);
    }

    /// Words that begin an item, in a system or at file level.
    fn item_words(&mut self, in_system: bool) {
        for word in kofn_syntax::ITEM_WORDS {
            if in_system || !kofn_syntax::SYSTEM_WORDS.contains(word) {
                self.keyword(word);
            }
        }
        if !in_system {
            kofn_syntax::FILE_WORDS.iter().for_each(|word| self.keyword(word));
        }
    }

    fn named(&mut self, text: &str, named: &Named) {
        let model = &self.place.reading.resolution.model;
        let kind = match named {
            Named::Param(id) if model.param(*id).kind == ParamKind::Module => CompletionKind::Thing,
            Named::Param(_) => CompletionKind::Number,
            Named::Module(_) | Named::Block(_) | Named::Junction(..) => CompletionKind::Thing,
            Named::System(_) => CompletionKind::System,
            Named::Index(_) => CompletionKind::Index,
            Named::Prefix { .. } | Named::File(_) => CompletionKind::Prefix,
        };
        let described = describe_named(self.place.reading, named);
        let (detail, doc) = match described {
            Some(one) => (on_one_line(&one.code), one.doc),
            None => (String::new(), None),
        };
        self.push(text, kind, &detail, doc);
    }

    /// What can follow a dot.
    fn members(&mut self, of: &Named, in_query: bool) {
        let reading = self.place.reading;
        let model = &reading.resolution.model;
        match of {
            Named::Prefix { used, .. } | Named::File(used) => {
                let names: Vec<(String, Named)> = reading
                    .resolution
                    .names_of_file(*used)
                    .filter(|(name, named)| {
                        !name.starts_with('_') && reading.resolution.declares(*used, named)
                    })
                    .map(|(name, named)| (name.to_owned(), named))
                    .collect();
                names.iter().for_each(|(name, named)| self.named(name, named));
            }
            Named::System(id) => self.members_of(*id, in_query),
            Named::Module(id) => {
                if let Spec::Instance { system, .. } = model.module(*id).spec {
                    self.members_of(system, in_query);
                }
            }
            Named::Param(_) | Named::Block(_) | Named::Index(_) | Named::Junction(..) => {}
        }
    }

    /// Things of a system, and where it is asked about, its numbers.
    fn members_of(&mut self, system: SystemId, numbers: bool) {
        let reading = self.place.reading;
        let model = &reading.resolution.model;
        for (name, named) in reading.resolution.names_of_system(system) {
            let number = match &named {
                Named::Param(id) => model.param(*id).kind != ParamKind::Module,
                _ => false,
            };
            if numbers || !number {
                self.named(name, &named);
            }
        }
        for junction in reading.resolution.junctions(system) {
            self.push(junction, CompletionKind::Thing, "junction", None);
        }
    }

    /// The parameters of the system that is called, and modules where a function asks for one.
    fn arguments(&mut self, file: FileId) {
        let place = self.place;
        let Some(call) = call_around(place.text, &place.tokens[..place.before], place.start) else {
            return;
        };
        let (reading, text) = (place.reading, place.text);
        let model = &reading.resolution.model;
        if call.argument.is_none()
            && let Some(system) = system_of_call(reading, file, text, place.tokens, &call)
        {
            let (base, _) = model.design(system);
            for id in &model.system(base).params {
                let param = model.param(*id);
                if !param.named_number {
                    let text = format!("{} = ", param.name);
                    let described = describe_named(reading, &Named::Param(*id));
                    let detail = described.map(|one| on_one_line(&one.code)).unwrap_or_default();
                    self.push(&text, CompletionKind::Argument, &detail, param.doc.clone());
                }
            }
        }
        let function = FUNCTIONS.iter().find(|known| known.name == call.callee.of(text));
        if function.is_some_and(|known| known.parameters.get(call.commas) == Some(&"MODULE")) {
            let at =
                place.tokens.partition_point(|token| token.range.start <= call.callee.range.start);
            let comma = place.tokens[at..place.before]
                .iter()
                .position(|token| token.is_mark(text, ",") || token.is_mark(text, "("))
                .map(|_| at + 2);
            let path = comma.map(|end| path_before(place.tokens, text, end)).unwrap_or_default();
            if let Some(Named::System(system)) = follow(reading, file, &path) {
                self.members_of(system, false);
            }
        }
    }

    /// Whether things are named at the place, and not only numbers: in structures, as hosts, and as
    /// arguments of an instance.
    fn things(&self, item: usize, word: &str) -> bool {
        let place = self.place;
        match word {
            "works" | "block" | "link" | "common" => true,
            "module" => {
                let before = &place.tokens[..place.before];
                let from = before.partition_point(|token| token.range.start < item);
                before[from..].iter().any(|token| token.of(place.text) == "on")
                    || call_around(place.text, before, place.start).is_some()
            }
            _ => false,
        }
    }

    /// Index variables that the item names: the words before an `in`.
    fn indices(&mut self, item: usize) {
        let text = self.place.text;
        let of_item: Vec<&Token> = self
            .place
            .tokens
            .iter()
            .skip_while(|token| token.range.start < item)
            .take_while(|token| token.range.start == item || !begins_item(token, text))
            .filter(|token| token.speaks())
            .collect();
        for pair in of_item.windows(2) {
            if pair[0].kind == Kind::Word && pair[1].of(text) == "in" {
                self.push(pair[0].of(text), CompletionKind::Index, "index variable", None);
            }
        }
    }

    /// Names in scope that make sense in an item.
    fn names(&mut self, owner: Owner, unit: usize, item: &str, things: bool) {
        let reading = self.place.reading;
        let model = &reading.resolution.model;
        let file = u32::try_from(unit).unwrap_or(u32::MAX);
        let query = is_query(item);
        let fits = |named: &Named| match named {
            Named::System(_) => query || item == "system" || item == "module" && !things,
            Named::Module(_) | Named::Block(_) => things,
            Named::Param(id) => things || model.param(*id).kind != ParamKind::Module,
            Named::Prefix { .. } | Named::File(_) | Named::Index(_) | Named::Junction(..) => true,
        };
        if let Owner::System(system) = owner {
            for (name, named) in reading.resolution.names_of_system(system) {
                if fits(&named) {
                    self.named(name, &named);
                }
            }
            if things {
                for junction in reading.resolution.junctions(system) {
                    self.push(junction, CompletionKind::Thing, "junction", None);
                }
            }
        }
        for (name, named) in reading.resolution.names_of_file(file) {
            if fits(&named) {
                self.named(name, &named);
            }
        }
        for function in FUNCTIONS {
            if function.is_computed() && (query || !function.is_measure()) && item != "link" {
                let detail = format!("{}({})", function.name, function.parameters.join(", "));
                let doc = Some(function.doc.to_owned());
                self.push(function.name, CompletionKind::Function, &detail, doc);
            }
        }
    }
}
