//! Tests of a model: what there is to say about it, its assertions, and its snapshot.

mod variants;

pub(crate) use variants::more_nines;

use crate::answer::Reducing;
use crate::compilation::{Compilation, Wanted};
use crate::hands::OneHand;
use crate::reports::SetsWanted;
use crate::settings::Settings;
use kofn_boolean::Limits;
use kofn_diagnostics::{Sources, Span};
use kofn_emit::findings::{Place, of_diagnostics};
use kofn_emit::report::{Answer, AnswerKind, Report, Unanswered};
use kofn_emit::sets::SetsReport;
use kofn_emit::snapshot::{self, Facts};
use kofn_emit::testing::{AssertTest, FileTest, Kept, NotComputed, SnapshotTest};
use kofn_measures::Sets;
use kofn_model::Model;

impl Compilation {
    /// All that a snapshot tells: formulas, values and cut sets of every system, variants side by
    /// side, and the answer to every query; always to the same digits, and within these limits. A
    /// snapshot may be another one within others.
    ///
    /// `None` where the model has errors, which are in [`Compilation::diagnostics`], and where it has
    /// neither systems nor queries, as a library may.
    pub fn facts(&mut self, limits: &Limits) -> Option<Facts> {
        self.check();
        let (model, _) = self.meaning()?;
        if model.reported.is_empty() && model.queries.is_empty() {
            return None;
        }
        let settings = Settings { limits: limits.clone(), ..Settings::default() };
        let report =
            self.report_with(&settings, &[], Wanted::default(), &OneHand, &mut |_, _| {})?;
        let (model, defaults) = self.meaning()?;
        let cuts = cuts(&Reducing::new(model, defaults), &settings);
        let variants = variants::variants(model, self.sources(), &report, &cuts);
        Some(Facts { report, cuts, variants })
    }

    /// Tests the model within limits: whether its assertions hold, and whether its report is what
    /// `kept` says, which is the content of the file `path`. Snapshots that others make too are
    /// computed within the limits of [`Settings::default`].
    ///
    /// ```
    /// use kofn::emit::testing::{Kept, SnapshotState};
    /// use kofn::{Compilation, Settings, SingleFile};
    ///
    /// let model = "system s { module m = 0.9  works when m }  assert slo: s >= 0.99";
    /// let world = SingleFile::new("s.rbd", model);
    /// let mut compilation = Compilation::new(&world, "s.rbd");
    /// let limits = Settings::default().limits;
    /// let test = compilation.test("snapshots/s.rbd.snap", &Kept::Nothing, &limits);
    /// assert_eq!(test.asserts[0].failure(), Some("assert-refuted"));
    /// assert_eq!(test.snapshot.map(|snapshot| snapshot.state), Some(SnapshotState::Missing));
    /// ```
    pub fn test(&mut self, path: &str, kept: &Kept, limits: &Limits) -> FileTest {
        let facts = self.facts(limits);
        let file = self.file().to_owned();
        let mut test = FileTest {
            diagnostics: of_diagnostics(&file, self.diagnostics(), self.sources()),
            file,
            asserts: Vec::new(),
            obstacles: Vec::new(),
            variants: Vec::new(),
            snapshot: None,
        };
        let (Some(facts), Some((model, _))) = (facts, self.meaning()) else { return test };
        test.snapshot = Some(SnapshotTest::of(path, snapshot::content(&facts), kept));
        test.obstacles = obstacles(&facts.report, model, self.sources());
        test.variants = facts.variants;
        let spans = model.queries.iter().map(|query| query.span);
        test.asserts = facts
            .report
            .answers
            .into_iter()
            .zip(spans)
            .filter(|(answer, _)| matches!(answer.kind, AnswerKind::Assert(_)))
            .map(|(answer, span)| AssertTest { answer, place: place(span, self.sources()) })
            .collect();
        test
    }
}

/// Cut sets are told beside what was asked for, and may take no more nodes than this.
const MOST_NODES: u64 = 1_000_000;

/// The limits for what is told beside what was asked for. Whoever sets a limit has it for this too.
pub(crate) fn beside(limits: &Limits) -> Limits {
    if limits.nodes != Limits::default().nodes {
        return limits.clone();
    }
    Limits { nodes: MOST_NODES, states: MOST_NODES, operations: 20 * MOST_NODES, ..limits.clone() }
}

/// How many minimal cut sets each system has, and its single points of failure; none is listed.
fn cuts(reducing: &Reducing<'_>, settings: &Settings) -> Vec<SetsReport> {
    let settings = &Settings { limits: beside(&settings.limits), ..settings.clone() };
    let wanted = SetsWanted { sets: Sets::Cuts, order: None, most: 0, by_probability: false };
    let systems = reducing.model.reported.iter();
    systems
        .map(|id| match reducing.sets(*id, &wanted, settings) {
            Ok((report, _)) => report,
            // The system itself is sound: only its things one by one are too much.
            Err(findings) => {
                let why = findings.first().map(|finding| finding.message.clone());
                SetsReport {
                    system: reducing.model.system(*id).name.clone(),
                    cuts: true,
                    found: Err(Unanswered::Limit(why.unwrap_or_default())),
                    singles: None,
                    digits: settings.digits,
                    computation: None,
                }
            }
        })
        .collect()
}

/// What was not computed, with its place.
fn obstacles(report: &Report, model: &Model, sources: &Sources) -> Vec<NotComputed> {
    let systems = report.systems.iter().zip(&model.reported).filter_map(|(system, id)| {
        Some(NotComputed {
            what: format!("system {}", system.name),
            why: system.obstacle()?,
            place: place(model.system(*id).span, sources),
        })
    });
    let answer = |answer: &Answer, span: Span| {
        Some(NotComputed {
            what: match &answer.name {
                Some(name) => name.clone(),
                None => answer.words.clone(),
            },
            why: answer.kind.obstacle()?,
            place: place(span, sources),
        })
    };
    let answers = report.answers.iter().zip(&model.queries);
    systems.chain(answers.filter_map(|(one, query)| answer(one, query.span))).collect()
}

/// The words at a place.
pub(crate) fn place(span: Span, sources: &Sources) -> Place {
    let source = sources.get(span.file);
    let [start, end] = [span.start, span.end].map(|byte| source.position(byte as usize));
    Place { region: Some((start, end)), ..Place::whole(source.name()) }
}
