//! From XML to a fault tree: first what is defined, then what the definitions say.

use crate::code;
use crate::fault_tree::{Event, EventKind, FaultTree, Parameter, Title};
use crate::names::one_line;
use crate::scope::{Scope, Surroundings};
use kofn_diagnostics::{Diagnostic, FileId, Span};
use roxmltree::{Document, Node};

/// Findings of one file, at most: behind so many, others follow from them.
const MOST_FINDINGS: usize = 1_000;

/// Fault trees and components inside each other, at most.
const DEEPEST_CONTAINER: usize = 100;

/// Bytes of a name with those of what it stands in, at most: every definition keeps its path.
const LONGEST_PATH: usize = 250;

/// What is known while a file is read.
pub(crate) struct Reader {
    file: FileId,
    pub findings: Vec<Diagnostic>,
    pub events: Scope,
    pub kinds: Vec<&'static str>,
    pub parameters: Scope,
    pub mission_time: bool,
}

/// A definition that is to be read once all names are known.
struct Pending<'a, 'x> {
    node: Node<'a, 'x>,
    title: Title,
    around: Surroundings,
}

/// The fault tree of a file, or what is wrong with it.
pub(crate) fn read(file: FileId, text: &str) -> Result<FaultTree, Vec<Diagnostic>> {
    let document = match Document::parse(text) {
        Ok(document) => document,
        Err(error) => return Err(vec![not_xml(file, text, &error)]),
    };
    let mut reader = Reader {
        file,
        findings: Vec::new(),
        events: Scope::default(),
        kinds: Vec::new(),
        parameters: Scope::default(),
        mission_time: false,
    };
    let root = document.root_element();
    if root.tag_name().name() != "opsa-mef" {
        let finding = Diagnostic::error(
            code::OPENPSA_FORM,
            format!("this is no Open-PSA model: its root is `{}`", root.tag_name().name()),
        )
        .at(reader.tag(root), "should be `opsa-mef`");
        return Err(vec![finding]);
    }
    let mut tree = FaultTree::default();
    let (mut events, mut parameters) = (Vec::new(), Vec::new());
    reader.collect(root, &mut tree.titles, &mut events, &mut parameters);
    for pending in &parameters {
        let value = reader.value_of(pending.node, &pending.around);
        if let Some(value) = value {
            tree.parameters.push(Parameter { title: pending.title.clone(), value });
        } else if reader.findings.is_empty() {
            reader.form(pending.node, "a parameter has a value");
        }
    }
    for pending in &events {
        if let Some(kind) = reader.kind(pending.node, &pending.around) {
            tree.events.push(Event { title: pending.title.clone(), kind });
        }
    }
    tree.mission_time = reader.mission_time;
    let gates = tree.events.iter().any(|event| matches!(event.kind, EventKind::Gate(_)));
    if reader.findings.is_empty() && !gates {
        reader.form(root, "a model has at least one gate: `<define-gate name=\"top\">`");
    }
    if reader.findings.is_empty() { Ok(tree) } else { Err(reader.findings) }
}

fn not_xml(file: FileId, text: &str, error: &roxmltree::Error) -> Diagnostic {
    if matches!(error, roxmltree::Error::DtdDetected) {
        let start = text.find("<!DOCTYPE").unwrap_or(0);
        return Diagnostic::error(
            code::OPENPSA_UNSUPPORTED,
            "a document type declaration (`<!DOCTYPE …>`) is not supported",
        )
        .at(Span::new(file, start, start + "<!DOCTYPE".len()), "declared here")
        .help("take it out; the exchange format needs none, and entities are not expanded");
    }
    let place = error.pos();
    let line = text.split_inclusive('\n').take(place.row.saturating_sub(1) as usize);
    let start: usize = line.map(str::len).sum();
    let rest = &text[start..];
    let column = rest.char_indices().nth(place.col.saturating_sub(1) as usize);
    let at = start + column.map_or(rest.len(), |(at, _)| at);
    let at = match error {
        roxmltree::Error::UnclosedRootNode | roxmltree::Error::UnexpectedEndOfStream => text.len(),
        _ => at.min(text.len()),
    };
    let words = error.to_string();
    // The place is said by the label.
    let words = words.split(" at ").next().unwrap_or("").trim_end_matches('.');
    let words: String = one_line(words).chars().take(200).collect();
    let finding = Diagnostic::error(code::XML_SYNTAX, format!("this is not XML: {words}"));
    let end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
    finding.at(Span::new(file, at, end), "here")
}

impl Reader {
    /// The beginning of an element, up to its name.
    pub fn tag(&self, node: Node<'_, '_>) -> Span {
        let range = node.range();
        let end = range.start + 1 + node.tag_name().name().len();
        Span::new(self.file, range.start, end.min(range.end))
    }

    pub fn find(&mut self, finding: Diagnostic) {
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(finding);
        }
    }

    /// The finding that an element lacks what it must have.
    pub fn form(&mut self, node: Node<'_, '_>, must: &str) {
        let finding = Diagnostic::error(
            code::OPENPSA_FORM,
            format!("`{}` is not complete or not well formed: {must}", node.tag_name().name()),
        )
        .at(self.tag(node), "this element");
        self.find(finding);
    }

    /// The finding that an element has no counterpart.
    pub fn unsupported(&mut self, node: Node<'_, '_>, help: &str) {
        let finding = Diagnostic::error(
            code::OPENPSA_UNSUPPORTED,
            format!("`{}` cannot be imported", node.tag_name().name()),
        )
        .at(self.tag(node), "not supported")
        .help(help);
        self.find(finding);
    }

    /// The name of what an element defines or refers to.
    pub fn name<'a>(&mut self, node: Node<'a, '_>) -> Option<&'a str> {
        match node.attribute("name").map(str::trim) {
            Some(name) if name.len() > LONGEST_PATH => {
                self.form(node, &format!("its `name` has at most {LONGEST_PATH} bytes"));
                None
            }
            Some(name) if !name.is_empty() => Some(name),
            _ => {
                self.form(node, "it has a `name`");
                None
            }
        }
    }

    /// Makes all definitions known. Keeps its own stack: the definitions of a component stand where
    /// it stands.
    fn collect<'a, 'x>(
        &mut self,
        root: Node<'a, 'x>,
        titles: &mut Vec<String>,
        events: &mut Vec<Pending<'a, 'x>>,
        parameters: &mut Vec<Pending<'a, 'x>>,
    ) {
        let mut open = vec![(root.children(), Surroundings::default())];
        while let Some((children, around)) = open.last_mut() {
            let Some(node) = children.next() else {
                open.pop();
                continue;
            };
            if !node.is_element() {
                continue;
            }
            let around = around.clone();
            let private = match node.attribute("role") {
                Some("private") => true,
                Some("public") => false,
                _ => around.private,
            };
            let kind = match node.tag_name().name() {
                "label" | "attributes" => continue,
                "model-data" => {
                    open.push((node.children(), around));
                    continue;
                }
                "define-fault-tree" | "define-component" => {
                    let Some(name) = self.name(node) else { continue };
                    if around.path.len() + name.len() > LONGEST_PATH {
                        self.form(node, &format!("names of containers and of what is in them have {LONGEST_PATH} bytes together"));
                        continue;
                    }
                    if open.len() > DEEPEST_CONTAINER {
                        self.too_deep(node, DEEPEST_CONTAINER);
                        continue;
                    }
                    if around.path.is_empty() {
                        let label = label(node);
                        titles.push(label.unwrap_or_else(|| one_line(name)));
                    }
                    let inner = Surroundings { path: around.path_of(name), private };
                    open.push((node.children(), inner));
                    continue;
                }
                "define-gate" => "gate",
                "define-basic-event" => "basic event",
                "define-house-event" => "house event",
                "define-parameter" => "parameter",
                "define-CCF-group" => {
                    self.unsupported(node, "give each cause of several failures a basic event of its own, in an `or` with each of its members");
                    continue;
                }
                "define-event-tree"
                | "define-initiating-event"
                | "define-sequence"
                | "define-consequence"
                | "define-consequence-group"
                | "define-rule"
                | "define-alignment"
                | "define-substitution"
                | "define-extern-library"
                | "define-extern-function"
                | "include" => {
                    self.unsupported(node, "fault trees, basic events, house events and parameters are imported; take this out, or import the fault trees by themselves");
                    continue;
                }
                _ => {
                    self.unsupported(node, "a model holds fault trees and `model-data`");
                    continue;
                }
            };
            let Some(name) = self.name(node) else { continue };
            let list = if kind == "parameter" { &mut *parameters } else { &mut *events };
            let place = list.len();
            let scope = if kind == "parameter" { &mut self.parameters } else { &mut self.events };
            let range = node.range();
            let tag = range.start + 1 + node.tag_name().name().len();
            let span = Span::new(self.file, range.start, tag.min(range.end));
            match scope.define(name, &around, private, (place, span)) {
                Ok(()) => {
                    let path = if private { around.path_of(name) } else { name.to_owned() };
                    let title = Title { path, name: name.to_owned(), label: label(node), span };
                    if kind != "parameter" {
                        self.kinds.push(kind);
                    }
                    list.push(Pending { node, title, around });
                }
                Err(finding) => self.find(*finding),
            }
        }
    }

    /// The finding that elements stand inside each other too deeply.
    pub fn too_deep(&mut self, node: Node<'_, '_>, most: usize) {
        let finding = Diagnostic::error(
            code::NESTED_TOO_DEEPLY,
            format!("elements inside each other, deeper than {most} levels"),
        )
        .at(self.tag(node), "one level too many")
        .help("give an inner formula a gate of its own");
        self.find(finding);
    }

    fn kind(&mut self, node: Node<'_, '_>, around: &Surroundings) -> Option<EventKind> {
        match node.tag_name().name() {
            "define-gate" => match content(node).as_slice() {
                [formula] => Some(EventKind::Gate(self.formula(*formula, around, 0)?)),
                other => {
                    let count = other.len();
                    self.form(node, &format!("a gate has one formula, and this one has {count}"));
                    None
                }
            },
            "define-house-event" => match content(node).as_slice() {
                // The format lets a house event be undecided until it is told; off is its default.
                [] => Some(EventKind::House(false)),
                [constant] if constant.tag_name().name() == "constant" => {
                    Some(EventKind::House(self.truth(*constant)?))
                }
                _ => {
                    self.form(node, "a house event is `<constant value=\"true\"/>` or false");
                    None
                }
            },
            _ if content(node).is_empty() => Some(EventKind::Basic(None)),
            _ => Some(EventKind::Basic(Some(self.value_of(node, around)?))),
        }
    }

    /// The `value` of a Boolean constant.
    pub fn truth(&mut self, node: Node<'_, '_>) -> Option<bool> {
        match node.attribute("value").map(str::trim) {
            Some("true" | "1") => Some(true),
            Some("false" | "0") => Some(false),
            _ => {
                self.form(node, "its `value` is `true` or `false`");
                None
            }
        }
    }
}

/// What a definition says, names for people aside.
pub(crate) fn content<'a, 'x>(node: Node<'a, 'x>) -> Vec<Node<'a, 'x>> {
    node.children()
        .filter(Node::is_element)
        .filter(|child| !matches!(child.tag_name().name(), "label" | "attributes"))
        .collect()
}

fn label(node: Node<'_, '_>) -> Option<String> {
    let label = node.children().find(|child| child.tag_name().name() == "label")?;
    Some(one_line(label.text()?)).filter(|text| !text.is_empty())
}
