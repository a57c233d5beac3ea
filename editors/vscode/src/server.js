// The language server while it runs.

"use strict";

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");
const { program, trouble } = require("./program");

/** How the program is installed, for those who do not have it. */
const INSTALL =
    "Install it with `cargo install --path compiler/cli` in a copy of the project, or say in the setting `kofn.path` where it is.";

const SETTINGS = "Open settings";
const AGAIN = "Try again";
const PROJECT = "Open the project";

/** Starts and stops one after the other; nothing runs where the program cannot be used. */
class Server {
    /** @type {LanguageClient | undefined} */
    #client;

    /** What was asked for last; the next waits for it. */
    #last = Promise.resolve();

    /** The client; undefined while none runs. */
    get client() {
        return this.#client?.isRunning() ? this.#client : undefined;
    }

    start() {
        return this.#then(() => this.#started());
    }

    stop() {
        return this.#then(() => this.#stopped());
    }

    restart() {
        return this.#then(async () => {
            await this.#stopped();
            await this.#started();
        });
    }

    /** @param {() => Promise<void>} step */
    #then(step) {
        const done = this.#last.then(step);
        // What went wrong is told to who asked for it; the next step begins anyway.
        this.#last = done.catch(() => {});
        return done;
    }

    async #started() {
        const command = program();
        const wrong = await trouble(command);
        if (wrong !== undefined) {
            // Nobody waits for the answer: the editor goes on.
            void this.#tell(`${wrong} ${INSTALL}`);
            return;
        }
        const client = new LanguageClient(
            "kofn",
            "kofn",
            { command, args: ["lsp"] },
            { documentSelector: [{ language: "rbd", scheme: "file" }, { language: "rbd", scheme: "untitled" }] },
        );
        try {
            await client.start();
            this.#client = client;
        } catch (error) {
            void this.#tell(`\`${command} lsp\` did not start: ${error instanceof Error ? error.message : error}`);
        }
    }

    async #stopped() {
        const client = this.#client;
        this.#client = undefined;
        try {
            await client?.dispose();
        } catch {
            // It is gone already.
        }
    }

    /** @param {string} message */
    async #tell(message) {
        const chosen = await vscode.window.showErrorMessage(message, SETTINGS, AGAIN, PROJECT);
        if (chosen === SETTINGS) {
            await vscode.commands.executeCommand("workbench.action.openSettings", "kofn.path");
        } else if (chosen === AGAIN) {
            await this.restart();
        } else if (chosen === PROJECT) {
            await vscode.env.openExternal(vscode.Uri.parse("https://github.com/kofn/kofn"));
        }
    }
}

module.exports = { Server };
