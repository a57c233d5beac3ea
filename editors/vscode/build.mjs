// Makes `dist`: the extension in one file, the grammar of the language, and the licences of what is bundled.
//
// The grammar and our licences have their one place elsewhere in the project; they are copied, never kept twice.

import { build } from "esbuild";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const project = join(here, "..", "..");
const dist = join(here, "dist");

/** Licences under which a package may be in what we give away. */
const ALLOWED = ["MIT", "ISC", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "Zlib", "0BSD", "CC0-1.0"];

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
copyFileSync(join(project, "grammar", "rbd.tmLanguage.json"), join(dist, "rbd.tmLanguage.json"));
for (const licence of ["LICENSE-MIT", "LICENSE-APACHE"]) {
    copyFileSync(join(project, licence), join(here, licence));
}

const { metafile } = await build({
    absWorkingDir: here,
    entryPoints: ["src/extension.js"],
    outfile: "dist/extension.js",
    bundle: true,
    minify: true,
    format: "cjs",
    platform: "node",
    target: "node18",
    external: ["vscode"],
    legalComments: "none",
    logLevel: "warning",
    metafile: true,
});
writeFileSync(join(dist, "LICENCES-OF-OTHERS.txt"), licences(Object.keys(metafile.inputs)));

/**
 * The licences of the packages that some files belong to, in order of their names.
 *
 * @param {string[]} files
 */
function licences(files) {
    const folders = new Set(files.map(packageOf).filter((folder) => folder !== null));
    const texts = [...folders].sort().map((folder) => {
        const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
        if (!ALLOWED.includes(license)) {
            throw new Error(`${name} ${version} is under ${license}, which is not among ${ALLOWED.join(", ")}`);
        }
        const found = readdirSync(folder).find((file) => /^licen[cs]e(\.|$)/i.test(file));
        if (found === undefined) {
            throw new Error(`${name} ${version} comes without the text of its licence`);
        }
        return `${name} ${version} (${license})\n\n${readFileSync(join(folder, found), "utf8").trim()}\n`;
    });
    return `The extension contains these packages.\n\n${texts.join(`\n${"-".repeat(72)}\n\n`)}`;
}

/**
 * The folder of the package that a file belongs to; null where it is ours.
 *
 * @param {string} file
 */
function packageOf(file) {
    const parts = join(here, file).split(sep);
    const last = parts.lastIndexOf("node_modules");
    if (last < 0) {
        return null;
    }
    const length = parts[last + 1].startsWith("@") ? 3 : 2;
    const folder = parts.slice(0, last + length).join(sep);
    if (!existsSync(join(folder, "package.json"))) {
        throw new Error(`${file} belongs to no package`);
    }
    return folder;
}
