// What a bundle says against what was recomputed: each figure of the statement by its path, each row by its number.
import { byCodePoint, isObject } from "./canonical.js";

const ROWS_SHOWN_MAX = 100;
const FACT_OF_KIND = {
  line: ["order_lines", "line_id"],
  refund: ["refunds", "refund_id"],
  logistics: ["logistics", "charge_id"],
  platform_fee: ["platform_fees", "fee_id"],
};
const TEXTS = ["row_id", "kind", "order_id", "sku", "month"];
const FIGURES = ["revenue", "cost", "tax", "logistics", "platform_fee", "profit"];
const COLUMNS = [...TEXTS.map((name) => [name, "text"]), ...FIGURES.map((name) => [name, "integer"]), ["share_b", "decimal38_8"]];
const COMPARED = COLUMNS.map(([name]) => name).filter((name) => name !== "row_id" && name !== "kind");

export function statementDifferences(expected, found, path = "") {
  if (isObject(expected) && isObject(found)) {
    const keys = [...new Set([...Object.keys(expected), ...Object.keys(found)])].sort(byCodePoint);
    return keys.flatMap((key) => statementDifferences(expected[key] ?? null, found[key] ?? null, path ? `${path}.${key}` : key));
  }
  if (Array.isArray(expected) && Array.isArray(found) && expected.length === found.length) {
    return expected.flatMap((each, index) => statementDifferences(each, found[index], `${path}[${index}]`));
  }
  return expected === found ? [] : [{ file: "statement.json", column: path, expected, found, reason: "figureDiffers" }];
}

/**
 * Each row of rows.parquet that is not the recomputed one, the first hundred. Where the fact file behind a row is among
 * `changed`, the fact is named.
 */
export function rowDifferences(rows, table, changed, facts) {
  if (JSON.stringify(table.columns.map(({ name, kind }) => [name, kind])) !== JSON.stringify(COLUMNS)) {
    return [{ file: "rows.parquet", row: 1, reason: "columnsDiffer" }];
  }
  const found = new Found(table);
  const differences = [];
  for (const row of rows) {
    const index = found.take(row.kind, row.row_id);
    if (index === undefined) differences.push({ ...about(row), reason: "rowMissing" });
    else differences.push(...oneRowDifference(row, table, index));
  }
  return [...differences, ...found.repeatedOrLeft()]
    .sort((a, b) => (a.row ?? 0) - (b.row ?? 0) || byCodePoint(a.kind, b.kind) || byCodePoint(a.facts.id, b.facts.id))
    .slice(0, ROWS_SHOWN_MAX)
    .map((difference) => namedByFact(difference, changed, facts));
}

function oneRowDifference(row, table, index) {
  const wrong = table.columns.find(({ name, values }) => COMPARED.includes(name) && values[index] !== row[name]);
  if (!wrong) return [];
  const { name: column, values } = wrong;
  return [{ ...about(row), row: index + 2, column, expected: row[column], found: values[index], reason: "rowDiffers" }];
}

function about({ kind, row_id }) {
  return { file: "rows.parquet", kind: String(kind), facts: { id: String(row_id) } };
}

/** The rows of the bundle by kind and id; what nobody takes is too much. */
class Found {
  constructor({ rows, columns }) {
    const [ids, kinds] = [columns[0].values, columns[1].values];
    this.byKind = new Map();
    for (let index = 0; index < rows; index++) {
      const [kind, row_id] = [kinds[index], ids[index]];
      if (!this.byKind.has(kind)) this.byKind.set(kind, new Map());
      const byId = this.byKind.get(kind);
      if (byId.has(row_id)) byId.get(row_id).times += 1;
      else byId.set(row_id, { kind, row_id, index, times: 1, taken: false });
    }
  }

  take(kind, row_id) {
    const place = this.byKind.get(kind)?.get(row_id);
    if (place) place.taken = true;
    return place?.index;
  }

  *repeatedOrLeft() {
    for (const byId of this.byKind.values()) {
      for (const place of byId.values()) {
        const { index, times, taken } = place;
        if (taken && times === 1) continue;
        const here = { ...about(place), row: index + 2 };
        if (times > 1) yield { ...here, column: "row_id", expected: 1n, found: BigInt(times), reason: "rowRepeated" };
        if (!taken) yield { ...here, reason: "rowTooMuch" };
      }
    }
  }
}

function namedByFact(difference, changed, facts) {
  const { kind, ...plain } = difference;
  const [table, id] = FACT_OF_KIND[kind] ?? [];
  const file = `facts/${table}.parquet`;
  if (!changed.has(file)) return plain;
  const index = facts[table].findIndex((fact) => fact[id] === plain.facts.id);
  return { file, row: index < 0 ? undefined : index + 2, reason: "factTouched", facts: plain.facts };
}
