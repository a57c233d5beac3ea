// The formula and the value of a system, in a preview beside the model.

"use strict";

const vscode = require("vscode");

/** @typedef {{ system: string, markdown: string, text: string, latex: string }} Sheet */

/** Most systems whose pages are kept. */
const MOST = 50;

/** Pages that the editor's own Markdown preview shows, which typesets formulas. */
class Formulas {
    static scheme = "kofn-formula";

    /** @type {Map<string, string>} */
    #pages = new Map();

    #changed = new vscode.EventEmitter();

    onDidChange = this.#changed.event;

    /** @param {import("./server").Server} server */
    constructor(server) {
        this.server = server;
    }

    /** @param {vscode.Uri} uri */
    provideTextDocumentContent(uri) {
        return this.#pages.get(uri.toString()) ?? "Ask again: *kofn: Show formula and value*.";
    }

    /** Shows the system at the cursor. */
    async show() {
        const editor = vscode.window.activeTextEditor;
        if (editor === undefined || editor.document.languageId !== "rbd") {
            void vscode.window.showInformationMessage("Open a model and put the cursor into a system.");
            return;
        }
        const client = this.server.client;
        if (client === undefined) {
            void vscode.window.showErrorMessage("The language server does not run: *kofn: Restart language server*.");
            return;
        }
        const { document, selection } = editor;
        const at = {
            textDocument: { uri: client.code2ProtocolConverter.asUri(document.uri) },
            position: client.code2ProtocolConverter.asPosition(selection.active),
        };
        const options = {
            location: vscode.ProgressLocation.Notification,
            title: "kofn: formula and value",
            cancellable: true,
        };
        const command = { command: "kofn.formulaAndValue", arguments: [at] };
        /** @type {vscode.CancellationToken | undefined} */
        let taken;
        try {
            const sheet = /** @type {Sheet} */ (
                await vscode.window.withProgress(options, (_, token) => {
                    taken = token;
                    return client.sendRequest("workspace/executeCommand", command, token);
                })
            );
            await this.#open(document.uri, sheet);
        } catch (error) {
            // Whoever takes it back knows that there is no answer.
            if (taken?.isCancellationRequested) {
                return;
            }
            void vscode.window.showWarningMessage(error instanceof Error ? error.message : String(error));
        }
    }

    /**
     * @param {vscode.Uri} model
     * @param {Sheet} sheet
     */
    async #open(model, sheet) {
        const uri = vscode.Uri.from({
            scheme: Formulas.scheme,
            path: `/${sheet.system}.md`,
            query: model.toString(),
        });
        const key = uri.toString();
        // The one that was asked for last is the last to go.
        this.#pages.delete(key);
        this.#pages.set(key, sheet.markdown);
        for (const old of [...this.#pages.keys()].slice(0, -MOST)) {
            this.#pages.delete(old);
        }
        this.#changed.fire(uri);
        await vscode.commands.executeCommand("markdown.showPreviewToSide", uri);
    }
}

module.exports = { Formulas };
