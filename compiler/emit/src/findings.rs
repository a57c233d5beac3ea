//! Findings as programs and services take them: what is wrong, in which words of which file.
//!
//! Diagnostics are findings, and so is what a test finds. Each has a code with a page that says what
//! it means, so that a service can explain it.

use kofn_diagnostics::{Diagnostic, Label, Position, Severity, Sources};
use std::collections::BTreeSet;

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its kind: the code of a diagnostic, or one of those that [`explain`] knows.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Something to type or to know.
    pub help: Option<String>,
    /// Where it is wrong.
    pub place: Place,
    /// Other places that have to do with it.
    pub witnesses: Vec<Place>,
}

/// Words of a file, or a file as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file as the user named it.
    pub file: String,
    /// From the first character to the one behind the last.
    pub region: Option<(Position, Position)>,
    /// What this place has to do with the finding; may be empty.
    pub text: String,
}

impl Place {
    /// A file as a whole.
    pub fn whole(file: &str) -> Place {
        Place { file: file.to_owned(), region: None, text: String::new() }
    }

    /// The words that a label marks.
    fn of(label: &Label, sources: &Sources) -> Place {
        let source = sources.get(label.span.file);
        // A fault tree is read as a text of the language that nobody can open.
        if let Some(file) = source.name().strip_suffix(", imported") {
            return Place { text: label.text.clone(), ..Place::whole(file) };
        }
        let [start, end] =
            [label.span.start, label.span.end].map(|byte| source.position(byte as usize));
        let region = Some((start, end));
        Place { file: source.name().to_owned(), region, text: label.text.clone() }
    }
}

/// The diagnostics of a model; those without a place belong to `file`.
pub fn of_diagnostics(file: &str, all: &[Diagnostic], sources: &Sources) -> Vec<Finding> {
    let finding = |one: &Diagnostic| {
        let mut places = one.labels.iter().map(|label| Place::of(label, sources));
        Finding {
            code: one.code.0,
            severity: one.severity,
            message: one.message.clone(),
            help: one.help.clone(),
            place: places.next().unwrap_or_else(|| Place::whole(file)),
            witnesses: places.collect(),
        }
    };
    all.iter().map(finding).collect()
}

/// Each finding once: what is wrong in a file that many models use is found with each of them.
pub fn distinct(findings: Vec<Finding>) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let mut new = |one: &Finding| {
        let bytes = one.place.region.map(|(start, end)| (start.byte, end.byte));
        seen.insert((one.code, one.place.file.clone(), bytes, one.message.clone()))
    };
    findings.into_iter().filter(|one| new(one)).collect()
}

/// What is said where we are wrong.
pub const OURS: &str = "this is a mistake in kofn, not in your model; please report it";

/// The code of a query that is answered otherwise than before.
pub const ANSWER_CHANGED: &str = "answer-changed";
/// The code of a mistake of ours.
pub const INTERNAL_ERROR: &str = "internal-error";
/// The code of a system that works less likely than before.
pub const LESS_RELIABLE: &str = "less-reliable";
/// The code of a system, or something about it, that could not be compared with what it was.
pub const NOT_COMPARED: &str = "not-compared";
/// The code of a single point of failure that was none before.
pub const SINGLE_POINT_GAINED: &str = "single-point-gained";
/// The code of a system that is other than before.
pub const SYSTEM_CHANGED: &str = "system-changed";
/// The code of an assertion that does not hold.
pub const ASSERT_REFUTED: &str = "assert-refuted";
/// The code of an assertion of which neither is known.
pub const ASSERT_UNDECIDED: &str = "assert-undecided";
/// The code of something that a limit kept from being computed.
pub const LIMIT_REACHED: &str = "limit-reached";
/// The code of a query or system that has no value.
pub const NO_VALUE: &str = "no-value";
/// The code of a report that is not what its snapshot says.
pub const SNAPSHOT_DIFFERS: &str = "snapshot-differs";
/// The code of a model without snapshot.
pub const SNAPSHOT_MISSING: &str = "snapshot-missing";
/// The code of a snapshot that cannot be read or written.
pub const SNAPSHOT_UNREADABLE: &str = "snapshot-unreadable";
/// The code of a snapshot without model.
pub const SNAPSHOT_UNREFERENCED: &str = "snapshot-unreferenced";

/// In alphabetical order, so that it can be searched.
const PAGES: &[(&str, &str)] = &[
    (
        ANSWER_CHANGED,
        "# answer-changed

A query is answered otherwise than before.

`kofn diff` compares the queries of two models by their names, or by their words where they have none. It
is a finding where the verdict of an assertion or another answer is not what it was, and where a query is
new or gone. An assertion that does not hold in the new model is `assert-refuted` or `assert-undecided`.
",
    ),
    (
        ASSERT_REFUTED,
        "# assert-refuted

An assertion does not hold.

It was refuted by an exact point: values of the open parameters for which the two sides of a comparison
are not as they should be. Where nothing is open, the two sides are simply computed.

Change the model, or the requirement. An assertion that holds only for some values of its parameters
says so with `given`: `assert duplex >= simplex given R >= 1/2`.
",
    ),
    (
        ASSERT_UNDECIDED,
        "# assert-undecided

It is not known whether an assertion holds.

What is not proven does not pass. The reason stands beside the finding: often a limit, sometimes a
condition of a kind that is not decided. Fewer open parameters, or narrower ranges, help:
`assert S >= 0.999 given n in 2..6`.
",
    ),
    (
        INTERNAL_ERROR,
        "# internal-error

This is a mistake in kofn, not in your model.

What was to be computed came to nothing, and nothing is known of the model. Please report it, with the
model if that may be seen, and with what was printed.
",
    ),
    (
        LESS_RELIABLE,
        "# less-reliable

A system works less likely than before.

Its reliability is a smaller number than it was. Where parameters are open, it is smaller for some of their
values: `kofn diff` tells for which.
",
    ),
    (
        LIMIT_REACHED,
        "# limit-reached

A limit kept something from being computed.

Work is bounded, and a result that is too far away is not guessed. What was not computed is not
tested either. `kofn report` and `kofn test` take larger limits with `--limit-nodes`.
",
    ),
    (
        NO_VALUE,
        "# no-value

A system or query has no value.

The model must say more before there is an answer, or the question has none: the reason stands
beside the finding.
",
    ),
    (
        NOT_COMPARED,
        "# not-compared

A system, its reliability or its single points of failure could not be compared with what they were.

A limit was reached, something is counted at open size and not counted alike, or a system is not coherent and
has no single points. `kofn diff` takes larger limits with `--limit-nodes`, and sizes with `-D n=3`.
",
    ),
    (
        SINGLE_POINT_GAINED,
        "# single-point-gained

Something is a single point of failure now, and was none before.

The system fails when it alone fails. Those of a system that is new are new too. `kofn cuts --single` lists
them all.
",
    ),
    (
        SNAPSHOT_DIFFERS,
        "# snapshot-differs

The report of a model is not what its snapshot says.

The model, or one that it uses, was changed, and with it a formula, a value, an answer or the number of
minimal cut sets. The difference shows which. If it is meant, `kofn test --review` or
`kofn test --accept` takes it as the new snapshot, to be committed with the model.
",
    ),
    (
        SNAPSHOT_MISSING,
        "# snapshot-missing

A model has no snapshot yet.

`kofn test --review` shows its report and `kofn test --accept` takes it as the snapshot, to be committed
with the model.
",
    ),
    (
        SNAPSHOT_UNREADABLE,
        "# snapshot-unreadable

A snapshot cannot be read or written.

The system's own reason stands beside the finding.
",
    ),
    (
        SNAPSHOT_UNREFERENCED,
        "# snapshot-unreferenced

A snapshot belongs to no model.

Its model was removed, renamed or has nothing to report any more. `kofn test --accept` removes it.
",
    ),
    (
        SYSTEM_CHANGED,
        "# system-changed

A system is other than before.

It works in other states of its modules, or its modules work with other probabilities, or it is new or
gone. `kofn diff` tells what is other: formula, reliability, modules, minimal cut sets.
",
    ),
];

/// What a code means, as Markdown: a heading, a sentence, and then more; for diagnostics and for
/// what tests find.
pub fn explain(code: &str) -> Option<&'static str> {
    let ours = PAGES.binary_search_by_key(&code, |(name, _)| name).ok();
    ours.map(|index| PAGES[index].1).or_else(|| kofn_diagnostics::explain(code))
}

/// The codes of what tests find, in alphabetical order.
pub fn codes() -> impl Iterator<Item = (&'static str, &'static str)> {
    PAGES.iter().copied()
}
