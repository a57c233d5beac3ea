//! The runs of the command, one after the other.

use super::files::{Change, Watched};
use super::watched::{NOBODY_READS, WATCHED};
use super::{Watch, command_line};
use crate::terminal::print;
use std::io::IsTerminal;
use std::process::{Child, Command, Stdio};

/// Clears a terminal, what was scrolled away included.
const CLEAR: &str = "\x1b[2J\x1b[3J\x1b[H";

pub(super) struct Runs<'a> {
    arguments: &'a Watch,
    running: Option<Child>,
}

impl<'a> Runs<'a> {
    pub(super) fn new(arguments: &'a Watch) -> Self {
        Runs { arguments, running: None }
    }

    /// Runs the command, because of these changes; a run that goes on is ended.
    pub(super) fn start(&mut self, watched: &Watched, changes: &[Change]) {
        self.stop();
        if std::io::stdout().is_terminal() {
            print(CLEAR);
        }
        if !changes.is_empty() && !self.arguments.common.quiet {
            let told: Vec<String> = changes.iter().map(Change::to_string).collect();
            eprintln!("── {}", told.join(", "));
        }
        for trouble in watched.troubles() {
            eprintln!("kofn: {trouble}");
        }
        let files = match self.arguments.test {
            true => self.arguments.paths.clone(),
            false => watched.models().to_vec(),
        };
        if files.is_empty() {
            eprintln!("kofn: there is no .rbd file below {}", self.arguments.paths.join(", "));
            self.tell_end(watched);
            return;
        }
        let started = std::env::current_exe().and_then(|program| {
            Command::new(program)
                .args(command_line(self.arguments, &files))
                // It ends when this pipe closes, which it does however this process ends.
                .stdin(Stdio::piped())
                .env(WATCHED, "1")
                .spawn()
        });
        match started {
            Ok(child) => self.running = Some(child),
            Err(error) => eprintln!("kofn: cannot start: {error}"),
        }
    }

    /// Notices that a run has ended. Tells whether it found nobody who reads.
    pub(super) fn look(&mut self, watched: &Watched) -> bool {
        let Some(child) = &mut self.running else { return false };
        match child.try_wait() {
            Ok(None) => false,
            Ok(Some(status)) if status.code() == Some(i32::from(NOBODY_READS)) => true,
            Ok(Some(_)) | Err(_) => {
                self.running = None;
                self.tell_end(watched);
                false
            }
        }
    }

    fn tell_end(&self, watched: &Watched) {
        if !self.arguments.common.quiet {
            let number = watched.number();
            let files = if number == 1 { "file" } else { "files" };
            eprintln!("── watching {number} {files}; Ctrl-C ends it");
        }
    }

    /// Ends the run that goes on.
    pub(super) fn stop(&mut self) {
        if let Some(mut child) = self.running.take() {
            // One that has ended by itself cannot be ended, which is all right.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
