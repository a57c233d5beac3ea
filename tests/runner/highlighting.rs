//! Editors colour models as the compiler reads them: `grammar/rbd.tmLanguage.json`.
//!
//! The file is made from the compiler's tables; `KOFN_UPDATE=1` writes it. What it does is judged with the
//! packages `vscode-textmate` and `vscode-oniguruma`, the engine of VS Code, in Node.js.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its input has failed")]

use kofn::diagnostics::FileId;
use kofn::{Reading, SingleFile};
use kofn_ide::tokens::{TokenKind, semantic_tokens};
use kofn_suite::{Project, files, node, root, textmate};
use serde_json::json;
use std::path::PathBuf;

fn path() -> PathBuf {
    root().join("grammar/rbd.tmLanguage.json")
}

#[test]
fn the_editors_grammar_is_made_from_the_tables() {
    let made = serde_json::to_string_pretty(&textmate::grammar()).unwrap() + "\n";
    if std::env::var_os("KOFN_UPDATE").is_some() {
        std::fs::write(path(), &made).unwrap();
    }
    let kept = std::fs::read_to_string(path()).unwrap();
    assert_eq!(kept, made, "KOFN_UPDATE=1 cargo test --test highlighting writes the file");
}

/// For each text, what every UTF-16 unit belongs to: `c` a comment, `d` a doc comment, `s` a string,
/// `n` a number with its unit, `k` a word of the language, `.` anything else.
const ENGINE: &str = r#"
const [textmate, oniguruma] = process.argv.slice(1, 3).map((folder) => require(folder));
const { readFileSync } = require("fs");
const { grammar, texts } = JSON.parse(readFileSync(0, "utf8"));
const wasm = readFileSync(process.argv[2] + "/release/onig.wasm");
function letter(scopes) {
    const has = (start) => scopes.some((scope) => scope === start || scope.startsWith(start + "."));
    if (has("comment.line.documentation")) return "d";
    if (has("comment")) return "c";
    if (has("string")) return "s";
    if (has("constant.numeric") || has("keyword.other.unit")) return "n";
    if (has("keyword.operator.symbol")) return ".";
    return has("keyword") || has("constant.language") ? "k" : ".";
}
(async () => {
    await oniguruma.loadWASM(wasm);
    const registry = new textmate.Registry({
        onigLib: Promise.resolve({
            createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
            createOnigString: (text) => new oniguruma.OnigString(text),
        }),
        loadGrammar: async () => textmate.parseRawGrammar(JSON.stringify(grammar), "rbd.json"),
    });
    const loaded = await registry.loadGrammar("source.rbd");
    const answer = texts.map((text) => {
        let state = textmate.INITIAL;
        let letters = "";
        for (const line of text.split(/(\r\n|\n|\r)/)) {
            if (/^[\r\n]+$/.test(line)) {
                letters += line;
                continue;
            }
            const found = loaded.tokenizeLine(line, state);
            if (found.stoppedEarly) throw new Error("stopped early");
            state = found.ruleStack;
            for (const token of found.tokens) {
                const end = Math.min(token.endIndex, line.length);
                letters += letter(token.scopes).repeat(Math.max(0, end - token.startIndex));
            }
        }
        return letters;
    });
    process.stdout.write(JSON.stringify(answer));
})();
"#;

/// The same as the compiler's own tokens have it.
fn compiled(reading: &Reading) -> String {
    let text = reading.sources.get(FileId(0)).text();
    let mut letters: Vec<char> = Vec::new();
    let mut tokens = semantic_tokens(reading, FileId(0)).into_iter().peekable();
    for (at, c) in text.char_indices() {
        while tokens.next_if(|token| token.span.end as usize <= at).is_some() {}
        let token = tokens.peek().filter(|token| token.span.start as usize <= at);
        let letter = match token.map(|token| token.kind) {
            _ if c == '\n' || c == '\r' => c,
            Some(TokenKind::Comment { doc: true }) => 'd',
            Some(TokenKind::Comment { doc: false }) => 'c',
            Some(TokenKind::String) => 's',
            Some(TokenKind::Number) => 'n',
            Some(TokenKind::Keyword) => 'k',
            Some(
                TokenKind::Type
                | TokenKind::Function
                | TokenKind::System
                | TokenKind::Module
                | TokenKind::Block
                | TokenKind::Param
                | TokenKind::Let
                | TokenKind::Index
                | TokenKind::Junction
                | TokenKind::Prefix,
            )
            | None => '.',
        };
        letters.extend(std::iter::repeat_n(letter, c.len_utf16()));
    }
    letters.into_iter().collect()
}

/// Where the engine and the compiler differ: name, line and both rows of letters.
fn differences(models: &[(String, Reading)], packages: &[PathBuf]) -> Vec<String> {
    let text = |reading: &Reading| reading.sources.get(FileId(0)).text().to_owned();
    let texts: Vec<String> = models.iter().map(|(_, reading)| text(reading)).collect();
    let input = json!({"grammar": textmate::grammar(), "texts": texts}).to_string();
    let said: Vec<String> = serde_json::from_str(&node::judged(ENGINE, packages, &input)).unwrap();
    assert_eq!(said.len(), models.len());
    let mut found = Vec::new();
    for (((name, reading), text), said) in models.iter().zip(&texts).zip(&said) {
        let compiled = compiled(reading);
        let lines = text.split(['\n', '\r']).zip(said.split(['\n', '\r']));
        let lines = lines.zip(compiled.split(['\n', '\r'])).enumerate();
        found.extend(lines.filter(|(_, ((_, said), compiled))| said != compiled).map(
            |(at, ((line, said), compiled))| {
                format!(
                    "{name}:{}\n  text     {line:?}\n  editor   {said}\n  compiler {compiled}",
                    at + 1
                )
            },
        ));
        assert_eq!(said.len(), compiled.len(), "{name}");
    }
    found
}

const PACKAGES: [&str; 2] = ["vscode-textmate", "vscode-oniguruma"];

/// Every model of the project: examples, libraries, and the blocks of all Markdown files, right and
/// wrong ones.
fn models() -> Vec<(String, Reading)> {
    let mut found = Vec::new();
    let shown = |path: &PathBuf| path.strip_prefix(root()).unwrap_or(path).display().to_string();
    for path in files("examples", "rbd").into_iter().chain(files("stdlib", "rbd")) {
        found.push((shown(&path), Reading::new(&Project, &path.to_string_lossy())));
    }
    for folder in ["tests", "grammar", "compiler", "examples"] {
        for path in files(folder, "md") {
            let text = std::fs::read_to_string(&path).unwrap();
            for (at, block) in text.split("```rbd").skip(1).enumerate() {
                let text = block.split("```").next().unwrap_or("");
                let name = format!("{}, block {}", shown(&path), at + 1);
                found.push((name, Reading::new(&SingleFile::new("m.rbd", text), "m.rbd")));
            }
        }
    }
    found
}

#[test]
fn the_editor_colours_every_model_as_the_compiler_reads_it() {
    let Some(packages) = node::packages(&PACKAGES) else { return };
    let models = models();
    assert!(models.len() > 300, "only {} models were found", models.len());
    let found = differences(&models, &packages);
    let first: Vec<&str> = found.iter().take(20).map(String::as_str).collect();
    assert!(found.is_empty(), "{} lines differ\n{}", found.len(), first.join("\n"));
}

/// Pieces of texts that are read one way or another depending on what stands around them.
const PIECES: &[&str] = &[
    " ",
    " ",
    " ",
    "\n",
    "\r\n",
    "\t",
    "\u{a0}",
    "\u{3000}",
    "//",
    "///",
    "////",
    "/*",
    "*/",
    "\"",
    "'",
    ".",
    "..",
    ",",
    ":",
    "=",
    "==",
    "->",
    "--",
    "-",
    "/",
    "%",
    "(",
    ")",
    "[",
    "{",
    "}",
    "^",
    "1",
    "20",
    "0.5",
    "1_000",
    "1e-6",
    "5E3",
    "e",
    "_",
    "h",
    "s",
    "d",
    "min",
    "yr",
    "fit",
    "nines",
    "/h",
    "/ h",
    "/min",
    "module",
    "system",
    "let",
    "block",
    "param",
    "works when",
    "of",
    "any",
    "path",
    "series(",
    "probability",
    "count",
    "true",
    "use",
    "std/voting",
    "a",
    "R_M",
    "R_M'",
    "hôte",
    "e\u{301}",
    "λ",
    "²",
    "水",
    "𝕏",
    "max",
    "min(",
    "raw (",
    "modules",
    "on_",
];

/// Any row of such pieces: the compiler's tokens do not depend on the text being right.
#[test]
fn the_editor_reads_any_text_as_the_compiler_does() {
    let Some(packages) = node::packages(&PACKAGES) else { return };
    // Marsaglia's xorshift: the same texts each time.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let models: Vec<(String, Reading)> = (0..3000)
        .map(|at| {
            let length = 1 + next(30);
            let text: String = (0..length).map(|_| PIECES[next(PIECES.len())]).collect();
            (format!("text {at}"), Reading::new(&SingleFile::new("m.rbd", &text), "m.rbd"))
        })
        .collect();
    let found = differences(&models, &packages);
    let first: Vec<&str> = found.iter().take(20).map(String::as_str).collect();
    assert!(found.is_empty(), "{} lines differ\n{}", found.len(), first.join("\n"));
}
