//! Findings for programs: SARIF, annotations of GitHub Actions, JUnit.
//!
//! SARIF is judged by the published JSON schema, for which Node.js and some packages are needed.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod project;

use project::{Project, ended};
use serde_json::Value;
use std::process::Command;

/// A model with a mistake in two places behind letters of several bytes, and a warning.
const PUMPS: &str = "system pumps {
    /* 水泵 */ module pump[3] = 0.9   module spare = 0.5
    works when /* 四 */ 4 of pump
}
";

const SOUND: &str = "param R = 0.9
system pair { module unit[2] = R  works when any of unit }
assert slo: pair >= 0.999
assert pair >= 0.5
assert pair >= 0.5
";

/// Everything that there is to find.
fn everything(name: &str) -> Project {
    let project = Project::new(name);
    project.write("sites/größe, 1%.rbd", PUMPS).write("pair.rbd", SOUND);
    project.write("old/gone.rbd", SOUND).write("changed.rbd", SOUND);
    project.kofn(&["test", "--accept"]);
    std::fs::remove_file(project.path("old/gone.rbd")).unwrap();
    project.write("changed.rbd", SOUND.replace("0.9\n", "0.8\n"));
    project.write("new.rbd", "system new { module m = 0.5  works when m }\n");
    project.write("latin1.rbd", b"// caf\xe9\n");
    project.write("snapshots/latin1.rbd.snap", b"caf\xe9\n");
    project
}

#[test]
fn annotations_of_everything() {
    let project = everything("annotations");
    let run = project.kofn(&["test", "--check", "--format", "github"]).ends(2);
    insta::assert_snapshot!("annotations", run.out);
    assert_eq!(run.err, "");
    let check = project.kofn(&["check", "--format", "github", "sites/größe, 1%.rbd"]).ends(2);
    let first = check.out.lines().find(|line| line.starts_with("::error")).unwrap();
    assert!(
        first.starts_with(
            "::error file=sites/größe%2C 1%25.rbd,line=3,endLine=3,col=24,endColumn=25,\
             title=k-exceeds-n::"
        ),
        "{first}"
    );
    // A sound model is silent.
    project.write("well.rbd", "system s { module m = 0.5  works when m }\n");
    assert_eq!(project.kofn(&["check", "--format", "github", "well.rbd"]).ends(0).out, "");
}

#[test]
fn junit_of_everything() {
    let project = everything("junit");
    let run = project.kofn(&["test", "--check", "--format", "junit"]).ends(2);
    insta::assert_snapshot!("junit", run.out);
    let document = roxmltree::Document::parse(&run.out).unwrap();
    let root = document.root_element();
    let count = |parent: roxmltree::Node<'_, '_>, name: &str| {
        parent.descendants().filter(|node| node.has_tag_name(name)).count().to_string()
    };
    for suite in document.descendants().filter(|node| node.has_tag_name("testsuite")).chain([root])
    {
        assert_eq!(suite.attribute("tests").unwrap(), count(suite, "testcase"));
        assert_eq!(suite.attribute("failures").unwrap(), count(suite, "failure"));
        assert_eq!(suite.attribute("errors").unwrap(), count(suite, "error"));
    }
    let cases: Vec<(&str, &str)> = document
        .descendants()
        .filter(|node| node.has_tag_name("testcase"))
        .map(|case| (case.attribute("classname").unwrap(), case.attribute("name").unwrap()))
        .collect();
    for (index, case) in cases.iter().enumerate() {
        assert!(!cases[..index].contains(case), "{case:?} is there twice");
    }
    let check = project.kofn(&["check", "--format", "junit", "pair.rbd", "latin1.rbd"]).ends(2);
    let document = roxmltree::Document::parse(&check.out).unwrap();
    assert_eq!(document.root_element().attribute("tests"), Some("2"));
    assert_eq!(document.root_element().attribute("errors"), Some("1"));
}

#[test]
fn junit_survives_what_people_write() {
    let project = Project::new("junit-hostile");
    let assertion = "assert s >= 0.9 given x <= 1, x >= 1/2 /* ]]> & \" \u{1} */\n";
    project.write(
        "<&\"'>.rbd",
        format!("param x = 1\nsystem s {{ module m = 0.5  works when m }}\n{assertion}"),
    );
    let run = project.kofn(&["test", "--format", "junit"]).ends(1);
    let document = roxmltree::Document::parse(&run.out).unwrap();
    let suite = document.descendants().find(|node| node.has_tag_name("testsuite")).unwrap();
    assert_eq!(suite.attribute("name"), Some("<&\"'>.rbd"));
}

#[test]
fn json_of_everything() {
    let project = everything("json");
    let run = project.kofn(&["test", "--check", "--format", "json"]).ends(2);
    let json: Value = serde_json::from_str(&run.out).unwrap();
    let files = json["files"].as_array().unwrap();
    let states: Vec<(&str, &str)> = files
        .iter()
        .map(|file| {
            let state = file["snapshot"]["state"].as_str();
            (file["file"].as_str().unwrap(), state.unwrap_or("none"))
        })
        .collect();
    assert_eq!(
        states,
        [
            ("changed.rbd", "differs"),
            ("latin1.rbd", "none"),
            ("new.rbd", "missing"),
            ("pair.rbd", "matches"),
            ("sites/größe, 1%.rbd", "none"),
        ]
    );
    assert_eq!(files[3]["asserts"][0]["verdict"], "refuted");
    assert_eq!(files[3]["asserts"][0]["name"], "slo");
    assert_eq!(files[3]["asserts"][0]["place"]["start"]["line"], 3);
    assert_eq!(json["unreferenced"][0]["state"], "refused");
    assert_eq!(json["summary"]["asserts"]["passed"], 4);
    // Diagnostics look as those of `kofn check`.
    let check = project.kofn(&["check", "--format", "json", "sites/größe, 1%.rbd"]).ends(2);
    let check: Value = serde_json::from_str(&check.out).unwrap();
    assert_eq!(files[4]["diagnostics"], check["diagnostics"]);
}

#[test]
fn regions_in_sarif_count_characters() {
    let project = everything("regions");
    let run = project.kofn(&["check", "--format", "sarif", "sites/größe, 1%.rbd"]).ends(2);
    let log: Value = serde_json::from_str(&run.out).unwrap();
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let results = run["results"].as_array().unwrap();
    let result = results.iter().find(|result| result["ruleId"] == "k-exceeds-n").unwrap();
    let physical = &result["locations"][0]["physicalLocation"];
    assert_eq!(physical["artifactLocation"]["uri"], "sites/gr%C3%B6%C3%9Fe%2C%201%25.rbd");
    let region = &physical["region"];
    let [line, start, end] =
        ["startLine", "startColumn", "endColumn"].map(|key| region[key].as_u64().unwrap() as usize);
    let words: String =
        PUMPS.lines().nth(line - 1).unwrap().chars().skip(start - 1).take(end - start).collect();
    assert_eq!(words, "4");
    let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
    assert_eq!(rule["id"], "k-exceeds-n");
    assert_eq!(rule["shortDescription"]["text"], "More elements must work than there are.");
    assert!(result["relatedLocations"][0]["message"]["text"].is_string());
}

/// The log on standard input against the schema; what is wrong with it on standard output.
const JUDGE: &str = r#"
const Ajv = require("ajv-draft-04");
const formats = require("ajv-formats");
const folder = require("path").dirname(require.resolve("@microsoft/jest-sarif"));
const schema = JSON.parse(
    require("fs").readFileSync(folder + "/schemas/sarif-2.1.0-rtm.5.json", "utf8"));
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
formats(ajv);
const validate = ajv.compile(schema);
const log = JSON.parse(require("fs").readFileSync(0, "utf8"));
if (!validate(log)) console.log(JSON.stringify(validate.errors, null, 2));
log.runs[0].columnKind = "bytes";
delete log.version;
if (validate(log)) console.log("the schema accepts anything");
console.log("judged");
"#;

#[test]
fn sarif_follows_the_published_schema() {
    let packages = ["ajv-draft-04", "ajv-formats", "@microsoft/jest-sarif"];
    if kofn_suite::node::packages(&packages).is_none() {
        return;
    }
    let project = everything("sarif");
    project.write("well.rbd", "system s { module m = 0.5  works when m }\n");
    let tested = project.kofn(&["test", "--check", "--format", "sarif"]).ends(2).out;
    let checked =
        project.kofn(&["check", "--format", "sarif", "pair.rbd", "sites/größe, 1%.rbd"]).ends(2);
    let nothing = project.kofn(&["check", "--format", "sarif", "well.rbd"]).ends(0).out;
    let pair = "system s { module a, b = 0.5  works when any of (a, b) }\nassert s >= 0.75\n";
    project.write("redundant.rbd", pair);
    project.write("single.rbd", pair.replace("any of", "all of"));
    let diff = ["diff", "--format", "sarif", "redundant.rbd", "single.rbd"];
    let changed = project.kofn(&diff).ends(1).out;
    let denied = [&diff[..], &["--deny", "single-point-gained"]].concat();
    let denied = project.kofn(&denied).ends(1).out;
    assert!(denied.contains("single-point-gained") && denied != changed);
    for log in [&tested, &checked.out, &nothing, &changed, &denied] {
        let mut node = Command::new("node");
        node.args(["-e", JUDGE]);
        let judged = ended(node, log);
        assert_eq!(judged.out, "judged\n", "{}\n{log}", judged.err);
    }
    insta::assert_snapshot!("sarif", without_help(&tested));
}

/// The log without the pages of its codes, which have tests of their own.
fn without_help(log: &str) -> String {
    let mut log: Value = serde_json::from_str(log).unwrap();
    for rule in log["runs"][0]["tool"]["driver"]["rules"].as_array_mut().unwrap() {
        rule["help"] = Value::Null;
    }
    log["runs"][0]["tool"]["driver"]["semanticVersion"] = Value::Null;
    format!("{log:#}")
}

#[test]
fn long_differences_are_cut_off_for_services() {
    let project = Project::new("long");
    let model = |value: &str| -> String {
        (0..150)
            .map(|i| format!("system s{i} {{ module m{i} = {value}  works when m{i} }}\n"))
            .collect()
    };
    project.write("many.rbd", model("0.9"));
    project.kofn(&["test", "--accept"]).ends(0);
    project.write("many.rbd", model("0.8"));
    for format in ["github", "junit", "sarif"] {
        let run = project.kofn(&["test", "--format", format]).ends(1);
        assert!(run.out.contains(" more lines"), "{}", run.out);
        assert!(run.out.len() < 50_000, "{format}: {}", run.out.len());
    }
    let text = project.kofn(&["test"]).ends(1);
    assert!(text.out.contains(" system s149\n") && !text.out.contains(" more lines"));
}

#[test]
fn a_mistake_in_a_file_that_many_use_is_told_once() {
    let project = Project::new("shared-mistake");
    project.write("parts.rbd", "module disk = R_typo\n");
    for name in ["a", "b", "c"] {
        let model = "use \"parts.rbd\" as p\nsystem s { works when p.disk }\n";
        project.write(&format!("{name}.rbd"), model);
    }
    let run = project.kofn(&["test", "--format", "github"]).ends(2);
    assert_eq!(run.out.matches("file=parts.rbd").count(), 1, "{}", run.out);
    assert!(run.out.ends_with("\n4 files, 4 with errors\n"), "{}", run.out);
    let text = project.kofn(&["test"]).ends(2);
    assert_eq!(text.err.matches("`R_typo` is not declared").count(), 1, "{}", text.err);
    let check = project.kofn(&["check", "--format", "sarif", "a.rbd", "b.rbd"]).ends(2);
    let log: Value = serde_json::from_str(&check.out).unwrap();
    assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), 1);
}

#[test]
fn codes_of_tests_are_explained() {
    let project = Project::new("explain");
    for code in ["assert-refuted", "snapshot-differs", "limit-reached"] {
        assert!(project.kofn(&["explain", code]).ends(0).out.starts_with(&format!("# {code}\n")));
    }
    let all = project.kofn(&["explain"]).ends(0).out;
    assert!(all.contains("snapshot-unreferenced       A snapshot belongs to no model."), "{all}");
    let near = project.kofn(&["explain", "snapshot-difers"]).ends(2);
    assert!(near.err.contains("did you mean `snapshot-differs`?"), "{}", near.err);
}
