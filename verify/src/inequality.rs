//! Proofs that a polynomial is not negative, or positive, where its variables are from 0 to 1.

use crate::line::line;
use crate::number::{Checked, Q, no, sign};
use crate::polynomial::{Monomial, Poly, horner};
use crate::reading::Node;
use num_bigint::BigInt;
use std::cmp::Ordering;

/// Checks a step of a proof, and those that it rests on: `p ≥ 0`, or `p > 0` if strict, where all
/// variables are from 0 to 1.
pub fn prove(p: &Poly, strict: bool, step: &Node<'_>) -> Checked<()> {
    let w = step.work;
    let with = |v: &str, by: Poly, proof: &Node<'_>| prove(&p.with(v, &by, w)?, strict, proof);
    let proven = match step.tag("step")? {
        "bernstein" | "identity" | "constant" => {
            step.fields(["step"])?;
            let b = p.bernstein(w)?;
            // Every face has a corner: positive there and nowhere negative is positive.
            let corner = |m: &&Monomial| m.iter().all(|(v, e)| *e == p.degree(v));
            let corners = b.terms.keys().filter(corner).count() as u64;
            let all = 1u64.checked_shl(p.variables().len() as u32);
            b.terms.values().all(|c| *c > BigInt::ZERO) && (!strict || Some(corners) == all)
        }
        // Affine in the variable: between its values at the two ends.
        "vertex" => {
            let [_, name, low, high] = step.fields(["step", "variable", "low", "high"])?;
            with(name.text()?, Poly::whole(0), &low)?;
            with(name.text()?, Poly::whole(1), &high)?;
            p.degree(name.text()?) <= 1
        }
        // From 0 to `at` and from there to 1.
        "split" => {
            let [_, name, at, low, high] =
                step.fields(["step", "variable", "at", "low", "high"])?;
            let (v, at) = (name.text()?, at.number()?);
            with(v, Poly::segment(v, &Q::whole(0), &at, w)?, &low)?;
            with(v, Poly::segment(v, &at, &Q::whole(1), w)?, &high)?;
            true
        }
        "factor" => {
            let [_, scale, parts] = step.fields(["step", "scale", "parts"])?;
            let scale = scale.number()?;
            let (mut product, mut positive) = (Poly::constant(&scale), sign(&scale.n).is_gt());
            for part in parts.list()? {
                let [f, power, kind, proof] =
                    part.fields(["polynomial", "power", "sign", "proof"])?;
                let (f, power) = (polynomial(&f)?, power.index(1_001)?);
                product = product.times(&f.power(power as u64, w)?, w)?;
                let part = match kind.text()? {
                    "+" => f,
                    "-" => {
                        positive ^= power % 2 == 1;
                        f.times(&Poly::whole(-1), w)?
                    }
                    "square" if power % 2 == 0 && !strict && proof.value.is_null() => continue,
                    _ => return kind.refuse("not `+`, `-`, or `square` for an even power"),
                };
                prove(&part, strict, &proof)?;
            }
            positive && p.minus(&product, w)?.terms.is_empty()
        }
        // From a corner: y = 0 there and 1 at the other end; where y_j is the largest,
        // y_i = y_j t_i with t_i in 0..1. A common power of y_j is divided out.
        "substitute" => {
            let [_, corner, sectors] = step.fields(["step", "corner", "sectors"])?;
            let (mut goal, mut places, sectors) = (p.clone(), Vec::new(), sectors.list()?);
            for place in corner.list()? {
                let [name, end] = place.tuple()?;
                let v = name.text()?;
                match end.text()? {
                    "low" if !places.contains(&v) => {}
                    "high" if !places.contains(&v) => {
                        let turned = Poly::segment(v, &Q::whole(1), &Q::whole(0), w)?;
                        goal = goal.with(v, &turned, w)?;
                    }
                    _ => return place.refuse("not `low` or `high`, or twice"),
                }
                places.push(v);
            }
            for (j, proof) in places.iter().zip(&sectors) {
                let mut sector = goal.clone();
                for i in places.iter().filter(|i| *i != j) {
                    let product = Poly::variable(i).times(&Poly::variable(j), w)?;
                    sector = sector.with(i, &product, w)?;
                }
                let c = sector.powers(j);
                let common = c.iter().take_while(|c| c.terms.is_empty()).count();
                if !strict {
                    sector = horner(&c[common..], &Poly::variable(j), w)?;
                }
                prove(&sector, strict, proof)?;
            }
            !places.is_empty() && places.len() == sectors.len()
        }
        "roots" => {
            let [_, name, cuts] = step.fields(["step", "variable", "cuts"])?;
            let line = line(&cuts, (p, name.text()?), &[Q::whole(0), Q::whole(1)])?;
            !line.signs.contains(&Ordering::Less) && (!strict || line.roots.is_empty())
        }
        "open-cad" => return no("open CAD"),
        other => return step.refuse(format!("unknown step `{other}`")),
    };
    if proven { Ok(()) } else { no(format!("the step at {} does not hold", step.path)) }
}

/// `[["1/2", {"x": 2}], …]`: coefficients with exponents.
fn polynomial(node: &Node<'_>) -> Checked<Poly> {
    node.list()?.into_iter().try_fold(Poly::whole(0), |sum, term| {
        let [c, exponents] = term.tuple()?;
        let mut term = Poly::constant(&c.number()?);
        for (name, e) in exponents.entries()? {
            let x = Poly::variable(name);
            term = term.times(&x.power(e.index(1_001)? as u64, node.work)?, node.work)?;
        }
        sum.plus(&term, node.work)
    })
}
