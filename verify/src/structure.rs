//! The elaborated structure: designs as gates over independent parts, and what they come to.

use crate::json::Node;
use crate::number::{Q, Stop, Work, no};
use crate::polynomial::Poly;
use num_bigint::BigInt;
use std::collections::BTreeMap;

/// When a system works, over modules by number.
pub enum Tree {
    Module(usize),
    Not(Box<Tree>),
    AtLeast(usize, Vec<Tree>),
}

impl Tree {
    pub fn read(node: &Node<'_>, modules: usize) -> Result<Tree, Stop> {
        let all = |of: &Node<'_>| of.each(|part| Tree::read(&part, modules));
        let tree = match node.only()? {
            ("module", index) => Tree::Module(index.index(modules)?),
            ("not", of) => Tree::Not(Box::new(Tree::read(&of, modules)?)),
            ("and", of) => all(&of).map(|parts| Tree::AtLeast(parts.len(), parts))?,
            ("or", of) => Tree::AtLeast(1, all(&of)?),
            ("at_least", gate) => {
                let [k, of] = gate.fields(["k", "of"])?;
                Tree::AtLeast(k.index(1_000)?, all(&of)?)
            }
            (other, _) => return node.refuse(format!("unknown gate `{other}`")),
        };
        // Charged for every assignment that it will be asked for.
        node.work.spend(64 << modules)?;
        Ok(tree)
    }

    /// Whether it works when exactly the modules with a bit in `up` do.
    pub fn works(&self, up: usize) -> bool {
        match self {
            Tree::Module(i) => up >> i & 1 == 1,
            Tree::Not(of) => !of.works(up),
            Tree::AtLeast(k, of) => of.iter().filter(|part| part.works(up)).take(*k).count() == *k,
        }
    }
}

pub struct Parameter<'a> {
    pub name: &'a str,
    pub count: bool,
    pub lo: Q,
    pub hi: Option<Q>,
}

pub struct Structure<'a> {
    pub parameters: Vec<Parameter<'a>>,
    nodes: Vec<Node<'a>>,
    designs: BTreeMap<&'a str, usize>,
}

impl<'a> Structure<'a> {
    pub fn read(node: &Node<'a>) -> Result<Structure<'a>, Stop> {
        let [parameters, nodes, names] = node.fields(["parameters", "nodes", "designs"])?;
        let mut read: Vec<Parameter<'a>> = Vec::new();
        for node in parameters.list()? {
            let count = node.value.get("count").is_some();
            let [name, range] = node.fields(["name", if count { "count" } else { "range" }])?;
            let ([lo, hi], name) = (range.tuple()?, name.text()?);
            let number =
                |end: &Node<'a>| if count { Ok(Q::whole(end.count()?)) } else { end.number() };
            let (lo, hi) = (number(&lo)?, hi.optional(number)?);
            let twice = read.iter().any(|other| other.name == name) || read.len() > 60;
            if hi.as_ref().is_some_and(|hi| *hi < lo) || twice {
                return node.refuse("an empty range, a name twice, or too many parameters");
            }
            read.push(Parameter { name, count, lo, hi });
        }
        let nodes = nodes.list()?;
        let designs = names.entries()?.into_iter();
        let designs = designs.map(|(name, index)| Ok((name, index.index(nodes.len())?)));
        Ok(Structure { parameters: read, designs: designs.collect::<Result<_, Stop>>()?, nodes })
    }

    pub fn parameter(&self, name: &Node<'_>) -> Result<usize, Stop> {
        let text = name.text()?;
        let found = self.parameters.iter().position(|parameter| parameter.name == text);
        found.map_or_else(|| name.refuse(format!("no parameter `{text}`")), Ok)
    }

    pub fn design(&self, name: &Node<'_>) -> Result<usize, Stop> {
        let found = self.designs.get(name.text()?).copied();
        found.map_or_else(|| name.refuse("no design of this name"), Ok)
    }

    /// The modules of a design that is one `shared` node, and its gate tree.
    pub fn shared(&self, design: usize) -> Result<(Vec<usize>, Node<'a>), Stop> {
        let ("shared", body) = self.nodes[design].only()? else {
            return no("coupling is between designs that are `shared` nodes");
        };
        let [modules, tree] = body.fields(["modules", "works_when"])?;
        let module = |module: Node<'a>| {
            let [name, works] = module.fields(["name", "works"])?;
            name.text()?;
            works.index(design)
        };
        Ok((modules.each(module)?, tree))
    }

    /// All nodes, with these parameters replaced by numbers, and those that have only one value.
    pub fn evaluate(&'a self, at: &BTreeMap<usize, Q>) -> Result<Values<'a>, Stop> {
        let value = |(i, p): (usize, &Parameter<'a>)| match at.get(&i) {
            Some(number) => Poly::constant(number.clone()),
            None if p.hi.as_ref() == Some(&p.lo) => Poly::constant(p.lo.clone()),
            None => Poly::variable(i),
        };
        let parameters = self.parameters.iter().enumerate().map(value).collect();
        let mut values = Values {
            structure: self,
            parameters,
            forms: Vec::new(),
            probability: Vec::new(),
            bases: Vec::new(),
            majority: None,
            enumerated: false,
        };
        for (i, node) in self.nodes.iter().enumerate() {
            let (form, probability) = values.gate(i, node)?;
            // All are held until the end: memory is bounded by a share of the work.
            node.work.spend(form.0.size().saturating_mul(200))?;
            values.forms.push(form);
            values.probability.push(probability);
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
    pub parameters: Vec<Poly>,
    /// Each a polynomial, and what it is divided by where that is not a number.
    forms: Vec<(Poly, Option<Poly>)>,
    /// Whether it lies in 0..1 at every point of the ranges.
    pub probability: Vec<bool>,
    /// The b of the variables `bⁿ`, which come after those of the parameters.
    pub bases: Vec<Q>,
    /// Of the majority: the replica's reliability, the size less n, and the variable.
    pub majority: Option<(Q, i64, usize)>,
    pub enumerated: bool,
}

/// `times · n + plus` in an open count n, by its parameter; a number without one.
type Affine = (Option<(usize, i64)>, i64);

impl Values<'_> {
    /// A design as a numerator and a denominator.
    pub fn fraction(&self, node: usize) -> (Poly, Poly) {
        let (numerator, divisor) = self.forms[node].clone();
        (numerator, divisor.unwrap_or_else(|| Poly::whole(1)))
    }

    pub fn form(&self, node: usize) -> Result<&Poly, Stop> {
        match &self.forms[node] {
            (form, None) => Ok(form),
            _ => no("a quotient by an open number inside of a gate"),
        }
    }

    fn affine(&self, node: &Node<'_>) -> Result<Affine, Stop> {
        if node.value.is_string() {
            return Ok((None, node.count()?));
        }
        let [name, times, plus] = node.fields(["parameter", "times", "plus"])?;
        let (parameter, times, plus) =
            (self.structure.parameter(&name)?, times.count()?, plus.count()?);
        match self.parameters[parameter].as_constant() {
            _ if !self.structure.parameters[parameter].count => name.refuse("not a count"),
            None => Ok((Some((parameter, times)), plus)),
            Some(n) => match (&(&n * &Q::whole(times)) + &Q::whole(plus)).to_i64() {
                Some(number) => Ok((None, number)),
                None => no("a count out of reach"),
            },
        }
    }

    fn gate(&mut self, at: usize, node: &Node<'_>) -> Result<((Poly, Option<Poly>), bool), Stop> {
        let w = node.work;
        let index = |node: &Node<'_>| node.index(at);
        let indices = |node: &Node<'_>| node.each(|part| part.index(at));
        let not = |p: &Poly| Poly::whole(1).minus(p, w);
        let sure = |values: &Self, parts: &[usize]| parts.iter().all(|i| values.probability[*i]);
        let unit = |lo: &Q, hi: &Q| *lo >= Q::whole(0) && *hi <= Q::whole(1);
        let (kind, body) = node.only()?;
        let (form, probability) = match kind {
            "number" => {
                let q = body.number()?;
                (Poly::constant(q.clone()), unit(&q, &q))
            }
            "parameter" => {
                let i = self.structure.parameter(&body)?;
                let Parameter { lo, hi, .. } = &self.structure.parameters[i];
                (self.parameters[i].clone(), hi.as_ref().is_some_and(|hi| unit(lo, hi)))
            }
            "not" => (not(self.form(index(&body)?)?)?, sure(self, &[index(&body)?])),
            "series" | "product" | "parallel" | "sum" => {
                let of = indices(&body)?;
                let all =
                    of.iter().try_fold(Poly::whole(i64::from(kind != "sum")), |all, part| {
                        let part = self.form(*part)?;
                        match kind {
                            "sum" => all.plus(part, w),
                            "parallel" => all.times(&not(part)?, w),
                            _ => all.times(part, w),
                        }
                    })?;
                let all = if kind == "parallel" { not(&all)? } else { all };
                (all, kind != "sum" && sure(self, &of))
            }
            "at_least" => {
                let [k, of] = body.fields(["k", "of"])?;
                let k = k.index(20_001)?;
                let of = of.each(|part| {
                    let [part, copies] = part.tuple()?;
                    Ok((index(&part)?, copies.index(20_001)?))
                })?;
                // works[j]: the probability that j work so far, or at least j for j = k.
                let mut works = vec![Poly::whole(1)];
                for part in of.iter().flat_map(|(part, copies)| vec![*part; *copies]) {
                    let (p, q) = (self.form(part)?, not(self.form(part)?)?);
                    let mut next = vec![Poly::whole(0); (works.len() + 1).min(k + 1)];
                    for (j, with) in works.iter().enumerate() {
                        let stays = if j == k { with.clone() } else { with.times(&q, w)? };
                        next[j] = next[j].plus(&stays, w)?;
                        if j < k {
                            next[j + 1] = next[j + 1].plus(&with.times(p, w)?, w)?;
                        }
                    }
                    works = next;
                }
                let parts: Vec<usize> = of.into_iter().map(|(part, _)| part).collect();
                (works.get(k).cloned().unwrap_or_else(|| Poly::whole(0)), sure(self, &parts))
            }
            "group" => {
                let [k, n, of] = body.fields(["k", "n", "of"])?;
                let (n, of) = (self.affine(&n)?, index(&of)?);
                let majority = k.value.as_str() == Some("majority");
                let k = if majority { None } else { Some(self.affine(&k)?) };
                (self.group(k, n, &self.form(of)?.clone(), w)?, self.probability[of])
            }
            "pivot" => {
                let [on, works, fails] = body.fields(["on", "works", "fails"])?;
                let of = [index(&on)?, index(&works)?, index(&fails)?];
                let on = self.form(of[0])?;
                let works = on.times(self.form(of[1])?, w)?;
                (works.plus(&not(on)?.times(self.form(of[2])?, w)?, w)?, sure(self, &of))
            }
            "power" => {
                let [of, exponent] = body.fields(["of", "exponent"])?;
                let of = index(&of)?;
                let form = self.form(of)?.clone();
                match self.affine(&exponent)? {
                    (None, e) if e >= 0 => (form.power(e as u64, w)?, self.probability[of]),
                    (None, e) => {
                        let divisor = form.power(e.unsigned_abs(), w)?;
                        return Ok((self.quotient(&Poly::whole(1), divisor, w)?, false));
                    }
                    (Some((_, times)), plus) => match form.as_constant() {
                        Some(b) => (self.exponential(&b, times, plus)?, false),
                        None => return no("an open power of an open number"),
                    },
                }
            }
            "quotient" => {
                let [of, by] = body.fields(["of", "by"])?;
                let (of, by) = (self.form(index(&of)?)?, self.form(index(&by)?)?);
                return Ok((self.quotient(of, by.clone(), w)?, false));
            }
            "shared" => {
                self.enumerated = true;
                let (modules, tree) = self.structure.shared(at)?;
                if modules.len() > 22 {
                    return no("certificate-too-large: more than 22 modules are shared");
                }
                let tree = Tree::read(&tree, modules.len())?;
                // A truth table, folded module by module; equal halves are one form.
                let table = 0..1usize << modules.len();
                let mut level: Vec<usize> = table.map(|up| usize::from(tree.works(up))).collect();
                let mut forms = vec![Poly::whole(0), Poly::whole(1)];
                for module in &modules {
                    let (p, q) = (self.form(*module)?, not(self.form(*module)?)?);
                    let mut known: BTreeMap<(usize, usize), usize> = BTreeMap::new();
                    for i in 0..level.len() / 2 {
                        let pair = (level[2 * i], level[2 * i + 1]);
                        if pair.0 != pair.1 && !known.contains_key(&pair) {
                            let works = p.times(&forms[pair.1], w)?;
                            let form = q.times(&forms[pair.0], w)?.plus(&works, w)?;
                            w.spend(form.size() * 200)?;
                            known.insert(pair, forms.len());
                            forms.push(form);
                        }
                        level[i] = known.get(&pair).copied().unwrap_or(pair.0);
                    }
                    level.truncate(level.len() / 2);
                }
                (forms[level[0]].clone(), sure(self, &modules))
            }
            other => return node.refuse(format!("unknown node `{other}`")),
        };
        Ok(((form, None), probability))
    }

    fn quotient(&self, of: &Poly, by: Poly, w: &Work) -> Result<(Poly, Option<Poly>), Stop> {
        match by.as_constant() {
            Some(q) if q.n != BigInt::ZERO => Ok((of.scaled(&q.power(-1)?, w)?, None)),
            _ => Ok((of.clone(), Some(by))),
        }
    }

    /// `b^(times · n + plus)` for an open n: `b^plus` times the variable of `(b^times)ⁿ`.
    fn exponential(&mut self, b: &Q, times: i64, plus: i64) -> Result<Poly, Stop> {
        if *b <= Q::whole(0) {
            return no("an open power of a number that is not positive");
        }
        let variable = [vec![0; self.parameters.len() + self.bases.len()], vec![1]].concat();
        self.bases.push(b.power(times)?);
        Ok(Poly([(variable, b.power(plus)?)].into()))
    }

    /// At least k of n copies of p; a majority where k is not given.
    fn group(&mut self, k: Option<Affine>, n: Affine, p: &Poly, w: &Work) -> Result<Poly, Stop> {
        let (v, times) = match (k, n) {
            (Some((None, k)), (None, n)) => return at_least(k, n, p, w),
            (None, (None, n)) => return at_least(n.div_euclid(2) + 1, n, p, w),
            (_, (Some(open), _)) => open,
            _ => return no("an open threshold in a group of fixed size"),
        };
        let Some(p) = p.as_constant() else { return no("a group with open size and part") };
        let (q, lo) = (&Q::whole(1) - &p, &self.structure.parameters[v].lo);
        let least = &(&Q::whole(times) * lo) + &Q::whole(n.1);
        if p <= Q::whole(0) || q <= Q::whole(0) || times <= 0 || least < Q::whole(0) {
            return no("an open group whose part is certain, or whose size may be negative");
        }
        // At most c fail, or not at most c work: a sum of C(n, i) aⁱ bⁿ⁻ⁱ over i to c. It is right
        // for small n as well, since C(n, i) is 0 where i exceeds n.
        let (c, a, b) = match k {
            Some((None, k)) => (k - 1, p, q),
            Some((open, k)) if open == n.0 => (n.1 - k, q, p),
            None if self.majority.is_none() && times == 1 => {
                self.majority = Some((p, n.1, self.parameters.len() + self.bases.len()));
                return self.exponential(&Q::whole(1), 1, 0);
            }
            _ => return no("a threshold in another proportion to the size, or two majorities"),
        };
        let size = Poly::variable(v).scaled(&Q::whole(times), w)?.plus(&Poly::whole(n.1), w)?;
        let (mut term, mut sum, ratio) = (Poly::whole(1), Poly::whole(0), &a * &b.power(-1)?);
        for i in 0..=c {
            sum = sum.plus(&term, w)?;
            let step = size.minus(&Poly::whole(i), w)?.scaled(&ratio, w)?;
            term = term.times(&step, w)?.scaled(&Q::whole(i + 1).power(-1)?, w)?;
        }
        let sum = sum.times(&self.exponential(&b, times, n.1)?, w)?;
        if k.is_some_and(|k| k.0.is_some()) { Ok(sum) } else { Poly::whole(1).minus(&sum, w) }
    }
}

/// `Σ (−1)^(j−k) C(j−1, k−1) C(n, j) p^j` over j from k to n.
pub fn at_least(k: i64, n: i64, p: &Poly, w: &Work) -> Result<Poly, Stop> {
    if k <= 0 || k > n || n > 20_000 {
        let fits = (0..=20_000).contains(&n);
        return if fits { Ok(Poly::whole(i64::from(k <= 0))) } else { no("a group out of reach") };
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
