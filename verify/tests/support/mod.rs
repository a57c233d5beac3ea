//! Certificates written by hand, one of each kind, each true.

use serde_json::{Value, json};

fn certificate(
    parameters: Value,
    nodes: Value,
    designs: Value,
    claim: Value,
    steps: Value,
) -> Value {
    json!({"kofn": 1,
        "structure": {"parameters": parameters, "nodes": nodes, "designs": designs},
        "claim": claim, "steps": steps})
}

/// A majority of n replicas that work with 9/20 each: the chance falls with odd n; for even n it
/// rises to n = 10 and falls from there.
fn majority() -> Value {
    let mut holds = vec![json!(["7", "13"])];
    holds.splice(0..0, [1, 3, 5].map(|n| json!([n.to_string(), n.to_string()])));
    holds.extend((15..=39).step_by(2).map(|n| json!([n.to_string(), n.to_string()])));
    certificate(
        json!([{"name": "n", "count": ["1", null]}]),
        json!([{"number": "9/20"},
               {"group": {"k": "majority", "n": {"parameter": "n", "times": "1", "plus": "0"}, "of": 0}}]),
        json!({"vote": 1}),
        json!({"kind": "count", "left": "vote", "relation": ">=", "right": {"number": "13/50"},
               "parameter": "n", "holds": holds}),
        json!([{"step": "majority", "odd": [["1", "39", "+"], ["41", null, "-"]],
                "even": [["2", "6", "-"], ["8", "12", "+"], ["14", null, "-"]]}]),
    )
}

pub fn examples() -> Vec<(&'static str, Value)> {
    let none = json!([]);
    let x = json!([{"name": "x", "range": ["0", "1"]}]);
    let xy = json!([{"name": "x", "range": ["0", "1"]}, {"name": "y", "range": ["0", "1"]}]);
    let n = json!([{"name": "n", "count": ["1", null]}]);
    let bernstein = json!({"step": "bernstein"});
    let relation = |left: &str, relation: &str, right: Value| json!({"kind": "inequality", "left": left, "relation": relation, "right": right, "given": []});
    let power = json!({"parameter": "n", "times": "1", "plus": "0"});
    let bridge = json!({"shared": {
        "modules": [{"name": "a", "works": 0}, {"name": "b", "works": 0}, {"name": "c", "works": 0},
                    {"name": "d", "works": 0}, {"name": "e", "works": 0}],
        "works_when": {"or": [{"and": [{"module": 0}, {"module": 3}]},
                              {"and": [{"module": 1}, {"module": 4}]},
                              {"and": [{"module": 0}, {"module": 2}, {"module": 4}]},
                              {"not": {"not": {"at_least": {"k": 3, "of":
                                  [{"module": 1}, {"module": 2}, {"module": 3}]}}}}]}}});
    vec![
        (
            "value",
            certificate(
                none.clone(),
                json!([{"number": "9/10"}, {"not": 0}, {"series": [0, 0]}, {"parallel": [2, 0]},
                   {"at_least": {"k": 2, "of": [[0, 2], [3, 1]]}},
                   {"group": {"k": "2", "n": "3", "of": 0}},
                   {"pivot": {"on": 0, "works": 4, "fails": 5}},
                   {"power": {"of": 6, "exponent": "2"}}, {"quotient": {"of": 7, "by": 0}},
                   {"sum": [8, 1]}, {"product": [9, 0]}]),
                json!({"a": 10, "vote": 5}),
                json!({"kind": "value", "design": "vote", "equals": "243/250"}),
                json!([{"step": "decompose"}]),
            ),
        ),
        (
            "bridge",
            certificate(
                none.clone(),
                json!([{"number": "9/10"}, bridge]),
                json!({"bridge": 1}),
                json!({"kind": "value", "design": "bridge", "equals": "12231/12500"}),
                json!([{"step": "enumerate"}]),
            ),
        ),
        (
            "equal",
            certificate(
                x.clone(),
                json!([{"parameter": "x"}, {"parallel": [0, 0]}, {"number": "2"}, {"number": "-1"},
                   {"product": [2, 0]}, {"power": {"of": 0, "exponent": "2"}}, {"product": [3, 5]},
                   {"sum": [4, 6]}]),
                json!({"spare": 1, "formula": 7}),
                json!({"kind": "equal", "left": "spare", "right": "formula"}),
                json!([{"step": "identity"}]),
            ),
        ),
        (
            "vertex and factor",
            certificate(
                json!([{"name": "R_V", "range": ["0", "8/9"]}, {"name": "m", "range": ["0", "1"]}]),
                json!([{"parameter": "R_V"}, {"parameter": "m"}, {"number": "3"}, {"number": "-2"},
                   {"product": [2, 1]}, {"product": [3, 1, 1]}, {"sum": [4, 5]}, {"series": [0, 6]}]),
                json!({"hosted": 7}),
                relation("hosted", "<=", json!({"number": "1"})),
                json!([{"step": "vertex", "variable": "R_V", "low": {"step": "constant"},
                "high": {"step": "factor", "scale": "1/9", "parts": [
                    {"polynomial": [["4", {"m": 1}], ["-3", {}]], "power": 2, "sign": "square",
                     "proof": null}]}}]),
            ),
        ),
        (
            "split and bernstein",
            certificate(
                x.clone(),
                json!([{"parameter": "x"}, {"product": [0, 0]}, {"number": "3/10"}, {"sum": [1, 2]}]),
                json!({"x": 0, "parabola": 3}),
                relation("parabola", ">", json!("x")),
                json!([{"step": "split", "variable": "x", "at": "1/2", "low": bernstein, "high": bernstein}]),
            ),
        ),
        (
            "substitute",
            certificate(
                xy.clone(),
                json!([{"parameter": "x"}, {"parameter": "y"}, {"number": "9"}, {"number": "-16"},
                   {"number": "-1"}, {"product": [2, 0, 0]}, {"product": [3, 0, 1]},
                   {"product": [2, 1, 1]}, {"product": [4, 0, 0, 1, 1]}, {"sum": [5, 6, 7, 8]}]),
                json!({"form": 9}),
                relation("form", ">=", json!({"number": "0"})),
                json!([{"step": "substitute", "corner": [["x", "low"], ["y", "low"]],
                    "sectors": [bernstein, bernstein]}]),
            ),
        ),
        (
            "roots",
            certificate(
                x.clone(),
                json!([{"parameter": "x"}, {"product": [0, 0]}, {"number": "1/4"}, {"sum": [1, 2]}]),
                json!({"x": 0, "parabola": 3}),
                relation("parabola", ">=", json!("x")),
                json!([{"step": "roots", "variable": "x", "factors": [
                {"polynomial": ["-1", "2"], "power": 2, "divisor_power": 0,
                 "cuts": ["0", "1/2", "1"]}]}]),
            ),
        ),
        (
            "vacuous",
            certificate(
                x.clone(),
                json!([{"parameter": "x"}]),
                json!({"x": 0}),
                json!({"kind": "inequality", "left": "x", "relation": ">", "right": {"number": "1/3"},
                   "given": [{"left": "x", "relation": ">=", "right": {"number": "1/2"}}]}),
                json!([{"step": "split", "variable": "x", "at": "2/5",
                    "low": {"step": "vacuous", "given": 0, "proof": bernstein},
                    "high": bernstein}]),
            ),
        ),
        (
            "divisor",
            certificate(
                x.clone(),
                json!([{"parameter": "x"}, {"number": "1"}, {"sum": [0, 1]},
                   {"quotient": {"of": 1, "by": 2}}]),
                json!({"ratio": 3}),
                relation("ratio", ">=", json!({"number": "1/2"})),
                json!([{"step": "factor", "scale": "-1/2", "parts": [
                        {"polynomial": [["1", {"x": 1}], ["-1", {}]], "power": 1, "sign": "-",
                         "proof": bernstein},
                        {"polynomial": [["1", {"x": 1}], ["1", {}]], "power": 1, "sign": "+",
                         "proof": bernstein}]},
                   {"step": "divisor", "sign": "+", "proof": bernstein}]),
            ),
        ),
        (
            "coupling",
            certificate(
                xy.clone(),
                json!([{"parameter": "x"}, {"parameter": "y"}, {"series": [0, 1]},
                {"shared": {"modules": [{"name": "a", "works": 0}, {"name": "b", "works": 1},
                                        {"name": "c", "works": 0}],
                    "works_when": {"at_least": {"k": 2, "of": [{"module": 0}, {"module": 1}, {"module": 2}]}}}},
                {"shared": {"modules": [{"name": "a", "works": 0}, {"name": "b", "works": 2}],
                    "works_when": {"and": [{"module": 0}, {"module": 1}]}}}]),
                json!({"vote": 3, "chain": 4}),
                relation("chain", "<=", json!("vote")),
                json!([{"step": "coupling", "matching": [
                [0, 0, {"step": "identity"}],
                [1, 1, {"step": "vertex", "variable": "y", "low": {"step": "constant"},
                        "high": bernstein}]]}]),
            ),
        ),
        (
            "refutation",
            certificate(
                x.clone(),
                json!([{"parameter": "x"}, {"series": [0, 0]}]),
                json!({"x": 0, "square": 1}),
                json!({"kind": "refutation", "left": "square", "relation": ">=", "right": "x",
                   "given": [{"left": "x", "relation": ">", "right": {"number": "1/4"}}],
                   "point": {"x": "1/2"}, "values": ["1/4", "1/2"]}),
                json!([{"step": "point"}]),
            ),
        ),
        (
            "undefined",
            certificate(
                x.clone(),
                json!([{"parameter": "x"}, {"quotient": {"of": 0, "by": 0}}]),
                json!({"ratio": 1}),
                json!({"kind": "refutation", "left": "ratio", "relation": "<=", "right": {"number": "1"},
                   "given": [], "point": {"x": "0"}, "values": null}),
                json!([{"step": "point"}]),
            ),
        ),
        (
            "algebraic refutation",
            certificate(
                x.clone(),
                json!([{"parameter": "x"}, {"number": "2"}, {"product": [1, 0, 0]}, {"number": "-1"},
                   {"sum": [2, 3]}, {"power": {"of": 4, "exponent": "2"}}]),
                json!({"square": 5, "x": 0}),
                json!({"kind": "refutation", "left": "square", "relation": ">", "right": {"number": "0"},
                   "given": [{"left": "x", "relation": ">", "right": {"number": "1/2"}}],
                   "point": {"x": {"polynomial": ["-1", "0", "2"], "interval": ["7/10", "71/100"]}},
                   "values": "equal"}),
                json!([{"step": "roots", "factors": [
                {"polynomial": ["-1", "0", "2"], "power": 2, "divisor_power": 0,
                 "cuts": ["7/10", "71/100"]}]}]),
            ),
        ),
        (
            "exponential",
            certificate(
                n.clone(),
                json!([{"number": "1/2"}, {"number": "8/15"}, {"group": {"k": "1", "n": power, "of": 0}},
                   {"series": [1, 2]}]),
                json!({"virtualized": 3, "native": 0}),
                json!({"kind": "count", "left": "virtualized", "relation": ">", "right": "native",
                   "parameter": "n", "holds": [["5", null]]}),
                json!([{"step": "exponential", "links": [
                {"base": "1/2", "ranges": [["1", "3", "-"], ["4", "4", "0"], ["5", null, "+"]]},
                {"base": "1", "ranges": [["1", null, "+"]]}]}]),
            ),
        ),
        (
            "two of n",
            certificate(
                json!([{"name": "n", "count": ["0", "5000"]}]),
                json!([{"number": "1/2"}, {"group": {"k": "2", "n": power, "of": 0}},
                   {"power": {"of": 0, "exponent": {"parameter": "n", "times": "2", "plus": "1"}}},
                   {"sum": [1, 2]}]),
                json!({"two": 1}),
                json!({"kind": "count", "left": "two", "relation": "<", "right": {"number": "9/10"},
                   "parameter": "n", "holds": [["0", "6"]]}),
                json!([{"step": "exponential", "links": [
                {"base": "1/2", "ranges": [["0", "6", "-"], ["7", null, "+"]]},
                {"base": "1/2", "ranges": [["0", "3", "-"], ["4", null, "+"]]},
                {"base": "1", "ranges": [["0", null, "+"]]}]}]),
            ),
        ),
        ("majority", majority()),
        (
            "enumerated",
            certificate(
                json!([{"name": "n", "count": ["0", "12"]}]),
                json!([{"number": "2/3"},
                   {"group": {"k": {"parameter": "n", "times": "1", "plus": "-1"}, "n": power, "of": 0}}]),
                json!({"all but one": 1}),
                json!({"kind": "count", "left": "all but one", "relation": ">", "right": {"number": "1/2"},
                   "parameter": "n", "holds": [["0", "4"]]}),
                json!([{"step": "enumerated"}]),
            ),
        ),
        (
            "threshold",
            certificate(
                x.clone(),
                json!([{"parameter": "x"}, {"parallel": [0, 0]}]),
                json!({"spare": 1}),
                json!({"kind": "threshold", "left": "spare", "relation": ">=", "right": {"number": "3/4"},
                   "parameter": "x", "holds": [{"lo": {"exact": "1/2", "open": false},
                                                "hi": {"exact": "1", "open": false}}]}),
                json!([{"step": "roots", "factors": [
                {"polynomial": ["-1", "2"], "power": 1, "divisor_power": 0, "cuts": ["0", "1/2", "1"]},
                {"polynomial": ["-3", "2"], "power": 1, "divisor_power": 0, "cuts": ["0", "1"]}]}]),
            ),
        ),
        (
            "algebraic threshold",
            certificate(
                x.clone(),
                json!([{"parameter": "x"}, {"series": [0, 0]}]),
                json!({"square": 1}),
                json!({"kind": "threshold", "left": "square", "relation": "!=", "right": {"number": "1/2"},
                   "parameter": "x", "holds": [
                {"lo": {"exact": "0", "open": false},
                 "hi": {"polynomial": ["-1", "0", "2"], "interval": ["7/10", "71/100"], "open": true}},
                {"lo": {"polynomial": ["-1", "0", "2"], "interval": ["7/10", "71/100"], "open": true},
                 "hi": {"exact": "1", "open": false}}]}),
                json!([{"step": "roots", "factors": [
                {"polynomial": ["-1", "0", "2"], "power": 1, "divisor_power": 0,
                 "cuts": ["0", "7/10", "71/100", "1"]}]}]),
            ),
        ),
        (
            "threshold of a quotient",
            certificate(
                x.clone(),
                json!([{"parameter": "x"}, {"power": {"of": 0, "exponent": "-1"}}]),
                json!({"inverse": 1}),
                json!({"kind": "threshold", "left": "inverse", "relation": ">", "right": {"number": "2"},
                   "parameter": "x", "holds": [{"lo": {"exact": "0", "open": true},
                                                "hi": {"exact": "1/2", "open": true}}]}),
                json!([{"step": "roots", "factors": [
                {"polynomial": ["-1", "2"], "power": 1, "divisor_power": 0, "cuts": ["0", "1/2", "1"]},
                {"polynomial": ["0", "1"], "power": 1, "divisor_power": 1, "cuts": ["0", "1"]}]}]),
            ),
        ),
    ]
}
