//! Models that no person writes: deep, long, large.

/// Deep texts with what each is deep in. All mean a system `s` that works with probability 1/2,
/// if they mean anything. Chains of systems are shorter, since every system of a chain is reported.
pub fn deep(depth: usize) -> Vec<(&'static str, String)> {
    let around = |open: &str, inner: &str, close: &str| {
        format!("{}{inner}{}", open.repeat(depth), close.repeat(depth))
    };
    let works = |structure: String| format!("module a = 1/2 system s {{ works when {structure} }}");
    let spec = |number: String| format!("system s {{ module a = {number} works when a }}");
    let systems = depth / 20;
    let chain_of_systems =
        |item: &dyn Fn(usize) -> String| (2..=systems).map(item).collect::<Vec<_>>().join("\n");
    let chain =
        |item: &dyn Fn(usize) -> String| (2..=depth).map(item).collect::<Vec<_>>().join("\n");
    vec![
        ("parentheses in a structure", works(around("(", "a", ")"))),
        ("parentheses in a number", spec(around("(", "1/2", ")"))),
        (
            "parentheses in a size",
            format!("system s {{ module a[{}] = 1/2 works when any of a }}", around("(", "1", ")")),
        ),
        (
            "parentheses in an index",
            works(format!(
                "b[{}] }} system t {{ module b[2] = 1/2 works when any of b",
                around("(", "1", ")")
            )),
        ),
        (
            "parentheses in a host",
            format!(
                "module a = 1/2 module b = 1 on {} system s {{ works when b }}",
                around("(", "a", ")")
            ),
        ),
        (
            "parentheses in a link",
            format!(
                "system s {{ link x -> y = {} works when path(x, y) }}",
                around("(", "1/2", ")")
            ),
        ),
        (
            "parentheses in a query",
            format!(
                "system s {{ module a = 1/2 works when a }} assert {} > 0",
                around("(", "s", ")")
            ),
        ),
        (
            "parentheses in `given`",
            format!(
                "system s {{ module a = 1/2 works when a }} table s given x = {}",
                around("(", "1", ")")
            ),
        ),
        (
            "parentheses in a domain",
            format!(
                "param p in {} .. 1 system s {{ module a = 1/2 works when a }}",
                around("(", "0", ")")
            ),
        ),
        ("parentheses never closed", works("(".repeat(depth))),
        ("brackets", works(around("a[", "1", "]"))),
        ("brackets never closed", works("a[".repeat(depth))),
        ("braces", format!("system s {}", around("{", "works when true", "}"))),
        ("series", works(around("series(", "a", ")"))),
        ("parallel", works(around("parallel(", "a", ")"))),
        ("any of", works(around("any of (true, ", "a", ")"))),
        ("1 of", works(around("1 of (false, ", "a", ")"))),
        ("of without lists", works(format!("{} a", "any of ".repeat(depth)))),
        ("path", works(around("path(", "a", ")"))),
        ("not", works(format!("{}a", "not ".repeat(depth / 2 * 2)))),
        ("minus", spec(format!("{}1/2", "- ".repeat(depth / 2 * 2)))),
        ("minus and parentheses", spec(around("-(", "1/2", ")"))),
        ("powers", spec(format!("1/2{}", "^1".repeat(depth)))),
        ("functions", spec(around("max(0, ", "1/2", ")"))),
        (
            "sums of sums",
            spec(format!("{}1/2{}", "sum(".repeat(depth), " for i in 1..1)".repeat(depth))),
        ),
        ("terms", spec(format!("1/2{}", " + 0".repeat(depth)))),
        ("factors", spec(format!("1/2{}", " * 1".repeat(depth)))),
        (
            "comparisons",
            format!(
                "system s {{ module a = 1/2 works when a }} assert s > 0{}",
                " and s > 0".repeat(depth)
            ),
        ),
        (
            "comments",
            format!("{} system s {{ module a = 1/2 works when a }}", around("/*", " ", "*/")),
        ),
        (
            "comments never closed",
            format!("system s {{ module a = 1/2 works when a }} {}", "/*".repeat(depth)),
        ),
        ("members", works(vec!["a"; depth].join("."))),
        (
            "solve in solve",
            format!(
                "system s {{ module a = 1/2 works when a }} table {}",
                around("solve(min n where ", "1", ")")
            ),
        ),
        (
            "blocks",
            format!(
                "module a = 1/2 system s {{ block b1 = a\n{}\nworks when b{depth} }}",
                chain(&|at| format!("block b{at} = b{}", at - 1))
            ),
        ),
        (
            "hosts",
            format!(
                "module a1 = 1/2\n{}\nsystem s {{ works when a{depth} }}",
                chain(&|at| format!("module a{at} = 1 on a{}", at - 1))
            ),
        ),
        (
            "instances",
            format!(
                "system s1 {{ module a = 1/2 works when a }}\n{}\nsystem s {{ module x = s{systems} works when x }}",
                chain_of_systems(&|at| format!(
                    "system s{at} {{ module x = s{} works when x }}",
                    at - 1
                ))
            ),
        ),
        (
            "variants",
            format!(
                "system s1 {{ module a = 1/2 works when a }}\n{}\nsystem s = s{systems}",
                chain_of_systems(&|at| format!("system s{at} = s{}", at - 1))
            ),
        ),
        (
            "named numbers",
            format!(
                "let x1 = 1/2\n{}\nsystem s {{ module a = x{depth} works when a }}",
                chain(&|at| format!("let x{at} = x{}", at - 1))
            ),
        ),
        (
            "parameters",
            format!(
                "param x1 = 1/2\n{}\nsystem s {{ module a = x{depth} works when a }}",
                chain(&|at| format!("param x{at} = x{}", at - 1))
            ),
        ),
        (
            "a circle of hosts",
            format!(
                "module a1 = 1/2 on a{depth}\n{}\nsystem s {{ works when a{depth} }}",
                chain(&|at| format!("module a{at} = 1 on a{}", at - 1))
            ),
        ),
        (
            "a circle of systems",
            format!(
                "system s1 {{ module x = s{systems} works when x }}\n{}\nsystem s {{ module x = s{systems} works when x }}",
                chain_of_systems(&|at| format!(
                    "system s{at} {{ module x = s{} works when x }}",
                    at - 1
                ))
            ),
        ),
        (
            "a chain of links",
            format!(
                "system s {{ link j1 -> j0 = 1/2\n{}\nworks when path(j{depth}, j0) }}",
                chain(&|at| format!("link j{at} -> j{}", at - 1))
            ),
        ),
        (
            "one long link",
            format!(
                "module a = 1/2 system s {{ link {} = 1 on a works when path(j0, j{depth}) }}",
                (0..=depth).map(|at| format!("j{at}")).collect::<Vec<_>>().join(" -> ")
            ),
        ),
        (
            "unknown names",
            works(format!(
                "series({})",
                (1..=depth / 5).map(|at| format!("unknown{at}")).collect::<Vec<_>>().join(", ")
            )),
        ),
        ("reserved words", "system ".repeat(depth)),
        ("items that are none", "module ".repeat(depth)),
        ("quotes", "\"".repeat(depth)),
        ("primes", works(format!("a{}", "'".repeat(depth)))),
    ]
}

/// A text of so many bytes, by a piece that is repeated.
pub fn filled(before: &str, piece: &str, after: &str, bytes: usize) -> String {
    let count = (bytes - before.len() - after.len()) / piece.len();
    format!("{before}{}{after}", piece.repeat(count))
}
