// Unpacking a bundle: only the files that one has (SPEC §8), counted while they come out. What the archive says about
// its sizes is not believed.
import { Refusal } from "./refusal.js";

const FILES_MAX = 40;
export const UNPACKED_BYTES_MAX = 300 * 2 ** 20;
const NAME = /^(manifest\.json|terms\.json|statement\.json|rows\.parquet|statement\.(pdf|xlsx)|facts\/[a-z_]{1,40}\.parquet|signatures\/[0-9a-f]{16}\.json)$/;
const IGNORED = /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)|\/$/;
const STORED = 0;
const DEFLATED = 8;

/** The bundle's files by their names, without the folder that many programs put around them. */
export async function unzip(bytes) {
  const members = membersOf(entriesOf(bytes).filter((entry) => !IGNORED.test(entry.name)));
  const files = new Map();
  let left = UNPACKED_BYTES_MAX;
  for (const [name, entry] of members) {
    const content = await contentOf(bytes, entry, left);
    left -= content.length;
    files.set(name, content);
  }
  return files;
}

function membersOf(entries) {
  if (entries.length > FILES_MAX) throw new Refusal("tooManyFiles", { n: entries.length, max: FILES_MAX });
  const manifest = entries.find((entry) => entry.name.split("/").at(-1) === "manifest.json");
  if (!manifest) throw new Refusal("noManifest");
  const around = manifest.name.slice(0, -"manifest.json".length);
  const members = new Map();
  for (const entry of entries) {
    const name = entry.name.startsWith(around) ? entry.name.slice(around.length) : entry.name;
    if (!NAME.test(name) || members.has(name)) throw new Refusal("foreignFile", { name: entry.name.slice(0, 120) });
    if (entry.encrypted || ![STORED, DEFLATED].includes(entry.method)) throw new Refusal("unusualZip");
    members.set(name, entry);
  }
  return members;
}

/** The archive's table of contents, at its end. */
function entriesOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOfDirectory(view);
  const count = view.getUint16(end + 10, true);
  const start = view.getUint32(end + 16, true);
  if (start + view.getUint32(end + 12, true) !== end) throw new Refusal("notZip");
  const entries = [];
  let at = start;
  for (let n = 0; n < count; n++) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) throw new Refusal("notZip");
    const nameLength = view.getUint16(at + 28, true);
    entries.push({
      encrypted: Boolean(view.getUint16(at + 8, true) & 1),
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      start: view.getUint32(at + 42, true),
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function endOfDirectory(view) {
  const last = view.byteLength - 22;
  for (let at = last; at >= Math.max(0, last - 0xffff); at--) {
    if (view.getUint32(at, true) === 0x06054b50) return at;
  }
  throw new Refusal("notZip");
}

async function contentOf(bytes, entry, bytesMax) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { start, packed, method } = entry;
  if (start + 30 > bytes.length || view.getUint32(start, true) !== 0x04034b50) throw new Refusal("notZip");
  const from = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
  if (from + packed > bytes.length) throw new Refusal("notZip");
  const content = bytes.subarray(from, from + packed);
  return method === STORED ? counted([content], bytesMax) : counted(inflated(content), bytesMax);
}

async function* inflated(packed) {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch {
    throw new Refusal("notZip");
  } finally {
    await reader.cancel().catch(() => {});
  }
}

async function counted(chunks, bytesMax) {
  const kept = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > bytesMax) throw new Refusal("tooLarge", { n: UNPACKED_BYTES_MAX / 2 ** 20 });
    kept.push(chunk);
  }
  const whole = new Uint8Array(length); // its own memory, from 0 on: what reads Parquet counts on aligned numbers
  let at = 0;
  for (const chunk of kept) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
