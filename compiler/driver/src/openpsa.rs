//! Fault trees of other tools: read into the language, and written from a system.

use crate::answer::Reducing;
use crate::compilation::Compilation;
use crate::load;
use crate::world::World;
use kofn_diagnostics::{Diagnostic, Sources};
use kofn_openpsa::code;

/// A fault tree in the language, or what is wrong with it.
pub struct Imported {
    /// The file, for showing findings.
    pub sources: Sources,
    /// The text.
    pub text: Result<String, Vec<Diagnostic>>,
}

/// Reads a file in the Open-PSA Model Exchange Format, whatever it is called.
pub fn import(world: &dyn World, path: &str) -> Imported {
    let mut sources = Sources::default();
    let text = load::import(world, path, &mut sources);
    Imported { sources, text }
}

impl Compilation {
    /// One system as a fault tree in the Open-PSA Model Exchange Format: the one that is named, or
    /// the only one.
    ///
    /// The structure is written as it was built, not as it is reduced for computing, so the names
    /// of the model are found again. Fails where that is wrong; the findings are in
    /// [`Compilation::diagnostics`].
    pub fn openpsa(&mut self, systems: &[String]) -> Option<String> {
        if self.has_errors() {
            return None;
        }
        let chosen = self.chosen(systems)?;
        let (model, defaults) = self.meaning()?;
        let reducing = Reducing::new(model, defaults);
        let refused = |message: String, help: &str| {
            vec![Diagnostic::error(code::OPENPSA_EXPORT, message).help(help)]
        };
        let written = match chosen.as_slice() {
            [only] => {
                let name = model.system(*only).name.clone();
                let span = model.system(*only).span;
                reducing.element_by_element(*only).and_then(|built| {
                    let root = built.root;
                    kofn_openpsa::export(&name, &built.graph, root).map_err(|why| {
                        let message = format!("system `{name}` cannot be a fault tree: {}", why.0);
                        let finding = Diagnostic::error(code::OPENPSA_EXPORT, message);
                        vec![finding.at(span, "this system").help("a fault tree lists every event with its probability: set what is open with -D NAME=VALUE")]
                    })
                })
            }
            [] => Err(refused(
                "this file has no system".to_owned(),
                "say what must work: `system NAME { works when … }`",
            )),
            several => {
                let names: Vec<&str> =
                    several.iter().map(|id| model.system(*id).name.as_str()).collect();
                Err(refused(
                    format!("a fault tree is of one system, and these are {}", names.join(", ")),
                    "name one of them: -s NAME",
                ))
            }
        };
        match written {
            Ok(text) => Some(text),
            Err(findings) => {
                self.add_findings(findings);
                None
            }
        }
    }
}
