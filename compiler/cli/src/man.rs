//! `kofn man`: manual pages, made from the same words as `--help`.

use crate::Status;
use crate::arguments::Arguments;
use crate::terminal::print;
use clap::{Args, Command, CommandFactory, ValueHint};
use clap_mangen::Man as Page;
use std::path::Path;

#[derive(Debug, Args)]
pub(crate) struct Man {
    /// Writes kofn.1 and a page for each command, kofn-ask.1 and so on, into this folder
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: Option<String>,
}

pub(crate) fn man(arguments: &Man) -> Status {
    let mut program = Arguments::command().disable_help_subcommand(true);
    program.build();
    let written = match &arguments.out {
        None => page(&program).map(|text| print(&text)),
        Some(folder) => write_all(&program, Path::new(folder)),
    };
    match written {
        Ok(()) => Status::Well,
        Err(error) => {
            let place = arguments.out.as_deref().unwrap_or("standard output");
            eprintln!("kofn: the manual pages cannot be written to {place}: {error}");
            Status::Wrong
        }
    }
}

/// The page of a command.
fn page(command: &Command) -> std::io::Result<String> {
    let mut text = Vec::new();
    Page::new(command.clone()).render(&mut text)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

fn write_all(program: &Command, folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("kofn.1"), page(program)?)?;
    for command in program.get_subcommands() {
        let name = format!("kofn-{}", command.get_name());
        std::fs::write(folder.join(format!("{name}.1")), page(command)?)?;
    }
    Ok(())
}
