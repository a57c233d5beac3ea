//! Certificates: an answer as claims with proofs that somebody else can check.
//!
//! Answers are found by the quickest method there is. A certificate is looked for only when it is
//! asked for, by the methods whose steps are short to check: they are found again here, as data.
//! What was answered by other methods, or by none, is refused by name.

mod assertion;
mod counted;
mod line;
mod real;
mod refutation;

pub use counted::{CountedVote, affine_in, counted_vote};

use std::collections::BTreeMap;
use std::fmt;

use kofn_algebra::{End, Expr, Integer, LimitReached, Polynomial, Rational, Symbol, Variable};

use crate::assertion::where_count_holds;
use crate::fraction::NotFraction;
use crate::narrowing::narrowed;
use crate::question::{Comparison, Condition, Parameters, Range, Relation};

/// So many counts are tried one by one.
const MOST_COUNTS: usize = 200;

/// A claim about expressions, and why it is true.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// What the symbols in the claim range over; one with a value has it for both ends.
    pub parameters: Parameters,
    /// The steps between the values of counts; 1 for those that are not here.
    pub steps: BTreeMap<Symbol, Integer>,
    /// What is claimed.
    pub claim: Claim,
    /// Why it is true.
    pub step: Step,
}

/// What is claimed.
#[derive(Clone, Debug)]
pub enum Claim {
    /// The comparison holds at all points of the ranges.
    Inequality {
        /// The comparison.
        comparison: Comparison,
    },
    /// The comparison does not hold at a point where all that is given does.
    Refutation {
        /// The comparison.
        comparison: Comparison,
        /// What is given.
        given: Vec<Comparison>,
        /// The point; symbols with values are left out.
        point: Vec<(Symbol, Rational)>,
    },
    /// Where in its range a real parameter satisfies the comparison, whose sides are equal
    /// exactly at the roots.
    Threshold {
        /// The comparison.
        comparison: Comparison,
        /// The parameter.
        parameter: Symbol,
        /// Two numbers for each root, ascending: both are the root, or it is the only one
        /// strictly between them.
        roots: Vec<(Rational, Rational)>,
        /// Whether it holds before the first root, at the first root, behind it, …; nothing is
        /// before a root at the lower end, or behind one at the upper end.
        holds: Vec<bool>,
    },
}

/// A step of a proof. Those of an inequality are about a polynomial whose variables run from 0
/// to 1, through the range of the parameter they are named after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The point is put in.
    Point,
    /// The polynomial is 0 everywhere.
    Identity,
    /// No Bernstein coefficient is negative, or, for a strict goal, none at a corner is 0 either.
    Bernstein,
    /// The polynomial is affine in the variable and proven at both ends.
    Vertex {
        /// The variable.
        variable: Symbol,
        /// At 0.
        low: Box<Step>,
        /// At 1.
        high: Box<Step>,
    },
    /// The range of a variable in two parts.
    Split {
        /// The variable.
        variable: Symbol,
        /// Where it is split.
        at: Rational,
        /// Below.
        low: Box<Step>,
        /// Above.
        high: Box<Step>,
    },
    /// The polynomial is a number times a product.
    Factor {
        /// The number.
        scale: Rational,
        /// What is multiplied.
        parts: Vec<FactorPart>,
    },
    /// One of the distances from a corner is the largest, and the others are parts of it.
    Substitute {
        /// The corner.
        corner: Vec<(Symbol, End)>,
        /// The proof with each of these distances as the largest.
        sectors: Vec<Step>,
    },
    /// The signs between all roots of a threshold.
    Roots {
        /// Numbers from one end of the range to the other; between neighbours the difference of
        /// the sides has at most one variation of sign, and so at most one root.
        cuts: Vec<Rational>,
    },
}

impl Step {
    /// Whether a variable is named in it; proofs are of bounded depth.
    pub(crate) fn mentions(&self, symbol: &Symbol) -> bool {
        match self {
            Step::Point | Step::Identity | Step::Bernstein | Step::Roots { .. } => false,
            Step::Vertex { variable, low, high } | Step::Split { variable, low, high, .. } => {
                variable == symbol || low.mentions(symbol) || high.mentions(symbol)
            }
            Step::Factor { parts, .. } => parts.iter().any(|part| {
                let terms = part.polynomial.iter();
                let named = terms.flat_map(|(_, powers)| powers).any(|(name, _)| name == symbol);
                named || part.sign.as_ref().is_some_and(|(_, proof)| proof.mentions(symbol))
            }),
            Step::Substitute { corner, sectors } => {
                corner.iter().any(|(name, _)| name == symbol)
                    || sectors.iter().any(|sector| sector.mentions(symbol))
            }
        }
    }
}

/// A factor of a polynomial in several variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactorPart {
    /// Its terms: coefficients with the powers of symbols.
    pub polynomial: Vec<(Rational, Vec<(Symbol, u64)>)>,
    /// Its power.
    pub power: u64,
    /// Its sign with the proof; nothing where the power is even and 0 is allowed.
    pub sign: Option<(bool, Step)>,
}

/// Why there is no certificate of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotCertified {
    /// There is no answer: why.
    NoAnswer(String),
    /// The answer was found by a method without short proofs.
    Method(String),
    /// A kind of answer that has no certificates.
    Kind(&'static str),
    /// These parameters are open in a value.
    Open(Vec<Symbol>),
    /// A parameter has no bounds.
    Unbounded(Symbol),
    /// What is given does not only narrow single parameters.
    Given,
    /// A count has too many values to try each.
    Counts,
    /// Roots, exponentials, logarithms: what the part is called.
    Irrational(String),
    /// A division by what is open.
    Division,
    /// The point is not rational.
    IrrationalPoint,
    /// A limit of what is reasonable to write or to check: which.
    TooLarge(String),
}

impl fmt::Display for NotCertified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotCertified::NoAnswer(why) => write!(f, "there is no answer: {why}"),
            NotCertified::Method(method) => write!(f, "no short proof ({method})"),
            NotCertified::Kind(kind) => write!(f, "{kind} has no certificate"),
            NotCertified::Open(symbols) => {
                let names: Vec<&str> = symbols.iter().map(Symbol::name).collect();
                write!(f, "a value with open parameters ({})", names.join(", "))
            }
            NotCertified::Unbounded(symbol) => write!(f, "{symbol} has no bounds"),
            NotCertified::Given => {
                f.write_str("what is given does more than narrow single parameters")
            }
            NotCertified::Counts => f.write_str("a count with too many values to check each"),
            NotCertified::Irrational(what) => {
                write!(f, "{what} of what is not known, or not rational (transcendental)")
            }
            NotCertified::Division => f.write_str("a division by open parameters"),
            NotCertified::IrrationalPoint => f.write_str("the point is not rational"),
            NotCertified::TooLarge(what) => write!(f, "{what} (certificate-too-large)"),
        }
    }
}

impl From<LimitReached> for NotCertified {
    fn from(limit: LimitReached) -> Self {
        NotCertified::TooLarge(limit.to_string())
    }
}

impl From<NotFraction> for NotCertified {
    fn from(why: NotFraction) -> Self {
        match why {
            NotFraction::SymbolicExponent => NotCertified::Irrational("a power".to_owned()),
            NotFraction::Function => NotCertified::Irrational("a function".to_owned()),
            NotFraction::DivisionByZero => NotCertified::Division,
            NotFraction::Limit(limit) => limit.into(),
        }
    }
}

/// Something to be certified: its symbols range over `parameters`, those of `values` have one
/// value each and stand for parts whose value is known.
#[derive(Clone, Debug)]
pub struct Question {
    /// What open symbols range over.
    pub parameters: Parameters,
    /// The values of all other symbols.
    pub values: BTreeMap<Symbol, Rational>,
    /// Counts of which, from the first on, only every second, third, … number is meant.
    pub steps: BTreeMap<Symbol, Integer>,
}

/// The value of an expression without open parameters.
pub fn certify_value(of: &Expr, question: &Question) -> Result<Vec<Certificate>, NotCertified> {
    let open = question.numeric(of).symbols();
    if !open.is_empty() {
        return Err(NotCertified::Open(open.into_iter().collect()));
    }
    let value = Expr::number(number(&question.numeric(of))?);
    let comparison = Comparison { left: of.clone(), relation: Relation::Equal, right: value };
    let claim = Claim::Inequality { comparison };
    Ok(vec![question.certificate(claim, Step::Identity, &[of])])
}

/// What was found about an assertion: a certificate for each conjunct and each combination of
/// listed values, or the point where it fails.
pub fn certify_assertion(
    condition: &Condition,
    given: &[Condition],
    question: &Question,
) -> Result<Vec<Certificate>, NotCertified> {
    assertion::certify(condition, given, question)
}

/// All values of a parameter for which a condition holds: where each comparison in it and in what
/// is given holds; for a count, whether it does at each of its values.
pub fn certify_solution(
    condition: &Condition,
    symbol: &Symbol,
    given: &[Condition],
    question: &Question,
) -> Result<Vec<Certificate>, NotCertified> {
    // What is given of a count by itself is its range.
    let is_count = matches!(question.parameters.get(symbol), Some(Range::Count { .. }));
    let narrowed = narrowed(&question.parameters, given).filter(|_| is_count);
    let (parameters, given) =
        narrowed.unwrap_or_else(|| (question.parameters.clone(), given.to_vec()));
    let question = &Question { parameters, ..question.clone() };
    let mut all = Vec::new();
    for one in given.iter().chain([condition]) {
        comparisons(one, &mut all);
    }
    let mut certificates = Vec::new();
    for one in all {
        certificates.extend(solution(one, symbol, question)?);
    }
    Ok(certificates)
}

/// Where one expression is above, below and equal to another in the one open parameter.
pub fn certify_regions(
    a: &Expr,
    b: &Expr,
    given: &[Condition],
    question: &Question,
) -> Result<Vec<Certificate>, NotCertified> {
    use Relation::{Equal, Less, More};
    let mut open = question.numeric(a).symbols();
    open.extend(question.numeric(b).symbols());
    let comparison = |relation| Comparison { left: a.clone(), relation, right: b.clone() };
    match open.iter().collect::<Vec<_>>().as_slice() {
        [] => {
            let (left, right) = (number(&question.numeric(a))?, number(&question.numeric(b))?);
            let relation = match left.cmp(&right) {
                std::cmp::Ordering::Less => Less,
                std::cmp::Ordering::Equal => Equal,
                std::cmp::Ordering::Greater => More,
            };
            certify_assertion(&Condition::Compare(comparison(relation)), &[], question)
        }
        [symbol] => {
            let mut all = Vec::new();
            for relation in [More, Less, Equal] {
                let condition = Condition::Compare(comparison(relation));
                all.extend(certify_solution(&condition, symbol, &[], question)?);
            }
            let mut others = Vec::new();
            given.iter().for_each(|one| comparisons(one, &mut others));
            for one in others {
                all.extend(solution(one, symbol, question)?);
            }
            Ok(all)
        }
        _ => Err(NotCertified::Kind("a formula in several open parameters")),
    }
}

fn comparisons<'c>(condition: &'c Condition, found: &mut Vec<&'c Comparison>) {
    match condition {
        Condition::Compare(one) => found.push(one),
        Condition::All(all) | Condition::Any(all) => {
            all.iter().for_each(|one| comparisons(one, found));
        }
    }
}

/// The values of the parameter for which one comparison holds.
fn solution(
    comparison: &Comparison,
    symbol: &Symbol,
    question: &Question,
) -> Result<Vec<Certificate>, NotCertified> {
    let mut open = question.numeric(&comparison.left).symbols();
    open.extend(question.numeric(&comparison.right).symbols());
    open.remove(symbol);
    if !open.is_empty() {
        return Err(NotCertified::Kind("a formula in open parameters"));
    }
    match question.parameters.get(symbol) {
        Some(Range::Real { lo: Some(lo), hi: Some(hi) }) if lo < hi => {
            Ok(vec![real::certify(comparison, symbol, (lo, hi), question)?])
        }
        Some(Range::Real { lo: Some(lo), hi: Some(hi) }) if lo == hi => {
            one_by_one(comparison, symbol, std::slice::from_ref(lo), question)
        }
        Some(Range::Real { .. }) | None => Err(NotCertified::Unbounded(symbol.clone())),
        Some(range) => {
            if let Some(values) = values(range, MOST_COUNTS) {
                return one_by_one(comparison, symbol, &values, question);
            }
            let Range::Count { lo, hi } = range else { return Err(NotCertified::Counts) };
            let numeric = question.numeric_sides(comparison);
            let set = where_count_holds(&numeric, symbol, lo, hi.as_ref());
            let set = set.map_err(|_| NotCertified::NoAnswer("no stopping rule".to_owned()))?.0;
            counted::certify(comparison, symbol, &set, question)
        }
    }
}

/// Whether a comparison holds at each of some values.
fn one_by_one(
    comparison: &Comparison,
    symbol: &Symbol,
    values: &[Rational],
    question: &Question,
) -> Result<Vec<Certificate>, NotCertified> {
    let certify = |value: &Rational| {
        let here = question.with_values(&BTreeMap::from([(symbol.clone(), value.clone())]));
        certify_assertion(&Condition::Compare(comparison.clone()), &[], &here)
    };
    let mut certificates = Vec::new();
    for value in values {
        certificates.extend(certify(value)?);
    }
    Ok(certificates)
}

/// The values of a count or a list, where there are so many at most.
fn values(range: &Range, most: usize) -> Option<Vec<Rational>> {
    let all = match range {
        Range::Values(values) => values.clone(),
        Range::Count { lo, hi } => {
            let many = (hi.as_ref()? - lo).to_usize().filter(|many| *many < most)?;
            let mut at = lo.clone();
            let mut all = Vec::with_capacity(many + 1);
            for _ in 0..=many {
                all.push(Rational::from(at.clone()));
                at += Integer::one();
            }
            all
        }
        Range::Real { .. } => return None,
    };
    (all.len() <= most).then_some(all)
}

/// The exact value of an expression without symbols.
fn number(expr: &Expr) -> Result<Rational, NotCertified> {
    use kofn_algebra::EvaluateError;
    expr.evaluate(&|_| None).map_err(|why| match why {
        EvaluateError::TooLarge => NotCertified::TooLarge("the exact value".to_owned()),
        EvaluateError::NotRational => NotCertified::Irrational("a function".to_owned()),
        other => NotCertified::NoAnswer(other.to_string()),
    })
}

impl Question {
    /// An expression with known values put in.
    fn numeric(&self, expr: &Expr) -> Expr {
        let values = self.values.iter();
        let values: BTreeMap<Symbol, Expr> =
            values.map(|(symbol, value)| (symbol.clone(), Expr::number(value.clone()))).collect();
        crate::count::unrolled(&expr.substitute(&values))
    }

    fn numeric_sides(&self, comparison: &Comparison) -> Comparison {
        Comparison {
            left: self.numeric(&comparison.left),
            relation: comparison.relation,
            right: self.numeric(&comparison.right),
        }
    }

    /// With more values.
    fn with_values(&self, values: &BTreeMap<Symbol, Rational>) -> Question {
        let mut question = self.clone();
        question.values.extend(values.clone());
        question.parameters.retain(|symbol, _| !values.contains_key(symbol));
        question
    }

    /// A certificate with the ranges of the symbols that occur in it.
    fn certificate(&self, claim: Claim, step: Step, sides: &[&Expr]) -> Certificate {
        let mut parameters = Parameters::new();
        for symbol in sides.iter().flat_map(|side| side.symbols()) {
            let range = match (self.values.get(&symbol), self.parameters.get(&symbol)) {
                (Some(value), _) => {
                    Range::Real { lo: Some(value.clone()), hi: Some(value.clone()) }
                }
                (None, Some(range)) => range.clone(),
                (None, None) => continue,
            };
            parameters.insert(symbol, range);
        }
        let steps = self.steps.iter().filter(|(symbol, _)| parameters.contains_key(*symbol));
        let steps = steps.map(|(symbol, step)| (symbol.clone(), step.clone())).collect();
        Certificate { parameters, steps, claim, step }
    }
}

/// The terms of a polynomial under the names of its variables.
pub(crate) fn terms(
    polynomial: &Polynomial,
    name: &dyn Fn(Variable) -> Symbol,
) -> Vec<(Rational, Vec<(Symbol, u64)>)> {
    let terms = polynomial.terms().into_iter();
    terms
        .map(|(monomial, coefficient)| {
            let powers = monomial.powers().iter();
            (coefficient, powers.map(|(variable, power)| (name(*variable), *power)).collect())
        })
        .collect()
}
