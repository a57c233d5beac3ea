//! What an editor can have done by name.

use crate::answers::{Spots, main_file};
use crate::dispatch::{Answered, Refused, parameters};
use crate::hints::{Asked, Pending};
use crate::keys;
use crate::server::Server;
use crate::worker::Wanted;
use kofn_ide::sheet::system_at;
use lsp_server::RequestId;
use lsp_types::{ExecuteCommandParams, Position, TextDocumentPositionParams};
use serde_json::json;

/// Takes a text's address and a position, as a hover does; gives the system there with its
/// `markdown`, `text` and `latex`.
const FORMULA_AND_VALUE: &str = "kofn.formulaAndValue";

/// All of them.
pub const COMMANDS: &[&str] = &[FORMULA_AND_VALUE];

impl Server {
    pub(crate) fn execute(
        &mut self,
        id: RequestId,
        params: ExecuteCommandParams,
    ) -> Result<(), Refused> {
        let ExecuteCommandParams { command, mut arguments, .. } = params;
        if command != FORMULA_AND_VALUE {
            let known = COMMANDS.join("`, `");
            return Err(Refused::invalid(format!(
                "there is no command `{command}`; this server knows `{known}`"
            )));
        }
        if arguments.len() != 1 {
            let help = "{\"textDocument\": {\"uri\": …}, \"position\": …}";
            return Err(Refused::invalid(format!("`{command}` takes one argument, {help}")));
        }
        let at: TextDocumentPositionParams = parameters(arguments.remove(0))?;
        let path = self.files.path(&at.text_document.uri);
        self.pending.push(Pending::new(id, path, Asked::Sheet(at.position)));
        Ok(())
    }

    /// The system at a position, written out; nothing while that is being computed.
    pub(crate) fn sheet(&mut self, path: &str, position: Position) -> Option<Answered> {
        let analysis = self.analyses.get(&self.files, path);
        let reading = &analysis.reading;
        let spots = Spots::new(reading, self.encoding);
        let file = main_file(reading);
        let Some(system) = system_at(reading, file, spots.byte(file, position)) else {
            let help = "put the cursor into a system or on the name of one";
            return Some(Err(Refused::failed(format!("there is no system here; {help}"))));
        };
        let key = keys::of_sheet(reading, &system);
        if let Some(known) = self.sheets.get(&key) {
            return Some(match known {
                Ok(sheet) => Ok(json!({
                    "system": sheet.system,
                    "markdown": sheet.markdown,
                    "text": sheet.text,
                    "latex": sheet.latex,
                })),
                Err(why) => Err(Refused::failed(why)),
            });
        }
        self.awaited.insert(key);
        if self.asked.insert(key) {
            self.compute(path, Wanted::Sheet { key, system });
        }
        None
    }
}
