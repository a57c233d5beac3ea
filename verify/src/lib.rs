//! An independent checker of certificates: what a claim says follows from a structure.
//!
//! Everything is recomputed in whole numbers; nothing that a certificate says is believed but its
//! structure. `README.md` describes the format.

mod count;
mod inequality;
mod json;
mod line;
mod number;
mod polynomial;
mod structure;

use count::Range;
use inequality::Goal;
use json::Node;
use line::{End, Root, coefficients, line, sign_at, variations};
use num_bigint::BigInt;
use number::{Q, Stop, Work, no, sign};
use polynomial::Poly;
use serde_json::Value;
use std::cell::Cell;
use std::collections::BTreeMap;
use structure::{Structure, Tree, Values};

/// What is to be said of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The claim is true of the structure.
    Certified {
        /// The claim in words.
        claim: String,
    },
    /// It is well formed and does not prove its claim, which may be true or false.
    NotCertified {
        /// What does not hold, or which limit was reached.
        reason: String,
    },
    /// It is not a certificate.
    Refused {
        /// Where in the JSON: `/steps/0/low`.
        path: String,
        /// What is wrong there.
        reason: String,
    },
}

/// Checks a certificate. Bounded work whatever the text says, and no panic.
pub fn verify(text: &str) -> Verdict {
    let (work, root) = (Work(Cell::new(10_000_000_000)), String::new());
    let verdict = match serde_json::from_str::<Value>(text) {
        _ if text.len() > 1 << 24 => no("certificate-too-large: above 16 MiB"),
        Err(error) => Err(Stop::Refused(root, error.to_string())),
        // A field that stands twice is read differently by different readers.
        Ok(value) if colons(text) != fields(&value) => {
            Err(Stop::Refused(root, "a field stands twice".to_owned()))
        }
        Ok(value) => certify(&Node { value: &value, path: root, work: &work }),
    };
    match verdict {
        Ok(claim) => Verdict::Certified { claim },
        Err(Stop::No(reason)) => Verdict::NotCertified { reason },
        Err(Stop::Refused(path, reason)) => Verdict::Refused { path, reason },
    }
}

/// How many colons stand outside of strings.
fn colons(text: &str) -> usize {
    let (mut count, mut quoted, mut escaped) = (0, false, false);
    for byte in text.bytes() {
        quoted ^= byte == b'"' && !escaped;
        escaped = quoted && byte == b'\\' && !escaped;
        count += usize::from(byte == b':' && !quoted);
    }
    count
}

fn fields(value: &Value) -> usize {
    match value {
        Value::Object(map) => map.len() + map.values().map(fields).sum::<usize>(),
        Value::Array(list) => list.iter().map(fields).sum(),
        _ => 0,
    }
}

/// What is compared, and how.
struct Comparison<'a> {
    left: Node<'a>,
    relation: &'a str,
    right: Node<'a>,
}

impl<'a> Comparison<'a> {
    fn read(left: Node<'a>, relation: &Node<'a>, right: Node<'a>) -> Result<Self, Stop> {
        match relation.text()? {
            name @ ("<" | "<=" | "==" | "!=" | ">=" | ">") => {
                Ok(Comparison { left, relation: name, right })
            }
            _ => relation.refuse("not a relation"),
        }
    }

    /// Whether it is true where left − right has this sign.
    fn holds(&self, sign: i8) -> bool {
        match self.relation {
            "<" => sign < 0,
            "<=" => sign <= 0,
            "==" => sign == 0,
            "!=" => sign != 0,
            ">=" => sign >= 0,
            _ => sign > 0,
        }
    }

    fn words(&self) -> String {
        let side = |node: &Node<'_>| match node.text() {
            Ok(name) => name.to_owned(),
            Err(_) => node.value["number"].as_str().unwrap_or_default().to_owned(),
        };
        format!("{} {} {}", side(&self.left), self.relation, side(&self.right))
    }

    /// A polynomial with the sign of left − right wherever the other, a product of divisors, is
    /// not 0; where it is 0, a side is undefined.
    fn signs(&self, values: &Values<'_>, structure: &Structure<'_>) -> Result<(Poly, Poly), Stop> {
        let w = self.left.work;
        let side = |node: &Node<'_>| match node.value.is_string() {
            true => Ok(values.fraction(structure.design(node)?)),
            false => {
                let [number] = node.fields(["number"])?;
                Ok((Poly::constant(number.number()?), Poly::whole(1)))
            }
        };
        let ((a, b), (c, d)) = (side(&self.left)?, side(&self.right)?);
        let divisor = b.times(&d, w)?;
        let difference = a.times(&d, w)?.minus(&c.times(&b, w)?, w)?;
        Ok((difference.times(&divisor, w)?, divisor))
    }

    /// The polynomials that are ≥ 0, or > 0 if strict, where it is true.
    fn goals(&self, p: Poly) -> Result<Vec<(Poly, bool)>, Stop> {
        let minus = p.scaled(&Q::whole(-1), self.left.work)?;
        Ok(match self.relation {
            "<" => vec![(minus, true)],
            "<=" => vec![(minus, false)],
            "==" => vec![(minus, false), (p, false)],
            ">=" => vec![(p, false)],
            ">" => vec![(p, true)],
            _ => return no("`!=` is certified as `<` or as `>`"),
        })
    }
}

fn comparisons<'a>(given: &Node<'a>) -> Result<Vec<Comparison<'a>>, Stop> {
    given.each(|comparison| {
        let [left, relation, right] = comparison.fields(["left", "relation", "right"])?;
        Comparison::read(left, &relation, right)
    })
}

fn certify(root: &Node<'_>) -> Result<String, Stop> {
    let [version, structure, claim, steps] =
        root.fields(["kofn", "structure", "claim", "steps"])?;
    if version.value.as_u64() != Some(1) {
        return version.refuse("not version 1");
    }
    let structure = Structure::read(&structure)?;
    let steps = steps.list()?;
    let Some(step) = steps.first() else { return root.refuse("no step") };
    if steps.len() > 1 + usize::from(claim.tag("kind")? == "inequality") {
        return root.refuse("too many steps");
    }
    match claim.tag("kind")? {
        "value" => value(&structure, &claim, step),
        "equal" | "inequality" => inequality(&structure, &claim, &steps),
        "refutation" => refutation(&structure, &claim, step),
        "threshold" => threshold(&structure, &claim, step),
        "count" => count(&structure, &claim, step),
        other => claim.refuse(format!("unknown claim `{other}`")),
    }
}

fn value(structure: &Structure<'_>, claim: &Node<'_>, step: &Node<'_>) -> Result<String, Stop> {
    let [_, design, equals] = claim.fields(["kind", "design", "equals"])?;
    let values = structure.evaluate(&BTreeMap::new())?;
    step.fields(["step"])?;
    if step.tag("step")? != if values.enumerated { "enumerate" } else { "decompose" } {
        return step.refuse("`enumerate` where modules are shared, else `decompose`");
    }
    let (n, d) = values.fraction(structure.design(&design)?);
    let q = equals.number()?;
    if d.as_constant().is_none_or(|d| d.n == BigInt::ZERO) || n != d.scaled(&q, claim.work)? {
        return no("the design has another value");
    }
    Ok(format!("{} = {q}", design.text()?))
}

/// The box, and the proofs. A second step says that no divisor is 0.
fn inequality(s: &Structure<'_>, claim: &Node<'_>, steps: &[Node<'_>]) -> Result<String, Stop> {
    let equal = Value::from("==");
    let (comparison, given) = if claim.tag("kind")? == "equal" {
        let [_, left, right] = claim.fields(["kind", "left", "right"])?;
        let relation = Node { value: &equal, ..claim.clone() };
        (Comparison::read(left, &relation, right)?, Vec::new())
    } else {
        let [_, left, relation, right, given] =
            claim.fields(["kind", "left", "relation", "right", "given"])?;
        (Comparison::read(left, &relation, right)?, comparisons(&given)?)
    };
    let values = s.evaluate(&BTreeMap::new())?;
    let boxed = |(i, p): (usize, &structure::Parameter<'_>)| match &p.hi {
        Some(hi) if !p.count && p.lo < *hi => Some((i, (p.lo.clone(), hi.clone()))),
        _ => None,
    };
    let mut goal = Goal {
        structure: s,
        polynomial: Poly::whole(0),
        strict: false,
        given: Vec::new(),
        bounds: s.parameters.iter().enumerate().filter_map(boxed).collect(),
    };
    for given in &given {
        let (p, divisor) = given.signs(&values, s)?;
        if divisor.as_constant().is_none_or(|d| d.n == BigInt::ZERO) {
            return no("a quotient by an open number in what is given");
        }
        goal.given.extend(given.goals(p)?);
    }
    if steps[0].tag("step")? == "coupling" {
        coupling(s, &comparison, &values, &steps[0], &goal)?;
        return Ok(format!("{} for all values in the ranges", comparison.words()));
    }
    let (p, divisor) = comparison.signs(&values, s)?;
    match (divisor.as_constant(), steps.get(1)) {
        (Some(d), None) if d.n != BigInt::ZERO => {}
        (None, Some(step)) => {
            let [_, kind, proof] = step.fields(["step", "sign", "proof"])?;
            let kind = Q::whole(if kind.text()? == "+" { 1 } else { -1 });
            let polynomial = divisor.scaled(&kind, step.work)?;
            Goal { polynomial, strict: true, ..goal.clone() }.check(&proof)?;
        }
        _ => return no("a second step is needed exactly where a divisor is open"),
    }
    for (polynomial, strict) in comparison.goals(p)? {
        Goal { polynomial, strict, ..goal.clone() }.check(&steps[0])?;
    }
    let given = given.iter().map(|g| format!(" given {}", g.words())).collect::<String>();
    Ok(format!("{} for all values in the ranges{given}", comparison.words()))
}

/// One design works whenever the other does, when modules of the worse are matched with modules
/// of the better that are as reliable: probabilities depend on the modules' own alone.
fn coupling(
    s: &Structure<'_>,
    comparison: &Comparison<'_>,
    values: &Values<'_>,
    step: &Node<'_>,
    goal: &Goal<'_>,
) -> Result<(), Stop> {
    let [_, matching] = step.fields(["step", "matching"])?;
    let (better, worse) = match comparison.relation {
        ">=" => (&comparison.left, &comparison.right),
        "<=" => (&comparison.right, &comparison.left),
        _ => return no("coupling proves `>=` and `<=`"),
    };
    let ((a, when_a), (b, when_b)) = (s.shared(s.design(better)?)?, s.shared(s.design(worse)?)?);
    let mut places: Vec<Option<usize>> = vec![None; b.len()];
    for pair in matching.list()? {
        let [i, j, proof] = pair.tuple()?;
        let (i, j) = (i.index(b.len())?, j.index(a.len())?);
        if places[i].is_some() || places.contains(&Some(j)) {
            return pair.refuse("matched twice");
        }
        places[i] = Some(j);
        let polynomial = values.form(a[j])?.minus(values.form(b[i])?, step.work)?;
        Goal { polynomial, strict: false, ..goal.clone() }.check(&proof)?;
    }
    // The bits of the better design's modules first, then one for each module of the worse; of
    // matched ones the better may work alone, but not the worse.
    let bits = a.len() + b.len();
    if bits > 22 || a.iter().chain(&b).any(|module| !values.probability[*module]) {
        return no("above 22 modules, or one whose reliability is not a probability");
    }
    let (when_a, when_b) = (Tree::read(&when_a, bits)?, Tree::read(&when_b, bits)?);
    for up in 0..1usize << bits {
        let possible = |(i, j): (usize, &Option<usize>)| {
            up >> (a.len() + i) & 1 == 0 || j.is_none_or(|j| up >> j & 1 == 1)
        };
        if places.iter().enumerate().all(possible)
            && when_b.works(up >> a.len())
            && !when_a.works(up)
        {
            return no("one design works and the other does not");
        }
    }
    Ok(())
}

fn refutation(s: &Structure<'_>, claim: &Node<'_>, step: &Node<'_>) -> Result<String, Stop> {
    let [_, left, relation, right, given, point, said] =
        claim.fields(["kind", "left", "relation", "right", "given", "point", "values"])?;
    let (comparison, given) = (Comparison::read(left, &relation, right)?, comparisons(&given)?);
    let (mut at, mut algebraic) = (BTreeMap::new(), None);
    for (name, node) in point.entries()? {
        let Some(v) = s.parameters.iter().position(|p| p.name == name) else {
            return node.refuse("no parameter of this name");
        };
        let inside = |x: &Q| {
            s.parameters[v].lo <= *x && s.parameters[v].hi.as_ref().is_none_or(|hi| x <= hi)
        };
        if node.value.is_string() {
            let x = node.number()?;
            if !inside(&x) || s.parameters[v].count && x.to_i64().is_none() {
                return no("a point out of range");
            }
            at.insert(v, x);
            continue;
        }
        let [f, interval] = node.fields(["polynomial", "interval"])?;
        let ([lo, hi], f) = (interval.tuple()?, coefficients(&f)?);
        let (lo, hi) = (lo.number()?, hi.number()?);
        if !inside(&lo) || !inside(&hi) || lo >= hi || s.parameters[v].count {
            return no("a point out of range");
        }
        if algebraic.replace((v, f, lo, hi)).is_some() {
            return point.refuse("two algebraic coordinates");
        }
    }
    let values = s.evaluate(&at)?;
    for given in &given {
        let (p, d) = given.signs(&values, s)?;
        let sign = match (p.as_constant(), &algebraic) {
            (Some(q), _) => sign(&q.n),
            (None, Some((v, _, lo, hi))) => {
                let Some(g) = p.dense(*v) else { return no("a parameter without a value") };
                let same = variations(&g, lo, hi, claim.work)? == 0;
                let (from, to) = (sign_at(&g, lo, claim.work)?, sign_at(&g, hi, claim.work)?);
                if same && from * to > 0 {
                    from
                } else {
                    return no("what is given is not certain");
                }
            }
            _ => return no("a parameter without a value"),
        };
        if !given.holds(sign) || d.as_constant().is_none_or(|d| d.n == BigInt::ZERO) {
            return no("what is given does not hold at the point");
        }
    }
    let (p, divisor) = comparison.signs(&values, s)?;
    let words = |values: String| Ok(format!("not always {}: {values}", comparison.words()));
    if let Some((v, f, lo, hi)) = algebraic {
        let [_, factors] = step.fields(["step", "factors"])?;
        let (Some(p), Some(d)) = (p.dense(v), divisor.dense(v)) else { return no("an open point") };
        let end = End::Algebraic(f, lo.clone(), hi.clone());
        let roots = line(&factors, (&p, &d), (&lo, &hi))?.roots;
        let equal = roots.iter().any(|root| root.end == end && !root.undefined);
        if step.tag("step")? != "roots" || !equal || comparison.holds(0) || said.text()? != "equal"
        {
            return no("the sides are not equal at the point, or need not differ");
        }
        return words("equal at an algebraic point".to_owned());
    }
    step.fields(["step"])?;
    let (Some(p), Some(d)) = (p.as_constant(), divisor.as_constant()) else {
        return no("an open point");
    };
    if step.tag("step")? != "point" {
        return step.refuse("not `point`");
    }
    if said.value.is_null() {
        return if d.n == BigInt::ZERO { words("undefined".to_owned()) } else { no("defined") };
    }
    let [a, b] = said.tuple()?;
    for (side, said) in [(&comparison.left, &a), (&comparison.right, &b)] {
        let number = Value::from(said.text()?);
        let alone = serde_json::json!({ "number": number });
        let alone = Node { value: &alone, ..said.clone() };
        let equal = Comparison { left: side.clone(), relation: "==", right: alone };
        if equal.signs(&values, s)?.0 != Poly::whole(0) {
            return no("a side has another value");
        }
    }
    if d.n == BigInt::ZERO || comparison.holds(sign(&p.n)) {
        return no("it holds at this point");
    }
    words(format!("{} against {}", a.number()?, b.number()?))
}

fn threshold(s: &Structure<'_>, claim: &Node<'_>, step: &Node<'_>) -> Result<String, Stop> {
    let [_, left, relation, right, name, said] =
        claim.fields(["kind", "left", "relation", "right", "parameter", "holds"])?;
    let comparison = Comparison::read(left, &relation, right)?;
    let v = s.parameter(&name)?;
    let parameter = &s.parameters[v];
    let (lo, Some(hi)) = (&parameter.lo, &parameter.hi) else { return no("a range without end") };
    let (p, divisor) = comparison.signs(&s.evaluate(&BTreeMap::new())?, s)?;
    let (Some(p), Some(d)) = (p.dense(v), divisor.dense(v)) else {
        return no("several parameters");
    };
    let [_, factors] = step.fields(["step", "factors"])?;
    if step.tag("step")? != "roots" || d.is_empty() || lo >= hi || parameter.count {
        return no("not a threshold, or `roots` is not the step");
    }
    let line = line(&factors, (&p, &d), (lo, hi))?;
    // The pieces, as their ends with whether they are open: gap, root, gap, … joined.
    let border = |root: Option<&Root>, end: &Q| match root {
        Some(root) => (root.end.clone(), true),
        None => (End::Rational(end.clone()), false),
    };
    let mut pieces: Vec<[(End, bool); 2]> = Vec::new();
    let mut before = false;
    for (i, gap) in line.signs.iter().enumerate() {
        let (last, root) = (i.checked_sub(1).and_then(|i| line.roots.get(i)), line.roots.get(i));
        let gap = gap.map(|s| (comparison.holds(s), border(last, lo), border(root, hi)));
        let point = root.map(|r| (r.end.clone(), false));
        let root = root.map(|r| !r.undefined && comparison.holds(0)).zip(point);
        let root = root.map(|(holds, point)| (holds, point.clone(), point));
        for (holds, from, to) in gap.into_iter().chain(root) {
            match pieces.last_mut() {
                Some(piece) if holds && before => piece[1] = to,
                _ if holds => pieces.push([from, to]),
                _ => {}
            }
            before = holds;
        }
    }
    let said = said.each(|piece| {
        let [lo, hi] = piece.fields(["lo", "hi"])?;
        Ok([end(&lo)?, end(&hi)?])
    })?;
    if said != pieces {
        return no("the solutions are others");
    }
    Ok(format!("{} exactly in {} pieces of {}", comparison.words(), said.len(), name.text()?))
}

/// `{"exact": "1/2", "open": true}`, or with `polynomial` and `interval`.
fn end(node: &Node<'_>) -> Result<(End, bool), Stop> {
    let (end, open) = if node.value.get("exact").is_some() {
        let [exact, open] = node.fields(["exact", "open"])?;
        (End::Rational(exact.number()?), open)
    } else {
        let [f, interval, open] = node.fields(["polynomial", "interval", "open"])?;
        let [lo, hi] = interval.tuple()?;
        (End::Algebraic(coefficients(&f)?, lo.number()?, hi.number()?), open)
    };
    open.value.as_bool().map_or_else(|| open.refuse("not true or false"), |open| Ok((end, open)))
}

fn count(s: &Structure<'_>, claim: &Node<'_>, step: &Node<'_>) -> Result<String, Stop> {
    let [_, left, relation, right, name, holds] =
        claim.fields(["kind", "left", "relation", "right", "parameter", "holds"])?;
    let comparison = Comparison::read(left, &relation, right)?;
    let v = s.parameter(&name)?;
    let (lo, hi) = (s.parameters[v].lo.to_i64(), s.parameters[v].hi.as_ref());
    let (Some(start), true, stop) = (lo, s.parameters[v].count, hi.and_then(Q::to_i64)) else {
        return name.refuse("not a count");
    };
    let mut next = start;
    let said = holds.each(|range| {
        let [lo, hi] = range.tuple()?;
        let (lo, hi) = (lo.count()?, hi.optional(Node::count)?);
        if lo < next
            || hi.is_some_and(|hi| hi < lo)
            || stop.is_some_and(|s| hi.is_none_or(|hi| hi > s))
        {
            return range.refuse("not in order, not apart, or out of range");
        }
        next = hi.map_or(i64::MAX, |hi| hi + 2);
        Ok((lo, hi, 1))
    })?;
    let find = |ranges: &[Range], n: i64| {
        let range = ranges.iter().find(|(lo, hi, _)| *lo <= n && hi.is_none_or(|hi| n <= hi));
        range.map(|range| range.2)
    };
    let mut points: Vec<i64> = Vec::new();
    let signs: Box<dyn Fn(i64) -> Result<Option<i8>, Stop>> = if step.tag("step")? == "enumerated" {
        step.fields(["step"])?;
        let Some(stop) = stop.filter(|stop| stop - start < 1000) else {
            return no("only ranges up to 1,000 are enumerated");
        };
        points.extend(start..=stop);
        Box::new(|n| {
            let (p, d) = comparison.signs(&s.evaluate(&[(v, Q::whole(n))].into())?, s)?;
            match (p.as_constant(), d.as_constant()) {
                (Some(p), Some(d)) => Ok((d.n != BigInt::ZERO).then(|| sign(&p.n))),
                _ => no("another parameter is open"),
            }
        })
    } else {
        let values = s.evaluate(&BTreeMap::new())?;
        let (p, d) = comparison.signs(&values, s)?;
        if d.as_constant().is_none_or(|d| d.n == BigInt::ZERO) {
            return no("a quotient by what depends on the count");
        }
        let [odd, even] = match step.tag("step")? {
            "exponential" => {
                let [_, links] = step.fields(["step", "links"])?;
                let signs = count::exponential((&links, v, start), &p, &values)?;
                [signs.clone(), signs]
            }
            "majority" => {
                let [_, odd, even] = step.fields(["step", "odd", "even"])?;
                count::majority(([odd, even], start), &p, &values)?
            }
            other => return step.refuse(format!("unknown step `{other}`")),
        };
        // Between these, and for odd and even n by themselves, nothing changes.
        for (lo, hi, _) in odd.iter().chain(&even).chain(&said) {
            let ends = [Some(*lo), *hi].into_iter().flatten();
            points.extend(
                ends.flat_map(|n| n - 2..=n + 2)
                    .filter(|n| *n >= start && stop.is_none_or(|s| *n <= s)),
            );
        }
        let offset = values.majority.map_or(0, |(_, offset, _)| offset);
        Box::new(move |n| Ok(find(if (n + offset) % 2 == 0 { &even } else { &odd }, n)))
    };
    for n in points {
        let true_here = signs(n)?.is_some_and(|sign| comparison.holds(sign));
        if true_here != find(&said, n).is_some() {
            return no(format!("the claim is wrong at n = {n}"));
        }
    }
    Ok(format!("{} for exactly these {}: {}", comparison.words(), name.text()?, holds.value))
}
