// Activates the packaged extension against the real language server, without the editor: `node run.js BUNDLE KOFN`.

"use strict";

const assert = require("node:assert");
const { spawnSync } = require("node:child_process");
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { tmpdir } = require("node:os");
const { dirname, join, resolve } = require("node:path");
const { vscode, seen, settings, show } = require("./vscode");

const [bundle, kofn] = process.argv.slice(2).map((path) => resolve(path));
const load = Module._load;
Module._load = (request, ...rest) => (request === "vscode" ? vscode : load(request, ...rest));

const root = dirname(dirname(bundle));
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const MODEL = "/// Two disks.\nsystem mirror {\n    module disk[2] = 0.9\n    works when any of disk\n}\n";

/** What the problem matcher finds in what `kofn check` says. */
function matched() {
    const folder = mkdtempSync(join(tmpdir(), "kofn-"));
    const wrong = "system s {\n    module a, unused = 0.9\n    works when b\n}\nsystem t { works when c }\n";
    writeFileSync(join(folder, "my model.rbd"), wrong);
    const said = spawnSync(kofn, ["check", "my model.rbd"], { cwd: folder, encoding: "utf8" });
    rmSync(folder, { recursive: true });
    const { pattern } = manifest.contributes.problemMatchers.find((one) => one.name === "kofn");
    const [first, second] = pattern.map((one) => new RegExp(one.regexp));
    const lines = `${said.stdout}${said.stderr}`.split("\n");
    const found = [];
    lines.forEach((line, at) => {
        const [head, place] = [first.exec(line), second.exec(lines[at + 1] ?? "")];
        if (head && place) {
            const [one, other] = pattern;
            found.push([head[one.code], head[one.severity], head[one.message], ...place.slice(1)]);
            assert.deepStrictEqual([other.file, other.line, other.column], [1, 2, 3]);
        }
    });
    assert.deepStrictEqual(found, [
        ["unknown-name", "Error", "`b` is not declared", "my model.rbd", "3", "16"],
        ["unknown-name", "Error", "`c` is not declared", "my model.rbd", "5", "23"],
    ]);
}

/** What the other problem matcher finds in what a test task says. */
function matchedInTests(args) {
    const folder = mkdtempSync(join(tmpdir(), "kofn-"));
    const refuted = "system s {\n    module a = 0.9\n    works when a\n}\nassert s > 0.95\n";
    writeFileSync(join(folder, "my model.rbd"), refuted);
    const said = spawnSync(kofn, [...args, "--check"], { cwd: folder, encoding: "utf8" });
    rmSync(folder, { recursive: true });
    const named = (name) => manifest.contributes.problemMatchers.find((one) => one.name === name).pattern;
    const patterns = [named("kofn-test"), named("kofn-test-file")];
    const lines = said.stdout.split("\n").filter((line) => line.startsWith("::"));
    const found = lines.map((line) => {
        const matching = patterns.filter((one) => new RegExp(one.regexp).test(line));
        assert.strictEqual(matching.length, 1, line);
        const [pattern] = matching;
        const all = new RegExp(pattern.regexp).exec(line);
        return ["severity", "file", "line", "code", "message"].map((part) => all[pattern[part]]);
    });
    assert.deepStrictEqual(found, [
        ["error", "my model.rbd", "5", "assert-refuted", "assert s > 0.95: refuted"],
        ["error", "my model.rbd", undefined, "snapshot-missing", "there is no snapshot snapshots/my model.rbd.snap"],
    ]);
}

/** What the editor does with words, and with the ends of lines. */
function configured() {
    const text = readFileSync(join(root, "language-configuration.json"), "utf8");
    const { wordPattern, indentationRules, onEnterRules, folding } = JSON.parse(text);
    const word = new RegExp(wordPattern.pattern, `${wordPattern.flags}g`);
    assert.deepStrictEqual("module hôte, λ, R_M' = 2*水泵".match(word), ["module", "hôte", "λ", "R_M'", "水泵"]);
    const deeper = new RegExp(indentationRules.increaseIndentPattern);
    const deep = ["system s {", "    works when series( // all"];
    const flat = ["}", "module a = 0.9", "/// a comment {", "any of (a, b)"];
    assert.deepStrictEqual(deep.map((line) => deeper.test(line)), [true, true]);
    assert.deepStrictEqual(flat.map((line) => deeper.test(line)), [false, false, false, false]);
    const flatter = new RegExp(indentationRules.decreaseIndentPattern);
    assert.deepStrictEqual(["    }", "module a"].map((line) => flatter.test(line)), [true, false]);
    const doc = new RegExp(onEnterRules[0].beforeText);
    assert.deepStrictEqual(["/// a", "  ///", "// a", "//// a", "param p /// a"].map((line) => doc.test(line)), [true, true, false, false, false]);
    assert.ok(new RegExp(folding.markers.start).test("// #region racks"));
}

async function main() {
    const extension = require(bundle);
    assert.deepStrictEqual(Object.keys(extension).sort(), ["activate", "deactivate"]);
    const context = { subscriptions: [], asAbsolutePath: (path) => join(root, path) };

    // A program that is not there is said, with what to do; so is one that is another program.
    settings.set("kofn.path", join(root, "no-such-program"));
    await extension.activate(context);
    assert.strictEqual(seen.errors.length, 1);
    assert.match(seen.errors[0], /^The program `.*no-such-program` was not found\. Install it with `cargo install/);
    const commands = manifest.contributes.commands.map((one) => one.command).sort();
    assert.deepStrictEqual([...seen.commands.keys()].sort(), commands);
    await vscode.commands.executeCommand("kofn.showFormulaAndValue");
    show(join(root, "model.rbd"), MODEL, 2, 6);
    await vscode.commands.executeCommand("kofn.showFormulaAndValue");
    assert.match(seen.errors.pop(), /does not run/);
    settings.set("kofn.path", "kofn\0");
    await vscode.commands.executeCommand("kofn.restart");
    assert.match(seen.errors.pop(), /is no path/);
    settings.set("kofn.path", root);
    await vscode.commands.executeCommand("kofn.restart");
    assert.match(seen.errors.pop(), /may not be executed/);
    settings.set("kofn.path", process.execPath);
    await vscode.commands.executeCommand("kofn.restart");
    assert.match(seen.errors.pop(), /is a program, but not kofn/);

    settings.set("kofn.path", kofn);
    seen.errors.length = 0;
    await vscode.commands.executeCommand("kofn.restart");
    assert.deepStrictEqual(seen.errors, []);
    await vscode.commands.executeCommand("kofn.showFormulaAndValue");
    assert.deepStrictEqual([seen.errors, seen.warnings], [[], []]);
    const [name, uri] = seen.executed.at(-1);
    assert.strictEqual(name, "markdown.showPreviewToSide");
    assert.strictEqual(uri.path, "/mirror.md");
    const page = seen.providers.get("kofn-formula").provideTextDocumentContent(uri);
    assert.match(page, /^## mirror\n\nTwo disks\.\n\n\$\$R_\{\\mathrm\{mirror\}\} = 1-/);
    assert.match(page, /\| 0\.99 \| 0\.01 \| 2\.0 \|/);

    // Where there is no system, the server's own words are shown.
    vscode.window.activeTextEditor.selection.active = new vscode.Position(5, 0);
    await vscode.commands.executeCommand("kofn.showFormulaAndValue");
    assert.match(seen.warnings.pop(), /^there is no system here; put the cursor/);

    const provider = seen.tasks.get("kofn");
    const [check, test] = provider.provideTasks();
    assert.deepStrictEqual([check.name, check.execution.process, check.execution.args], ["check", kofn, ["check", "${file}"]]);
    assert.deepStrictEqual([test.name, test.execution.args], ["test", ["test", ".", "--format", "github"]]);
    const matchers = manifest.contributes.problemMatchers.map((one) => `$${one.name}`);
    for (const one of [check, test]) {
        assert.deepStrictEqual(one.problemMatchers, matchers);
    }
    const definition = { type: "kofn", command: "test", arguments: ["models", "--check"] };
    const resolved = provider.resolveTask({ definition, scope: 2 });
    assert.strictEqual(resolved.definition, definition);
    assert.deepStrictEqual(resolved.execution.args, ["test", "models", "--check", "--format", "github"]);
    const review = provider.resolveTask({ definition: { ...definition, arguments: [".", "--review"] }, scope: 2 });
    assert.deepStrictEqual(review.execution.args, ["test", ".", "--review"]);
    assert.strictEqual(provider.resolveTask({ definition: { type: "kofn", command: "rm" } }), undefined);

    matched();
    matchedInTests(test.execution.args);
    configured();

    // Twice, as somebody does who is impatient; then the end.
    await Promise.all([vscode.commands.executeCommand("kofn.restart"), vscode.commands.executeCommand("kofn.restart")]);
    assert.deepStrictEqual(seen.errors, []);
    await extension.deactivate();
    await extension.deactivate();
    context.subscriptions.forEach((one) => one.dispose());
    assert.strictEqual([...seen.commands.keys()].length, 0);
    process.stdout.write("all is well\n");
}

main().catch((error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
});
