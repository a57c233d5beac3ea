//! The layout of a part of a text.

use kofn::{Refusal, format};
use kofn_diagnostics::{Edit, FileId, Span};
use kofn_syntax::tree::Item;
use std::ops::Range;

/// What gives the items that touch a range the layout that they have in the formatted text; items
/// of the file are taken as wholes, and what stands between them stays.
///
/// Fails as formatting the text does.
pub fn format_items(file: FileId, text: &str, range: Range<usize>) -> Result<Vec<Edit>, Refusal> {
    let formatted = format(file, text)?;
    let [old, new] = [text, &formatted].map(|text| kofn_syntax::parse(file, text).0.items);
    // Formatting neither makes, drops nor moves items.
    if old.len() != new.len() {
        return Ok(Vec::new());
    }
    let edits = old.iter().zip(&new).filter_map(|(old, new)| {
        let (start, end) = (old.span.start as usize, old.span.end as usize);
        if range.end < start || end < range.start {
            return None;
        }
        let (old, new) = (with_indent(text, old), with_indent(&formatted, new));
        let words = &formatted[new];
        (text[old.clone()] != *words)
            .then(|| Edit { span: Span::new(file, old.start, old.end), text: words.to_owned() })
    });
    Ok(edits.collect())
}

/// An item with the blanks in front of it, where there is nothing else on the line.
fn with_indent(text: &str, item: &Item) -> Range<usize> {
    let (start, end) = (item.span.start as usize, item.span.end as usize);
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let blank = text[line..start].chars().all(|c| c == ' ' || c == '\t');
    if blank { line..end } else { start..end }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixes::edited;

    #[test]
    fn items_in_a_range_are_laid_out_and_no_others() {
        let text =
            "param a=1\n  param b=2 // two\n\n\n\nsystem s{module m=a\nworks when m}\nparam c=3\n";
        let at = |words: &str| text.find(words).unwrap();
        let formatted =
            |range: Range<usize>| edited(text, &format_items(FileId(0), text, range).unwrap());
        let b = formatted(at("b=2")..at("b=2"));
        assert_eq!(b, text.replace("  param b=2", "param b = 2"));
        let s = formatted(at("works")..at("works") + 2);
        let system = "system s {\n    module m = a\n    works when m\n}";
        assert_eq!(s, text.replace("system s{module m=a\nworks when m}", system));
        let all = formatted(0..text.len());
        assert!(all.starts_with("param a = 1\nparam b = 2 // two\n\n\n\nsystem s {"), "{all}");
        assert!(all.ends_with("}\nparam c = 3\n"), "{all}");
        assert!(format_items(FileId(0), "param a = (", 0..1).is_err());
    }
}
