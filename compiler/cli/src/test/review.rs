//! Asking about each snapshot that is not what it should be.

use super::store;
use crate::Status;
use crate::terminal::Paint;
use crate::terminal::print;
use kofn::emit::testing::{self, Mark, SnapshotState, TestReport};
use std::io::BufRead;
use std::path::Path;

/// What somebody decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    Accept,
    Reject,
    Skip,
    Quit,
}

/// Asks about each in turn. What is rejected stays as it is, what is skipped is proposed, and at the
/// end of the input the rest is skipped.
pub(super) fn review(report: &mut TestReport, paint: Paint) -> Status {
    let waiting =
        |state: &SnapshotState| matches!(state, SnapshotState::Missing | SnapshotState::Differs(_));
    let snapshots = report.files.iter().filter_map(|file| file.snapshot.as_ref());
    let total = snapshots.filter(|snapshot| waiting(&snapshot.state)).count();
    let total = total + report.unreferenced.len();
    let mut at = 0;
    let mut status = Status::Well;
    let mut quitting = false;
    for file in &mut report.files {
        let Some(snapshot) = &mut file.snapshot else { continue };
        let path = Path::new(&snapshot.path).to_owned();
        if !waiting(&snapshot.state) {
            if snapshot.state == SnapshotState::Matches {
                store::forget_proposal(&path);
            }
            continue;
        }
        at += 1;
        let choice = if quitting {
            Choice::Quit
        } else {
            let title = paint(Mark::Title, &file.file);
            print(&format!("{at} of {total}    {title}\n{}", testing::change(snapshot, &paint)));
            ask("a accept, r reject, s skip, q quit")
        };
        quitting |= choice == Choice::Quit;
        match choice {
            Choice::Accept => store::accept(&file.file, snapshot),
            Choice::Reject => store::forget_proposal(&path),
            Choice::Skip | Choice::Quit => {
                if let Err(error) = store::propose(&file.file, snapshot) {
                    eprintln!("kofn: {}.new cannot be written: {error}", snapshot.path);
                    status = Status::Wrong;
                }
            }
        }
    }
    for one in &mut report.unreferenced {
        if quitting {
            break;
        }
        at += 1;
        let title = paint(Mark::Title, &one.path);
        print(&format!("{at} of {total}    {title}\n        belongs to no model\n"));
        match ask("a remove it, r keep it, s skip, q quit") {
            Choice::Accept => store::remove(one),
            Choice::Reject | Choice::Skip => {}
            Choice::Quit => quitting = true,
        }
    }
    status
}

/// Asks until there is an answer; at the end of the input nobody answers any more.
fn ask(choices: &str) -> Choice {
    loop {
        print(&format!("    {choices} > "));
        let mut line = String::new();
        let read = std::io::stdin().lock().read_line(&mut line);
        if !read.is_ok_and(|bytes| bytes > 0) {
            print("\n");
            return Choice::Quit;
        }
        match line.trim().to_lowercase().as_str() {
            "a" | "accept" | "remove" => return Choice::Accept,
            "r" | "reject" | "keep" => return Choice::Reject,
            "s" | "skip" => return Choice::Skip,
            "q" | "quit" => return Choice::Quit,
            _ => {}
        }
    }
}
