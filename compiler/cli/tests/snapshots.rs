//! The wording and drawing of what the program prints, for models whose results are checked
//! elsewhere.

use std::path::Path;
use std::process::Command;

/// What the program prints on both streams, and how it ends.
fn kofn(arguments: &[&str]) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = Command::new(env!("CARGO_BIN_EXE_kofn"))
        .args(arguments)
        .current_dir(root)
        .env_remove("NO_COLOR")
        .output()
        .expect("the program starts");
    format!(
        "{}{}exit status {}\n",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
        output.status.code().expect("the program ends by itself")
    )
}

#[test]
fn report_of_the_paper() {
    insta::assert_snapshot!(kofn(&["examples/paper/virtualized-node.rbd"]));
}

#[test]
fn report_with_values() {
    insta::assert_snapshot!(kofn(&["examples/04-flight-control-triplex.rbd"]));
}

#[test]
fn json_of_a_system() {
    insta::assert_snapshot!(kofn(&["examples/01-bridge.rbd", "-s", "bridge", "--format", "json"]));
}

#[test]
fn answers_to_questions() {
    insta::assert_snapshot!(kofn(&[
        "ask",
        "examples/paper/virtualized-node.rbd",
        "virtualized(n = 3, R_H = 1, R_V = 0.999, R_M = 0.9)",
        "unreliability(virtualized(n = 1_000_000, R_H = 1, R_V = 1, R_M = 0.1))",
        "availability(virtualized(n = 3, R_H = 1, R_V = 0.999, R_M = 0.9))",
        "native - virtualized(n = 1)",
    ]));
}

#[test]
fn latex_of_the_paper() {
    insta::assert_snapshot!(kofn(&[
        "compile",
        "--to",
        "latex",
        "-s",
        "in_vm",
        "-s",
        "in_hypervisor",
        "examples/paper/answered.rbd"
    ]));
}

#[test]
fn typst_and_sympy_of_shared_parts() {
    let file = "examples/08-payment-service.rbd";
    insta::assert_snapshot!("typst", kofn(&["compile", "--to", "typst", file]));
    insta::assert_snapshot!("sympy", kofn(&["compile", "--to", "sympy", file]));
}

#[test]
fn markdown_of_a_model() {
    insta::assert_snapshot!(kofn(&["compile", "--to", "markdown", "examples/01-bridge.rbd"]));
}

#[test]
fn polynomials() {
    insta::assert_snapshot!(kofn(&["compile", "--to", "expanded", "examples/01-bridge.rbd"]));
}

#[test]
fn help() {
    insta::assert_snapshot!(kofn(&["--help"]));
}

#[test]
fn a_definition_outside_of_its_domain() {
    insta::assert_snapshot!(kofn(&["examples/01-bridge.rbd", "-D", "p=1.5"]));
}
