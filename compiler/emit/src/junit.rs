//! Results of checks in the form of JUnit, which most services for continuous integration read.
//!
//! No times are written: the same input gives the same bytes.

/// The checks of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suite {
    /// The file.
    pub name: String,
    /// In order.
    pub cases: Vec<Case>,
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// What is checked.
    pub name: String,
    /// How it ended.
    pub result: Result,
}

/// How a check ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Result {
    /// All well.
    Passed,
    /// What was claimed does not hold.
    Failed(Account),
    /// It could not be checked.
    Broken(Account),
}

/// What is said of a check that did not pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// A code of findings.
    pub code: &'static str,
    /// In one line.
    pub message: String,
    /// In full.
    pub text: String,
}

/// One document with all suites.
pub fn document(suites: &[Suite]) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let all = || suites.iter().flat_map(|suite| &suite.cases);
    text.push_str(&format!("<testsuites name=\"kofn\"{}>\n", counts(all())));
    for suite in suites {
        text.push_str(&format!(
            "  <testsuite name=\"{}\"{}>\n",
            attribute(&suite.name),
            counts(suite.cases.iter())
        ));
        for case in &suite.cases {
            text.push_str(&one(case, &suite.name));
        }
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text
}

fn counts<'c>(cases: impl Iterator<Item = &'c Case>) -> String {
    let (mut tests, mut failures, mut errors) = (0, 0, 0);
    for case in cases {
        tests += 1;
        match case.result {
            Result::Passed => {}
            Result::Failed(_) => failures += 1,
            Result::Broken(_) => errors += 1,
        }
    }
    format!(" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\"")
}

fn one(case: &Case, suite: &str) -> String {
    let opening = format!(
        "    <testcase name=\"{}\" classname=\"{}\"",
        attribute(&case.name),
        attribute(suite)
    );
    let (element, account) = match &case.result {
        Result::Passed => return format!("{opening}/>\n"),
        Result::Failed(account) => ("failure", account),
        Result::Broken(account) => ("error", account),
    };
    format!(
        "{opening}>\n      <{element} type=\"{}\" message=\"{}\">{}</{element}>\n    </testcase>\n",
        account.code,
        attribute(&account.message),
        content(&account.text)
    )
}

/// Text inside an element. Characters that XML 1.0 cannot hold (§2.2) are replaced.
fn content(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            '\n' | '\t' => out.push(c),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}

/// Text inside an attribute, where blanks of other kinds would become blanks.
fn attribute(text: &str) -> String {
    content(text).replace('"', "&quot;").replace('\n', "&#10;").replace('\t', "&#9;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_replaced() {
        let account = Account {
            code: "x",
            message: "a\u{1}<\"&".to_owned(),
            text: "]]>\n\u{ffff}".to_owned(),
        };
        let case = Case { name: "\u{0}'".to_owned(), result: Result::Failed(account) };
        let text = document(&[Suite { name: "a&b.rbd".to_owned(), cases: vec![case] }]);
        assert!(text.contains("message=\"a\u{fffd}&lt;&quot;&amp;\">]]&gt;\n\u{fffd}<"), "{text}");
        assert!(text.contains("tests=\"1\" failures=\"1\" errors=\"0\""), "{text}");
    }
}
