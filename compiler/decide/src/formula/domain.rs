//! What is known about the parameters while a comparison is being solved.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kofn_algebra::{Expr, Function, Rational, Symbol, View};

use super::span::{End, Span};
use crate::question::{Comparison, Condition, Parameters, Range, Relation};

/// The values of a parameter.
#[derive(Clone, Debug)]
pub(super) struct Values {
    pub span: Span,
    /// Whether only the whole numbers of the span count.
    pub whole: bool,
}

/// The parameters' ranges, narrowed by the conditions that have been assumed.
#[derive(Clone, Debug)]
pub(super) struct Domain {
    values: BTreeMap<Symbol, Values>,
    /// Comparisons that hold, and are not seen in the ranges.
    facts: Vec<Comparison>,
}

impl Domain {
    pub(super) fn new(parameters: &Parameters) -> Domain {
        let values = parameters.iter().map(|(symbol, range)| (symbol.clone(), Values::of(range)));
        Domain { values: values.collect(), facts: Vec::new() }
    }

    /// What a parameter's value may be; an element of a family has its own range, or its
    /// family's.
    pub(super) fn values(&self, symbol: &Symbol) -> Values {
        let family = || symbol.name().split_once('[').and_then(|(name, _)| self.values.get(name));
        let known = self.values.get(symbol).or_else(family);
        known.cloned().unwrap_or(Values { span: Span::unknown(), whole: false })
    }

    /// This domain where a condition holds as well; nothing where that is seen to be empty.
    pub(super) fn with(&self, condition: &Condition) -> Option<Domain> {
        let mut narrowed = self.clone();
        let mut pending = vec![condition];
        while let Some(next) = pending.pop() {
            match next {
                Condition::All(all) => pending.extend(all),
                Condition::Any(_) => {}
                Condition::Compare(comparison) => narrowed.assume(comparison)?,
            }
        }
        Some(narrowed)
    }

    fn assume(&mut self, comparison: &Comparison) -> Option<()> {
        let Comparison { left, relation, right } = comparison;
        let (symbol, relation, number) = match (left.view(), right.view()) {
            (View::Symbol(symbol), View::Number(number)) => (symbol, *relation, number),
            (View::Number(number), View::Symbol(symbol)) => (symbol, relation.swapped(), number),
            _ => {
                self.facts.push(comparison.clone());
                return Some(());
            }
        };
        let end = |open| Some(End { at: number.clone(), open });
        let half = match relation {
            Relation::Less => Span { lo: None, hi: end(true) },
            Relation::AtMost => Span { lo: None, hi: end(false) },
            Relation::Equal => Span { lo: end(false), hi: end(false) },
            Relation::Unequal => {
                self.facts.push(comparison.clone());
                return Some(());
            }
            Relation::AtLeast => Span { lo: end(false), hi: None },
            Relation::More => Span { lo: end(true), hi: None },
        };
        let Values { span, whole } = self.values(symbol);
        let span = rounded(span.intersection(&half)?, whole)?;
        self.values.insert(symbol.clone(), Values { span, whole });
        Some(())
    }

    /// Whether `left ⋈ right` has been assumed, or follows at once from what has.
    pub(super) fn assumes(&self, left: &Expr, relation: Relation, right: &Expr) -> bool {
        let implies = |known: Relation| {
            known == relation
                || matches!(
                    (known, relation),
                    (Relation::More, Relation::AtLeast)
                        | (Relation::Less, Relation::AtMost)
                        | (Relation::More | Relation::Less, Relation::Unequal)
                )
        };
        self.facts.iter().any(|fact| {
            (fact.left == *left && fact.right == *right && implies(fact.relation))
                || (fact.left == *right && fact.right == *left && implies(fact.relation.swapped()))
        })
    }

    /// An interval that contains the expression's values where it is defined.
    pub(super) fn span(&self, expr: &Expr) -> Span {
        self.spans(expr).remove(expr).unwrap_or_else(Span::unknown)
    }

    /// The same for each of its parts.
    pub(super) fn spans<'a>(&self, expr: &'a Expr) -> HashMap<&'a Expr, Span> {
        let order = expr.postorder();
        let bound: BTreeSet<&Symbol> = order.iter().filter_map(|part| bound_index(part)).collect();
        let mut spans: HashMap<&Expr, Span> = HashMap::new();
        for part in order {
            let span = self.span_of_view(part, &bound, &|operand| {
                spans.get(operand).cloned().unwrap_or_else(Span::unknown)
            });
            spans.insert(part, span);
        }
        spans
    }

    fn span_of_view(
        &self,
        expr: &Expr,
        bound: &BTreeSet<&Symbol>,
        of: &dyn Fn(&Expr) -> Span,
    ) -> Span {
        let unit_product = |powers: &[(Expr, Expr)], base: &dyn Fn(&Expr) -> Span| {
            powers.iter().fold(Span::point(&Rational::one()), |product, (part, exponent)| {
                product.multiply(&base(part).power(&of(exponent)))
            })
        };
        match expr.view() {
            View::Number(number) => Span::point(number),
            View::Symbol(symbol) if bound.contains(symbol) => Span::unknown(),
            View::Symbol(symbol) => self.values(symbol).span,
            View::Indexed { symbol, index } => match index.as_integer() {
                Some(index) => self.values(&symbol.element(&index)).span,
                None => self.values(symbol).span,
            },
            View::Sum(terms) => {
                terms.iter().fold(Span::point(&Rational::zero()), |sum, term| sum.add(&of(term)))
            }
            View::Product(powers) => unit_product(powers, &|base| of(base)),
            View::AnyOf(parts) => unit_product(parts, &|part| of(part).complement()).complement(),
            View::Complement(part) => of(part).complement(),
            View::AtLeast { k, n, of: part } => {
                let (k, n, part) = (of(k), of(n), of(part));
                if !part.is_probability() {
                    return Span::unknown();
                }
                let enough = n.add(&k.negate()).is_nonnegative();
                let spared = k.is_positive() && part.is_below(&Rational::one());
                vote_span(enough && part.is_positive(), spared)
            }
            View::AtLeastOf { of: parts, .. } => {
                let spans: Vec<Span> = parts.iter().map(|(part, _)| of(part)).collect();
                if !spans.iter().all(Span::is_probability) {
                    return Span::unknown();
                }
                let one = Rational::one();
                vote_span(
                    spans.iter().all(Span::is_positive),
                    spans.iter().all(|span| span.is_below(&one)),
                )
            }
            View::Pivot { on, works, fails } => {
                if of(on).is_probability() {
                    of(works).hull(&of(fails))
                } else {
                    Span::unknown()
                }
            }
            View::Every { body, .. } => {
                let body = of(body);
                if body.is_probability() {
                    vote_span(body.is_positive(), false)
                } else if body.is_positive() {
                    Span::positive()
                } else if body.is_nonnegative() {
                    Span::nonnegative()
                } else {
                    Span::unknown()
                }
            }
            View::SumOver { body, .. } => {
                if of(body).is_nonnegative() {
                    Span::nonnegative()
                } else {
                    Span::unknown()
                }
            }
            View::Function { name, args } => span_of_function(*name, args, of),
        }
    }
}

impl Values {
    fn of(range: &Range) -> Values {
        let closed = |at: &Rational| End { at: at.clone(), open: false };
        match range {
            Range::Real { lo, hi } => Values {
                span: Span { lo: lo.as_ref().map(closed), hi: hi.as_ref().map(closed) },
                whole: false,
            },
            Range::Count { lo, hi } => Values {
                span: Span {
                    lo: Some(closed(&lo.into())),
                    hi: hi.as_ref().map(|hi| closed(&hi.into())),
                },
                whole: true,
            },
            Range::Values(values) => Values {
                span: Span {
                    lo: values.iter().min().map(closed),
                    hi: values.iter().max().map(closed),
                },
                whole: !values.is_empty() && values.iter().all(Rational::is_integer),
            },
        }
    }
}

/// Probabilities, perhaps without the ends.
fn vote_span(above_zero: bool, below_one: bool) -> Span {
    let mut span = Span::unit();
    if let Some(lo) = &mut span.lo {
        lo.open = above_zero;
    }
    if let Some(hi) = &mut span.hi {
        hi.open = below_one;
    }
    span
}

fn span_of_function(name: Function, args: &[Expr], of: &dyn Fn(&Expr) -> Span) -> Span {
    let zero = || Rational::zero();
    let below_zero = |open| Span { lo: None, hi: Some(End { at: zero(), open }) };
    match (name, args) {
        (Function::Exp, [x]) => {
            let x = of(x);
            let (below, above) = (x.is_nonpositive(), x.is_nonnegative());
            let one = |open| Some(End { at: Rational::one(), open });
            match (below, above) {
                (true, _) => {
                    let lo = Some(End { at: zero(), open: true });
                    Span { lo, hi: one(x.is_negative()) }
                }
                (false, true) => Span { lo: one(x.is_positive()), hi: None },
                (false, false) => Span::positive(),
            }
        }
        (Function::Log, [x]) => {
            let (x, one) = (of(x), Rational::one());
            if x.is_at_most(&one) {
                below_zero(x.is_below(&one))
            } else if x.is_at_least(&one) {
                below_zero(x.is_above(&one)).negate()
            } else {
                Span::unknown()
            }
        }
        (Function::Floor, [x]) => {
            let x = of(x);
            let floor = |end: &End| End { at: end.at.floor().into(), open: false };
            Span { lo: x.lo.as_ref().map(floor), hi: x.hi.as_ref().map(floor) }
        }
        (Function::Ceil, [x]) => {
            let x = of(x);
            let ceil = |end: &End| End { at: end.at.ceil().into(), open: false };
            Span { lo: x.lo.as_ref().map(ceil), hi: x.hi.as_ref().map(ceil) }
        }
        (Function::Binomial, _) => Span::nonnegative(),
        (Function::Min | Function::Max, args) if !args.is_empty() => {
            let mut spans = args.iter().map(of);
            let first = spans.next().unwrap_or_else(Span::unknown);
            spans.fold(first, |hull, span| hull.hull(&span))
        }
        _ => Span::unknown(),
    }
}

/// The ends of a range of whole numbers moved inwards to whole numbers.
fn rounded(span: Span, whole: bool) -> Option<Span> {
    if !whole {
        return Some(span);
    }
    let one = Rational::one();
    let closed = |at| End { at, open: false };
    let lo = span.lo.map(|end| {
        let up = Rational::from(end.at.ceil());
        closed(if end.open && up == end.at { up + &one } else { up })
    });
    let hi = span.hi.map(|end| {
        let down = Rational::from(end.at.floor());
        closed(if end.open && down == end.at { down - &one } else { down })
    });
    match (&lo, &hi) {
        (Some(lo), Some(hi)) if lo.at > hi.at => None,
        _ => Some(Span { lo, hi }),
    }
}

/// The index that a product or sum over one binds.
pub(super) fn bound_index(expr: &Expr) -> Option<&Symbol> {
    match expr.view() {
        View::Every { index, .. } | View::SumOver { index, .. } => Some(index),
        _ => None,
    }
}
