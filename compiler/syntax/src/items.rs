//! From a file's chunks to its items.

use crate::code;
use crate::docs::Docs;
use crate::fault;
use crate::kept::{Kept, Parsed};
use crate::scanner::{Chunk, scan};
use crate::tree::{
    Argument, Binder, Binding, Callee, Declared, Domain, DomainKind, Expr, ExprKind, Extent, Index,
    Item, ItemKind, Link, Module, Name, Param, Path, PathBinder, Quantifier, Query, QueryKind,
    SolveEnd, Step, Suffix, SyntaxTree, Use, UseTarget,
};
use kofn_diagnostics::{Diagnostic, FileId, Span};
use kofn_grammar::{Node, Rule};
use std::ops::Range;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// More items than any model has; each takes some kilobytes until it is computed.
const MOST_ITEMS: usize = 1_000_000;

/// The tree of a file and what is wrong with its form. The tree is the best there is: items that
/// do not parse are left out, and the names they declare are kept.
pub fn parse(file: FileId, text: &str) -> (SyntaxTree, Vec<Diagnostic>) {
    parse_keeping(file, text, &mut Kept::default(), &mut |_, _| {})
}

/// As [`parse`], with the items of an earlier text: those that are written as they were are not
/// parsed again. The tree is the same as without.
pub fn parse_again(file: FileId, text: &str, earlier: Parsed) -> (SyntaxTree, Vec<Diagnostic>) {
    let Parsed { text: before, tree, wrong } = earlier;
    parse_keeping(file, text, &mut Kept::new(&before, tree, &wrong), &mut |_, _| {})
}

/// As [`parse`], and hands out where each item begins that follows the grammar, with its node, whose
/// ranges count from there: every word is in it. Of a system it is the node of its header, and those
/// of its items follow.
pub fn parse_with(
    file: FileId,
    text: &str,
    nodes: &mut dyn FnMut(usize, Node),
) -> (SyntaxTree, Vec<Diagnostic>) {
    parse_keeping(file, text, &mut Kept::default(), nodes)
}

fn parse_keeping(
    file: FileId,
    text: &str,
    kept: &mut Kept<'_>,
    nodes: &mut dyn FnMut(usize, Node),
) -> (SyntaxTree, Vec<Diagnostic>) {
    let scan = scan(file, text);
    if scan.chunks.len() > MOST_ITEMS {
        let finding = Diagnostic::error(
            code::FILE_TOO_LARGE,
            format!("this file has {} items, and a file may have {MOST_ITEMS}", scan.chunks.len()),
        )
        .help("arrays (`module disk[1000] = …`) and `use` make large models short");
        return (SyntaxTree { file, doc: None, items: Vec::new() }, vec![finding]);
    }
    let mut docs = Docs::new(text, scan.docs);
    let doc = docs.of_file();
    let mut diagnostics = scan.diagnostics;
    let mut items = Vec::new();
    let mut system: Option<OpenSystem> = None;
    for chunk in scan.chunks {
        match chunk {
            Chunk::Stray { start, end } => {
                let span = Span::new(file, start, end);
                diagnostics.push(fault::stray(span, &text[start..end]));
                // What a mistyped word seems to declare causes no further findings.
                let mut words = text[start..end].split_whitespace().skip(1);
                if let Some(word) = words.next()
                    && crate::is_name(word)
                {
                    let names = vec![Name { text: normalized(word), span }];
                    let item = Item { span, doc: None, kind: ItemKind::Broken { names } };
                    match &mut system {
                        Some(open) => open.items.push(item),
                        None => items.push(item),
                    }
                }
            }
            Chunk::SystemOpen { start, end } => {
                let mut builder = Builder {
                    file,
                    text: &text[start..end],
                    base: start,
                    diagnostics: &mut diagnostics,
                };
                let doc = docs.of_item(start, end);
                system = Some(OpenSystem {
                    start,
                    doc,
                    name: builder.system_header(nodes),
                    items: Vec::new(),
                });
            }
            Chunk::SystemClose { end } => {
                if let Some(OpenSystem { start, doc, name, items: body }) = system.take() {
                    let span = Span::new(file, start, end);
                    let kind = match name {
                        Some(name) => ItemKind::System { name, items: body },
                        None => ItemKind::Broken { names: Vec::new() },
                    };
                    items.push(Item { span, doc, kind });
                }
            }
            Chunk::Item { word, start, end } => {
                let span = Span::new(file, start, end);
                let words = &text[start..end];
                let kind = kept.take(words, file, span.start).unwrap_or_else(|| {
                    let diagnostics = &mut diagnostics;
                    Builder { file, text: words, base: start, diagnostics }.item(word, nodes)
                });
                let item = Item { span, doc: docs.of_item(start, end), kind };
                match &mut system {
                    Some(open) => open.items.push(item),
                    None => items.push(item),
                }
            }
        }
    }
    (SyntaxTree { file, doc, items }, diagnostics)
}

/// A system whose closing brace has not come yet.
struct OpenSystem {
    start: usize,
    doc: Option<String>,
    name: Option<Name>,
    items: Vec<Item>,
}

/// One query or expression, as it is typed at a prompt.
pub fn parse_query(file: FileId, text: &str) -> (Option<Item>, Vec<Diagnostic>) {
    let scanned = scan(file, text);
    let mut diagnostics = scanned.diagnostics;
    if !diagnostics.is_empty() {
        return (None, diagnostics);
    }
    let trimmed = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    let base = text.len() - trimmed.len();
    let body = trimmed.trim_end();
    let word = body.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
    let in_parentheses = body[word.len()..].trim_start().starts_with('(');
    let mut builder = Builder { file, text: body, base, diagnostics: &mut diagnostics };
    let kind = match word {
        "assert" | "compare" | "table" | "plot" => builder.item(word, &mut |_, _| {}),
        "solve" if !in_parentheses => builder.item(word, &mut |_, _| {}),
        _ => builder.whole(Rule::value_query).map(|node| builder.value_query(&node)),
    };
    let span = Span::new(file, base, base + body.len());
    let item = match kind {
        ItemKind::Broken { .. } => None,
        kind => Some(Item { span, doc: None, kind }),
    };
    (item, diagnostics)
}

/// Turns the grammar's nodes for one item into the tree.
pub(crate) struct Builder<'a> {
    file: FileId,
    /// The item's text.
    text: &'a str,
    /// Where the item begins in the file.
    base: usize,
    diagnostics: &'a mut Vec<Diagnostic>,
}

/// What parsing an item's whole text gave.
enum Whole {
    Parsed(Node),
    Broken(ItemKind),
}

impl Whole {
    fn map(self, build: impl FnOnce(Node) -> ItemKind) -> ItemKind {
        match self {
            Whole::Parsed(node) => build(node),
            Whole::Broken(kind) => kind,
        }
    }
}

impl Builder<'_> {
    pub(crate) fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.file, self.base + range.start, self.base + range.end)
    }

    pub(crate) fn words(&self, node: &Node) -> &str {
        &self.text[node.range.clone()]
    }

    /// The words of the item at a place, without their line breaks.
    pub(crate) fn on_one_line(&self, span: Span) -> String {
        let (start, end) = (span.start as usize - self.base, span.end as usize - self.base);
        let words = self.text.get(start..end).unwrap_or("");
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub(crate) fn too_deep(&mut self, at: Span) {
        self.report(
            Diagnostic::error(
                code::NESTED_TOO_DEEPLY,
                format!("nested deeper than {} levels", crate::DEEPEST_NESTING),
            )
            .at(at, "one level too many")
            .help("name the inner parts with `block` or `let`"),
        );
    }

    /// An expression for a place that the grammar cannot leave empty.
    pub(crate) fn nothing(&self, node: &Node) -> Expr {
        Expr { span: self.span(&node.range), kind: ExprKind::Truth(true) }
    }

    pub(crate) fn missing(&self) -> Expr {
        Expr { span: self.span(&(0..self.text.len())), kind: ExprKind::Truth(true) }
    }

    /// Parses the item's whole text with `rule`. Text left over on a new line is a finding of its
    /// own and leaves the item whole; any other trouble breaks the item.
    fn whole(&mut self, rule: Rule) -> Whole {
        match kofn_grammar::parse(rule, self.text) {
            Ok(node) => {
                let rest = &self.text[node.range.end..];
                let gap = fault::blank_prefix(rest);
                if gap == rest.len() {
                    return Whole::Parsed(node);
                }
                let at = node.range.end + gap;
                let new_line = rest[..gap].contains('\n');
                let strict = match rule {
                    Rule::value_query => Rule::whole_query,
                    _ => Rule::whole_item,
                };
                let why = kofn_grammar::parse(strict, self.text).err();
                let (diagnostic, fatal) =
                    fault::left_over(self.file, self.base, self.text, at, new_line, why.as_ref());
                self.report(diagnostic);
                if fatal { Whole::Broken(self.broken()) } else { Whole::Parsed(node) }
            }
            Err(error) => {
                let diagnostic = fault::unexpected(self.file, self.base, self.text, &error);
                self.report(diagnostic);
                Whole::Broken(self.broken())
            }
        }
    }

    /// The names that a broken declaration seems to declare.
    fn broken(&self) -> ItemKind {
        let mut words = self.text.split_whitespace();
        let first = words.next().unwrap_or("");
        let declares = matches!(first, "module" | "param" | "let" | "block" | "system" | "common");
        let rest = &self.text[first.len()..];
        let head = rest.split(['=', ':', '{']).next().unwrap_or("");
        let head = head.split(" on ").next().unwrap_or("");
        let mut names = Vec::new();
        let mut at = first.len();
        for part in head.split(',') {
            let name: String = part
                .trim_start()
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '\'')
                .collect();
            let start = at + (part.len() - part.trim_start().len());
            if declares && !name.is_empty() {
                let range = start..start + name.len();
                names.push(Name { span: self.span(&range), text: normalized(&name) });
            }
            at += part.len() + 1;
        }
        ItemKind::Broken { names }
    }

    fn system_header(&mut self, nodes: &mut dyn FnMut(usize, Node)) -> Option<Name> {
        match self.whole(Rule::system_header) {
            Whole::Parsed(node) => {
                let name = node.children.iter().find(|n| n.rule == Rule::name);
                let name = name.map(|n| self.name(n));
                nodes(self.base, node);
                name
            }
            Whole::Broken(_) => None,
        }
    }

    fn item(&mut self, word: &str, nodes: &mut dyn FnMut(usize, Node)) -> ItemKind {
        let rule = match word {
            "use" => Rule::use_item,
            "param" => Rule::param_item,
            "let" => Rule::let_item,
            "module" => Rule::module_item,
            "block" => Rule::block_item,
            "link" => Rule::link_item,
            "common" => Rule::common_cause_item,
            "system" => Rule::variant_item,
            "works" => Rule::works_when_item,
            "assert" => Rule::assert_item,
            "solve" => Rule::solve_item,
            "compare" => Rule::compare_item,
            "table" => Rule::table_item,
            _ => Rule::plot_item,
        };
        let node = match self.whole(rule) {
            Whole::Parsed(node) => node,
            Whole::Broken(kind) => return kind,
        };
        let kind = match rule {
            Rule::use_item => self.use_item(&node),
            Rule::param_item => self.param(&node),
            Rule::let_item => {
                ItemKind::Let { name: self.first_name(&node), value: self.last_expression(&node) }
            }
            Rule::module_item => self.module(&node),
            Rule::block_item => ItemKind::Block {
                name: self.first_name(&node),
                structure: self.last_expression(&node),
            },
            Rule::link_item => self.link(&node),
            Rule::common_cause_item => ItemKind::CommonCause { name: self.first_name(&node) },
            Rule::variant_item => ItemKind::Variant {
                name: self.first_name(&node),
                design: self.last_expression(&node),
            },
            Rule::works_when_item => ItemKind::WorksWhen { structure: self.last_expression(&node) },
            _ => self.query(&node),
        };
        nodes(self.base, node);
        kind
    }

    pub(crate) fn name(&mut self, node: &Node) -> Name {
        let name = Name { text: normalized(self.words(node)), span: self.span(&node.range) };
        if kofn_grammar::RESERVED.contains(&name.text.as_str()) {
            self.report(fault::reserved(&name.text, name.span));
        }
        name
    }

    fn first_name(&mut self, node: &Node) -> Name {
        match node.children.iter().find(|child| child.rule == Rule::name) {
            Some(name) => self.name(name),
            None => Name { text: String::new(), span: self.span(&node.range) },
        }
    }

    fn last_expression(&mut self, node: &Node) -> Expr {
        match node.children.iter().rfind(|child| child.rule == Rule::expression) {
            Some(expression) => self.expression(expression),
            None => self.nothing(node),
        }
    }

    fn expressions(&mut self, node: &Node) -> Vec<Expr> {
        node.children
            .iter()
            .filter(|child| child.rule == Rule::expression)
            .map(|child| self.expression(child))
            .collect()
    }

    fn use_item(&mut self, node: &Node) -> ItemKind {
        let mut target = UseTarget::Library(Vec::new());
        let mut target_span = self.span(&node.range);
        let mut alias = None;
        let mut names = Vec::new();
        let mut after_as = false;
        for child in &node.children {
            match child.rule {
                Rule::use_path => {
                    let segments = child.children.iter().map(|n| self.name(n).text).collect();
                    target = UseTarget::Library(segments);
                    target_span = self.span(&child.range);
                }
                Rule::string => {
                    let text = child.children.first().map_or("", |text| self.words(text));
                    target = UseTarget::File(text.to_owned());
                    target_span = self.span(&child.range);
                }
                Rule::kw_as => after_as = true,
                Rule::name if after_as => {
                    alias = Some(self.name(child));
                    after_as = false;
                }
                Rule::name => names.push(self.name(child)),
                _ => {}
            }
        }
        ItemKind::Use(Use { target, target_span, alias, names })
    }

    fn param(&mut self, node: &Node) -> ItemKind {
        let mut param = Param { declared: Vec::new(), kind: None, value: None, domain: None };
        for child in &node.children {
            match child.rule {
                Rule::declared => param.declared.push(self.declared(child)),
                Rule::type_name => {
                    param.kind = Some(Name {
                        text: normalized(self.words(child)),
                        span: self.span(&child.range),
                    });
                }
                Rule::expression => param.value = Some(self.expression(child)),
                Rule::domain => param.domain = Some(self.domain(child)),
                _ => {}
            }
        }
        ItemKind::Param(param)
    }

    fn declared(&mut self, node: &Node) -> Declared {
        let extents = node
            .children
            .iter()
            .filter(|child| child.rule == Rule::extent)
            .filter_map(|child| child.children.first())
            .map(|child| match child.rule {
                Rule::binder => Extent::Index(self.binder(child)),
                _ => Extent::Size(self.expression(child)),
            })
            .collect();
        Declared { name: self.first_name(node), extents }
    }

    fn binder(&mut self, node: &Node) -> Binder {
        let name = self.first_name(node);
        let domain = match node.children.iter().find(|child| child.rule == Rule::domain) {
            Some(domain) => self.domain(domain),
            None => Domain { span: name.span, kind: DomainKind::Values(Vec::new()) },
        };
        Binder { name, domain }
    }

    fn binders(&mut self, node: &Node) -> Vec<Binder> {
        node.children
            .iter()
            .filter(|child| child.rule == Rule::for_clause)
            .flat_map(|clause| &clause.children)
            .filter(|child| child.rule == Rule::binder)
            .map(|child| self.binder(child))
            .collect()
    }

    /// `1..n step 2`, `(1, 2, 5)`, or a single value.
    fn domain(&mut self, node: &Node) -> Domain {
        let span = self.span(&node.range);
        let mut all = self.expressions(node).into_iter();
        let kind = match (all.next(), all.next(), all.next()) {
            (Some(lo), Some(hi), step) => DomainKind::Range { lo, hi, step },
            (Some(Expr { kind: ExprKind::List(arguments), .. }), None, _) => {
                DomainKind::Values(arguments.into_iter().map(|argument| argument.value).collect())
            }
            (Some(value), None, _) => DomainKind::Values(vec![value]),
            (None, ..) => DomainKind::Values(Vec::new()),
        };
        Domain { span, kind }
    }

    fn module(&mut self, node: &Node) -> ItemKind {
        let mut module = Module { declared: Vec::new(), spec: None, hosts: Vec::new() };
        for child in &node.children {
            match child.rule {
                Rule::declared => module.declared.push(self.declared(child)),
                Rule::spec => module.spec = Some(self.last_expression(child)),
                Rule::hosts => module.hosts = self.expressions(child),
                _ => {}
            }
        }
        ItemKind::Module(module)
    }

    fn link(&mut self, node: &Node) -> ItemKind {
        let mut link = Link {
            nodes: Vec::new(),
            directed: Vec::new(),
            spec: None,
            hosts: Vec::new(),
            binders: self.binders(node),
        };
        for child in &node.children {
            match child.rule {
                Rule::path => link.nodes.push(self.path(child)),
                Rule::arrow => link.directed.push(self.words(child) == "->"),
                Rule::spec => link.spec = Some(self.last_expression(child)),
                Rule::hosts => link.hosts = self.expressions(child),
                _ => {}
            }
        }
        ItemKind::Link(link)
    }

    fn query(&mut self, node: &Node) -> ItemKind {
        let name = node
            .children
            .iter()
            .find(|child| child.rule == Rule::query_name)
            .map(|child| self.first_name(child));
        let given = self.given(node);
        let mut all = self.expressions(node);
        let over = self.over(node);
        let nothing = self.nothing(node);
        let mut last = || all.pop().unwrap_or_else(|| nothing.clone());
        let kind = match node.rule {
            Rule::assert_item => QueryKind::Assert(last()),
            Rule::solve_item => {
                let condition = last();
                QueryKind::Solve { parameter: self.first_path(node), condition }
            }
            Rule::compare_item => {
                let b = last();
                QueryKind::Compare { a: last(), b, over }
            }
            Rule::table_item => QueryKind::Table { columns: all, over, curves: self.binders(node) },
            _ => QueryKind::Plot { curves_of: all, over, curves: self.binders(node) },
        };
        ItemKind::Query(Query { name, kind, given })
    }

    fn value_query(&mut self, node: &Node) -> ItemKind {
        let value = self.last_expression(node);
        let given = self.given(node);
        ItemKind::Query(Query { name: None, kind: QueryKind::Value(value), given })
    }

    fn over(&mut self, node: &Node) -> Vec<PathBinder> {
        node.children
            .iter()
            .filter(|child| child.rule == Rule::over)
            .flat_map(|over| &over.children)
            .filter(|child| child.rule == Rule::path_binder)
            .map(|child| {
                let path = self.first_path(child);
                let domain = match child.children.iter().find(|n| n.rule == Rule::domain) {
                    Some(domain) => self.domain(domain),
                    None => Domain { span: path.span, kind: DomainKind::Values(Vec::new()) },
                };
                PathBinder { path, domain }
            })
            .collect()
    }

    fn given(&mut self, node: &Node) -> Vec<Binding> {
        node.children
            .iter()
            .filter(|child| child.rule == Rule::given)
            .flat_map(|given| &given.children)
            .filter(|child| child.rule == Rule::binding)
            .map(|child| {
                let domain = child.children.iter().find(|n| n.rule == Rule::domain);
                let domain = domain.map(|domain| self.domain(domain));
                let mut sides = self.expressions(child).into_iter();
                let left = sides.next().unwrap_or_else(|| self.nothing(child));
                let right = sides.next();
                let target = left.as_path().cloned();
                match (target, domain, right) {
                    (Some(path), Some(domain), _) => Binding::Domain(path, domain),
                    (Some(path), None, Some(value)) => Binding::Value(path, value),
                    (None, None, None) | (Some(_), None, None) => Binding::Condition(left),
                    (None, ..) => {
                        self.report(
                            Diagnostic::error(code::SYNTAX, "only a parameter can be set")
                                .at(left.span, "not a parameter")
                                .help("write `P = VALUE`, `P in DOMAIN`, or a comparison"),
                        );
                        Binding::Condition(left)
                    }
                }
            })
            .collect()
    }

    pub(crate) fn primary(&mut self, child: &Node) -> Expr {
        let span = self.span(&child.range);
        let kind =
            match child.rule {
                Rule::number => self.number(child),
                Rule::truth => ExprKind::Truth(self.words(child) == "true"),
                Rule::quantifier => ExprKind::Quantifier(match self.words(child) {
                    "any" => Quantifier::Any,
                    "all" => Quantifier::All,
                    _ => Quantifier::Majority,
                }),
                Rule::structure_call => self.structure_call(child),
                Rule::path_or_call => {
                    let path = self.first_path(child);
                    match child.children.iter().find(|n| n.rule == Rule::arguments) {
                        Some(arguments) => ExprKind::Call {
                            callee: Callee::Named(path),
                            arguments: self.arguments(arguments),
                        },
                        None => ExprKind::Path(path),
                    }
                }
                Rule::list => ExprKind::List(self.arguments(child)),
                Rule::solve_call => ExprKind::Solve {
                    end: child.children.iter().find(|n| n.rule == Rule::solve_end).map(|n| {
                        if self.words(n) == "min" { SolveEnd::Min } else { SolveEnd::Max }
                    }),
                    parameter: self.first_path(child),
                    condition: Box::new(self.last_expression(child)),
                    given: self.given(child),
                },
                _ => return self.nothing(child),
            };
        Expr { span, kind }
    }

    fn number(&mut self, node: &Node) -> ExprKind {
        let mut text = String::new();
        let mut suffix = Suffix::None;
        for child in &node.children {
            let words = self.words(child);
            match child.rule {
                Rule::decimal => text = words.to_owned(),
                Rule::percent => suffix = Suffix::Percent,
                Rule::unit if words == "nines" || words == "nine" => suffix = Suffix::Nines,
                Rule::unit => suffix = Suffix::Unit(self.name(child)),
                Rule::per_unit => {
                    let mut name = self.name(child);
                    name.text = name.text.trim_start_matches('/').to_owned();
                    suffix = Suffix::PerUnit(name);
                }
                _ => {}
            }
        }
        ExprKind::Number { text, suffix }
    }

    fn structure_call(&mut self, node: &Node) -> ExprKind {
        let mut callee = Callee::Series;
        let mut arguments = Vec::new();
        for child in &node.children {
            if child.rule == Rule::arguments {
                arguments = self.arguments(child);
                continue;
            }
            let span = self.span(&child.range);
            callee = match self.words(child) {
                "series" => Callee::Series,
                "parallel" => Callee::Parallel,
                "path" => Callee::Path,
                "connected" => Callee::Connected,
                "and" => self.other_call("and", "series", Callee::Series, span),
                _ => self.other_call("or", "parallel", Callee::Parallel, span),
            };
        }
        ExprKind::Call { callee, arguments }
    }

    /// `and(…)` of other tools: said, and taken for what it means.
    fn other_call(&mut self, written: &str, ours: &str, callee: Callee, span: Span) -> Callee {
        self.report(
            Diagnostic::error(
                code::OTHER_SPELLING,
                format!("`{written}(…)` is written `{ours}(…)`"),
            )
            .at(span, "known from other tools")
            .help(format!("write `{ours}(…)`"))
            .edit(span, ours),
        );
        callee
    }

    fn arguments(&mut self, node: &Node) -> Vec<Argument> {
        node.children
            .iter()
            .filter(|child| child.rule == Rule::argument)
            .map(|child| {
                let name = child
                    .children
                    .iter()
                    .find(|n| n.rule == Rule::argument_name)
                    .and_then(|n| n.children.first())
                    .map(|n| self.path(n));
                Argument { name, value: self.last_expression(child), binders: self.binders(child) }
            })
            .collect()
    }

    fn first_path(&mut self, node: &Node) -> Path {
        match node.children.iter().find(|child| child.rule == Rule::path) {
            Some(path) => self.path(path),
            None => Path { span: self.span(&node.range), steps: Vec::new() },
        }
    }

    fn path(&mut self, node: &Node) -> Path {
        let steps = node
            .children
            .iter()
            .filter(|child| matches!(child.rule, Rule::step | Rule::plain_step))
            .map(|child| {
                let indices = child
                    .children
                    .iter()
                    .filter(|n| n.rule == Rule::index)
                    .map(|n| {
                        let mut ends = self.expressions(n).into_iter();
                        let lo = ends.next().unwrap_or_else(|| self.nothing(n));
                        Index { lo, hi: ends.next() }
                    })
                    .collect();
                Step { name: self.first_name(child), indices }
            })
            .collect();
        Path { span: self.span(&node.range), steps }
    }
}

/// The same name however it was composed.
fn normalized(text: &str) -> String {
    if is_nfc(text) { text.to_owned() } else { text.nfc().collect() }
}
