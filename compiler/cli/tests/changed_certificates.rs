//! No certificate that kofn writes can be changed into one that is certified and false.
//!
//! Every number, sign and relation is changed, one at a time. What is still certified must be true
//! by a simple evaluation at single points, which shares nothing with the checker.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "in a test, a panic is the failure")]

use kofn::{Certification, Compilation, Settings, SingleFile};
use kofn_verify::{Verdict, verify};
use serde_json::Value;

const MODEL: &str = "param p, q\n\
    system one { module a = p  module b[2] = q  works when series(a, any of b) }\n\
    system other { module c = p  module d = q  works when series(c, d) }\n\
    system pair { module g[2] = p  works when any of g }\n";

fn certificate(query: &str) -> String {
    let mut compilation = Compilation::new(&SingleFile::new("model.rbd", MODEL), "model.rbd");
    match compilation.certificate(query, &Settings::default()) {
        Ok(Certification::Certificate(text)) => text,
        other => panic!("{query}: {other:?}"),
    }
}

/// A fraction with its denominator above 0.
#[derive(Clone, Copy)]
struct Fraction(i128, i128);

impl Fraction {
    fn new(n: i128, d: i128) -> Option<Fraction> {
        let (mut a, mut b) = (n.unsigned_abs(), d.unsigned_abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let common = i128::try_from(a.max(1)).ok()? * d.signum();
        (d != 0).then(|| Fraction(n / common, d / common))
    }

    fn read(value: &Value) -> Option<Fraction> {
        let text = value.as_str()?;
        let (n, d) = text.split_once('/').unwrap_or((text, "1"));
        Fraction::new(n.parse().ok()?, d.parse().ok()?)
    }

    fn plus(self, other: Fraction) -> Option<Fraction> {
        let n = self.0.checked_mul(other.1)?.checked_add(other.0.checked_mul(self.1)?)?;
        Fraction::new(n, self.1.checked_mul(other.1)?)
    }

    fn times(self, other: Fraction) -> Option<Fraction> {
        Fraction::new(self.0.checked_mul(other.0)?, self.1.checked_mul(other.1)?)
    }

    fn not(self) -> Fraction {
        Fraction(self.1 - self.0, self.1)
    }

    fn compare(self, other: Fraction) -> std::cmp::Ordering {
        (self.0 * other.1).cmp(&(other.0 * self.1))
    }
}

type Point = std::collections::BTreeMap<String, Fraction>;

/// The value of a node, for the kinds of nodes of the certificates that are changed here.
fn node(nodes: &Value, at: usize, point: &Point) -> Option<Fraction> {
    let (kind, body) = nodes.get(at)?.as_object()?.iter().next()?;
    let one = |value: &Value| node(nodes, usize::try_from(value.as_u64()?).ok()?, point);
    let all = || body.as_array()?.iter().map(one).collect::<Option<Vec<_>>>();
    let certain = Fraction(1, 1);
    match kind.as_str() {
        "number" => Fraction::read(body),
        "parameter" => point.get(body.as_str()?).copied(),
        "not" => Some(one(body)?.not()),
        "series" | "product" => all()?.into_iter().try_fold(certain, Fraction::times),
        "parallel" => {
            let fails = all()?.into_iter().try_fold(certain, |fails, part| fails.times(part.not()));
            Some(fails?.not())
        }
        "sum" => all()?.into_iter().try_fold(Fraction(0, 1), Fraction::plus),
        "power" => {
            let of = one(&body["of"])?;
            (0..body["exponent"].as_u64()?).try_fold(certain, |power, _| power.times(of))
        }
        "group" => {
            let (k, n) = (body["k"].as_u64()?, body["n"].as_u64()?);
            let of = one(&body["of"])?;
            let mut sum = Fraction(0, 1);
            for works in 0u64..1 << n {
                let chance = |part: u64| if works >> part & 1 == 1 { of } else { of.not() };
                if u64::from(works.count_ones()) >= k {
                    sum = sum.plus((0..n).map(chance).try_fold(certain, Fraction::times)?)?;
                }
            }
            Some(sum)
        }
        _ => None,
    }
}

/// Whether a comparison in a certificate is true at a point.
fn holds(certificate: &Value, comparison: &Value, point: &Point) -> Option<bool> {
    let structure = &certificate["structure"];
    let side = |side: &Value| match side.as_str() {
        Some(name) => {
            let place = structure["designs"][name].as_u64()?;
            node(&structure["nodes"], usize::try_from(place).ok()?, point)
        }
        None => Fraction::read(&side["number"]),
    };
    let order = side(&comparison["left"])?.compare(side(&comparison["right"])?);
    Some(match comparison["relation"].as_str()? {
        "<" => order.is_lt(),
        "<=" => order.is_le(),
        "==" => order.is_eq(),
        "!=" => order.is_ne(),
        ">=" => order.is_ge(),
        _ => order.is_gt(),
    })
}

/// Points on a grid over the ranges, ends included.
fn grid(certificate: &Value, parts: i128) -> Option<Vec<Point>> {
    let mut points = vec![Point::new()];
    for parameter in certificate["structure"]["parameters"].as_array()? {
        let range = &parameter["range"];
        let (lo, hi) = (Fraction::read(&range[0])?, Fraction::read(&range[1])?);
        let width = hi.plus(lo.times(Fraction(-1, 1))?)?;
        let mut next = Vec::new();
        for part in 0..=parts {
            let value = lo.plus(width.times(Fraction::new(part, parts)?)?)?;
            for point in &points {
                let mut point = point.clone();
                point.insert(parameter["name"].as_str()?.to_owned(), value);
                next.push(point);
            }
        }
        points = next;
    }
    Some(points)
}

/// Whether a claim is true, as far as values at single points tell.
fn is_true(certificate: &Value) -> Option<bool> {
    let claim = &certificate["claim"];
    match claim["kind"].as_str()? {
        "inequality" => {
            let points = grid(certificate, 8)?;
            let all: Option<Vec<bool>> =
                points.iter().map(|point| holds(certificate, claim, point)).collect();
            Some(all?.into_iter().all(|one| one))
        }
        "refutation" => {
            let read =
                |(name, value): (&String, &Value)| Some((name.clone(), Fraction::read(value)?));
            let mut point = grid(certificate, 1)?.into_iter().next()?;
            let said: Option<Point> = claim["point"].as_object()?.iter().map(read).collect();
            point.extend(said?);
            for given in claim["given"].as_array()? {
                if !holds(certificate, given, &point)? {
                    return Some(false);
                }
            }
            Some(!holds(certificate, claim, &point)?)
        }
        _ => {
            let name = claim["parameter"].as_str()?;
            let roots = claim["roots"].as_array()?;
            let said = claim["holds"].as_array()?;
            let first = &certificate["structure"]["parameters"][0]["range"];
            let is_first =
                roots.first().is_some_and(|root| root[0] == first[0] && root[0] == root[1]);
            for point in grid(certificate, 997)? {
                // Behind so many roots, and not inside of an interval with one.
                let mut place_known = true;
                let mut behind = 0;
                for root in roots {
                    let (lo, hi) = (Fraction::read(&root[0])?, Fraction::read(&root[1])?);
                    let (from, to) = (point[name].compare(lo), point[name].compare(hi));
                    place_known &= from.is_lt() || to.is_gt();
                    behind += usize::from(to.is_gt());
                }
                if !place_known {
                    continue;
                }
                let place = (2 * behind).saturating_sub(usize::from(is_first));
                if said.get(place)?.as_bool()? != holds(certificate, claim, &point)? {
                    return Some(false);
                }
            }
            Some(true)
        }
    }
}

/// The certificate with one number after the other changed by one.
fn changed(value: &Value) -> Vec<Value> {
    let with = |place: &dyn Fn(&mut Value, Value), all: Vec<Value>| -> Vec<Value> {
        all.into_iter()
            .map(|new| {
                let mut whole = value.clone();
                place(&mut whole, new);
                whole
            })
            .collect()
    };
    match value {
        Value::Number(number) => {
            let number = number.as_i64().unwrap();
            [number - 1, number + 1].into_iter().map(Value::from).collect()
        }
        Value::String(text) => match Fraction::read(value) {
            Some(Fraction(n, d)) => [(n - 1, d), (n + 1, d), (n, d + 1)]
                .into_iter()
                .map(|(n, d)| Value::from(format!("{n}/{d}")))
                .collect(),
            None => {
                let turned = match text.as_str() {
                    ">=" => "<",
                    ">" => "<=",
                    "+" => "-",
                    "-" => "+",
                    "low" => "high",
                    _ => return Vec::new(),
                };
                vec![Value::from(turned)]
            }
        },
        Value::Bool(yes) => vec![Value::from(!yes)],
        Value::Null => Vec::new(),
        Value::Array(all) => all
            .iter()
            .enumerate()
            .flat_map(|(at, one)| with(&|whole, new| whole[at] = new, changed(one)))
            .collect(),
        Value::Object(all) => all
            .iter()
            .flat_map(|(key, one)| with(&|whole, new| whole[key] = new, changed(one)))
            .collect(),
    }
}

#[test]
fn no_change_makes_a_certificate_of_something_false() {
    let mut still = 0;
    let mut tried = 0;
    for query in [
        "assert 9*p^2 - 16*p*q + 9*q^2 - p^2*q^2 >= 0",
        "assert (4*p - 3)^2 * q >= 0",
        "assert one >= other",
        "assert other >= one given p > 1/3",
        "solve p where pair >= 3/4",
        "solve p where pair >= 1/2",
    ] {
        let text = certificate(query);
        let certificate: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(is_true(&certificate), Some(true), "{query}");
        for other in changed(&certificate) {
            tried += 1;
            if matches!(verify(&other.to_string()), Verdict::Certified { .. }) {
                still += 1;
                assert_eq!(is_true(&other), Some(true), "{query}: {other:#}");
            }
        }
    }
    eprintln!("{tried} changes, of which {still} are certified, and true");
    assert!(tried > 200 && still * 2 < tried, "{still} of {tried}");
}
