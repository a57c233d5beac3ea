//! Proofs that a polynomial is not negative, or positive, in a box of several variables.

use crate::json::Node;
use crate::line::{bernstein, line};
use crate::number::{Q, Stop, no, sign};
use crate::polynomial::Poly;
use crate::structure::Structure;
use num_bigint::BigInt;
use std::collections::BTreeMap;

/// `polynomial ≥ 0`, or `> 0` if strict, at all points of the box at which every given polynomial
/// is ≥ 0, or > 0 if its flag says strict.
#[derive(Clone)]
pub struct Goal<'s> {
    pub structure: &'s Structure<'s>,
    pub polynomial: Poly,
    pub strict: bool,
    pub given: Vec<(Poly, bool)>,
    pub bounds: BTreeMap<usize, (Q, Q)>,
}

impl Goal<'_> {
    fn about(&self, polynomial: Poly, strict: bool) -> Self {
        Goal { polynomial, strict, ..self.clone() }
    }

    /// Checks one step of a proof, and those that it rests on.
    pub fn check(&self, step: &Node<'_>) -> Result<(), Stop> {
        let (p, w, least) = (&self.polynomial, step.work, i8::from(self.strict));
        w.spend(1000 + p.size())?;
        let variable = |name: &Node<'_>| {
            let v = self.structure.parameter(name)?;
            self.bounds.get(&v).map_or_else(|| no("a variable without a box"), |b| Ok((v, b)))
        };
        let proven = match step.tag("step")? {
            "identity" => step.fields(["step"]).map(|_| p.0.is_empty() && !self.strict)?,
            "constant" => {
                step.fields(["step"])?;
                p.as_constant().is_some_and(|q| sign(&q.n) >= least)
            }
            // Affine in the variable: between its values at the two ends.
            "vertex" => {
                let [_, name, low, high] = step.fields(["step", "variable", "low", "high"])?;
                let (v, (lo, hi)) = variable(&name)?;
                for (end, proof) in [(lo, low), (hi, high)] {
                    let mut goal =
                        self.about(p.with(v, &Poly::constant(end.clone()), w)?, self.strict);
                    // What is given about the variable says nothing about the ends.
                    goal.given.retain(|(given, _)| given.degree(v) == 0);
                    goal.check(&proof)?;
                }
                p.degree(v) <= 1
            }
            "split" => {
                let [_, name, at, low, high] =
                    step.fields(["step", "variable", "at", "low", "high"])?;
                let ((v, (lo, hi)), at) = (variable(&name)?, at.number()?);
                for (from, to, proof) in [(lo, &at, low), (&at, hi, high)] {
                    let mut goal = self.clone();
                    goal.bounds.insert(v, (from.clone(), to.clone()));
                    goal.check(&proof)?;
                }
                *lo < at && at < *hi
            }
            "bernstein" => {
                step.fields(["step"])?;
                let (variables, mut b) = (p.variables(), p.clone());
                let mut corners = vec![Vec::new()];
                for v in &variables {
                    let Some((lo, hi)) = self.bounds.get(v) else { return no("an open count") };
                    let degree = p.degree(*v);
                    let fibres = b.fibres(*v).into_iter();
                    let turned = fibres.map(|(rest, f)| Ok((rest, bernstein(&f, lo, hi, w)?)));
                    b = Poly::from_fibres(*v, turned.collect::<Result<_, Stop>>()?);
                    corners = corners
                        .into_iter()
                        .flat_map(|corner: Vec<u32>| {
                            let mut far = corner.clone();
                            far.resize(*v, 0);
                            far.push(degree as u32);
                            [corner, far]
                        })
                        .collect();
                    w.spend(1000 * corners.len() as u64)?;
                }
                // Every face has a corner: positive there and nowhere negative is positive.
                let positive = |corner: &Vec<u32>| b.0.contains_key(corner);
                b.0.values().all(|q| sign(&q.n) > 0)
                    && (!self.strict || corners.iter().all(positive))
            }
            "factor" => {
                let [_, scale, parts] = step.fields(["step", "scale", "parts"])?;
                let scale = scale.number()?;
                let (mut product, mut total) = (Poly::constant(scale.clone()), sign(&scale.n));
                for part in parts.list()? {
                    let [polynomial, power, kind, proof] =
                        part.fields(["polynomial", "power", "sign", "proof"])?;
                    let (f, power) = (self.polynomial(&polynomial)?, power.index(1_001)?);
                    product = product.times(&f.power(power as u64, w)?, w)?;
                    let s = match kind.text()? {
                        "+" => 1,
                        "-" => -1,
                        "square" if power % 2 == 0 && !self.strict && proof.value.is_null() => {
                            continue;
                        }
                        _ => return kind.refuse("not `+`, `-`, or `square` for an even power"),
                    };
                    self.about(f.scaled(&Q::whole(s), w)?, self.strict).check(&proof)?;
                    total *= if power % 2 == 1 { s } else { 1 };
                }
                total > 0 && product == *p
            }
            // From a corner: y = 0 there and 1 at the other end; where y_j is the largest,
            // y_i = y_j t_i with t_i in 0..1. A common power of y_j is divided out.
            "substitute" => {
                let [_, corner, sectors] = step.fields(["step", "corner", "sectors"])?;
                let mut goal = self.clone();
                let mut places = Vec::new();
                for place in corner.list()? {
                    let [name, end] = place.tuple()?;
                    let (v, (lo, hi)) = variable(&name)?;
                    let (from, to) = match end.text()? {
                        "low" => (lo, hi),
                        "high" => (hi, lo),
                        _ => return end.refuse("not `low` or `high`"),
                    };
                    let y = Poly::variable(v).scaled(&(to - from), w)?;
                    goal = goal.with(v, &y.plus(&Poly::constant(from.clone()), w)?, step)?;
                    goal.bounds.insert(v, (Q::whole(0), Q::whole(1)));
                    if places.contains(&v) {
                        return name.refuse("twice");
                    }
                    places.push(v);
                }
                let sectors = sectors.list()?;
                for (j, proof) in places.iter().zip(&sectors) {
                    let mut sector = goal.clone();
                    for i in places.iter().filter(|i| *i != j) {
                        let value = Poly::variable(*i).times(&Poly::variable(*j), w)?;
                        sector = sector.with(*i, &value, step)?;
                    }
                    let least =
                        sector.polynomial.0.keys().map(|e| e.get(*j).map_or(0, |e| *e)).min();
                    if !self.strict {
                        let lower = |(mut e, c): (Vec<u32>, Q)| {
                            if let Some(power) = e.get_mut(*j) {
                                *power -= least.unwrap_or(0)
                            }
                            e.truncate(e.iter().rposition(|e| *e > 0).map_or(0, |last| last + 1));
                            (e, c)
                        };
                        sector.polynomial =
                            Poly(sector.polynomial.0.into_iter().map(lower).collect());
                    }
                    sector.check(proof)?;
                }
                !places.is_empty() && places.len() == sectors.len()
            }
            "roots" => {
                let [_, name, factors] = step.fields(["step", "variable", "factors"])?;
                let (v, (lo, hi)) = variable(&name)?;
                let Some(f) = p.dense(v) else { return no("roots in several variables") };
                let line = line(&factors, (&f, &[BigInt::from(1)]), (lo, hi))?;
                line.signs.iter().flatten().all(|s| *s >= least)
                    && (!self.strict || line.roots.is_empty())
            }
            // What is given holds nowhere in the box.
            "vacuous" => {
                let [_, given, proof] = step.fields(["step", "given", "proof"])?;
                let (given, strict) = &self.given[given.index(self.given.len())?];
                self.about(given.scaled(&Q::whole(-1), w)?, !strict).check(&proof).map(|()| true)?
            }
            "open-cad" => return no("open CAD"),
            other => return step.refuse(format!("unknown step `{other}`")),
        };
        if proven { Ok(()) } else { no(format!("the step at {} does not hold", step.path)) }
    }

    fn with(&self, v: usize, value: &Poly, step: &Node<'_>) -> Result<Self, Stop> {
        let mut goal = self.about(self.polynomial.with(v, value, step.work)?, self.strict);
        for (given, _) in &mut goal.given {
            *given = given.with(v, value, step.work)?;
        }
        Ok(goal)
    }

    /// `[["1/2", {"x": 2}], …]`: coefficients with exponents.
    fn polynomial(&self, node: &Node<'_>) -> Result<Poly, Stop> {
        node.list()?.into_iter().try_fold(Poly::whole(0), |sum, term| {
            let [c, exponents] = term.tuple()?;
            let mut term = Poly::constant(c.number()?);
            for (name, e) in exponents.entries()? {
                let found = self.structure.parameters.iter().position(|p| p.name == name);
                let Some(v) = found else { return e.refuse("no parameter of this name") };
                let power = Poly::variable(v).power(e.index(1_001)? as u64, node.work)?;
                term = term.times(&power, node.work)?;
            }
            sum.plus(&term, node.work)
        })
    }
}
