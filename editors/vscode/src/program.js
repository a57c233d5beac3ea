// Where the program is.

"use strict";

const { execFile } = require("node:child_process");
const { homedir } = require("node:os");
const { join } = require("node:path");
const vscode = require("vscode");

/** The program as the settings name it. */
function program() {
    const named = vscode.workspace.getConfiguration("kofn").get("path", "kofn").trim() || "kofn";
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    const path = named.startsWith("~/") || named.startsWith("~\\") ? join(homedir(), named.slice(2)) : named;
    return folder === undefined ? path : path.replaceAll("${workspaceFolder}", folder);
}

/**
 * What is wrong with a program, in words; undefined where it is kofn.
 *
 * @param {string} path
 * @returns {Promise<string | undefined>}
 */
function trouble(path) {
    return new Promise((resolve) => {
        if (path.includes("\0")) {
            resolve("The setting `kofn.path` is no path.");
            return;
        }
        execFile(path, ["--version"], { timeout: 10_000, windowsHide: true }, (error, output) => {
            if (error === null) {
                const known = /^kofn \d/.test(output);
                resolve(known ? undefined : `\`${path}\` is a program, but not kofn.`);
            } else if (error.code === "ENOENT") {
                resolve(`The program \`${path}\` was not found.`);
            } else if (error.code === "EACCES") {
                resolve(`The program \`${path}\` may not be executed.`);
            } else {
                resolve(`The program \`${path}\` cannot be used: ${error.message.trim()}`);
            }
        });
    });
}

module.exports = { program, trouble };
