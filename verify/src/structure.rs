//! The elaborated structure: designs as gates over independent parts, and what they come to.

use crate::number::{Checked, Q, Work, no};
use crate::polynomial::{Poly, horner};
use crate::reading::Node;
use num_bigint::BigInt;
use std::collections::BTreeMap;

/// What parameters and nodes come to: polynomials in the parameters that are open, and in the
/// states of modules that are shared, whose names begin with `^`.
#[derive(Default)]
pub struct Values<'a> {
    parameters: BTreeMap<&'a str, Poly>,
    nodes: Vec<Poly>,
    pub designs: BTreeMap<&'a str, Poly>,
}

/// The lower and upper ends of the parameters of a structure.
pub fn ranges<'a>(structure: &Node<'a>) -> Checked<BTreeMap<&'a str, [Q; 2]>> {
    let [parameters, _, _] = structure.fields(["parameters", "nodes", "designs"])?;
    let read = parameters.each(|node| {
        let [name, range] = node.fields(["name", "range"])?;
        let ([lo, hi], name) = (range.tuple()?, name.text()?);
        let (lo, hi) = (lo.number()?, hi.number()?);
        if lo.compare(&hi).is_gt() || name.contains('^') {
            return node.refuse("not a range, or a name with a power");
        }
        Ok((name, [lo, hi]))
    });
    Ok(read?.into_iter().collect())
}

impl<'a> Values<'a> {
    /// The structure at a point of some parameters. Others are open unless they have only one
    /// value; in the `unit` cube they then stand for `lo + (hi − lo) x`.
    pub fn at(structure: &Node<'a>, point: &BTreeMap<&str, Q>, unit: bool) -> Checked<Self> {
        let [_, nodes, designs] = structure.fields(["parameters", "nodes", "designs"])?;
        let mut values = Values::default();
        for (name, [lo, hi]) in ranges(structure)? {
            let inside = |x: &Q| x.compare(&lo).is_ge() && x.compare(&hi).is_le();
            let value = match point.get(name) {
                Some(x) if inside(x) => Poly::constant(x),
                Some(_) => return no("a point out of range"),
                None if lo == hi => Poly::constant(&lo),
                None if unit => Poly::segment(name, &lo, &hi, structure.work)?,
                None => Poly::variable(name),
            };
            values.parameters.insert(name, value);
        }
        for node in nodes.list()? {
            let value = values.gate(&node)?;
            values.nodes.push(value);
        }
        for (name, node) in designs.entries()? {
            let value = values.node(&node)?.clone();
            if value.variables().iter().any(|v| v.starts_with('^')) {
                return node.refuse("the state of a module, outside of what shares it");
            }
            values.designs.insert(name, value);
        }
        Ok(values)
    }

    fn node(&self, index: &Node<'_>) -> Checked<&Poly> {
        Ok(&self.nodes[index.index(self.nodes.len())?])
    }

    fn gate(&self, node: &Node<'_>) -> Checked<Poly> {
        let (w, (kind, body)) = (node.work, node.only()?);
        let not = |p: &Poly| Poly::whole(1).minus(p, w);
        let fold = |start, step: &dyn Fn(Poly, &Poly) -> Checked<Poly>| {
            let mut parts = body.list()?.into_iter();
            parts.try_fold(Poly::whole(start), |all, part| step(all, self.node(&part)?))
        };
        match kind {
            "number" => Ok(Poly::constant(&body.number()?)),
            "parameter" => match self.parameters.get(body.text()?) {
                Some(value) => Ok(value.clone()),
                None => body.refuse("no such parameter"),
            },
            "not" => not(self.node(&body)?),
            "series" | "product" => fold(1, &|all, part| all.times(part, w)),
            "parallel" => not(&fold(1, &|all, part| all.times(&not(part)?, w))?),
            "sum" => fold(0, &|all, part| all.plus(part, w)),
            "pivot" => {
                let [on, works, fails] = body.fields(["on", "works", "fails"])?;
                pivot(self.node(&on)?, self.node(&works)?, self.node(&fails)?, w)
            }
            "power" => {
                let [of, exponent] = body.fields(["of", "exponent"])?;
                self.node(&of)?.power(exponent.index(20_001)? as u64, w)
            }
            // The coefficients of t in the product of all 1 − p + p·t.
            "at_least" => {
                let [k, of] = body.fields(["k", "of"])?;
                let (mut product, t) = (Poly::whole(1), Poly::variable("t^"));
                for part in of.list()? {
                    let [part, copies] = part.tuple()?;
                    let factor = pivot(self.node(&part)?, &t, &Poly::whole(1), w)?;
                    product = product.times(&factor.power(copies.index(1_001)? as u64, w)?, w)?;
                }
                let mut works = product.powers("t^").into_iter().skip(k.index(20_001)?);
                works.try_fold(Poly::whole(0), |sum, c| sum.plus(&c, w))
            }
            "group" => {
                let [k, n, of] = body.fields(["k", "n", "of"])?;
                at_least(k.index(20_001)?, n.index(20_001)?, self.node(&of)?, w)
            }
            // The state of a module is 0 or 1; its expected value is its reliability.
            "shared" => {
                let [modules, tree] = body.fields(["modules", "works_when"])?;
                modules.list()?.iter().try_fold(self.node(&tree)?.clone(), |all, module| {
                    let [name, works] = module.fields(["name", "works"])?;
                    all.with(&format!("^{}", name.text()?), self.node(&works)?, w)
                })
            }
            "module" => Ok(Poly::variable(&format!("^{}", body.text()?))),
            other => node.refuse(format!("unknown node `{other}`")),
        }
    }
}

/// Of a system that is `works` when a part works, with probability `on`, and else `fails`.
fn pivot(on: &Poly, works: &Poly, fails: &Poly, w: &Work) -> Checked<Poly> {
    on.times(&works.minus(fails, w)?, w)?.plus(fails, w)
}

/// `Σ (−1)^(j−k) C(j−1, k−1) C(n, j) p^j` over j from k to n.
fn at_least(k: usize, n: usize, p: &Poly, w: &Work) -> Checked<Poly> {
    if k == 0 || k > n {
        return Ok(Poly::whole(i64::from(k == 0)));
    }
    w.spend((n * n) as u64 / 8)?;
    let mut c = (0..k).fold(BigInt::from(1), |c, i| c * (n - i) / (i + 1));
    let mut coefficients = vec![Poly::whole(0); k];
    for j in k..=n {
        coefficients.push(Poly::constant(&Q { n: c.clone(), d: 1.into() }));
        c = -c * (j * (n - j)) / ((j + 1) * (j + 1 - k));
    }
    horner(&coefficients, p, w)
}
