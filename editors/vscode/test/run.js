// Activates the packaged extension against the real language server, without the editor: `node run.js BUNDLE KOFN`.

"use strict";

const assert = require("node:assert");
const { readFileSync } = require("node:fs");
const Module = require("node:module");
const { dirname, join, resolve } = require("node:path");
const { vscode, seen, settings, show } = require("./vscode");

const [bundle, kofn] = process.argv.slice(2).map((path) => resolve(path));
const load = Module._load;
Module._load = (request, ...rest) => (request === "vscode" ? vscode : load(request, ...rest));

const root = dirname(dirname(bundle));
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const MODEL = "/// Two disks.\nsystem mirror {\n    module disk[2] = 0.9\n    works when any of disk\n}\n";

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
    assert.match(page, /\| 0\.99 \| 0\.01 \| 2 \|/);

    // Where there is no system, the server's own words are shown.
    vscode.window.activeTextEditor.selection.active = new vscode.Position(5, 0);
    await vscode.commands.executeCommand("kofn.showFormulaAndValue");
    assert.match(seen.warnings.pop(), /^there is no system here; put the cursor/);

    const provider = seen.tasks.get("kofn");
    const [check, test] = provider.provideTasks();
    assert.deepStrictEqual([check.name, check.execution.process, check.execution.args], ["check", kofn, ["check", "${file}"]]);
    assert.deepStrictEqual([test.name, test.execution.args], ["test", ["test", "."]]);
    const matchers = manifest.contributes.problemMatchers.map((one) => `$${one.name}`);
    assert.ok(matchers.includes(check.problemMatchers));
    const definition = { type: "kofn", command: "test", arguments: ["models", "--check"] };
    const resolved = provider.resolveTask({ definition, scope: 2 });
    assert.strictEqual(resolved.definition, definition);
    assert.deepStrictEqual(resolved.execution.args, ["test", "models", "--check"]);
    assert.strictEqual(provider.resolveTask({ definition: { type: "kofn", command: "rm" } }), undefined);

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
