//! The command line.

use crate::completions::Completions;
use crate::diff::Diff;
use crate::fmt::Fmt;
use crate::man::Man;
use crate::new::New;
use crate::test::Test;
use crate::time_limit;
use crate::watch::Watch;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use std::time::Duration;

/// Reliability block diagrams as text, computed exactly.
#[derive(Debug, Parser)]
#[command(
    name = "kofn",
    version,
    about = "Reliability block diagrams as text, computed exactly.",
    after_help = "Exit status: 0 all well · 1 an assertion is refuted or undecided, a snapshot differs, \
                  two models differ, something is not certified, or a file is not formatted · \
                  2 the model or the command line is wrong · 3 a limit was reached",
    args_conflicts_with_subcommands = true,
    subcommand_precedence_over_arg = true,
    arg_required_else_help = true
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub report: Report,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Every system's expression and value, every query and its answer (the default)
    Report(Report),
    /// Any expression or query against a model: kofn ask node.rbd 'virtualized(n = 3)'
    Ask(Ask),
    /// Minimal cut sets and single points of failure: kofn cuts node.rbd --order 2 --most 20
    Cuts(Sets),
    /// Minimal path sets
    Paths(Sets),
    /// Importance measures of every module: kofn importance node.rbd --by criticality
    Importance(Importance),
    /// Only the diagnostics
    Check(Check),
    /// What a change to a model means: kofn diff main site.rbd
    Diff(Diff),
    /// Asserts and snapshots of every model below the paths: kofn test models --review
    Test(Test),
    /// Checks certificates: kofn verify claim.json
    Verify(Verify),
    /// Systems as text, polynomials, LaTeX, Typst, SymPy, Markdown, JSON or an Open-PSA tree
    Compile(Compile),
    /// A fault tree in Open-PSA MEF (XML) as a model in the language: kofn import tree.xml
    Import(Import),
    /// The one layout of models: kofn fmt model.rbd, kofn fmt --check models/
    Fmt(Fmt),
    /// Report, tests or diagnostics again whenever a file changes: kofn watch node.rbd
    Watch(Watch),
    /// A folder with a model, its tests and a CI file to begin with: kofn new NAME
    New(New),
    /// The long form of a diagnostic: kofn explain k-exceeds-n
    Explain(Explain),
    /// The language server, which an editor starts: kofn lsp
    Lsp(Lsp),
    /// What a shell needs to complete commands and options: kofn completions bash
    Completions(Completions),
    /// The manual page, and with --out those of all commands
    Man(Man),
}

#[derive(Debug, Args)]
pub(crate) struct Report {
    /// Models; `-` reads standard input
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub files: Vec<String>,
    #[command(flatten)]
    pub common: Common,
    /// The form of the output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct Ask {
    /// The model; `-` reads standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: String,
    /// Expressions or queries
    #[arg(required = true, value_name = "QUERY")]
    pub queries: Vec<String>,
    #[command(flatten)]
    pub common: Common,
    /// The form of the output
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
    pub format: AnswerFormat,
    /// Writes the certificate of one query's answer, for `kofn verify`; `-` writes it to standard
    /// output in place of the answer
    #[arg(long, value_name = "OUT", value_hint = ValueHint::FilePath)]
    pub certificate: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Sets {
    /// The model; `-` reads standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: String,
    #[command(flatten)]
    pub common: Common,
    /// Only sets of at most so many members
    #[arg(long, value_name = "N")]
    pub order: Option<u32>,
    /// How many sets are listed: 20 in text, 10000 in JSON where not said
    #[arg(long, value_name = "N")]
    pub most: Option<usize>,
    /// Which sets come first: the smallest, or the most probable
    #[arg(long, value_enum, default_value_t = SetOrder::Size)]
    pub by: SetOrder,
    /// Counts the sets, and lists none
    #[arg(long, conflicts_with_all = ["most", "single"])]
    pub count: bool,
    /// Only the single points of failure; of cut sets
    #[arg(long)]
    pub single: bool,
    /// The form of the output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SetOrder {
    Size,
    Probability,
}

#[derive(Debug, Args)]
pub(crate) struct Importance {
    /// The model; `-` reads standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: String,
    #[command(flatten)]
    pub common: Common,
    /// What the modules are sorted by
    #[arg(long, value_enum, default_value_t = By::Birnbaum)]
    pub by: By,
    /// Birnbaum importance as a formula too
    #[arg(long)]
    pub symbolic: bool,
    /// The form of the output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum By {
    Birnbaum,
    Criticality,
    FussellVesely,
    Raw,
    Rrw,
    Improvement,
    Structural,
    Differential,
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// Certificates; `-` reads standard input
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub files: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Models, and folders: all .rbd files below them; `-` reads standard input
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub files: Vec<String>,
    #[command(flatten)]
    pub common: Common,
    /// The form of the output
    #[arg(long, value_enum, default_value_t = FindingsFormat::Text)]
    pub format: FindingsFormat,
}

#[derive(Debug, Args)]
pub(crate) struct Compile {
    /// The model; `-` reads standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: String,
    /// What to compile to
    #[arg(long, value_enum)]
    pub to: Target,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The fault tree; `-` reads standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: String,
    /// Where the model is written; `-` is standard output
    #[arg(short, long, value_name = "OUT", value_hint = ValueHint::FilePath, default_value = "-")]
    pub output: String,
    /// Colours; `NO_COLOR` is obeyed
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The code of a diagnostic; all codes are listed where it is left out
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Lsp {
    /// What some editors say; nothing else is spoken over
    #[arg(long)]
    pub stdio: bool,
}

/// Options that all commands understand.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// Only these systems
    #[arg(short, long = "system", value_name = "NAME")]
    pub systems: Vec<String>,
    /// Sets a parameter
    #[arg(short = 'D', long = "define", value_name = "NAME=EXPR")]
    pub defines: Vec<String>,
    /// Significant digits printed, correctly rounded
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub digits: u32,
    /// Whether the exact rational is computed
    #[arg(long, value_enum, default_value_t = Exact::Auto)]
    pub exact: Exact,
    /// Colours; `NO_COLOR` is obeyed
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// Vertices of a decision diagram, and states of a network, at most
    #[arg(long, value_name = "N")]
    pub limit_nodes: Option<u64>,
    /// Seconds after which what is not computed yet is left out; whether it is computed then depends on the
    /// machine
    #[arg(long, value_name = "SECONDS", value_parser = time_limit::parsed)]
    pub limit_time: Option<Duration>,
    /// Nothing but results and errors
    #[arg(short, long)]
    pub quiet: bool,
    /// How each part was computed, and how long it took
    #[arg(short, long, conflicts_with = "quiet")]
    pub verbose: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}

/// How findings are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FindingsFormat {
    Text,
    Json,
    /// Static Analysis Results Interchange Format 2.1.0, for code scanning
    Sarif,
    /// Annotations of a run of GitHub Actions
    Github,
    /// XML as JUnit writes it
    Junit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnswerFormat {
    Text,
    Json,
    /// Tables only
    Csv,
    /// Formulas for math mode; tables with booktabs
    Latex,
    Markdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Target {
    /// The formula of each system
    Text,
    /// Its reliability polynomial, multiplied out
    Expanded,
    Latex,
    /// Equations for a document in Typst
    Typst,
    /// A Python script for SymPy
    Sympy,
    Markdown,
    Json,
    /// One system as a fault tree in the Open-PSA Model Exchange Format
    Openpsa,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Exact {
    /// Where the work is modest
    Auto,
    /// Whatever it takes
    Always,
    /// Only certified digits
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}
