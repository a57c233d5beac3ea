//! The `kofn` program: files, terminal and exit status around the `kofn` library.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program talks to its user")]

mod arguments;
mod certificates;
mod check;
mod commands;
mod completions;
mod cores;
mod diff;
mod disk;
mod fmt;
mod importance;
mod lsp;
mod man;
mod models;
mod new;
mod openpsa;
mod progress;
mod replace;
mod sets;
mod shell;
mod terminal;
mod test;
mod time_limit;
mod watch;

use arguments::{Arguments, Command};
use clap::Parser;
use std::process::ExitCode;

/// How a run ended, for scripts. These numbers are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    /// All well.
    Well,
    /// An assertion is refuted or undecided, a snapshot differs, two models differ, something is not
    /// certified, or a file is not formatted.
    Differs,
    /// A limit was reached.
    Limit,
    /// The model or the command line is wrong.
    Wrong,
}

impl Status {
    /// What the program ends with.
    pub fn code(self) -> u8 {
        match self {
            Status::Well => 0,
            Status::Differs => 1,
            Status::Wrong => 2,
            Status::Limit => 3,
        }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(status.code())
    }
}

fn main() -> ExitCode {
    // Walks over a model are recursive to a bounded depth; a stack of known size makes that depth
    // safe wherever the program runs.
    const STACK: usize = 64 << 20;
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // Help is told in this way, too.
        Err(told) => {
            if let Err(error) = told.print()
                && !told.use_stderr()
            {
                terminal::not_printed(&error);
            }
            let wrong = told.exit_code() != 0 || terminal::unwritten();
            return if wrong { Status::Wrong } else { Status::Well }.into();
        }
    };
    watch::end_with_watcher();
    let run = std::thread::Builder::new().stack_size(STACK).spawn(move || run(&arguments));
    match run.map(std::thread::JoinHandle::join) {
        Ok(Ok(_)) if terminal::unwritten() => Status::Wrong.into(),
        Ok(Ok(_)) if terminal::reader_is_gone() && watch::is_watched() => {
            watch::NOBODY_READS.into()
        }
        Ok(Ok(status)) => status.into(),
        Ok(Err(_)) => {
            eprintln!("kofn: {}", kofn::emit::findings::OURS);
            ExitCode::from(101)
        }
        Err(error) => {
            eprintln!("kofn: cannot start: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> Status {
    match &arguments.command {
        Some(Command::Report(report)) => commands::report(report),
        Some(Command::Ask(ask)) => commands::ask(ask),
        Some(Command::Cuts(cuts)) => sets::cuts(cuts),
        Some(Command::Paths(paths)) => sets::paths(paths),
        Some(Command::Importance(wanted)) => importance::importance(wanted),
        Some(Command::Check(check)) => check::check(check),
        Some(Command::Diff(wanted)) => diff::diff(wanted),
        Some(Command::Test(wanted)) => test::test(wanted),
        Some(Command::Verify(verify)) => certificates::verify(verify),
        Some(Command::Compile(compile)) => commands::compile(compile),
        Some(Command::Import(import)) => openpsa::import(import),
        Some(Command::Fmt(wanted)) => fmt::fmt(wanted),
        Some(Command::Watch(wanted)) => watch::watch(wanted),
        Some(Command::New(wanted)) => new::new(wanted),
        Some(Command::Explain(explain)) => commands::explain(explain),
        Some(Command::Lsp(_)) => lsp::serve(),
        Some(Command::Completions(wanted)) => completions::completions(wanted),
        Some(Command::Man(wanted)) => man::man(wanted),
        None => commands::report(&arguments.report),
    }
}
