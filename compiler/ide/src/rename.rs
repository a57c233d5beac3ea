//! Giving something another name, wherever it is named.
//!
//! A renaming is carried out and read again before it is offered: every name must stand for what
//! it stood for, and nothing may be wrong that was not.

use crate::places::{
    anchor, anchored, declaration, is_imported, is_library, name_of, named_at, occurrences,
    use_target,
};
use kofn::Reading;
use kofn_diagnostics::{Edit, FileId, Span};
use kofn_model::{Mention, Named, Role};
use std::collections::BTreeMap;

/// What a module's own parameter is called: `R_` and the module's name.
const OWN: &str = "R_";

/// The name at a byte, where it can be changed; else why it cannot, in words.
pub fn renamable(reading: &Reading, file: FileId, byte: usize) -> Result<(Span, Named), String> {
    let Some((span, named)) = named_at(reading, file, byte) else {
        return Err("no name of the model stands here".to_owned());
    };
    let Some(first) = named.into_iter().next() else {
        return Err("no name of the model stands here".to_owned());
    };
    if matches!(first, Named::File(_)) {
        return Err("a file gets another name where files are kept; here it can get a prefix, \
                    `use … as NAME`"
            .to_owned());
    }
    if is_library(reading, &first) {
        let name = name_of(reading, &first);
        return Err(format!("`{name}` belongs to the standard library and keeps its name"));
    }
    if declaration(reading, &first).is_some_and(|span| is_imported(reading, span.file)) {
        let name = name_of(reading, &first);
        return Err(format!("`{name}` comes from a fault tree, and gets its name there"));
    }
    Ok((span, first))
}

/// A renaming as each reading of the files sees it.
#[derive(Clone, Debug)]
pub struct Renaming {
    /// What is renamed, with what belongs together with it.
    named: Vec<Named>,
    /// The names before and after, of what is no module's own parameter.
    before: String,
    after: String,
}

impl Renaming {
    /// The renaming of the name at a byte; in words why it cannot be.
    pub fn new(reading: &Reading, file: FileId, byte: usize, new: &str) -> Result<Self, String> {
        let (_, named) = renamable(reading, file, byte)?;
        if !kofn_syntax::is_name(new) {
            return Err(format!(
                "`{new}` is not a name: names are words of letters, digits and `_` that begin \
                 with a letter and may end in primes"
            ));
        }
        if kofn_grammar::RESERVED.contains(&new) {
            return Err(format!("`{new}` is a word of the language"));
        }
        let together = together(reading, &named);
        let own = matches!(named, Named::Param(_))
            && together.iter().any(|one| matches!(one, Named::Module(_)));
        let old = name_of(reading, &named);
        if !own {
            return Ok(Renaming { named: together, before: old, after: new.to_owned() });
        }
        let (Some(before), Some(after)) = (old.strip_prefix(OWN), new.strip_prefix(OWN)) else {
            return Err(format!(
                "`{old}` is the probability of a module that is called so; write `{OWN}` and the \
                 module's new name"
            ));
        };
        if !kofn_syntax::is_name(after) {
            return Err(format!("`{after}` is not a name, and the module would be called so"));
        }
        Ok(Renaming { named: together, before: before.to_owned(), after: after.to_owned() })
    }

    /// The same renaming for another reading; nothing where it has none of it.
    pub fn in_other(&self, reading: &Reading, other: &Reading) -> Option<Renaming> {
        let mut named: Vec<Named> = self
            .named
            .iter()
            .filter_map(|one| anchor(reading, one))
            .flat_map(|anchor| anchored(other, &anchor))
            .flat_map(|one| together(other, &one))
            .collect();
        named.sort();
        named.dedup();
        if named.is_empty() {
            return None;
        }
        Some(Renaming { named, ..self.clone() })
    }

    /// What is written where.
    pub fn edits(&self, reading: &Reading) -> Vec<Edit> {
        let mut edits = Vec::new();
        let own = format!("{OWN}{}", self.before);
        for (span, _) in occurrences(reading, &self.named) {
            let words = reading.sources.slice(span);
            let text = if words == own && self.before != own {
                format!("{OWN}{}", self.after)
            } else {
                self.after.clone()
            };
            edits.push(Edit { span, text });
        }
        // A prefix that nobody gave gets to be given.
        for named in &self.named {
            if let Named::Prefix { user, used } = named
                && let Some(target) = use_target(reading, *user, *used)
                && declaration(reading, named) == Some(target)
            {
                edits.push(Edit { span: target.at_end(), text: format!(" as {}", self.after) });
            }
        }
        edits.sort_by_key(|edit| edit.span);
        edits
    }

    /// Whether a reading of the changed files says the same; else what it says, in words.
    pub fn keeps(&self, before: &Reading, after: &Reading) -> Result<(), String> {
        let new = &self.after;
        // Messages name what they speak of, so they differ where codes do not.
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in &before.diagnostics {
            *known.entry(finding.code.0).or_insert(0) += 1;
        }
        for finding in &after.diagnostics {
            match known.get_mut(finding.code.0) {
                Some(count) if *count > 0 => *count -= 1,
                _ => return Err(format!("`{new}` cannot be the name: {}", finding.message)),
            }
        }
        let (old, now) = (self.seen(before), self.seen(after));
        let differs = old.iter().zip(&now).find(|((_, a), (_, b))| a != b);
        let place = match differs {
            None if old.len() == now.len() => return Ok(()),
            None => old.get(now.len()).map(|(span, _)| (before, *span)),
            Some(_) => differs.map(|((span, _), _)| (before, *span)),
        };
        let words = place.map(|(reading, span)| {
            let source = reading.sources.get(span.file);
            let line = source.position(span.start as usize).line;
            format!("`{}` in line {line} of {}", reading.sources.slice(span), source.name())
        });
        Err(format!(
            "with the name `{new}`, {} would stand for something else",
            words.unwrap_or_else(|| "another name".to_owned())
        ))
    }

    /// What every name stands for, in the order of the text; new names of junctions as they were.
    fn seen(&self, reading: &Reading) -> Vec<(Span, (Named, Role))> {
        let renamed = |named: &Named| match named {
            Named::Junction(owner, name) if *name == self.after => {
                let old = Named::Junction(*owner, self.before.clone());
                if self.named.contains(&old) { old } else { named.clone() }
            }
            other => other.clone(),
        };
        // A prefix that was not written is declared where it is written now.
        let counts = |mention: &&Mention| {
            !(mention.role == Role::Declares && matches!(mention.named, Named::Prefix { .. }))
        };
        let mentions = reading.resolution.mentions().iter().filter(counts);
        mentions.map(|one| (one.span, (renamed(&one.named), one.role))).collect()
    }
}

/// What has its name together with something: a module and its own parameter, and whatever is
/// read at the same places.
fn together(reading: &Reading, named: &Named) -> Vec<Named> {
    let mentions = reading.resolution.mentions();
    let mut all = vec![named.clone()];
    let mut at = 0;
    while let Some(one) = all.get(at).cloned() {
        at += 1;
        for mention in mentions.iter().filter(|mention| mention.named == one) {
            let from = mentions.partition_point(|other| other.span < mention.span);
            let here = mentions[from..].iter().take_while(|other| other.span == mention.span);
            for other in here {
                // A parameter that is only called as it is printed has its own name.
                if !all.contains(&other.named) && other.role != Role::Prints {
                    all.push(other.named.clone());
                }
            }
        }
    }
    all
}
