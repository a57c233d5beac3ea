//! What a call takes, while its arguments are typed.

use crate::describe::{describe_named, system_parameters};
use crate::forms::form_of;
use crate::paths::{follow, path_before};
use crate::places::{name_of, named_at};
use crate::words::{Kind, Token, tokens};
use kofn::Reading;
use kofn_diagnostics::FileId;
use kofn_model::{FUNCTIONS, Named, SystemId};

/// What a call takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The whole, `Rack(hosts: count = 4, feed: module)`.
    pub label: String,
    /// What it is.
    pub doc: Option<String>,
    /// The parameters, each as it stands in the label.
    pub parameters: Vec<String>,
    /// Which of them is being typed.
    pub active: Option<usize>,
}

/// The call whose brackets are around a byte.
pub fn signature(reading: &Reading, file: FileId, byte: usize) -> Option<Signature> {
    let text = reading.sources.get(file).text();
    let all = tokens(text);
    let call = call_around(text, &all, byte)?;
    let callee = call.callee.of(text);
    let start = call.callee.range.start;
    let named = named_at(reading, file, start).and_then(|(_, named)| named.into_iter().next());
    if let Some(system) = system_called(reading, named.as_ref(), &all, text, file, call.callee) {
        let parameters = system_parameters(reading, system);
        let active = match &call.argument {
            Some(argument) => parameters.iter().position(|parameter| {
                parameter.split([':', ' ']).next() == Some(argument.as_str())
            }),
            None => (call.commas < parameters.len()).then_some(call.commas),
        };
        let described = describe_named(reading, &Named::System(system));
        return Some(Signature {
            label: format!("{callee}({})", parameters.join(", ")),
            doc: described.and_then(|described| described.doc),
            parameters,
            active,
        });
    }
    let (label, parameters, doc): (String, Vec<String>, &str) =
        match FUNCTIONS.iter().find(|known| known.name == callee) {
            Some(function) => {
                let parameters: Vec<String> =
                    function.parameters.iter().map(|one| (*one).to_owned()).collect();
                (format!("{callee}({})", parameters.join(", ")), parameters, function.doc)
            }
            None => {
                let form = form_of(callee)?;
                let inside = form.form.strip_prefix(callee)?.strip_prefix('(')?;
                let inside = inside.strip_suffix(')')?;
                let parameters = inside.split(", ").map(str::to_owned).collect();
                (form.form.to_owned(), parameters, form.doc)
            }
        };
    let repeats = parameters.last().is_some_and(|last| last == "…");
    let last = parameters.len().saturating_sub(1);
    let active = match call.commas {
        commas if commas <= last => Some(commas),
        _ if repeats => Some(last),
        _ => None,
    };
    Some(Signature { label, doc: Some(doc.to_owned()), parameters, active })
}

/// A call that is being typed.
pub(crate) struct Call<'t> {
    /// The last word before the bracket.
    pub callee: &'t Token,
    /// Commas between the bracket and the byte, those of inner brackets apart.
    pub commas: usize,
    /// The name before the `=` of the argument at the byte.
    pub argument: Option<String>,
}

/// The innermost call whose brackets are open at a byte.
pub(crate) fn call_around<'t>(text: &str, all: &'t [Token], byte: usize) -> Option<Call<'t>> {
    let end = all.partition_point(|token| token.range.end <= byte);
    let mut depth = 0usize;
    let mut commas = 0;
    let mut argument = None;
    for at in (0..end).rev() {
        let token = &all[at];
        match (token.kind, token.of(text)) {
            (Kind::Mark, ")" | "]") => depth += 1,
            (Kind::Mark, "(") if depth == 0 => {
                let callee = all[..at].iter().rfind(|token| token.speaks())?;
                if callee.kind != Kind::Word {
                    return None;
                }
                // `2 of (a, b)` is a list.
                let takes = callee.of(text) != "of";
                return takes.then_some(Call { callee, commas, argument });
            }
            // An index is not the call.
            (Kind::Mark, "[") if depth == 0 => {}
            (Kind::Mark, "(" | "[") => depth = depth.saturating_sub(1),
            (Kind::Mark, ",") if depth == 0 => commas += 1,
            (Kind::Mark, "=") if depth == 0 && commas == 0 && argument.is_none() => {
                let name = all[..at].iter().rfind(|token| token.speaks());
                argument = name
                    .filter(|name| name.kind == Kind::Word)
                    .map(|name| name.of(text).to_owned());
            }
            (Kind::Mark, "{" | "}") => return None,
            (Kind::Word, word) if ends_call(word) => return None,
            _ => {}
        }
    }
    None
}

/// Words that begin an item, and so end whatever was left open before.
fn ends_call(word: &str) -> bool {
    let begins = kofn_syntax::ITEM_WORDS.iter().chain(kofn_syntax::FILE_WORDS);
    begins.into_iter().any(|item| *item == word) && word != "solve"
}

/// The system that is called: by its mention, or while the item does not parse, by its name.
fn system_called(
    reading: &Reading,
    named: Option<&Named>,
    all: &[Token],
    text: &str,
    file: FileId,
    callee: &Token,
) -> Option<SystemId> {
    if let Some(Named::System(id)) = named {
        return Some(*id);
    }
    let at = all.iter().position(|token| token.range == callee.range)?;
    let path = path_before(all, text, at + 1);
    match follow(reading, file, &path)? {
        Named::System(id) => Some(id),
        Named::Module(_) | Named::Param(_) | Named::Block(_) | Named::Index(_) => None,
        Named::Prefix { .. } | Named::File(_) | Named::Junction(..) => None,
    }
}

/// The system of a call by its name, for what its arguments may be called.
pub(crate) fn system_of_call(
    reading: &Reading,
    file: FileId,
    text: &str,
    all: &[Token],
    call: &Call<'_>,
) -> Option<SystemId> {
    let named = named_at(reading, file, call.callee.range.start);
    let named = named.and_then(|(_, named)| named.into_iter().next());
    system_called(reading, named.as_ref(), all, text, file, call.callee)
        .filter(|id| !name_of(reading, &Named::System(*id)).is_empty())
}
