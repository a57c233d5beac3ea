//! The elaborated structure: designs as gates over independent parts, and what they come to.

use crate::number::{Checked, Q, Work, no, sign};
use crate::polynomial::Poly;
use crate::reading::Node;
use num_bigint::BigInt;
use std::collections::BTreeMap;

/// When a system works, over modules by number.
enum Tree {
    Module(usize),
    Not(Box<Tree>),
    AtLeast(usize, Vec<Tree>),
}

impl Tree {
    fn read(node: &Node<'_>, modules: usize) -> Checked<Tree> {
        let all = |of: &Node<'_>| of.each(|part| Tree::read(&part, modules));
        Ok(match node.only()? {
            ("module", index) => Tree::Module(index.index(modules)?),
            ("not", of) => Tree::Not(Box::new(Tree::read(&of, modules)?)),
            ("and", of) => all(&of).map(|parts| Tree::AtLeast(parts.len(), parts))?,
            ("or", of) => Tree::AtLeast(1, all(&of)?),
            ("at_least", gate) => {
                let [k, of] = gate.fields(["k", "of"])?;
                Tree::AtLeast(k.index(1_000)?, all(&of)?)
            }
            (other, _) => return node.refuse(format!("unknown gate `{other}`")),
        })
    }

    /// Whether it works, if the states of the first modules decide that.
    fn works(&self, up: &[bool], w: &Work) -> Checked<Option<bool>> {
        w.spend(32)?;
        match self {
            Tree::Module(i) => Ok(up.get(*i).copied()),
            Tree::Not(of) => Ok(of.works(up, w)?.map(|works| !works)),
            Tree::AtLeast(k, of) => {
                let (mut working, mut open) = (0, 0);
                for part in of {
                    let works = part.works(up, w)?;
                    working += usize::from(works == Some(true));
                    open += usize::from(works.is_none());
                }
                Ok(if working >= *k { Some(true) } else { (working + open < *k).then_some(false) })
            }
        }
    }

    /// Its reliability, by cases of one module after the other.
    fn reliability(&self, modules: &[Poly], up: &mut Vec<bool>, w: &Work) -> Checked<Poly> {
        if let Some(works) = self.works(up, w)? {
            return Ok(Poly::whole(i64::from(works)));
        }
        let p = &modules[up.len()];
        up.push(true);
        let works = self.reliability(modules, up, w)?;
        up.pop();
        up.push(false);
        let fails = self.reliability(modules, up, w)?;
        up.pop();
        pivot(p, &works, &fails, w)
    }
}

pub struct Parameter<'a> {
    pub name: &'a str,
    pub count: bool,
    pub lo: Q,
    pub hi: Option<Q>,
}

impl Parameter<'_> {
    /// Where it runs from 0 to 1: its lower end and the width of its range.
    pub fn unit(&self) -> Option<(&Q, Q)> {
        let width = self.hi.as_ref().map(|hi| hi.minus(&self.lo));
        width.filter(|width| !self.count && sign(&width.n).is_gt()).map(|width| (&self.lo, width))
    }

    pub fn contains(&self, x: &Q) -> bool {
        let below = self.hi.as_ref().is_none_or(|hi| x.compare(hi).is_le());
        below && x.compare(&self.lo).is_ge() && (!self.count || x.d == 1.into())
    }
}

pub struct Structure<'a> {
    pub parameters: Vec<Parameter<'a>>,
    nodes: Vec<Node<'a>>,
    designs: BTreeMap<&'a str, usize>,
}

impl<'a> Structure<'a> {
    pub fn read(node: &Node<'a>) -> Checked<Structure<'a>> {
        let [parameters, nodes, names] = node.fields(["parameters", "nodes", "designs"])?;
        let mut read: Vec<Parameter<'a>> = Vec::new();
        for node in parameters.list()? {
            let count = node.value.get("count").is_some();
            let [name, range] = node.fields(["name", if count { "count" } else { "range" }])?;
            let ([lo, hi], name) = (range.tuple()?, name.text()?);
            let parameter =
                Parameter { name, count, lo: lo.number()?, hi: hi.optional(Node::number)? };
            let empty = !parameter.contains(&parameter.lo)
                || parameter.hi.as_ref().is_some_and(|hi| !parameter.contains(hi));
            let twice = read.iter().any(|other| other.name == name) || read.len() >= 60;
            if empty || twice || count && lo.count()? < 0 {
                return node.refuse("not a range, a name twice, or too many parameters");
            }
            read.push(parameter);
        }
        let nodes = nodes.list()?;
        let designs = names.entries()?.into_iter();
        let designs = designs.map(|(name, index)| Ok((name, index.index(nodes.len())?)));
        Ok(Structure { parameters: read, designs: designs.collect::<Checked<_>>()?, nodes })
    }

    pub fn parameter(&self, name: &str, at: &Node<'_>) -> Checked<usize> {
        let found = self.parameters.iter().position(|parameter| parameter.name == name);
        found.map_or_else(|| at.refuse(format!("no parameter `{name}`")), Ok)
    }

    pub fn design(&self, name: &Node<'_>) -> Checked<usize> {
        let found = self.designs.get(name.text()?).copied();
        found.map_or_else(|| name.refuse("no design of this name"), Ok)
    }

    /// All nodes, where these parameters, and those that have only one value, are replaced.
    pub fn evaluate(&'a self, at: &BTreeMap<usize, Poly>) -> Checked<Values<'a>> {
        let value = |(i, p): (usize, &Parameter<'a>)| match at.get(&i) {
            Some(value) => value.clone(),
            None if p.hi.as_ref() == Some(&p.lo) => Poly::constant(p.lo.clone()),
            None => Poly::variable(i),
        };
        let parameters = self.parameters.iter().enumerate().map(value).collect();
        let (forms, bases, majority) = (Vec::new(), Vec::new(), None);
        let mut values = Values { structure: self, parameters, forms, bases, majority };
        for node in &self.nodes {
            let form = values.gate(node)?;
            values.forms.push(form);
        }
        Ok(values)
    }
}

/// What the nodes come to.
///
/// Beyond the parameters there are variables for what is not polynomial in an open count n: one
/// for every power `bⁿ`, and one for the reliability of a majority.
pub struct Values<'a> {
    structure: &'a Structure<'a>,
    parameters: Vec<Poly>,
    /// None for a quotient by an open number.
    forms: Vec<Option<Poly>>,
    /// The b of the variables `bⁿ`, which come after those of the parameters.
    pub bases: Vec<Q>,
    /// Of the majority: the replica's reliability, the size less n, and the variable.
    pub majority: Option<(Q, i64, usize)>,
}

/// `times · n + plus` in an open count n, by its parameter; a number without one.
type Affine = (Option<(usize, i64)>, i64);

impl Values<'_> {
    /// A design as a numerator and a denominator.
    pub fn fraction(&self, name: &Node<'_>) -> Checked<(Poly, Poly)> {
        let design = self.structure.design(name)?;
        if let Some(form) = &self.forms[design] {
            return Ok((form.clone(), Poly::whole(1)));
        }
        let [of, by] = self.structure.nodes[design].only()?.1.fields(["of", "by"])?;
        Ok((self.form(&of)?.clone(), self.form(&by)?.clone()))
    }

    fn form(&self, index: &Node<'_>) -> Checked<&Poly> {
        let form = self.forms[index.index(self.forms.len())?].as_ref();
        form.map_or_else(|| no("a quotient by an open number inside of a gate"), Ok)
    }

    fn affine(&self, node: &Node<'_>) -> Checked<Affine> {
        if node.value.is_string() {
            return Ok((None, node.count()?));
        }
        let [name, times, plus] = node.fields(["parameter", "times", "plus"])?;
        let parameter = self.structure.parameter(name.text()?, &name)?;
        let (times, plus) = (times.count()?, plus.count()?);
        match self.parameters[parameter].as_constant() {
            _ if !self.structure.parameters[parameter].count => name.refuse("not a count"),
            None => Ok((Some((parameter, times)), plus)),
            Some(n) => match i64::try_from(n.n * times + plus) {
                Ok(number) => Ok((None, number)),
                Err(_) => no("a count out of reach"),
            },
        }
    }

    fn gate(&mut self, node: &Node<'_>) -> Checked<Option<Poly>> {
        let (w, (kind, body)) = (node.work, node.only()?);
        let not = |p: &Poly| Poly::whole(1).minus(p, w);
        let product = |all: Poly, part: Node<'_>| all.times(self.form(&part)?, w);
        let form = match kind {
            "number" => Poly::constant(body.number()?),
            "parameter" => {
                self.parameters[self.structure.parameter(body.text()?, &body)?].clone()
            }
            "not" => not(self.form(&body)?)?,
            "series" | "product" => body.list()?.into_iter().try_fold(Poly::whole(1), product)?,
            "parallel" => {
                let fails = |all: Poly, part: Node<'_>| all.times(&not(self.form(&part)?)?, w);
                not(&body.list()?.into_iter().try_fold(Poly::whole(1), fails)?)?
            }
            "sum" => {
                let sum = |all: Poly, part: Node<'_>| all.plus(self.form(&part)?, w);
                body.list()?.into_iter().try_fold(Poly::whole(0), sum)?
            }
            "at_least" => {
                let [k, of] = body.fields(["k", "of"])?;
                let k = k.index(20_001)?;
                // works[j]: the probability that j work so far, or at least j for j = k.
                let mut works = vec![Poly::whole(0); k + 1];
                works[0] = Poly::whole(1);
                for part in of.list()? {
                    let [part, copies] = part.tuple()?;
                    let (p, q) = (self.form(&part)?, not(self.form(&part)?)?);
                    for j in (0..copies.index(20_001)?).flat_map(|_| (0..=k).rev()) {
                        let stays =
                            if j == k { works[j].clone() } else { works[j].times(&q, w)? };
                        works[j] = match j.checked_sub(1) {
                            Some(fewer) => stays.plus(&works[fewer].times(p, w)?, w)?,
                            None => stays,
                        };
                    }
                }
                works.swap_remove(k)
            }
            "group" => {
                let [k, n, of] = body.fields(["k", "n", "of"])?;
                let (n, of) = (self.affine(&n)?, self.form(&of)?.clone());
                let majority = k.value.as_str() == Some("majority");
                let k = if majority { None } else { Some(self.affine(&k)?) };
                self.group(k, n, &of, w)?
            }
            "pivot" => {
                let [on, works, fails] = body.fields(["on", "works", "fails"])?;
                pivot(self.form(&on)?, self.form(&works)?, self.form(&fails)?, w)?
            }
            "power" => {
                let [of, exponent] = body.fields(["of", "exponent"])?;
                let of = self.form(&of)?.clone();
                match (self.affine(&exponent)?, of.as_constant()) {
                    ((None, e), _) if e >= 0 => of.power(e as u64, w)?,
                    ((Some((_, times)), plus), Some(b)) => self.exponential(&b, times, plus)?,
                    _ => return no("a negative power, or an open power of an open number"),
                }
            }
            "quotient" => {
                let [of, by] = body.fields(["of", "by"])?;
                match (self.form(&of)?, self.form(&by)?.as_constant()) {
                    (of, Some(by)) => of.scaled(&Q::whole(1).over(&by)?, w)?,
                    _ => return Ok(None),
                }
            }
            "shared" => {
                let [modules, tree] = body.fields(["modules", "works_when"])?;
                let modules = modules.each(|module| {
                    let [name, works] = module.fields(["name", "works"])?;
                    name.text().and(self.form(&works).cloned())
                })?;
                if modules.len() > 22 {
                    return no("certificate-too-large: more than 22 modules are shared");
                }
                Tree::read(&tree, modules.len())?.reliability(&modules, &mut Vec::new(), w)?
            }
            other => return node.refuse(format!("unknown node `{other}`")),
        };
        Ok(Some(form))
    }

    /// `b^(times · n + plus)` for an open n: `b^plus` times the variable of `(b^times)ⁿ`.
    fn exponential(&mut self, b: &Q, times: i64, plus: i64) -> Checked<Poly> {
        if sign(&b.n).is_le() {
            return no("an open power of a number that is not positive");
        }
        let power = |exponent: i64| match (b.power(exponent.unsigned_abs())?, exponent < 0) {
            (power, false) => Ok(power),
            (power, true) => Q::whole(1).over(&power),
        };
        let variable = [(self.structure.parameters.len() + self.bases.len(), 1)].into();
        self.bases.push(power(times)?);
        Ok(Poly([(variable, power(plus)?)].into()))
    }

    /// At least k of n copies of p; a majority where k is not given.
    fn group(&mut self, k: Option<Affine>, n: Affine, p: &Poly, w: &Work) -> Checked<Poly> {
        let (v, times) = match (k, n) {
            (Some((None, k)), (None, n)) => return at_least(k, n, p, w),
            (None, (None, n)) => return at_least(n.div_euclid(2) + 1, n, p, w),
            (_, (Some(open), _)) => open,
            _ => return no("an open threshold in a group of fixed size"),
        };
        let Some(p) = p.as_constant() else { return no("a group with open size and part") };
        let q = Q::whole(1).minus(&p);
        let least = Q::whole(times).times(&self.structure.parameters[v].lo).plus(&Q::whole(n.1));
        if [&p, &q].iter().any(|q| sign(&q.n).is_le()) || times <= 0 || sign(&least.n).is_lt() {
            return no("an open group whose part is certain, or whose size may be negative");
        }
        // At most c fail, or not at most c work: a sum of C(n, i) aⁱ bⁿ⁻ⁱ over i to c. It is right
        // for small n as well, since C(n, i) is 0 where i exceeds n.
        let (c, a, b) = match k {
            Some((None, k)) => (k - 1, p, q),
            Some((open, k)) if open == n.0 => (n.1 - k, q, p),
            None if self.majority.is_none() && times == 1 => {
                let variable = self.structure.parameters.len() + self.bases.len();
                self.majority = Some((p, n.1, variable));
                return self.exponential(&Q::whole(1), 1, 0);
            }
            _ => return no("a threshold in another proportion to the size, or two majorities"),
        };
        let size = Poly::variable(v).scaled(&Q::whole(times), w)?.plus(&Poly::whole(n.1), w)?;
        let (mut term, mut sum, ratio) = (Poly::whole(1), Poly::whole(0), a.over(&b)?);
        for i in 0..=c {
            sum = sum.plus(&term, w)?;
            let step = size.minus(&Poly::whole(i), w)?.scaled(&ratio, w)?;
            term = term.times(&step, w)?.scaled(&Q::whole(1).over(&Q::whole(i + 1))?, w)?;
        }
        let sum = sum.times(&self.exponential(&b, times, n.1)?, w)?;
        if matches!(k, Some((Some(_), _))) { Ok(sum) } else { Poly::whole(1).minus(&sum, w) }
    }
}

/// Of a system that is `works` when a part works, with probability `on`, and else `fails`.
fn pivot(on: &Poly, works: &Poly, fails: &Poly, w: &Work) -> Checked<Poly> {
    on.times(&works.minus(fails, w)?, w)?.plus(fails, w)
}

/// `Σ (−1)^(j−k) C(j−1, k−1) C(n, j) p^j` over j from k to n.
pub fn at_least(k: i64, n: i64, p: &Poly, w: &Work) -> Checked<Poly> {
    if !(0..=20_000).contains(&n) {
        return no("a group out of reach");
    }
    if k <= 0 || k > n {
        return Ok(Poly::whole(i64::from(k <= 0)));
    }
    w.spend((n * n) as u64 / 8)?;
    let mut c = (0..k).fold(BigInt::from(1), |c, i| c * (n - i) / (i + 1));
    let mut coefficients = vec![c.clone()];
    for j in k + 1..=n {
        c = -c * ((j - 1) * (n - j + 1)) / (j * (j - k));
        coefficients.push(c.clone());
    }
    let horner = |sum: Poly, c: BigInt| sum.times(p, w)?.plus(&Poly::constant(Q::whole(c)), w);
    let sum = coefficients.into_iter().rev().try_fold(Poly::whole(0), horner)?;
    sum.times(&p.power(k as u64, w)?, w)
}
