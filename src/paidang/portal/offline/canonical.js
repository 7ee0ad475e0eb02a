// JSON of which there is one form only, so that its hash means its content (SPEC §8): keys in the order of their code
// points, no blanks, UTF-8 unescaped. Whole numbers are BigInt; there are no others.

const TOKEN = /[{}[\],:]|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u00[01][0-9a-f]))*"|-?(?:0|[1-9][0-9]*)|true|false|null/y;
const WORDS = { true: true, false: false, null: null };

/** The value of a file of canonical JSON; null instead of `{value}` where it is not so, byte for byte. */
export function readCanonical(bytes) {
  let value;
  try {
    value = parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return null; // no UTF-8, no JSON, or nested too deep
  }
  return sameBytes(canonical(value), bytes) ? { value } : null;
}

/** The canonical form, as bytes. */
export function canonical(value) {
  return new TextEncoder().encode(write(value));
}

/** By code point, as Python and SQL order texts; JavaScript by itself orders them by halves of characters. */
export function byCodePoint(a, b) {
  const [left, right] = [Array.from(a), Array.from(b)];
  const differ = left.findIndex((character, at) => character !== right[at]);
  if (differ < 0) return left.length - right.length;
  return differ < right.length ? left[differ].codePointAt(0) - right[differ].codePointAt(0) : 1;
}

export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** SHA-256 as hex. */
export async function sha256(bytes) {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function write(value) {
  if (Array.isArray(value)) return `[${value.map(write).join(",")}]`;
  if (!isObject(value)) return typeof value === "bigint" ? String(value) : JSON.stringify(value);
  const keys = Object.keys(value).sort(byCodePoint);
  return `{${keys.map((key) => `${JSON.stringify(key)}:${write(value[key])}`).join(",")}}`;
}

function sameBytes(a, b) {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

function parse(text) {
  let at = 0;
  const next = () => {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text)?.[0];
    if (token === undefined) throw new SyntaxError("no JSON, or not in this form");
    at += token.length;
    return token;
  };
  const expect = (wanted) => {
    if (next() !== wanted) throw new SyntaxError(`${wanted} is missing`);
  };
  /** What stands between brackets, up to the closing one. */
  const list = (close, each) => {
    if (text[at] === close) {
      at += 1;
      return;
    }
    for (;;) {
      each();
      const token = next();
      if (token === close) return;
      if (token !== ",") throw new SyntaxError("a comma is missing");
    }
  };
  const value = () => {
    const token = next();
    if (token === "{") {
      const object = Object.create(null); // any key is only a key
      list("}", () => {
        const key = next();
        if (key[0] !== '"') throw new SyntaxError("a key is missing");
        expect(":");
        object[JSON.parse(key)] = value();
      });
      return object;
    }
    if (token === "[") {
      const array = [];
      list("]", () => array.push(value()));
      return array;
    }
    if (token[0] === '"') return JSON.parse(token);
    if (token in WORDS) return WORDS[token];
    return BigInt(token); // a bracket or a comma is none
  };
  const whole = value();
  if (at !== text.length) throw new SyntaxError("more than one value");
  return whole;
}
