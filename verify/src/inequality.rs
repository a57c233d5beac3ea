//! Proofs that a polynomial is not negative, or positive, where its variables are from 0 to 1, and
//! where one in a single variable is 0.

use crate::polynomial::{Monomial, Poly, horner};
use crate::reading::{Checked, Node, no};
use num_bigint::BigInt;
use std::cmp::Ordering;

/// Two numbers for each root, and signs.
type Line = (Vec<(Poly, Poly)>, Vec<Ordering>);

/// The signs of f along an interval, each different from the one before, and the roots where they
/// are 0: each the only one strictly between two numbers, or both of them. The interval is cut so
/// finely that the Bernstein coefficients of every piece change their sign at most once: as often
/// as f has roots strictly between (Descartes' rule of signs).
pub fn line(cuts: &Node<'_>, (f, v): (&Poly, &str), ends: &[Poly; 2]) -> Checked<Line> {
    let (mut roots, mut all) = (Vec::new(), Vec::new());
    let (cuts, open) = (cuts.each(|cut| cut.number())?, f.variables());
    if [cuts.first(), cuts.last()] != ends.each_ref().map(Some) || open.iter().any(|x| *x != v) {
        return no("the cuts are not those of the interval, or another parameter is open");
    }
    for (i, cut) in cuts.iter().enumerate() {
        let sign = f.with(v, cut).sign();
        if sign == Some(Ordering::Equal) {
            roots.push((cut.clone(), cut.clone()));
        }
        all.extend(sign);
        let Some(next) = cuts.get(i + 1) else { break };
        let piece = f.with(v, &Poly::segment(v, cut, next)).bernstein();
        let mut signs: Vec<_> = piece.terms.values().rev().map(|c| c.cmp(&BigInt::ZERO)).collect();
        signs.dedup();
        let rises = next.minus(cut).sign() == Some(Ordering::Greater);
        if !rises || signs.is_empty() || signs.len() > 2 {
            return no("cuts that do not increase, or not fine enough");
        }
        if signs.len() == 2 {
            roots.push((cut.clone(), next.clone()));
            signs.insert(1, Ordering::Equal);
        }
        all.extend(signs);
    }
    all.dedup();
    Ok((roots, all))
}

/// Checks a step of a proof, and those that it rests on: `p ≥ 0`, or `p > 0` if strict, where all
/// variables are from 0 to 1.
pub fn prove(p: &Poly, strict: bool, step: &Node<'_>) -> Checked<()> {
    let with = |v: &str, by: Poly, proof: &Node<'_>| prove(&p.with(v, &by), strict, proof);
    let proven = match step.tag("step")? {
        "bernstein" | "identity" | "constant" => {
            step.fields(["step"])?;
            // Every face has a corner: positive there and nowhere negative is positive.
            let (b, all) = (p.bernstein(), 1usize.checked_shl(p.variables().len() as u32));
            let corner = |m: &&Monomial| m.iter().all(|(v, e)| *e == p.degree(v));
            let corners = b.terms.keys().filter(corner).count();
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
            with(v, Poly::segment(v, &Poly::whole(0), &at), &low)?;
            with(v, Poly::segment(v, &at, &Poly::whole(1)), &high)?;
            true
        }
        "factor" => {
            let [_, scale, parts] = step.fields(["step", "scale", "parts"])?;
            let mut product = scale.number()?;
            let mut positive = product.sign() == Some(Ordering::Greater);
            for part in parts.list()? {
                let [f, power, kind, proof] =
                    part.fields(["polynomial", "power", "sign", "proof"])?;
                let (f, power) = (polynomial(&f)?, power.index(1_001)?);
                product = product.times(&f.power(power));
                let part = match kind.text()? {
                    "+" => f,
                    "-" => {
                        positive ^= power % 2 == 1;
                        f.times(&Poly::whole(-1))
                    }
                    "square" if power % 2 == 0 && !strict && proof.value.is_null() => continue,
                    _ => return kind.refuse("not `+`, `-`, or `square` for an even power"),
                };
                prove(&part, strict, &proof)?;
            }
            positive && p.minus(&product).terms.is_empty()
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
                        goal = goal.with(v, &Poly::variable(v).not());
                    }
                    _ => return place.refuse("not `low` or `high`, or twice"),
                }
                places.push(v);
            }
            for (j, proof) in places.iter().zip(&sectors) {
                let mut sector = goal.clone();
                for i in places.iter().filter(|i| *i != j) {
                    sector = sector.with(i, &Poly::variable(i).times(&Poly::variable(j)));
                }
                let c = sector.powers(j);
                let common = c.iter().take_while(|c| c.terms.is_empty()).count();
                if !strict {
                    sector = horner(&c[common..], &Poly::variable(j));
                }
                prove(&sector, strict, proof)?;
            }
            !places.is_empty() && places.len() == sectors.len()
        }
        "roots" => {
            let [_, name, cuts] = step.fields(["step", "variable", "cuts"])?;
            let (roots, signs) = line(&cuts, (p, name.text()?), &[0, 1].map(Poly::whole))?;
            !signs.contains(&Ordering::Less) && (!strict || roots.is_empty())
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
        let mut term = c.number()?;
        for (name, e) in exponents.entries()? {
            term = term.times(&Poly::variable(name).power(e.index(1_001)?));
        }
        Ok(sum.plus(&term))
    })
}
