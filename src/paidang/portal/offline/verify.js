// Verifying a bundle: every file against the manifest, every figure and row against what its own terms and facts give.
import { readCanonical } from "./canonical.js";
import { compareWithPrevious, keep } from "./chain.js";
import { rowDifferences, statementDifferences } from "./compare.js";
import { RULES } from "./data.js";
import { readFacts } from "./facts.js";
import { CORE_FILES, MANIFEST, compareFiles, readManifest } from "./manifest.js";
import { readParquet } from "./parquet.js";
import { Refusal } from "./refusal.js";
import { settleRows } from "./rows.js";
import { checkSignatures } from "./signatures.js";
import { makeStatement, tooLarge } from "./statement.js";
import { readTerms } from "./terms.js";
import { unzip } from "./unzip.js";

const SHOWN_MAX = 100;

/**
 * What was found: `{differences, count, manifest, statement, rows, signedBy, unchecked, follows}`, nothing differing if the
 * bundle is what it says it is; `follows`: the month of the one before, where that was verified too. `tell` hears of each step; `tellFound` of a verdict that stands already, should a damaged file
 * bring the rest to no end. Throws Refusal for what is no bundle, or cannot be read here.
 */
export async function verify(bytes, tell, tellFound) {
  if (!globalThis.crypto?.subtle || typeof DecompressionStream === "undefined") throw new Refusal("oldBrowser");
  tell("unzip");
  const files = await unzip(bytes);
  tell("hash");
  const read = await readManifest(files.get(MANIFEST));
  if (read.wrong) return verdict([{ file: MANIFEST, reason: read.wrong }]);
  const { manifest } = read;
  const { differences, changed } = await compareFiles(manifest, files);
  const { signedBy, unchecked, differences: badSignatures } = await checkSignatures(files, manifest.digest);
  const known = { manifest, signedBy, unchecked };
  const named = [...differences, ...badSignatures];
  if (manifest.rules !== RULES) {
    const older = { file: MANIFEST, column: "rules", reason: "otherRules", facts: { theirs: manifest.rules, ours: RULES } };
    return verdict([...named, older], known);
  }
  if (named.length) tellFound(verdict(named, known));
  const whole = CORE_FILES.every((name) => files.has(name));
  const made = whole ? recompute(files, manifest, changed, tell) : { differences: [] };
  if (!made.settled) return verdict([...named, ...made.differences], known);
  const { statement, settled, carries } = made;
  const { follows, differences: broken } = compareWithPrevious({ manifest, statement, settled, carries });
  const all = [...named, ...made.differences, ...broken];
  if (!all.length) keep({ manifest, statement, settled });
  return verdict(all, { ...known, statement, rows: settled.length, follows });
}

function verdict(differences, known = {}) {
  return { differences: differences.slice(0, SHOWN_MAX), count: differences.length, ...known };
}

/** `{differences}`, with the recomputed statement and the settled rows where it came to that. */
function recompute(files, manifest, changed, tell) {
  const [termsFile, statementFile] = ["terms.json", "statement.json"].map((name) => readCanonical(files.get(name)));
  const unread = [["terms.json", termsFile], ["statement.json", statementFile]].filter(([, read]) => !read);
  const differences = unread.map(([file]) => ({ file, reason: "notCanonical" }));
  if (!termsFile) return { differences };
  const { terms, errors: badTerms } = readTerms(termsFile.value, manifest.month);
  if (badTerms) return { differences: [...differences, ...badTerms] };
  const { tables, errors: badFacts } = readFacts(files, { month: manifest.month, profitCounts: terms.profitCounts }, tell);
  if (badFacts) return { differences: [...differences, ...badFacts] };
  tell("settle");
  const settled = settleRows(terms, tables, manifest.month);
  if (settled.tooLarge) {
    return { differences: [...differences, { file: "rows.parquet", reason: "rowOver64Bits", facts: { id: settled.tooLarge } }] };
  }
  const statement = makeStatement(terms, settled, manifest.month, manifest.version);
  const large = tooLarge(statement).map((column) => ({ file: "statement.json", column, reason: "over64Bits" }));
  if (large.length) return { differences: [...differences, ...large] };
  if (statementFile) differences.push(...statementDifferences(statement, statementFile.value));
  tell("compare");
  differences.push(...compareRows(files, settled.rows, changed, tables));
  return { differences, statement, settled: settled.rows, carries: terms.carries };
}

function compareRows(files, rows, changed, facts) {
  let table;
  try {
    table = readParquet(files.get("rows.parquet"));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return [{ file: "rows.parquet", reason: "unreadable" }];
  }
  return rowDifferences(rows, table, changed, facts);
}
