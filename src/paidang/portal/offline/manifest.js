// manifest.json: what a bundle consists of, under which rules and after which other bundle (SPEC §8).
import { canonical, isObject, readCanonical, sha256 } from "./canonical.js";

export const MANIFEST = "manifest.json";
export const CORE_FILES = ["terms.json", "statement.json", "rows.parquet", "facts/order_lines.parquet"];

const isText = (value) => typeof value === "string";
const isTextOrNull = (value) => value === null || isText(value);
const FIELDS = {
  month: isText,
  version: (value) => typeof value === "bigint",
  files: isObject,
  previous: isTextOrNull,
  closed_at: isTextOrNull,
  rules: isText,
};

/** `{manifest}`, or `{wrong}` with the code of the reason. */
export async function readManifest(bytes) {
  const read = readCanonical(bytes);
  if (!read) return { wrong: "notCanonical" };
  if (!isObject(read.value)) return { wrong: "notAManifest" };
  const { digest, ...manifest } = read.value;
  const names = Object.keys(manifest).sort().join();
  if (digest === undefined || names !== Object.keys(FIELDS).sort().join()) return { wrong: "notAManifest" };
  if (!Object.entries(FIELDS).every(([name, fits]) => fits(manifest[name]))) return { wrong: "notAManifest" };
  if ((await sha256(canonical(manifest))) !== digest) return { wrong: "digestDiffers" };
  return { manifest: { ...manifest, digest } };
}

/** Files that are missing, changed or added since the manifest was written; and the names of those that changed. */
export async function compareFiles(manifest, files) {
  const found = new Map();
  for (const [name, bytes] of files) {
    if (name !== MANIFEST && !name.startsWith("signatures/")) found.set(name, await sha256(bytes));
  }
  const names = new Set([...Object.keys(manifest.files), ...found.keys(), ...CORE_FILES]);
  const differences = [...names].sort().flatMap((file) => fileDifference(file, manifest.files[file], found.get(file)));
  const changed = new Set([...found.keys()].filter((name) => manifest.files[name] !== found.get(name)));
  return { differences, changed };
}

function fileDifference(file, listed, actual) {
  if (actual === undefined) return [{ file, expected: listed, reason: "fileMissing" }];
  if (listed === undefined) return [{ file, found: actual, reason: "fileNotListed" }];
  return listed === actual ? [] : [{ file, expected: listed, found: actual, reason: "fileChanged" }];
}
