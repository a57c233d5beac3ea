//! The steps of the GitHub Action, run as the runner does.

#![allow(dead_code, reason = "each test program uses its own part of this")]

use crate::project::{Project, Run, ended};
use std::path::Path;
use std::process::Command;
use yaml_rust2::{Yaml, YamlLoader};

/// A file at the top of this repository.
pub fn yaml(file: &str) -> Yaml {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = std::fs::read_to_string(root.join(file)).unwrap();
    YamlLoader::load_from_str(&text).unwrap().remove(0)
}

/// The step of the action with this name.
pub fn step(name: &str) -> Yaml {
    let action = yaml("action.yml");
    assert_eq!(action["runs"]["using"].as_str(), Some("composite"));
    let steps = action["runs"]["steps"].as_vec().unwrap();
    steps.iter().find(|step| step["name"].as_str() == Some(name)).unwrap().clone()
}

/// Runs a step as the runner does. Every variable that the step declares must be given.
pub fn perform(step: &Yaml, project: &Project, variables: &[(&str, &str)]) -> Run {
    assert_eq!(step["shell"].as_str(), Some("bash"));
    let mut declared: Vec<&str> =
        step["env"].as_hash().unwrap().keys().map(|key| key.as_str().unwrap()).collect();
    declared.retain(|name| !variables.iter().any(|(given, _)| given == name));
    assert!(declared.is_empty(), "not given: {declared:?}");
    let script = project.path(".step.sh");
    std::fs::write(&script, step["run"].as_str().unwrap()).unwrap();
    let mut bash = Command::new("bash");
    bash.args(["--noprofile", "--norc", "-eo", "pipefail"]).arg(&script);
    bash.current_dir(&project.root).env("CI", "true").env_remove("NO_COLOR");
    bash.envs(variables.iter().copied());
    ended(bash, "")
}

/// Makes a file a program.
pub fn executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}
