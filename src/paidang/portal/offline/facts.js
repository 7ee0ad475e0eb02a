// Bad facts are refused whole, one place per bad cell (SPEC §1): each cell by itself, then ids and references, then
// checks over several cells; a cell that is bad by itself takes part in no further one.
import { TABLES, readCell } from "./cells.js";
import { readParquet } from "./parquet.js";
import { Refusal } from "./refusal.js";
import { chargeFlaws, lineFlaws, refundFlaws } from "./row_checks.js";

/** `{tables: {order_lines: [{…}]}}`, rows by column name, or `{errors}` in order. `tell` hears what is being read. */
export function readFacts(files, { month, profitCounts }, tell = () => {}) {
  const tables = {};
  for (const name of Object.keys(TABLES)) {
    tell(name);
    tables[name] = readTable(name, files.get(`facts/${name}.parquet`), name === "costs" && profitCounts);
  }
  const { order_lines: lines, logistics, refunds } = tables;
  const errors = [
    ...Object.entries(TABLES).flatMap(([name, table]) => [
      ...tables[name].errors, ...repeatedKeys(table, tables[name]), ...unknownReferences(table, tables[name], lines),
    ]),
    ...lines.rows.flatMap((row) => lineFlaws(row, { month, profitCounts }).map((flaw) => wrongAt(row, flaw))),
    ...logistics.rows.flatMap((row) => chargeFlaws(row).map((flaw) => wrongAt(row, flaw))),
    ...refundFlaws(refunds.rows, firstById(lines)).map(([row, flaw]) => wrongAt(row, flaw)),
  ];
  if (errors.length) return { errors: errors.sort(byPlace) };
  return { tables: Object.fromEntries(Object.entries(tables).map(([name, { rows }]) => [name, rows.map((row) => row.values)])) };
}

/** The rows with their cells that are good by themselves; `lost`: columns of which some cells are unknown. */
function readTable(name, bytes, needed) {
  const file = `facts/${name}.parquet`;
  const { columns } = TABLES[name];
  const all = new Set(columns.map((column) => column.name));
  if (!bytes) {
    return { rows: [], errors: needed ? [{ file, reason: "fileMissing" }] : [], lost: needed ? all : new Set() };
  }
  let table;
  try {
    table = readParquet(bytes);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return { rows: [], errors: [{ file, reason: "unreadable" }], lost: all };
  }
  const { found, errors } = findColumns(columns, table.columns, file);
  const rows = Array.from({ length: table.rows }, (_, index) => ({ file, number: index + 2, values: {} }));
  for (const [column, source] of found) readColumnCells(column, source, rows, errors);
  const lost = new Set(columns.filter((column) => !found.has(column)).map((column) => column.name));
  return { rows, errors, lost };
}

function findColumns(columns, present, file) {
  const found = new Map();
  const errors = [];
  for (const column of columns) {
    const same = present.filter((each) => each.name === column.name);
    if (same.length === 1) found.set(column, same[0]);
    else if (!same.length && column.optional) found.set(column, null);
    else errors.push({ file, row: 1, column: column.name, reason: same.length ? "columnRepeated" : "columnMissing" });
  }
  for (const name of new Set(present.map((each) => each.name))) {
    const known = columns.some((column) => column.name === name);
    const repeated = present.filter((each) => each.name === name).length > 1;
    if (repeated && !known) errors.push({ file, row: 1, column: name, reason: "columnRepeated" });
  }
  return { found, errors };
}

function readColumnCells(column, source, rows, errors) {
  rows.forEach((row, index) => {
    const raw = source ? source.values[index] : null;
    const read = readCell(column, source?.kind, raw);
    if (read.wrong) errors.push({ file: row.file, row: row.number, column: column.name, found: raw, reason: read.wrong, facts: read });
    else row.values[column.name] = read.value;
  });
}

function* repeatedKeys(table, { rows }) {
  const seen = new Set();
  for (const row of rows) {
    const cells = table.key.map((name) => row.values[name]);
    if (cells.includes(undefined)) continue;
    const key = cells.length > 1 ? JSON.stringify(cells) : cells[0];
    if (seen.has(key)) yield wrongAt(row, { column: table.key.at(-1), reason: "repeated" });
    seen.add(key);
  }
}

function* unknownReferences(table, { rows }, lines) {
  for (const { name, refersTo } of table.columns) {
    if (!refersTo || lines.lost.has(refersTo)) continue; // what is known cannot be told
    const known = new Set(lines.rows.map((row) => row.values[refersTo]));
    for (const row of rows) {
      const value = row.values[name];
      if (value !== undefined && value !== null && !known.has(value)) {
        yield wrongAt(row, { column: name, reason: refersTo === "line_id" ? "noSuchLine" : "noSuchOrder" });
      }
    }
  }
}

/** A reference means the first row with that id. */
function firstById({ rows }) {
  const first = new Map();
  for (const row of rows) {
    const id = row.values.line_id;
    if (id !== undefined && !first.has(id)) first.set(id, row);
  }
  return first;
}

function wrongAt(row, { column, reason }) {
  return { file: row.file, row: row.number, column, found: row.values[column], reason };
}

/** By file name, row (the file itself first) and column order; columns that the table does not have come last. */
function byPlace(a, b) {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return (a.row ?? 0) - (b.row ?? 0) || order(a) - order(b);
}

function order({ file, column }) {
  const names = TABLES[file.slice("facts/".length, -".parquet".length)].columns.map((each) => each.name);
  const index = names.indexOf(column);
  return index < 0 ? names.length : index;
}
