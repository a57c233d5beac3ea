//! Claims about a structure, and what has to be checked for each.

use crate::inequality::prove;
use crate::line::line;
use crate::number::{Checked, no, sign};
use crate::polynomial::Poly;
use crate::reading::Node;
use crate::structure::{Values, ranges};
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
        match relation.text()? {
            relation @ ("<" | "<=" | "==" | "!=" | ">=" | ">") => {
                Ok(Self { left, relation, right })
            }
            _ => relation.refuse("not a relation"),
        }
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
            Err(_) => side.fields(["number"]).and_then(|[q]| Ok(Poly::constant(&q.number()?))),
        };
        side(&self.left)?.minus(&side(&self.right)?, self.left.work)
    }

    /// Whether it is true where all parameters have values.
    fn is_true(&self, values: &Values<'_>) -> Checked<bool> {
        let difference = self.difference(values)?.as_constant();
        difference.map_or_else(|| no("a parameter is open"), |q| Ok(self.holds(sign(&q.n))))
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
    match claim.tag("kind")? {
        "inequality" => inequality(&structure, &claim, &step),
        "refutation" => refutation(&structure, &claim, &step),
        "threshold" => threshold(&structure, &claim, &step),
        other => claim.refuse(format!("unknown claim `{other}`")),
    }
}

fn inequality(structure: &Node<'_>, claim: &Node<'_>, step: &Node<'_>) -> Checked<String> {
    let [_, left, relation, right] = claim.fields(["kind", "left", "relation", "right"])?;
    let comparison = Comparison::read([left, relation, right])?;
    let values = Values::at(structure, &BTreeMap::new(), true)?;
    let difference = comparison.difference(&values)?;
    // What is not negative, or positive if strict: the difference, or its opposite.
    let goals: &[(i64, bool)] = match comparison.relation {
        "<" => &[(-1, true)],
        "<=" => &[(-1, false)],
        "==" => &[(-1, false), (1, false)],
        ">=" => &[(1, false)],
        ">" => &[(1, true)],
        _ => return no("`!=` is certified as `<` or as `>`"),
    };
    for (turn, strict) in goals {
        prove(&difference.times(&Poly::whole(*turn), step.work)?, *strict, step)?;
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
    let ranges = ranges(structure)?;
    let Some(ends) = ranges.get(name.text()?).filter(|[lo, hi]| lo != hi) else {
        return name.refuse("not an open parameter");
    };
    let line = line(&cuts, (&comparison.difference(&values)?, name.text()?), ends)?;
    let said = roots.each(|root| root.tuple().and_then(|[a, b]| Ok((a.number()?, b.number()?))))?;
    let truth: Value = line.signs.into_iter().map(|sign| comparison.holds(sign)).collect();
    if step.tag("step")? != "roots" || said != line.roots || *holds.value != truth {
        return no("the roots are others, or it holds on other stretches");
    }
    let name = name.text()?;
    Ok(format!("{} by {} around {name} = {}", comparison.words(), holds.value, roots.value))
}
