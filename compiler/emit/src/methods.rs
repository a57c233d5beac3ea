//! How results were computed, for people and for programs.

use crate::formula::{self, Style};
use core::time::Duration;
use kofn_algebra::Expr;
use serde_json::{Map, Value as Json, json};

pub use kofn_measures::{Arithmetic, Method, NotExact};

/// How one result was computed.
#[derive(Clone, Debug)]
pub struct Computation {
    /// How each part was; what is put together stands behind what it is made of. A part of several
    /// things is called by the first.
    pub methods: Vec<Method<String>>,
    /// In which numbers; `None` where there is no number.
    pub arithmetic: Option<Arithmetic>,
    /// The digits of an exact value's denominator.
    pub denominator_digits: Option<usize>,
    /// How long it took, where somebody has a clock.
    pub times: Option<Times>,
}

/// How long the steps on the way to a result took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// From the model to the success graph.
    pub building: Duration,
    /// From the graph to independent parts, decision diagrams among them.
    pub reducing: Duration,
    /// From the parts to what was asked for.
    pub computing: Duration,
}

/// Methods in a text, at most; JSON has all.
const MOST_METHODS: usize = 12;

/// Names of one method in a text, at most; JSON has all.
const MOST_NAMES: usize = 8;

/// How a result was computed, as lines behind `indent`.
pub(crate) fn text(computation: &Computation, indent: &str) -> String {
    let mut lines = shown(&computation.methods);
    lines.extend(arithmetic(computation));
    let mut text = String::new();
    for (at, line) in lines.iter().enumerate() {
        let word = if at == 0 { "computed by" } else { "" };
        text.push_str(&format!("{indent}{word:<16}{line}\n"));
    }
    if let Some(times) = &computation.times {
        text.push_str(&format!(
            "{indent}{:<16}{} building, {} reducing, {} computing\n",
            "in",
            duration(times.building),
            duration(times.reducing),
            duration(times.computing)
        ));
    }
    text
}

/// The methods that fit, those first that cost most, and how many there are of the others.
fn shown(methods: &[Method<String>]) -> Vec<String> {
    let mut by_weight: Vec<usize> = (0..methods.len()).collect();
    by_weight.sort_by_key(|at| match methods[*at] {
        Method::Products { .. } | Method::Cases { .. } => 0,
        Method::Frontier { .. } | Method::Diagram { .. } | Method::Between { .. } => 1,
        Method::Count { .. } | Method::Classes { .. } | Method::Family { .. } => 2,
        Method::Binomial { .. } => 3,
    });
    let (shown, left_out) = by_weight.split_at(methods.len().min(MOST_METHODS));
    let mut shown = shown.to_vec();
    shown.sort_unstable();
    let mut lines: Vec<String> = Vec::new();
    shown.iter().for_each(|at| lines.extend(method(&methods[*at])));
    if !left_out.is_empty() {
        let mut kinds: Vec<(&str, u64)> = Vec::new();
        for at in left_out {
            let kind = kind(&methods[*at]);
            match kinds.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, count)) => *count += 1,
                None => kinds.push((kind, 1)),
            }
        }
        let kinds: Vec<String> =
            kinds.iter().map(|(kind, count)| format!("{} by {kind}", grouped(*count))).collect();
        lines.push(format!("and {}", kinds.join(", ")));
    }
    lines
}

/// What a method is called where many are counted.
fn kind(method: &Method<String>) -> &'static str {
    match method {
        Method::Binomial { .. } => "a binomial distribution",
        Method::Count { .. } => "the distribution of a count",
        Method::Family { .. } => "a product over an index",
        Method::Cases { .. } => "two cases",
        Method::Classes { .. } => "cases of a count",
        Method::Diagram { .. } => "a decision diagram",
        Method::Frontier { .. } => "the frontier method",
        Method::Between { .. } => "functions on both sides",
        Method::Products { .. } => "products",
    }
}

/// A method as a line, and what follows from it further in.
fn method(method: &Method<String>) -> Vec<String> {
    let mut lines = vec![headline(method)];
    if let Method::Diagram { order, .. } = method {
        lines.push(format!("    in the order {}", listed(order)));
    }
    lines
}

fn headline(method: &Method<String>) -> String {
    match method {
        Method::Binomial { k, n, of } => {
            format!("binomial distribution: {} of {} {}", expr(k), expr(n), alike(of))
        }
        Method::Count { k, n, kinds } => {
            let unnamed = || "another part".to_owned();
            let names: Vec<String> =
                kinds.iter().map(|kind| kind.clone().unwrap_or_else(unnamed)).collect();
            format!(
                "distribution of a count: {} of {}, of {} kinds, like {}",
                grouped(*k),
                grouped(*n),
                grouped(kinds.len() as u64),
                listed(&names)
            )
        }
        Method::Family { n, of, all } => {
            let word = if *all { "all" } else { "any" };
            format!("product over an index: {word} of {} {}", expr(n), alike(of))
        }
        Method::Cases { times, on } => {
            let often = match times {
                1 => "two cases".to_owned(),
                _ => format!("two cases, {} times", grouped(*times)),
            };
            format!("{often}: {} works, or fails", listed(on))
        }
        Method::Classes { thresholds, of } => format!(
            "cases of one count by {}, of those {}",
            counted(*thresholds as u64, "threshold"),
            alike(of)
        ),
        Method::Diagram { order, nodes, made, orders, improvements, written, times } => {
            let mut text = format!(
                "decision diagram with {} over {}; {} made in {}",
                counted(*nodes as u64, "node"),
                counted(order.len() as u64, "part"),
                counted(*made, "node"),
                counted(*orders as u64, "order"),
            );
            if *improvements > 0 {
                let times = counted(u64::from(*improvements), "time");
                text.push_str(&format!(", improved {times} by sifting"));
            }
            if *written {
                text.push_str("; written as a formula");
            }
            if *times > 1 {
                text.push_str(&format!("; {} like this one", grouped(*times)));
            }
            text
        }
        Method::Between { parts, nodes } => {
            let formula = format!(
                "no decision diagram within the limit over {}",
                counted(*parts as u64, "part")
            );
            match nodes {
                Some((below, above)) => format!(
                    "{formula}; it lies between two with {} and {} nodes",
                    grouped(*below as u64),
                    grouped(*above as u64)
                ),
                None => formula,
            }
        }
        Method::Frontier { vertices, edges, elements, extent } => {
            let network = format!(
                "frontier method: a network of {} vertices and {}, of which {} can fail",
                grouped(*vertices as u64),
                counted(*edges as u64, "link"),
                grouped(*elements as u64),
            );
            match extent {
                Some(extent) => format!(
                    "{network}; frontier of width {}, {}",
                    extent.width,
                    counted(extent.states, "state")
                ),
                None => network,
            }
        }
        Method::Products { series, parallel, complements, chances } => {
            let mut kinds = Vec::new();
            if *series > 0 {
                kinds.push(format!("{} series", grouped(*series)));
            }
            if *parallel > 0 {
                kinds.push(format!("{} parallel", grouped(*parallel)));
            }
            let mut text = match (kinds.is_empty(), series + parallel) {
                (true, _) => String::new(),
                (false, 1) => format!("{} connection", kinds.join(" and ")),
                (false, _) => format!("{} connections", kinds.join(" and ")),
            };
            if *complements > 0 {
                let joint = if text.is_empty() { "" } else { " and " };
                text.push_str(&format!("{joint}{}", counted(*complements, "complement")));
            }
            let of = match chances {
                1 => "one probability".to_owned(),
                _ => format!("{} probabilities", grouped(*chances)),
            };
            match text.is_empty() {
                true => "a probability as it is given".to_owned(),
                false => format!("products: {text} of {of}"),
            }
        }
    }
}

fn arithmetic(computation: &Computation) -> Option<String> {
    Some(match computation.arithmetic.as_ref()? {
        Arithmetic::Exact => {
            let digits = computation.denominator_digits.unwrap_or(0) as u64;
            format!("exact whole numbers; the denominator has {}", counted(digits, "digit"))
        }
        Arithmetic::Enclosed { bits, why } => {
            format!(
                "certified enclosures of {}, as {}",
                counted((*bits).into(), "bit"),
                reason(why)
            )
        }
    })
}

fn reason(why: &NotExact) -> String {
    match why {
        NotExact::Irrational => "the value is not rational".to_owned(),
        NotExact::NotWanted => "no exact value is wanted".to_owned(),
        NotExact::TooLong { digits, most } => format!(
            "the exact denominator has about {} digits, and {} are computed unless demanded",
            grouped(*digits),
            grouped(*most)
        ),
        NotExact::Stopped(trouble) => format!("exact numbers were given up: {trouble}"),
    }
}

fn alike(name: &Option<String>) -> String {
    name.as_ref().map_or_else(|| "alike".to_owned(), |name| format!("like {name}"))
}

/// The first of some names, and how many more there are.
fn listed(names: &[String]) -> String {
    let text = names.iter().take(MOST_NAMES).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(MOST_NAMES) {
        0 => text,
        more => format!("{text} and {} more", grouped(more as u64)),
    }
}

fn counted(count: u64, word: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {word}{plural}", grouped(count))
}

/// `1,158`
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn expr(expr: &Expr) -> String {
    formula::text(expr, &Style::default()).body().to_owned()
}

/// A time as people read it.
pub fn duration(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    match seconds {
        _ if seconds < 0.001 => format!("{:.0} µs", seconds * 1e6),
        _ if seconds < 1.0 => format!("{:.1} ms", seconds * 1e3),
        _ => format!("{seconds:.2} s"),
    }
}

/// A time in seconds, as JSON has it.
pub fn seconds(time: Duration) -> Json {
    Json::String(format!("{}.{:06}", time.as_secs(), time.subsec_micros()))
}

/// The fields that tell how a result was computed.
pub(crate) fn json(computation: &Computation) -> Map<String, Json> {
    let mut fields = Map::new();
    let methods = computation.methods.iter().map(json_of_method).collect();
    fields.insert("methods".to_owned(), Json::Array(methods));
    if let Some(arithmetic) = &computation.arithmetic {
        let arithmetic = match arithmetic {
            Arithmetic::Exact => {
                json!({"numbers": "exact", "denominator_digits": computation.denominator_digits})
            }
            Arithmetic::Enclosed { bits, why } => {
                json!({"numbers": "enclosures", "bits": bits, "reason": reason(why)})
            }
        };
        fields.insert("arithmetic".to_owned(), arithmetic);
    }
    if let Some(times) = &computation.times {
        let times = json!({
            "building": seconds(times.building),
            "reducing": seconds(times.reducing),
            "computing": seconds(times.computing),
        });
        fields.insert("seconds".to_owned(), times);
    }
    fields
}

fn json_of_method(method: &Method<String>) -> Json {
    match method {
        Method::Binomial { k, n, of } => {
            json!({"method": "binomial", "k": expr(k), "n": expr(n), "of": of})
        }
        Method::Count { k, n, kinds } => {
            json!({"method": "count", "k": k.to_string(), "n": n.to_string(), "kinds": kinds})
        }
        Method::Family { n, of, all } => {
            json!({"method": "family", "n": expr(n), "of": of, "all": all})
        }
        Method::Cases { times, on } => json!({"method": "cases", "times": times, "on": on}),
        Method::Classes { thresholds, of } => {
            json!({"method": "classes", "thresholds": thresholds, "of": of})
        }
        Method::Diagram { order, nodes, made, orders, improvements, written, times } => json!({
            "method": "diagram",
            "order": order,
            "nodes": nodes,
            "made": made,
            "orders": orders,
            "improvements": improvements,
            "written": written,
            "alike": times,
        }),
        Method::Between { parts, nodes } => json!({
            "method": "between",
            "parts": parts,
            "below": nodes.map(|(below, _)| below),
            "above": nodes.map(|(_, above)| above),
        }),
        Method::Frontier { vertices, edges, elements, extent } => json!({
            "method": "frontier",
            "vertices": vertices,
            "edges": edges,
            "elements": elements,
            "width": extent.map(|extent| extent.width),
            "states": extent.map(|extent| extent.states),
        }),
        Method::Products { series, parallel, complements, chances } => json!({
            "method": "products",
            "series": series,
            "parallel": parallel,
            "complements": complements,
            "chances": chances,
        }),
    }
}
