//! The command line.

use clap::{Args, Parser, Subcommand, ValueEnum};

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
    /// Systems as text, expanded polynomials, LaTeX, Markdown, JSON or an Open-PSA fault tree
    Compile(Compile),
    /// A fault tree in Open-PSA MEF (XML) as a model in the language: kofn import tree.xml
    Import(Import),
    /// The one layout of models: kofn fmt model.rbd, kofn fmt --check models/
    Fmt(Fmt),
    /// The long form of a diagnostic: kofn explain k-exceeds-n
    Explain(Explain),
    /// The language server, which an editor starts: kofn lsp
    Lsp(Lsp),
}

#[derive(Debug, Args)]
pub(crate) struct Report {
    /// Models; `-` reads standard input
    #[arg(required = true, value_name = "FILE")]
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
    #[arg(value_name = "FILE")]
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
    #[arg(long, value_name = "OUT")]
    pub certificate: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Sets {
    /// The model; `-` reads standard input
    #[arg(value_name = "FILE")]
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
    #[arg(value_name = "FILE")]
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
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Models; `-` reads standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<String>,
    #[command(flatten)]
    pub common: Common,
    /// The form of the output
    #[arg(long, value_enum, default_value_t = FindingsFormat::Text)]
    pub format: FindingsFormat,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Without --accept, --review and --check, a report that differs from its snapshot, or has none, \
                  is written beside it as FILE.rbd.snap.new. Where the variable CI is set nothing is \
                  written.\n\n\
                  Exit status: 0 all well · 1 an assertion does not hold, a snapshot differs or is missing · \
                  2 a model is wrong, or a snapshot cannot be read or written · 3 a limit was reached; of \
                  several 2 comes first, then 3"
)]
pub(crate) struct Test {
    /// Models, and folders to be searched for `.rbd` files; what is hidden, `target` and
    /// `node_modules` are skipped
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<String>,
    /// Writes all reports as the new snapshots, and removes snapshots that belong to no model
    #[arg(long, conflicts_with_all = ["review", "check"])]
    pub accept: bool,
    /// Shows what is other, one snapshot after the other, and asks
    #[arg(long, conflicts_with_all = ["check", "format"])]
    pub review: bool,
    /// Writes nothing; snapshots that are missing or belong to no model fail
    #[arg(long)]
    pub check: bool,
    /// The form of the output
    #[arg(long, value_enum, default_value_t = FindingsFormat::Text)]
    pub format: FindingsFormat,
    /// Colours; `NO_COLOR` is obeyed
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// Nothing but what is wrong, and the summary
    #[arg(short, long)]
    pub quiet: bool,
}

#[derive(Debug, Args)]
#[command(
    override_usage = "kofn diff [OPTIONS] OLD NEW\n       kofn diff [OPTIONS] [REV] FILE\n       kofn diff [OPTIONS] REV..[REV] FILE",
    after_help = "A model is a file, `-`, or REV:FILE as `git show` takes it: FILE from the top of the repository, \
                  REV:./FILE from here, and :FILE as it is staged. Before a FILE, REV alone is that file in a \
                  revision, A..B are two revisions of it (HEAD where one is left out), and A...B is B against \
                  where it left A. Without REV, a file is compared with HEAD's. What exists as a file is a \
                  file. A revision's models are read from that revision, what they use too.\n\n\
                  Exit status: 0 the models mean the same, whatever their text · 1 they differ · 2 a model \
                  or the command line is wrong · 3 a limit was in the way, and nothing else is other"
)]
pub(crate) struct Diff {
    /// The old model, and the new one
    #[arg(required = true, num_args = 1..=2, value_names = ["OLD", "NEW"])]
    pub models: Vec<String>,
    #[command(flatten)]
    pub common: Common,
    /// The form of the output
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub format: DiffFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    Text,
    Json,
    /// For a comment on a pull request: a table, and details folded
    Markdown,
    /// Static Analysis Results Interchange Format 2.1.0, for code scanning
    Sarif,
    /// Annotations of a run of GitHub Actions
    Github,
}

#[derive(Debug, Args)]
pub(crate) struct Compile {
    /// The model; `-` reads standard input
    #[arg(value_name = "FILE")]
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
    #[arg(value_name = "FILE")]
    pub file: String,
    /// Where the model is written; `-` is standard output
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    pub output: String,
    /// Colours; `NO_COLOR` is obeyed
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
}

#[derive(Debug, Args)]
pub(crate) struct Fmt {
    /// Models, and folders: all .rbd files below them; `-` formats standard input to standard output
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<String>,
    /// Writes nothing and names the files that would change; the exit status is 1 if there are any
    #[arg(long, conflicts_with = "diff")]
    pub check: bool,
    /// Writes nothing and shows what would change; the exit status is 1 if anything would
    #[arg(long)]
    pub diff: bool,
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
