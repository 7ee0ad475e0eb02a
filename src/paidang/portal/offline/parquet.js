// Columns of a Parquet file, exactly: what hyparquet would turn into a Number or a Date stays a whole number.
import { readColumn } from "./hyparquet/column.js";
import { parquetMetadata } from "./hyparquet/metadata.js";
import { getSchemaPath } from "./hyparquet/schema.js";
import { Refusal } from "./refusal.js";

const ROWS_MAX = 1_500_000; // beyond it a browser has too little memory
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const parsers = { stringFromBytes: (bytes) => bytes && utf8.decode(bytes) };
const PER_MICROSECOND = { MILLIS: (n) => n * 1000n, MICROS: (n) => n, NANOS: (n) => floor(n, 1000n) };

/**
 * `{rows, columns: [{name, kind, values}]}`. Kinds: text; integer, BigInt; boolean; time, microseconds since 1970 as
 * BigInt; day, YYYY-MM-DD; decimal38_8, BigInt in 10^-8; other. null is an empty cell. Throws on a damaged file.
 */
export function readParquet(bytes) {
  const metadata = parquetMetadata(bytes, { parsers: { stringFromBytes: () => "" }, geoparquet: false });
  const rows = metadata.row_groups.reduce((total, group) => total + Number(group.num_rows), 0);
  if (rows > ROWS_MAX) throw new Refusal("tooManyRows", { n: rows, max: ROWS_MAX });
  if (rows !== Number(metadata.num_rows)) throw new Error("the rows of its parts are not those of the file");
  const tree = getSchemaPath(metadata.schema, [])[0];
  const columns = tree.children.map((node, index) => {
    if (node.children.length || node.element.repetition_type === "REPEATED") throw new Error("a nested column");
    const kind = kindOf(node.element);
    return { name: node.element.name, kind: kind.name, values: valuesOf(bytes, metadata, index, [tree, node], kind) };
  });
  return { rows, columns };
}

function valuesOf(bytes, metadata, index, schemaPath, kind) {
  const values = [];
  // hyparquet may decode texts, of which a dictionary holds each once; of anything else we want what is stored
  const element = { ...schemaPath[1].element, logical_type: undefined };
  if (kind.name !== "text" && !String(element.converted_type).startsWith("UINT_")) element.converted_type = undefined;
  if (kind.name === "text") element.converted_type = "UTF8";
  for (const group of metadata.row_groups) {
    const rows = Number(group.num_rows);
    if (!rows) continue;
    const before = values.length;
    const chunk = group.columns[index].meta_data;
    if (chunk.path_in_schema.join(".") !== schemaPath[1].element.name) throw new Error("a column out of place");
    const decoder = { ...chunk, pathInSchema: chunk.path_in_schema, element, schemaPath, parsers, utf8: false };
    const whole = { groupStart: 0, selectStart: 0, selectEnd: rows };
    for (const part of readColumn(readerOf(bytes, chunk), whole, decoder).data) {
      for (const value of part) values.push(value === null ? null : kind.exact(value));
    }
    if (values.length - before !== rows) throw new Error("a column that is too long or too short");
  }
  return values;
}

function readerOf(bytes, chunk) {
  const offsets = [chunk.dictionary_page_offset, chunk.data_page_offset].filter(Boolean).map(Number);
  const [start, length] = [Math.min(...offsets), Number(chunk.total_compressed_size)];
  if (!(start >= 4 && length >= 0 && start + length <= bytes.length)) throw new Error("a column outside the file");
  return { view: new DataView(bytes.buffer, bytes.byteOffset + start, length), offset: 0 };
}

function kindOf({ type, converted_type: converted, logical_type: logical, scale, precision }) {
  const meaning = logical?.type ?? converted;
  if (type === "BYTE_ARRAY" && ["STRING", "UTF8", "ENUM"].includes(meaning)) return { name: "text", exact: present };
  if (type === "BOOLEAN") return { name: "boolean", exact: present };
  if (meaning === "DECIMAL") {
    const name = scale === 8 && precision === 38 ? "decimal38_8" : "other";
    return { name, exact: (value) => (typeof value === "object" ? bigEndian(value) : BigInt(value)) };
  }
  if (meaning === "DATE") return { name: "day", exact: (days) => new Date(days * 86_400_000).toISOString().slice(0, 10) };
  const unit = logical?.unit ?? { TIMESTAMP_MILLIS: "MILLIS", TIMESTAMP_MICROS: "MICROS" }[converted];
  if (unit && type === "INT64" && (logical ? logical.type === "TIMESTAMP" && logical.isAdjustedToUTC : true)) {
    return { name: "time", exact: (value) => PER_MICROSECOND[unit](value) };
  }
  const isInteger = meaning === undefined || meaning === "INTEGER" || /^U?INT_/.test(meaning);
  if (isInteger && ["INT32", "INT64"].includes(type)) return { name: "integer", exact: BigInt };
  return { name: "other", exact: present };
}

/** A dictionary that lacks the entry gives undefined: a damaged file. */
function present(value) {
  if (value === undefined) throw new Error("an entry that its dictionary lacks");
  return value;
}

function bigEndian(bytes) {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return BigInt.asIntN(bytes.length * 8, value);
}

function floor(n, divisor) {
  return n / divisor - (n % divisor < 0n ? 1n : 0n);
}
