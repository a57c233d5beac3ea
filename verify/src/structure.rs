//! The elaborated structure: designs as gates over independent parts, and what they come to.

use crate::polynomial::{Poly, horner, spend};
use crate::reading::{Checked, Node, no};
use num_bigint::BigInt;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Above all counts, powers and thresholds.
const MOST: usize = 20_001;

/// What parameters and nodes come to: polynomials in the parameters that are open, in the states of
/// modules that are shared, whose names begin with `^`, and in `n^…` for what depends on a count n.
#[derive(Default)]
pub struct Values<'a> {
    parameters: BTreeMap<&'a str, Poly>,
    pub ranges: BTreeMap<&'a str, [Poly; 2]>,
    /// The first number, the last if there is one, and the steps between.
    counts: BTreeMap<&'a str, (usize, Option<usize>, usize)>,
    nodes: Vec<Poly>,
    pub designs: BTreeMap<&'a str, Poly>,
}

impl<'a> Values<'a> {
    /// The structure at a point of some parameters. Others are open unless they have only one
    /// value; in the `unit` cube they then stand for `lo + (hi − lo) x`.
    pub fn at(structure: &Node<'a>, point: &BTreeMap<&str, Poly>, unit: bool) -> Checked<Self> {
        let [parameters, nodes, designs] = structure.fields(["parameters", "nodes", "designs"])?;
        let mut values = Values::default();
        for node in parameters.list()? {
            let name = node.tag("name")?;
            let well = if node.value.get("range").is_some() {
                let [lo, hi] = node.fields(["name", "range"])?[1].tuple()?;
                let (lo, hi) = (lo.number()?, hi.number()?);
                let rise = |x: &Poly, y: &Poly| x.minus(y).sign() != Some(Ordering::Greater);
                let value = match point.get(name) {
                    Some(x) if rise(&lo, x) && rise(x, &hi) => x.clone(),
                    Some(_) => return no("a point out of range"),
                    None if unit || lo == hi => Poly::segment(name, &lo, &hi),
                    None => Poly::variable(name),
                };
                let known = values.parameters.insert(name, value).is_some();
                rise(&lo, &hi) && !known && values.ranges.insert(name, [lo, hi]).is_none()
            } else {
                let [_, from, to, step] = node.fields(["name", "from", "to", "step"])?;
                let (from, step) = (from.index(MOST)?, step.index(MOST)?);
                let to = if to.value.is_null() { None } else { Some(to.index(MOST)?) };
                let steps = to.unwrap_or(from).checked_sub(from).and_then(|n| n.checked_rem(step));
                values.counts.insert(name, (from, to, step)).is_none() && steps == Some(0)
            };
            if !well || name.contains('^') {
                return node.refuse("not a range, or a name with a power, or twice");
            }
        }
        for node in nodes.list()? {
            let value = values.gate(&node)?;
            values.nodes.push(value);
        }
        for (name, node) in designs.entries()? {
            let value = values.node(&node)?;
            if value.variables().iter().any(|v| v.starts_with('^')) {
                return node.refuse("the state of a module, outside of what shares it");
            }
            values.designs.insert(name, value);
        }
        Ok(values)
    }

    fn node(&self, index: &Node<'_>) -> Checked<Poly> {
        Ok(self.nodes[index.index(self.nodes.len())?].clone())
    }

    /// What rises or falls with a count n towards a limit in halves, as it is made of a probability:
    /// something between its values at the first n and at the last.
    fn course<F: Fn(usize) -> Poly>(
        &self,
        (n, of, base): (&Node<'_>, String, &Poly),
        halves: i64,
        at: F,
    ) -> Checked<Poly> {
        let Some((from, to, _)) = self.counts.get(n.text()?) else {
            return n.refuse("no such count");
        };
        let chance = base.is_nowhere_negative() && base.not().is_nowhere_negative();
        if !chance || base.variables().iter().any(|v| v.starts_with('^')) {
            return no("what a count is about is no probability, or depends on a state");
        }
        let (first, last) = (at(*from), to.map_or(Poly::fraction(halves, 2), at));
        Ok(Poly::segment(&format!("{}^{of}", n.text()?), &first, &last))
    }

    fn gate(&self, node: &Node<'_>) -> Checked<Poly> {
        let [(kind, body)] = <[_; 1]>::try_from(node.entries()?)
            .or_else(|_| node.refuse("not an object with one field"))?;
        let parts = || body.each(|part| self.node(&part));
        let product = |p: Poly, q: Poly| p.times(&q);
        Ok(match kind {
            "number" => body.number()?,
            "parameter" => match self.parameters.get(body.text()?) {
                Some(value) => value.clone(),
                None => return body.refuse("no such parameter"),
            },
            "not" => self.node(&body)?.not(),
            "series" | "product" => parts()?.into_iter().fold(Poly::whole(1), product),
            "parallel" => parts()?.iter().map(Poly::not).fold(Poly::whole(1), product).not(),
            "sum" => parts()?.iter().fold(Poly::whole(0), |sum, p| sum.plus(p)),
            "pivot" => {
                let [on, works, fails] = body.fields(["on", "works", "fails"])?;
                let fails = self.node(&fails)?;
                self.node(&works)?.minus(&fails).times(&self.node(&on)?).plus(&fails)
            }
            "power" => {
                let [of, n] = body.fields(["of", "exponent"])?;
                let base = self.node(&of)?;
                if n.value.is_u64() {
                    return Ok(base.power(n.index(MOST)?));
                }
                self.course((&n, of.value.to_string(), &base), 0, |n| base.power(n))?
            }
            // The coefficients of t in the product of all 1 − p + p·t.
            "at_least" => {
                let [k, of] = body.fields(["k", "of"])?;
                let (mut all, one, t) = (Poly::whole(1), Poly::whole(1), Poly::variable("t^"));
                for part in of.list()? {
                    let [part, copies] = part.tuple()?;
                    let factor = self.node(&part)?.times(&t.minus(&one)).plus(&one);
                    all = all.times(&factor.power(copies.index(1_001)?));
                }
                let works = all.powers("t^").into_iter().skip(k.index(MOST)?);
                works.fold(Poly::whole(0), |sum, c| sum.plus(&c))
            }
            "group" => {
                let [k, n, of] = body.fields(["k", "n", "of"])?;
                let (k, p) = (k.index(MOST)?, self.node(&of)?);
                if n.value.is_u64() {
                    return Ok(at_least(k, n.index(MOST)?, &p));
                }
                let of = format!("{k} of {}", of.value);
                self.course((&n, of, &p), 2, |n| at_least(k, n, &p))?
            }
            // More than half of n, all of which are odd, or even: 2f + 1, or 2f. With q = 1 − p
            // M(2f+3) − M(2f+1) = C(2f+1, f) (pq)^(f+1) (p − q), and
            // M(2f+2) − M(2f) = C(2f, f) (pq)^f p/(f+1) (p − (q − p) f), which turns at most once.
            "majority" => {
                let [n, of] = body.fields(["n", "of"])?;
                let p = self.node(&of)?;
                let Some((from, to, 2)) = self.counts.get(n.text()?) else {
                    return n.refuse("no count in steps of 2");
                };
                let excess = p.minus(&p.not());
                let rises = |f| Some(p.plus(&excess.times(&Poly::whole(f))).sign()?.is_ge());
                let last = to.map_or(excess.sign().map(|sign| sign.is_ge()), |to| rises(to / 2));
                let turns = from % 2 == 0 && rises(from / 2) == Some(true) && last != Some(true);
                let Some(limit) = excess.sign().filter(|_| !turns) else {
                    return no("a majority that turns, or of what is open");
                };
                let of = (&n, format!("majority {}", of.value), &p);
                self.course(of, 1 + limit as i64, |n| at_least(n / 2 + 1, n, &p))?
            }
            // The state of a module is 0 or 1; its expected value is its reliability.
            "shared" => {
                let [modules, tree] = body.fields(["modules", "works_when"])?;
                modules.list()?.iter().try_fold(self.node(&tree)?, |all, module| {
                    let [name, works] = module.fields(["name", "works"])?;
                    Ok(all.with(&format!("^{}", name.text()?), &self.node(&works)?))
                })?
            }
            "module" => Poly::variable(&format!("^{}", body.text()?)),
            other => return node.refuse(format!("unknown node `{other}`")),
        })
    }
}

/// At least k of n: `Σ (−1)^(j−k) C(j−1, k−1) C(n, j) p^j` over j from k to n.
fn at_least(k: usize, n: usize, p: &Poly) -> Poly {
    if k == 0 || k > n || !spend((n * n) as u64 / 8) {
        return Poly::whole(u8::from(k == 0));
    }
    let mut c = (0..k).fold(BigInt::from(1), |c, i| c * (n - i) / (i + 1));
    let mut coefficients = vec![Poly::whole(0); k];
    for j in k..=n {
        coefficients.push(Poly::whole(c.clone()));
        c = -c * (j * (n - j)) / ((j + 1) * (j + 1 - k));
    }
    horner(&coefficients, p)
}
