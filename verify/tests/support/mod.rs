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

pub fn examples() -> Vec<(&'static str, Value)> {
    let none = json!([]);
    let x = json!([{"name": "x", "range": ["0", "1"]}]);
    let xy = json!([{"name": "x", "range": ["0", "1"]}, {"name": "y", "range": ["0", "1"]}]);
    let bernstein = json!({"step": "bernstein"});
    let relation = |left: &str, relation: &str, right: Value| json!({"kind": "inequality", "left": left, "relation": relation, "right": right});
    vec![
        (
            "value",
            certificate(
                none.clone(),
                json!([{"number": "9/10"}, {"not": 0}, {"series": [0, 0]}, {"parallel": [2, 0]},
                   {"at_least": {"k": 2, "of": [[0, 2], [3, 1]]}},
                   {"group": {"k": 2, "n": 3, "of": 0}},
                   {"pivot": {"on": 0, "works": 4, "fails": 5}},
                   {"power": {"of": 6, "exponent": 2}}, {"product": [7, 0]},
                   {"sum": [8, 1]}, {"product": [9, 0]}]),
                json!({"a": 10, "vote": 5}),
                relation("vote", "==", json!({"number": "243/250"})),
                json!([{"step": "identity"}]),
            ),
        ),
        (
            "bridge",
            certificate(
                none.clone(),
                json!([{"number": "9/10"}, {"module": "a"}, {"module": "b"}, {"module": "c"},
                   {"module": "d"}, {"module": "e"}, {"series": [1, 4]}, {"series": [2, 5]},
                   {"series": [1, 3, 5]}, {"at_least": {"k": 3, "of": [[2, 1], [3, 1], [4, 1]]}},
                   {"not": 9}, {"not": 10}, {"parallel": [6, 7, 8, 11]},
                   {"shared": {"modules": [{"name": "a", "works": 0}, {"name": "b", "works": 0},
                        {"name": "c", "works": 0}, {"name": "d", "works": 0},
                        {"name": "e", "works": 0}], "works_when": 12}}]),
                json!({"bridge": 13}),
                relation("bridge", "==", json!({"number": "12231/12500"})),
                json!([{"step": "constant"}]),
            ),
        ),
        (
            "equal",
            certificate(
                x.clone(),
                json!([{"parameter": "x"}, {"parallel": [0, 0]}, {"number": "2"}, {"number": "-1"},
                   {"product": [2, 0]}, {"power": {"of": 0, "exponent": 2}}, {"product": [3, 5]},
                   {"sum": [4, 6]}]),
                json!({"spare": 1, "formula": 7}),
                relation("spare", "==", json!("formula")),
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
            "another range",
            certificate(
                json!([{"name": "x", "range": ["1/2", "3/4"]}]),
                json!([{"parameter": "x"}, {"not": 0}, {"series": [0, 1]}]),
                json!({"one of two": 2}),
                relation("one of two", ">=", json!({"number": "3/16"})),
                json!([{"step": "split", "variable": "x", "at": "1/3", "low": bernstein,
                    "high": bernstein}]),
            ),
        ),
        (
            "from another corner",
            certificate(
                xy.clone(),
                json!([{"parameter": "x"}, {"parameter": "y"}, {"not": 0}, {"number": "9"},
                   {"number": "-16"}, {"product": [3, 2, 2]}, {"product": [4, 2, 1]},
                   {"product": [3, 1, 1]}, {"sum": [5, 6, 7]}]),
                json!({"form": 8}),
                relation("form", ">=", json!({"number": "0"})),
                json!([{"step": "substitute", "corner": [["x", "high"], ["y", "low"]],
                    "sectors": [bernstein, bernstein]}]),
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
                json!([{"step": "roots", "variable": "x", "cuts": ["0", "1/2", "1"]}]),
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
                   "point": {"x": "1/2"}}),
                json!([{"step": "point"}]),
            ),
        ),
        (
            "threshold",
            certificate(
                x.clone(),
                json!([{"parameter": "x"}, {"parallel": [0, 0]}]),
                json!({"spare": 1}),
                json!({"kind": "threshold", "left": "spare", "relation": ">=", "right": {"number": "3/4"},
                   "parameter": "x", "roots": [["1/2", "1/2"]], "holds": [false, true, true]}),
                json!([{"step": "roots", "cuts": ["0", "1/2", "1"]}]),
            ),
        ),
        (
            "algebraic threshold",
            certificate(
                x.clone(),
                json!([{"parameter": "x"}, {"product": [0, 0, 0]}, {"number": "1/2"}, {"product": [0, 2]}]),
                json!({"cube": 1, "half": 3}),
                json!({"kind": "threshold", "left": "cube", "relation": "<", "right": "half",
                   "parameter": "x", "roots": [["0", "0"], ["7/10", "71/100"]],
                   "holds": [false, true, false, false]}),
                json!([{"step": "roots", "cuts": ["0", "1/10", "7/10", "71/100", "1"]}]),
            ),
        ),
        // Any of n virtual machines under a hypervisor, from three on.
        (
            "count without end",
            certificate(
                json!([{"name": "n", "from": 3, "to": null, "step": 1}]),
                json!([{"number": "9/10"}, {"not": 0}, {"power": {"of": 1, "exponent": "n"}},
                   {"not": 2}, {"number": "999/1000"}, {"series": [3, 4]}]),
                json!({"virtualized": 5}),
                relation("virtualized", ">", json!({"number": "998/1000"})),
                json!([bernstein]),
            ),
        ),
        (
            "count with other parameters open",
            certificate(
                json!([{"name": "n", "from": 1, "to": null, "step": 1},
                    {"name": "x", "range": ["0", "1"]}]),
                json!([{"parameter": "x"}, {"not": 0}, {"power": {"of": 1, "exponent": "n"}},
                   {"not": 2}, {"series": [2, 1]}, {"not": 4}]),
                json!({"n": 3, "one more": 5}),
                relation("one more", ">=", json!("n")),
                json!([{"step": "vertex", "variable": "n^1", "low": bernstein, "high": bernstein}]),
            ),
        ),
        (
            "at least two of n",
            certificate(
                json!([{"name": "n", "from": 2, "to": 5, "step": 1}]),
                json!([{"number": "1/4"}, {"group": {"k": 2, "n": "n", "of": 0}}]),
                json!({"pair": 1}),
                relation("pair", "<=", json!({"number": "376/1024"})),
                json!([bernstein]),
            ),
        ),
        // 0.45: rises to n = 10, then falls.
        (
            "majority of even n",
            certificate(
                json!([{"name": "n", "from": 12, "to": null, "step": 2}]),
                json!([{"number": "9/20"}, {"majority": {"n": "n", "of": 0}}]),
                json!({"vote": 1}),
                relation("vote", "<", json!({"number": "262/1000"})),
                json!([bernstein]),
            ),
        ),
        (
            "majority of odd n",
            certificate(
                json!([{"name": "n", "from": 3, "to": 9, "step": 2}]),
                json!([{"number": "2/3"}, {"majority": {"n": "n", "of": 0}}]),
                json!({"vote": 1}),
                relation("vote", ">=", json!({"number": "20/27"})),
                json!([bernstein]),
            ),
        ),
    ]
}
