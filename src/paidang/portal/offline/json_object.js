// Reading one object of terms.json key by key: each value or one error at its path, and no key left unread (SPEC §10).
import { fits64Bits, readRate } from "./arithmetic.js";
import { isObject } from "./canonical.js";
import { isDayText } from "./days.js";

const FILE = "terms.json";
const DAYS_MAX = 36_525n; // a period of more than a hundred years is a slip

/** Answers null for what is absent or wrong, and notes the error. JSON's null stands for an absent key. */
export class JsonObject {
  constructor(value, path, errors) {
    Object.assign(this, { path, errors, value: isObject(value) ? value : {}, asked: new Set() });
    if (!isObject(value)) errors.push({ file: FILE, column: path || undefined, found: value, reason: "notObject" });
  }

  pathOf(key) {
    return this.path ? `${this.path}.${key}` : key;
  }

  /** Note an error at one of this object's keys, or (null) at the object itself; null, to be returned. */
  refuse(key, reason, facts = {}) {
    const column = key === null ? this.path : this.pathOf(key);
    if (!this.errors.some((error) => error.column === column)) {
      this.errors.push({ file: FILE, column, found: key === null ? undefined : this.value[key], reason, facts });
    }
    return null;
  }

  has(key) {
    return this.value[key] !== undefined && this.value[key] !== null;
  }

  get(key, { required = true } = {}) {
    this.asked.add(key);
    if (!this.has(key)) return required ? this.refuse(key, "missing") : null;
    return this.value[key];
  }

  /** The value where `fits`, else an error. */
  checked(key, options, fits, reason, facts) {
    const value = this.get(key, options);
    return value === null || fits(value) ? value : this.refuse(key, reason, facts);
  }

  text(key, options = {}) {
    const mayBeEmpty = options.required === false;
    return this.checked(key, options, (value) => typeof value === "string" && (value !== "" || mayBeEmpty), "notText");
  }

  choice(key, choices, options) {
    return this.checked(key, options, (value) => choices.includes(value), "choice", { choices });
  }

  integer(key, { minimum, maximum, ...options } = {}) {
    const value = this.checked(key, options, (each) => typeof each === "bigint" && fits64Bits(each), "notInteger");
    if (value === null) return null;
    if (minimum !== undefined && value < minimum) return this.refuse(key, "tooSmall", { minimum });
    if (maximum !== undefined && value > maximum) return this.refuse(key, "tooGreat", { maximum });
    return value;
  }

  fen(key, options) {
    return this.integer(key, { minimum: 0n, ...options });
  }

  /** A count of days, as a Number. */
  days(key, options) {
    const value = this.integer(key, { minimum: 0n, maximum: DAYS_MAX, ...options });
    return value === null ? null : Number(value);
  }

  /** A decimal text between 0 and 1, as millionths. */
  rate(key, options) {
    const value = this.checked(key, options, (each) => typeof each === "string", "notADecimalText");
    if (value === null) return null;
    const read = readRate(value);
    return read.wrong ? this.refuse(key, read.wrong) : read.millionths;
  }

  boolean(key, options) {
    return this.checked(key, options, (value) => typeof value === "boolean", "notBoolean");
  }

  day(key, options) {
    return this.checked(key, options, (value) => typeof value === "string" && isDayText(value), "noSuchDay");
  }

  object(key, options) {
    const value = this.get(key, options);
    return value === null ? null : new JsonObject(value, this.pathOf(key), this.errors);
  }

  objects(key, options) {
    const list = this.checked(key, options, Array.isArray, "notList") ?? [];
    return list.map((each, index) => new JsonObject(each, `${this.pathOf(key)}[${index}]`, this.errors));
  }

  texts(key) {
    const fits = (value) => Array.isArray(value) && value.every((each) => typeof each === "string");
    return this.checked(key, { required: false }, fits, "notTexts") ?? [];
  }

  /** Refuse every key that nothing asked for. */
  noOtherKeys() {
    for (const key of Object.keys(this.value)) if (!this.asked.has(key)) this.refuse(key, "unknownKey");
  }
}
