//! Certificates as JSON, in the format that `verify/README.md` describes.

use std::collections::{HashMap, HashSet};

use kofn_algebra::{End, Expr, Integer, Rational, Symbol, View};
use kofn_decide::{
    Certificate, Claim, Comparison, CountedVote, FactorPart, NotCertified, Parameters, Range, Step,
};
use serde_json::{Map, Value as Json, json};

/// Most nodes of one structure.
const MOST_NODES: usize = 50_000;
/// The largest group, power or number of votes that the checker takes.
const MOST_PARTS: u64 = 20_000;
/// Copies of one part in a vote of unlike ones.
const MOST_ALIKE: u64 = 1_000;
/// Objects and lists inside of each other, which readers of JSON bound.
const DEEPEST: usize = 120;
/// Digits of one number.
const LONGEST: usize = 20_000;
/// Copies that are listed one by one.
const MOST_COPIES: u64 = 32;

/// Certificates as one text: an object, or a list where there are several. The names are those
/// of the sides; others are called by their place.
pub fn text(
    certificates: &[Certificate],
    names: &[(Expr, String)],
) -> Result<String, NotCertified> {
    let all: Result<Vec<Json>, NotCertified> =
        certificates.iter().map(|one| document(one, names)).collect();
    let mut all = all?;
    let whole = match (all.len(), all.pop()) {
        (1, Some(only)) => only,
        (_, last) => {
            all.extend(last);
            Json::Array(all)
        }
    };
    check_size(&whole)?;
    Ok(format!("{whole:#}\n"))
}

/// Whether a reader takes the text for all its depth and its numbers.
fn check_size(whole: &Json) -> Result<(), NotCertified> {
    let mut pending = vec![(whole, 1)];
    while let Some((value, depth)) = pending.pop() {
        if depth > DEEPEST {
            return Err(NotCertified::TooLarge("steps inside of each other".to_owned()));
        }
        match value {
            Json::String(text) if text.len() > LONGEST => {
                return Err(NotCertified::TooLarge("the digits of a number".to_owned()));
            }
            Json::Array(all) => pending.extend(all.iter().map(|one| (one, depth + 1))),
            Json::Object(all) => pending.extend(all.values().map(|one| (one, depth + 1))),
            _ => {}
        }
    }
    Ok(())
}

fn document(certificate: &Certificate, names: &[(Expr, String)]) -> Result<Json, NotCertified> {
    let mut structure = Structure {
        parameters: &certificate.parameters,
        names,
        nodes: Vec::new(),
        known: HashMap::new(),
        designs: Map::new(),
    };
    let claim = structure.claim(&certificate.claim)?;
    let parameters = certificate.parameters.iter().filter(|(symbol, _)| !is_number(symbol));
    let steps = &certificate.steps;
    let parameters: Result<Vec<Json>, NotCertified> =
        parameters.map(|(symbol, range)| parameter(symbol, range, steps.get(symbol))).collect();
    Ok(json!({
        "kofn": 1,
        "structure": {
            "parameters": parameters?,
            "nodes": structure.nodes,
            "designs": structure.designs,
        },
        "claim": claim,
        "steps": [step(&certificate.step)],
    }))
}

fn number(number: &Rational) -> Json {
    Json::String(number.to_string())
}

/// Whether a symbol is a number under its own name.
fn is_number(symbol: &Symbol) -> bool {
    symbol.name().parse::<Rational>().is_ok()
}

/// The least and the largest value.
fn ends(range: &Range) -> (Option<Rational>, Option<Rational>) {
    match range {
        Range::Count { lo, hi } => (Some(lo.clone().into()), hi.clone().map(Rational::from)),
        Range::Real { lo, hi } => (lo.clone(), hi.clone()),
        Range::Values(values) => (values.iter().min().cloned(), values.iter().max().cloned()),
    }
}

fn parameter(symbol: &Symbol, range: &Range, step: Option<&Integer>) -> Result<Json, NotCertified> {
    if let Range::Count { lo, hi } = range {
        let index = |n: &Integer| n.to_u64().filter(|n| *n <= MOST_PARTS).map(Json::from);
        let (from, to) = (index(lo), hi.as_ref().map(index));
        if let (Some(from), None | Some(Some(_))) = (from, &to) {
            let to = to.flatten();
            let step = step.map_or(Some(Json::from(1)), index);
            return Ok(json!({"name": symbol.name(), "from": from, "to": to, "step": step}));
        }
        return Err(NotCertified::TooLarge("a count".to_owned()));
    }
    match ends(range) {
        (Some(lo), Some(hi)) => {
            Ok(json!({"name": symbol.name(), "range": [number(&lo), number(&hi)]}))
        }
        _ => Err(NotCertified::Unbounded(symbol.clone())),
    }
}

/// The nodes, and the names of those that are compared.
struct Structure<'c> {
    parameters: &'c Parameters,
    names: &'c [(Expr, String)],
    nodes: Vec<Json>,
    known: HashMap<Expr, usize>,
    designs: Map<String, Json>,
}

impl Structure<'_> {
    fn claim(&mut self, claim: &Claim) -> Result<Json, NotCertified> {
        Ok(match claim {
            Claim::Inequality { comparison } => {
                let [left, relation, right] = self.sides(comparison)?;
                json!({"kind": "inequality", "left": left, "relation": relation, "right": right})
            }
            Claim::Refutation { comparison, given, point } => {
                let [left, relation, right] = self.sides(comparison)?;
                let given = self.given(given)?;
                let point: Map<String, Json> = point
                    .iter()
                    .map(|(symbol, value)| (symbol.name().to_owned(), number(value)))
                    .collect();
                json!({"kind": "refutation", "left": left, "relation": relation, "right": right,
                       "given": given, "point": point})
            }
            Claim::Threshold { comparison, parameter, roots, holds } => {
                let [left, relation, right] = self.sides(comparison)?;
                let roots: Vec<Json> =
                    roots.iter().map(|(lo, hi)| json!([number(lo), number(hi)])).collect();
                json!({"kind": "threshold", "left": left, "relation": relation, "right": right,
                       "parameter": parameter.name(), "roots": roots, "holds": holds})
            }
        })
    }

    fn given(&mut self, given: &[Comparison]) -> Result<Vec<Json>, NotCertified> {
        let one = |one: &Comparison| {
            let [left, relation, right] = self.sides(one)?;
            Ok(json!({"left": left, "relation": relation, "right": right}))
        };
        given.iter().map(one).collect()
    }

    fn sides(&mut self, comparison: &Comparison) -> Result<[Json; 3], NotCertified> {
        let left = self.side(&comparison.left, false)?;
        let right = self.side(&comparison.right, true)?;
        Ok([left, Json::from(comparison.relation.sign()), right])
    }

    /// A number by itself, and anything else by its name.
    fn side(&mut self, side: &Expr, is_right: bool) -> Result<Json, NotCertified> {
        match side.as_number() {
            Some(value) => Ok(json!({"number": number(value)})),
            None => self.design(side, is_right).map(Json::String),
        }
    }

    fn design(&mut self, side: &Expr, is_right: bool) -> Result<String, NotCertified> {
        let node = self.node_of(side)?;
        // Two sides may be the same expression in different words.
        let mut own = self.names.iter().filter(|(expr, _)| expr == side).map(|(_, name)| name);
        let own = if is_right { own.next_back() } else { own.next() };
        let mut name = own.cloned().unwrap_or_else(|| match side.view() {
            View::Symbol(symbol) => symbol.name().to_owned(),
            _ => format!("design {node}"),
        });
        while self.designs.get(&name).is_some_and(|known| *known != node) {
            name.push('\'');
        }
        self.designs.insert(name.clone(), Json::from(node));
        Ok(name)
    }

    /// The node of an expression, after those of its parts.
    fn node_of(&mut self, root: &Expr) -> Result<usize, NotCertified> {
        // Exponents and thresholds are no nodes.
        let mut needed: HashSet<&Expr> = HashSet::new();
        let mut pending = vec![root];
        while let Some(expr) = pending.pop() {
            if needed.insert(expr) {
                pending.extend(parts(expr));
            }
        }
        for expr in root.postorder() {
            if needed.contains(expr) && !self.known.contains_key(expr) {
                let node = self.node(expr)?;
                // What depends on a count is known by its place, so nothing is written twice.
                let is_count = |range| matches!(range, &Range::Count { .. });
                let place = match self.parameters.values().any(is_count) {
                    true => self.shared(node)?,
                    false => self.add(node)?,
                };
                self.known.insert(expr.clone(), place);
            }
        }
        Ok(self.place(root))
    }

    fn add(&mut self, node: Json) -> Result<usize, NotCertified> {
        if self.nodes.len() == MOST_NODES {
            return Err(NotCertified::TooLarge("the nodes of the structure".to_owned()));
        }
        self.nodes.push(node);
        Ok(self.nodes.len() - 1)
    }

    fn place(&self, expr: &Expr) -> usize {
        match self.known.get(expr) {
            Some(place) => *place,
            None => unreachable!("parts come before what they are part of"),
        }
    }

    fn node(&mut self, expr: &Expr) -> Result<Json, NotCertified> {
        let place = |structure: &Self, expr: &Expr| Json::from(structure.place(expr));
        Ok(match expr.view() {
            View::Number(value) => json!({"number": number(value)}),
            View::Symbol(symbol) if is_number(symbol) => json!({"number": symbol.name()}),
            View::Symbol(symbol) => json!({"parameter": symbol.name()}),
            View::Sum(terms) => {
                let terms: Vec<Json> = terms.iter().map(|term| place(self, term)).collect();
                json!({"sum": terms})
            }
            View::Product(powers) => self.product(powers)?,
            View::AnyOf(parts) => {
                let mut all = Vec::new();
                for (part, copies) in parts {
                    let of = self.place(part);
                    if self.count_in(copies).is_some() {
                        let fails = self.opposite(of)?;
                        let all_fail = self.counted_power(fails, copies)?;
                        all.push(Json::from(self.add(json!({"not": all_fail}))?));
                        continue;
                    }
                    let copies = self.counted(copies)?;
                    if copies <= MOST_COPIES {
                        all.extend((0..copies).map(|_| Json::from(of)));
                    } else {
                        let group = json!({"group": {"k": 1, "n": copies, "of": of}});
                        all.push(Json::from(self.add(group)?));
                    }
                }
                json!({"parallel": all})
            }
            View::Complement(of) => json!({"not": place(self, of)}),
            View::AtLeast { k, n, of } if self.count_in(n).is_some() => {
                return self.counted_vote(k, n, self.place(of));
            }
            View::AtLeast { k, n, of } => {
                json!({"group": {
                    "k": self.counted(k)?, "n": self.counted(n)?, "of": place(self, of),
                }})
            }
            View::AtLeastOf { k, of } => {
                if *k > MOST_PARTS || of.iter().any(|(_, copies)| *copies > MOST_ALIKE) {
                    return Err(NotCertified::TooLarge("the parts of a vote".to_owned()));
                }
                let of: Vec<Json> =
                    of.iter().map(|(part, copies)| json!([self.place(part), copies])).collect();
                json!({"at_least": {"k": k, "of": of}})
            }
            View::Pivot { on, works, fails } => json!({"pivot": {
                "on": place(self, on), "works": place(self, works), "fails": place(self, fails),
            }}),
            View::Function { name, .. } => {
                return Err(NotCertified::Irrational(name.name().to_owned()));
            }
            View::Indexed { .. } | View::Every { .. } | View::SumOver { .. } => {
                return Err(NotCertified::Kind("an open range of an index"));
            }
        })
    }

    /// A product of powers; what is divided by must be known.
    fn product(&mut self, powers: &[(Expr, Expr)]) -> Result<Json, NotCertified> {
        let mut factors = Vec::new();
        for (base, exponent) in powers {
            if exponent.is_one() {
                factors.push(self.place(base));
            } else if exponent.as_number().is_some_and(Rational::is_negative) {
                let inverse = Expr::power(base.clone(), exponent.clone());
                let inverse = inverse.evaluate(&|symbol| self.known_value(symbol));
                let inverse = inverse.map_err(|_| NotCertified::Division)?;
                factors.push(self.add(json!({"number": number(&inverse)}))?);
            } else if self.count_in(exponent).is_some() {
                factors.push(self.counted_power(self.place(base), exponent)?);
            } else {
                let exponent = self.counted(exponent)?;
                let of = self.place(base);
                factors.push(self.add(json!({"power": {"of": of, "exponent": exponent}}))?);
            }
        }
        // What may be below 0 or above 1 is no part that works or fails.
        let chances = powers.iter().all(|(base, exponent)| {
            self.is_chance(base) && !exponent.as_number().is_some_and(Rational::is_negative)
        });
        let kind = if chances { "series" } else { "product" };
        Ok(Json::Object(Map::from_iter([(kind.to_owned(), Json::from(factors))])))
    }

    /// The count of an exponent or a number of things.
    fn count_in(&self, expr: &Expr) -> Option<Symbol> {
        let is_count =
            |symbol: &Symbol| matches!(self.parameters.get(symbol), Some(Range::Count { .. }));
        expr.symbols().into_iter().find(is_count)
    }

    /// The node of a power with an exponent that is affine in a count.
    fn counted_power(&mut self, of: usize, exponent: &Expr) -> Result<usize, NotCertified> {
        let refused = || NotCertified::Kind("such a count in an exponent");
        let count = self.count_in(exponent).ok_or_else(refused)?;
        let (slope, rest) = kofn_decide::affine_in(exponent, &count).ok_or_else(refused)?;
        let (slope, rest) =
            (slope.to_u64().ok_or_else(refused)?, rest.to_u64().ok_or_else(refused)?);
        let power = |of: usize, exponent: Json| json!({"power": {"of": of, "exponent": exponent}});
        let step = if slope == 1 { of } else { self.shared(power(of, Json::from(slope)))? };
        let moving = self.shared(power(step, Json::from(count.name())))?;
        if rest == 0 {
            return Ok(moving);
        }
        let fixed = self.shared(power(of, Json::from(rest)))?;
        self.add(json!({"product": [moving, fixed]}))
    }

    /// A vote of alike parts whose number grows with a count.
    fn counted_vote(&mut self, k: &Expr, n: &Expr, of: usize) -> Result<Json, NotCertified> {
        let count = self.count_in(n).or_else(|| self.count_in(k));
        let form = count.and_then(|count| Some((kofn_decide::counted_vote(k, n, &count)?, count)));
        let Some((form, count)) = form else {
            return Err(NotCertified::Kind("such a number of parts"));
        };
        let place = match form {
            CountedVote::AtLeast { k, more } => self.grown(k, more, of, &count)?,
            CountedVote::AllBut { spare, more } => {
                let fails = self.opposite(of)?;
                let too_many = self.grown(spare + 1, more, fails, &count)?;
                self.opposite(too_many)?
            }
            CountedVote::Majority => {
                self.shared(json!({"majority": {"n": count.name(), "of": of}}))?
            }
        };
        Ok(self.nodes[place].clone())
    }

    /// At least k of `count + more` parts: each of those besides the count works or has failed.
    fn grown(
        &mut self,
        k: u64,
        more: u64,
        of: usize,
        count: &Symbol,
    ) -> Result<usize, NotCertified> {
        let mut works = Vec::new();
        for k in k.saturating_sub(more)..=k {
            works.push(match k {
                0 => self.shared(json!({"number": "1"}))?,
                1 => {
                    let fails = self.opposite(of)?;
                    let power = json!({"power": {"of": fails, "exponent": count.name()}});
                    let all_fail = self.shared(power)?;
                    self.opposite(all_fail)?
                }
                _ if k > MOST_PARTS => {
                    return Err(NotCertified::TooLarge("the parts of a vote".to_owned()));
                }
                _ => self.shared(json!({"group": {"k": k, "n": count.name(), "of": of}}))?,
            });
        }
        // Where fewer are needed than there are besides the count, none may be needed of it.
        let certain = works[0];
        while works.len() as u64 <= more {
            works.insert(0, certain);
        }
        while works.len() > 1 {
            let mut fewer = Vec::new();
            for pair in works.windows(2) {
                let pivot = json!({"pivot": {"on": of, "works": pair[0], "fails": pair[1]}});
                fewer.push(self.shared(pivot)?);
            }
            works = fewer;
        }
        Ok(works[0])
    }

    /// The node for the failure of another.
    fn opposite(&mut self, of: usize) -> Result<usize, NotCertified> {
        let inner = self.nodes[of]["not"].as_u64().and_then(|place| usize::try_from(place).ok());
        match inner {
            Some(place) => Ok(place),
            None => self.shared(json!({"not": of})),
        }
    }

    /// The node of this kind, which is written once: what depends on a count is known by its place.
    fn shared(&mut self, node: Json) -> Result<usize, NotCertified> {
        match self.nodes.iter().position(|known| *known == node) {
            Some(place) => Ok(place),
            None => self.add(node),
        }
    }

    /// Whether an expression is a probability by its form.
    fn is_chance(&self, expr: &Expr) -> bool {
        match expr.view() {
            View::Number(number) => number.is_probability(),
            View::Symbol(symbol) => match self.parameters.get(symbol) {
                Some(Range::Real { lo: Some(lo), hi: Some(hi) }) => {
                    !lo.is_negative() && hi.is_probability()
                }
                _ => false,
            },
            View::AnyOf(_)
            | View::Complement(_)
            | View::AtLeast { .. }
            | View::AtLeastOf { .. }
            | View::Pivot { .. }
            | View::Product(_) => true,
            _ => false,
        }
    }

    /// The value of a parameter that has only one.
    fn known_value(&self, symbol: &Symbol) -> Option<Rational> {
        let (lo, hi) = ends(self.parameters.get(symbol)?);
        lo.filter(|lo| hi.as_ref() == Some(lo))
    }

    /// A number of things, in which only parameters with one value may occur.
    fn counted(&self, expr: &Expr) -> Result<u64, NotCertified> {
        let value = expr.evaluate(&|symbol| self.known_value(symbol));
        let whole = value.ok().and_then(|number| number.to_integer()?.to_u64());
        match whole {
            Some(many) if many <= MOST_PARTS => Ok(many),
            Some(_) => Err(NotCertified::TooLarge("a power or a number of parts".to_owned())),
            None => Err(NotCertified::Irrational("a power or a number of parts".to_owned())),
        }
    }
}

/// The operands that are nodes.
fn parts(expr: &Expr) -> Vec<&Expr> {
    match expr.view() {
        View::Product(powers) | View::AnyOf(powers) => {
            powers.iter().map(|(base, _)| base).collect()
        }
        View::AtLeast { of, .. } => vec![of],
        _ => expr.operands(),
    }
}

/// A step with those it rests on; proofs are of bounded depth.
fn step(one: &Step) -> Json {
    match one {
        Step::Point => json!({"step": "point"}),
        Step::Identity => json!({"step": "identity"}),
        Step::Bernstein => json!({"step": "bernstein"}),
        Step::Vertex { variable, low, high } => json!({
            "step": "vertex", "variable": variable.name(), "low": step(low), "high": step(high),
        }),
        Step::Split { variable, at, low, high } => json!({
            "step": "split", "variable": variable.name(), "at": number(at), "low": step(low),
            "high": step(high),
        }),
        Step::Factor { scale, parts } => {
            let parts: Vec<Json> = parts.iter().map(part).collect();
            json!({"step": "factor", "scale": number(scale), "parts": parts})
        }
        Step::Substitute { corner, sectors } => {
            let corner: Vec<Json> = corner
                .iter()
                .map(|(symbol, end)| {
                    json!([symbol.name(), if *end == End::Low { "low" } else { "high" }])
                })
                .collect();
            let sectors: Vec<Json> = sectors.iter().map(step).collect();
            json!({"step": "substitute", "corner": corner, "sectors": sectors})
        }
        Step::Roots { cuts } => {
            let cuts: Vec<Json> = cuts.iter().map(number).collect();
            json!({"step": "roots", "cuts": cuts})
        }
    }
}

fn sign(positive: bool) -> &'static str {
    if positive { "+" } else { "-" }
}

fn part(part: &FactorPart) -> Json {
    let term = |(coefficient, powers): &(Rational, Vec<(Symbol, u64)>)| {
        let powers: Map<String, Json> = powers
            .iter()
            .map(|(symbol, power)| (symbol.name().to_owned(), Json::from(*power)))
            .collect();
        json!([number(coefficient), powers])
    };
    let polynomial: Vec<Json> = part.polynomial.iter().map(term).collect();
    let (kind, proof) = match &part.sign {
        Some((positive, proof)) => (sign(*positive), step(proof)),
        None => ("square", Json::Null),
    };
    json!({"polynomial": polynomial, "power": part.power, "sign": kind, "proof": proof})
}
