//! Claims about a structure, and what has to be checked for each.

use crate::inequality::{line, prove};
use crate::polynomial::Poly;
use crate::reading::{Checked, Node, no};
use crate::structure::Values;
use serde_json::Value;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// What is compared, and how.
struct Comparison<'a> {
    left: Node<'a>,
    relation: &'a str,
    right: Node<'a>,
}

impl<'a> Comparison<'a> {
    fn read([left, relation, right]: [Node<'a>; 3]) -> Checked<Self> {
        if !["<", "<=", "==", "!=", ">=", ">"].contains(&relation.text()?) {
            return relation.refuse("not a relation");
        }
        Ok(Self { left, relation: relation.text()?, right })
    }

    /// Whether it is true where left − right has this sign.
    fn holds(&self, sign: Ordering) -> bool {
        match self.relation {
            "<" => sign.is_lt(),
            "<=" => sign.is_le(),
            "==" => sign.is_eq(),
            "!=" => sign.is_ne(),
            ">=" => sign.is_ge(),
            _ => sign.is_gt(),
        }
    }

    fn words(&self) -> String {
        format!("{} {} {}", self.left.value, self.relation, self.right.value)
    }

    /// Left − right.
    fn difference(&self, values: &Values<'_>) -> Checked<Poly> {
        let side = |side: &Node<'_>| match side.text().map(|name| values.designs.get(name)) {
            Ok(Some(design)) => Ok(design.clone()),
            Ok(None) => side.refuse("no such design"),
            Err(_) => side.fields(["number"])?[0].number(),
        };
        Ok(side(&self.left)?.minus(&side(&self.right)?))
    }

    /// Whether it is true where all parameters have values.
    fn is_true(&self, values: &Values<'_>) -> Checked<bool> {
        let sign = self.difference(values)?.sign();
        sign.map_or_else(|| no("a parameter is open"), |sign| Ok(self.holds(sign)))
    }
}

/// Checks one certificate; its claim in words.
pub fn certify(root: &Node<'_>) -> Checked<String> {
    let [version, structure, claim, steps] =
        root.fields(["kofn", "structure", "claim", "steps"])?;
    if version.value.as_u64() != Some(1) {
        return version.refuse("not version 1");
    }
    let [step] = steps.tuple()?;
    let certify = match claim.tag("kind")? {
        "inequality" => inequality,
        "refutation" => refutation,
        "threshold" => threshold,
        other => return claim.refuse(format!("unknown claim `{other}`")),
    };
    certify(&structure, &claim, &step)
}

fn inequality(structure: &Node<'_>, claim: &Node<'_>, step: &Node<'_>) -> Checked<String> {
    let [_, left, relation, right] = claim.fields(["kind", "left", "relation", "right"])?;
    let comparison = Comparison::read([left, relation, right])?;
    let values = Values::at(structure, &BTreeMap::new(), true)?;
    let difference = comparison.difference(&values)?;
    // What is not negative, or positive if strict: the difference, or its opposite.
    let turns: &[i64] = match comparison.relation {
        "<" | "<=" => &[-1],
        "==" => &[-1, 1],
        ">" | ">=" => &[1],
        _ => return no("`!=` is certified as `<` or as `>`"),
    };
    for turn in turns {
        let strict = comparison.relation.len() == 1;
        prove(&difference.times(&Poly::whole(*turn)), strict, step)?;
    }
    Ok(format!("{} for all values in the ranges", comparison.words()))
}

fn refutation(structure: &Node<'_>, claim: &Node<'_>, step: &Node<'_>) -> Checked<String> {
    let [_, left, relation, right, given, point] =
        claim.fields(["kind", "left", "relation", "right", "given", "point"])?;
    let comparison = Comparison::read([left, relation, right])?;
    let at = point.entries()?.into_iter().map(|(name, x)| Ok((name, x.number()?)));
    let values = Values::at(structure, &at.collect::<Checked<_>>()?, false)?;
    for given in given.list()? {
        if !Comparison::read(given.fields(["left", "relation", "right"])?)?.is_true(&values)? {
            return no("what is given does not hold at the point");
        }
    }
    if step.fields(["step"])?[0].text()? != "point" || comparison.is_true(&values)? {
        return no("it holds at this point");
    }
    Ok(format!("not always {}: not at {}", comparison.words(), point.value))
}

fn threshold(structure: &Node<'_>, claim: &Node<'_>, step: &Node<'_>) -> Checked<String> {
    let [_, left, relation, right, name, roots, holds] =
        claim.fields(["kind", "left", "relation", "right", "parameter", "roots", "holds"])?;
    let comparison = Comparison::read([left, relation, right])?;
    let [_, cuts] = step.fields(["step", "cuts"])?;
    let values = Values::at(structure, &BTreeMap::new(), false)?;
    let Some(ends) = values.ranges.get(name.text()?).filter(|[lo, hi]| lo != hi) else {
        return name.refuse("not an open parameter");
    };
    let (found, signs) = line(&cuts, (&comparison.difference(&values)?, name.text()?), ends)?;
    let said = roots.each(|root| root.tuple().and_then(|[a, b]| Ok((a.number()?, b.number()?))))?;
    let truth: Value = signs.into_iter().map(|sign| comparison.holds(sign)).collect();
    if step.tag("step")? != "roots" || said != found || *holds.value != truth {
        return no("the roots are others, or it holds on other stretches");
    }
    Ok(format!("{} by {} around {} = {}", comparison.words(), holds.value, name.value, roots.value))
}
