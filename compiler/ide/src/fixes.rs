//! What a program can do about a finding.

use kofn::Reading;
use kofn_diagnostics::{Diagnostic, Edit};

/// A fix with words for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, for a menu.
    pub title: String,
    /// What is written where; edits do not overlap.
    pub edits: Vec<Edit>,
}

/// The fix of a finding, where it has one.
pub fn fix(reading: &Reading, finding: &Diagnostic) -> Option<Fix> {
    let title = match finding.fix.as_slice() {
        [] => return None,
        [one] => {
            let before = reading.sources.slice(one.span).trim();
            let after = one.text.trim();
            match (before.is_empty(), after.is_empty()) {
                (true, _) => format!("insert `{after}`"),
                (false, true) => format!("leave out `{before}`"),
                (false, false) => format!("replace `{before}` by `{after}`"),
            }
        }
        _ => match &finding.help {
            Some(help) => help.clone(),
            None => finding.message.clone(),
        },
    };
    Some(Fix { title, edits: finding.fix.clone() })
}

/// A text with edits carried out. All of them are in this text and do not overlap; places at the
/// same byte are filled in their order.
pub fn edited(text: &str, edits: &[Edit]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        result.push_str(text.get(at..start).unwrap_or(""));
        result.push_str(&edit.text);
        at = end.max(at);
    }
    result.push_str(text.get(at..).unwrap_or(""));
    result
}
