//! `kofn completions`: what a shell needs to complete commands and options.

use crate::Status;
use crate::arguments::Arguments;
use crate::terminal::print;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

#[derive(Debug, Args)]
#[command(after_help = "Put it where the shell looks for it:\n\
                  \x20 bash        kofn completions bash > ~/.local/share/bash-completion/completions/kofn\n\
                  \x20 zsh         kofn completions zsh > \"${fpath[1]}/_kofn\"\n\
                  \x20 fish        kofn completions fish > ~/.config/fish/completions/kofn.fish\n\
                  \x20 powershell  kofn completions powershell >> $PROFILE\n\
                  \x20 elvish      kofn completions elvish >> ~/.config/elvish/rc.elv")]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: Shell,
}

pub(crate) fn completions(arguments: &Completions) -> Status {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "kofn", &mut script);
    print(&String::from_utf8_lossy(&script));
    Status::Well
}
