// What holds between a bundle and the one before it, where both were given to the page: the loss carried over, and no
// row settled twice (SPEC §8). The page knows which one came before by its digest, so the digest chain holds by itself.

const ROWS_SHOWN_MAX = 100;
const kept = new Map(); // by digest: the month, the loss carried out, the rows by kind

/** Keep of a bundle that was found sound what the next one has to fit. */
export function keep({ manifest, statement, settled }) {
  const rows = new Map();
  for (const { kind, row_id } of settled) {
    if (!rows.has(kind)) rows.set(kind, new Set());
    rows.get(kind).add(row_id);
  }
  kept.set(manifest.digest, { month: manifest.month, carriedOut: statement.carried_out, rows });
}

/** `{follows, differences}`: the month that this bundle follows, where that one was kept. Terms that carry no loss bring none in. */
export function compareWithPrevious({ manifest, statement, settled, carries }) {
  const before = kept.get(manifest.previous);
  if (!before) return { differences: [] };
  const differences = [];
  const [expected, found] = [carries ? before.carriedOut : 0n, statement.carried_in];
  if (found !== expected) {
    differences.push({ file: "terms.json", column: "carried_in", expected, found, reason: "carriedDiffers" });
  }
  const twice = settled.filter((row) => before.rows.get(row.kind)?.has(row.row_id));
  for (const { row_id } of twice.slice(0, ROWS_SHOWN_MAX)) {
    differences.push({ file: "rows.parquet", column: "row_id", reason: "settledTwice", facts: { id: row_id, month: before.month } });
  }
  return { follows: before.month, differences };
}
