//! What of an expression is written out, and what gets a name.

use std::collections::{BTreeSet, HashMap, HashSet};

use kofn_algebra::{Expr, Symbol, View};

use super::measure::Measures;
use super::{Style, expand};

/// A part that two cases share is named from this length on; a shorter one is printed twice.
const SHORTEST_SHARED: usize = 16;

/// An expression without votes among alike parts and without shared modules, in which symbols
/// stand for named parts.
pub(super) struct Plan {
    pub body: Expr,
    /// The symbols no author can write, and the parts they stand for.
    pub parts: HashMap<Symbol, Expr>,
    /// The names that occur in the expression, those of bound indices included.
    pub taken: BTreeSet<Symbol>,
    pub measures: Measures,
}

impl Plan {
    pub(super) fn of(expr: &Expr, style: &Style) -> Plan {
        let taken = names_in(expr);
        let mut naming = Naming {
            longest: style.longest_part,
            index: free_index(&taken),
            measures: Measures::new(bound_in(expr)),
            shared: shared_between_cases(expr),
            names: HashMap::new(),
        };
        let body = expr.rewrite(|expr, done| naming.write_out(expr, |operand| done.of(operand)));
        let parts = naming.names.into_iter().map(|(part, name)| (name, part)).collect();
        Plan { body, parts, taken, measures: naming.measures }
    }

    /// How many named parts are mentioned, in the body or in each other.
    pub(super) fn named(&self) -> usize {
        let mut mentioned: HashSet<&Symbol> = HashSet::new();
        let mut pending = vec![&self.body];
        while let Some(expr) = pending.pop() {
            for part in expr.postorder() {
                if let View::Symbol(symbol) = part.view()
                    && let Some(named) = self.parts.get(symbol)
                    && mentioned.insert(symbol)
                {
                    pending.push(named);
                }
            }
        }
        mentioned.len()
    }
}

/// A name for the index of a sum that the expression does not use.
pub(super) fn free_index(taken: &BTreeSet<Symbol>) -> Symbol {
    let usual = ["i", "j", "h", "l"].map(Symbol::from);
    let free = usual.into_iter().find(|name| !taken.contains(name));
    free.unwrap_or_else(|| Symbol::from("i").fresh(|name| taken.contains(name)))
}

/// Every name in the expression: parameters, families and bound indices.
pub(super) fn names_in(expr: &Expr) -> BTreeSet<Symbol> {
    let mut names = bound_in(expr);
    for part in expr.postorder() {
        if let View::Symbol(symbol) | View::Indexed { symbol, .. } = part.view() {
            names.insert(symbol.clone());
        }
    }
    names
}

fn bound_in(expr: &Expr) -> BTreeSet<Symbol> {
    let index = |part: &&Expr| match part.view() {
        View::Every { index, .. } | View::SumOver { index, .. } => Some(index.clone()),
        _ => None,
    };
    expr.postorder().iter().filter_map(index).collect()
}

/// What occurs more than once below a module that is decided first.
fn shared_between_cases(expr: &Expr) -> HashSet<Expr> {
    let mut inside = HashSet::new();
    let mut seen: HashMap<&Expr, bool> = HashMap::new();
    for part in expr.postorder().into_iter().rev() {
        if !inside.contains(part) && !matches!(part.view(), View::Pivot { .. }) {
            continue;
        }
        for operand in part.operands() {
            inside.insert(operand);
            seen.entry(operand).and_modify(|again| *again = true).or_insert(false);
        }
    }
    let shared = seen.into_iter().filter(|(part, again)| *again && !is_simple(part));
    shared.map(|(part, _)| part.clone()).collect()
}

/// Whether repeating this costs no more than repeating a name.
pub(super) fn is_simple(expr: &Expr) -> bool {
    match expr.view() {
        View::Number(_) | View::Symbol(_) => true,
        View::Indexed { index, .. } => {
            index.operands().iter().all(|part| part.operands().is_empty())
        }
        View::Complement(of) => matches!(of.view(), View::Symbol(_) | View::Indexed { .. }),
        _ => false,
    }
}

struct Naming {
    longest: usize,
    /// The index of the sums that are written out.
    index: Symbol,
    measures: Measures,
    shared: HashSet<Expr>,
    names: HashMap<Expr, Symbol>,
}

impl Naming {
    fn write_out(&mut self, expr: &Expr, below: impl Fn(&Expr) -> Expr) -> Expr {
        match expr.view() {
            View::AtLeast { k, n, of } => {
                let of = self.name_unless_simple(below(of));
                let [k, n] = [k, n].map(|count| self.operand(count, &below));
                expand::at_least(&k, &n, &of, &self.index)
            }
            View::AtLeastOf { k, of } => {
                let copies = of.iter().fold(0u64, |sum, (_, copies)| sum.saturating_add(*copies));
                if copies > 3 {
                    return expr.rebuild(|part| self.operand(part, &below));
                }
                let parts: Vec<(Expr, u64)> = of
                    .iter()
                    .map(|(part, copies)| (self.name_unless_simple(below(part)), *copies))
                    .collect();
                expand::inclusion_exclusion(*k, &parts, 3)
                    .unwrap_or_else(|| Expr::at_least_of(*k, parts))
            }
            View::Pivot { on, works, fails } => {
                let on = self.name_unless_simple(below(on));
                let works = self.operand(works, &below);
                let fails = self.operand(fails, &below);
                expand::pivot(&on, &works, &fails)
            }
            _ => expr.rebuild(|operand| self.operand(operand, &below)),
        }
    }

    /// An operand as it is printed: itself, or a name where it is long or shared by two cases.
    fn operand(&mut self, operand: &Expr, below: impl Fn(&Expr) -> Expr) -> Expr {
        let written = below(operand);
        let length = self.measures.of(&written).length;
        let shared = length >= SHORTEST_SHARED && self.shared.contains(operand);
        if shared || length > self.longest { self.name_unless_simple(written) } else { written }
    }

    fn name_unless_simple(&mut self, part: Expr) -> Expr {
        // A part that depends on an index cannot be printed apart from the index's range.
        if is_simple(&part) || self.measures.of(&part).depends_on_index() {
            return part;
        }
        let next = self.names.len();
        // A space in front cannot begin an author's name.
        let name = self.names.entry(part).or_insert_with(|| Symbol::new(format!(" {next}")));
        Expr::symbol(name.clone())
    }
}
