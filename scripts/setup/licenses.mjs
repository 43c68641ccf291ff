import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { inProject } from "./project.mjs";

/**
 * A package in the program: Vite writes these of what its bundles really contain.
 * @typedef {{ name: string, version: string, identifier: string | null, text: string | null }} Licensed
 */

/** What Vite calls its list in the folder of a bundle. */
export const LICENSE_LIST = "licenses.json";

/** The licences of the program, beside the interface: from there the window and the server show them. */
export const licensesFile = inProject("out", "renderer", "licenses.txt");

/** Packages that the program brings beside its bundles. */
const UNBUNDLED = ["better-sqlite3"];

/**
 * Makes one text of the lists of the bundles in these folders, with the program's own licence first, and removes the lists.
 * Throws where a package names no licence.
 * @param {string[]} folders
 */
export function writeLicenses(folders) {
  const lists = folders.map((folder) => inProject("out", folder, LICENSE_LIST)).filter(existsSync);
  const bundled = lists.flatMap(readList);
  for (const list of lists) rmSync(list);
  writeFileSync(licensesFile, licensesText([...bundled, ...UNBUNDLED.map(licenseOf)]));
}

/**
 * @param {string} path
 * @returns {Licensed[]}
 */
export function readList(path) {
  /** @type {Licensed[]} */
  const list = JSON.parse(readFileSync(path, "utf8"));
  return list;
}

/**
 * @param {Licensed[]} packages
 */
export function licensesText(packages) {
  const byName = new Map(packages.map((one) => [`${one.name} ${one.version}`, one]));
  const sorted = [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  const own = readFileSync(inProject("LICENSE"), "utf8").trim();
  const parts = [`RCDB Desktop\n\n${own}`, ...sorted.map(partOf)];
  return `${parts.join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

/** @param {Licensed} licensed */
function partOf({ name, version, identifier, text }) {
  if (!identifier && !text)
    throw new Error(`${name} ${version} names no licence: it cannot be brought along.`);
  const terms =
    text?.trim() ||
    `The package names this licence and brings no text of it: https://spdx.org/licenses/${identifier}`;
  return `${name} ${version} (${identifier ?? "see below"})\n\n${terms}`;
}

/**
 * The licence of a package as it is installed.
 * @param {string} name
 * @returns {Licensed}
 */
function licenseOf(name) {
  const folder = inProject("node_modules", name);
  const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  return { name, version, identifier: license, text: readFileSync(`${folder}/LICENSE`, "utf8") };
}
