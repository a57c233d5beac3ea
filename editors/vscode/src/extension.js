// The extension: starts `kofn lsp`, and says in plain words what is missing where it cannot.

"use strict";

const vscode = require("vscode");
const { Server } = require("./server");
const { Formulas } = require("./formulas");
const { tasks } = require("./tasks");

/** @type {Server | undefined} */
let server;

/** @param {vscode.ExtensionContext} context */
async function activate(context) {
    const running = new Server();
    server = running;
    const formulas = new Formulas(running);
    context.subscriptions.push(
        vscode.commands.registerCommand("kofn.restart", () => running.restart()),
        vscode.commands.registerCommand("kofn.showFormulaAndValue", () => formulas.show()),
        vscode.workspace.registerTextDocumentContentProvider(Formulas.scheme, formulas),
        vscode.tasks.registerTaskProvider("kofn", tasks),
        vscode.workspace.onDidChangeConfiguration((change) => {
            if (change.affectsConfiguration("kofn.path")) {
                void running.restart();
            }
        }),
        vscode.workspace.onDidGrantWorkspaceTrust(() => void running.restart()),
    );
    await running.start();
}

async function deactivate() {
    await server?.stop();
    server = undefined;
}

module.exports = { activate, deactivate };
