//! KaTeX reads every formula of the examples and the standard library without complaint.
//!
//! Needs Node.js and the package `katex`.

use kofn::{Compilation, Settings, emit};
use kofn_suite::{Project, files, node, root};

/// One formula in each line; a line for each that is refused.
const JUDGE: &str = r#"
const katex = require(process.argv[1]);
const lines = require("fs").readFileSync(0, "utf8").split("\n");
let count = 0;
for (const line of lines) {
    if (line === "") continue;
    count += 1;
    const formula = line.slice(line.indexOf("\t") + 1);
    try {
        katex.renderToString(formula, { displayMode: true, throwOnError: true, strict: "error" });
    } catch (error) {
        console.log(line.slice(0, line.indexOf("\t")) + ": " + formula + "\n    " + error.message);
    }
}
console.log("judged " + count);
"#;

/// `FILE<tab>FORMULA`, one in each line, and how many there are.
fn formulas() -> (String, usize) {
    let mut lines = String::new();
    let mut count = 0;
    for path in files("examples", "rbd").into_iter().chain(files("stdlib", "rbd")) {
        let name = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
        let mut compilation = Compilation::new(&Project, &path.to_string_lossy());
        let report = compilation.report(&Settings::default(), &[]);
        let report = report.unwrap_or_else(|| panic!("{name} has errors"));
        for line in emit::latex::report(&report).lines().filter(|line| !line.starts_with('%')) {
            lines.push_str(&format!("{name}\t{line}\n"));
            count += 1;
        }
    }
    (lines, count)
}

#[test]
fn katex_renders_every_formula() {
    let Some(katex) = node::packages(&["katex"]) else { return };
    let (lines, count) = formulas();
    assert!(count > 50, "only {count} formulas were found");
    let said = node::judged(JUDGE, &katex, &lines);
    assert_eq!(said.trim_end(), format!("judged {count}"), "formulas that KaTeX refuses");
}
