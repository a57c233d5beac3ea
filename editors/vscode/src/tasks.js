// What the program does in a terminal: `kofn check` of a model, `kofn test` of a folder.

"use strict";

const vscode = require("vscode");
const { program } = require("./program");

/** @typedef {vscode.TaskDefinition & { command: "check" | "test", arguments?: string[] }} Definition */

/**
 * @param {Definition} definition
 * @param {vscode.WorkspaceFolder | vscode.TaskScope} scope
 */
function task(definition, scope) {
    const { command } = definition;
    const words = definition.arguments ?? [command === "check" ? "${file}" : "."];
    // What a test finds has no other form with its place on one line; somebody who reviews reads it.
    const lines = command === "test" && !words.some((word) => /^--(format(=|$)|review$)/.test(word));
    const format = lines ? ["--format", "github"] : [];
    const execution = new vscode.ProcessExecution(program(), [command, ...words, ...format]);
    const made = new vscode.Task(definition, scope, command, "kofn", execution, [
        "$kofn",
        "$kofn-test",
        "$kofn-test-file",
    ]);
    made.group = command === "test" ? vscode.TaskGroup.Test : vscode.TaskGroup.Build;
    return made;
}

/** @type {vscode.TaskProvider} */
const tasks = {
    provideTasks() {
        const scope = vscode.workspace.workspaceFolders?.[0] ?? vscode.TaskScope.Workspace;
        return [task({ type: "kofn", command: "check" }, scope), task({ type: "kofn", command: "test" }, scope)];
    },

    resolveTask(unresolved) {
        const definition = /** @type {Definition} */ (unresolved.definition);
        if (definition.command !== "check" && definition.command !== "test") {
            return undefined;
        }
        // The very definition comes back, as the editor asks for.
        return task(definition, unresolved.scope ?? vscode.TaskScope.Workspace);
    },
};

module.exports = { tasks };
