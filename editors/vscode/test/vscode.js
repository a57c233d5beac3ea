// As much of the module `vscode` as the extension and its language client touch.
//
// What the extension uses is real enough to be asked afterwards; everything else is a thing that can be called,
// constructed and looked into, and does nothing.

"use strict";

const { EventEmitter: Emitter } = require("node:events");
const { pathToFileURL, fileURLToPath } = require("node:url");

/** What happened, by name. */
const seen = { commands: new Map(), executed: [], errors: [], warnings: [], providers: new Map(), tasks: new Map() };
const settings = new Map();
const models = [];

class Disposable {
    constructor(dispose = () => {}) {
        this.dispose = dispose;
    }
    static from(...all) {
        return new Disposable(() => all.forEach((one) => one.dispose()));
    }
}
class EventEmitter {
    #emitter = new Emitter();
    event = (listener) => {
        this.#emitter.on("it", listener);
        return new Disposable(() => this.#emitter.off("it", listener));
    };
    fire(value) {
        this.#emitter.emit("it", value);
    }
    dispose() {}
}
class Position {
    constructor(line, character) {
        Object.assign(this, { line, character });
    }
}
class Range {
    constructor(start, end) {
        Object.assign(this, { start, end });
    }
}
class Uri {
    constructor(parts) {
        Object.assign(this, { authority: "", query: "", fragment: "" }, parts);
    }
    static parse(text) {
        const url = new URL(text);
        return new Uri({ scheme: url.protocol.slice(0, -1), path: url.pathname, text });
    }
    static file(path) {
        return new Uri({ scheme: "file", path, text: pathToFileURL(path).href });
    }
    static from(parts) {
        return new Uri(parts);
    }
    with(parts) {
        return new Uri({ ...this, text: undefined, ...parts });
    }
    get fsPath() {
        return this.scheme === "file" ? fileURLToPath(this.toString()) : this.path;
    }
    toString() {
        return this.text ?? `${this.scheme}:${this.path}?${encodeURIComponent(this.query)}`;
    }
}
class CancellationTokenSource {
    token = { isCancellationRequested: false, onCancellationRequested: () => new Disposable() };
    cancel() {}
    dispose() {}
}
class Task {
    constructor(definition, scope, name, source, execution, problemMatchers) {
        Object.assign(this, { definition, scope, name, source, execution, problemMatchers });
    }
}
class ProcessExecution {
    constructor(process, args) {
        Object.assign(this, { process, args });
    }
}

const opened = new EventEmitter();
const channel = () => ({ append() {}, appendLine() {}, show() {}, clear() {}, replace() {}, dispose() {} });

const real = {
    version: "1.100.0",
    Disposable,
    EventEmitter,
    CancellationTokenSource,
    Position,
    Range,
    Uri,
    Task,
    ProcessExecution,
    TaskScope: { Global: 1, Workspace: 2 },
    TaskGroup: { Test: "test", Build: "build" },
    ProgressLocation: { Notification: 15 },
    commands: {
        registerCommand(name, act) {
            if (seen.commands.has(name)) {
                throw new Error(`the command ${name} is there already`);
            }
            seen.commands.set(name, act);
            return new Disposable(() => seen.commands.delete(name));
        },
        async executeCommand(name, ...given) {
            seen.executed.push([name, ...given]);
            return seen.commands.get(name)?.(...given);
        },
    },
    window: {
        activeTextEditor: undefined,
        createOutputChannel: channel,
        async showErrorMessage(message) {
            seen.errors.push(message);
        },
        async showWarningMessage(message) {
            seen.warnings.push(message);
        },
        async showInformationMessage() {},
        withProgress: (options, act) => {
            const never = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose() {} }) };
            return act({}, options.cancellable ? never : undefined);
        },
    },
    workspace: {
        textDocuments: models,
        workspaceFolders: undefined,
        isTrusted: true,
        getConfiguration: (section) => ({
            get: (name, other) => settings.get(section ? `${section}.${name}` : name) ?? other,
            inspect: () => undefined,
            has: (name) => settings.has(`${section}.${name}`),
        }),
        registerTextDocumentContentProvider(scheme, provider) {
            seen.providers.set(scheme, provider);
            return new Disposable(() => seen.providers.delete(scheme));
        },
        onDidOpenTextDocument: opened.event,
    },
    tasks: {
        registerTaskProvider(type, provider) {
            seen.tasks.set(type, provider);
            return new Disposable(() => seen.tasks.delete(type));
        },
    },
    languages: {
        match(selector, { languageId, uri }) {
            const fits = ({ language, scheme }) => language === languageId && scheme === uri.scheme;
            return [selector].flat().some(fits) ? 10 : 0;
        },
        createDiagnosticCollection: () => ({ set() {}, delete() {}, clear() {}, dispose() {} }),
    },
};

/** A thing that does nothing, whatever is done with it. */
function nothing() {
    class Nothing extends Disposable {}
    return new Proxy(Nothing, {
        get(target, name) {
            if (name === "then") return undefined;
            if (name in target || typeof name === "symbol") return target[name];
            return (target[name] = nothing());
        },
        apply: () => new Disposable(),
    });
}

/** What is real of a part of the module; the rest does nothing. */
function partly(part) {
    return new Proxy(part, {
        get(target, name) {
            if (name in target || typeof name === "symbol") return target[name];
            // Events give what ends them, and so does whatever is registered.
            const does = /^(on|register|create)/.test(String(name));
            return (target[name] = does ? () => new Disposable() : nothing());
        },
    });
}

for (const name of ["commands", "window", "workspace", "tasks", "languages"]) {
    real[name] = partly(real[name]);
}
real.env = partly({ language: "en", appName: "test" });
real.extensions = partly({ getExtension: () => undefined });

/** The text of a model in an editor with the cursor at a place. */
function show(path, text, line, character) {
    const uri = Uri.file(path);
    const document = { uri, languageId: "rbd", version: 1, getText: () => text, isClosed: false, fileName: path };
    models.push(document);
    opened.fire(document);
    real.window.activeTextEditor = { document, selection: { active: new Position(line, character) } };
}

module.exports = { vscode: partly(real), seen, settings, show };
