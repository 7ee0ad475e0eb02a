// Days and months in Asia/Shanghai, working days, and periods counted in them (SPEC, preamble; §6). A day is a text
// YYYY-MM-DD, a month YYYY-MM: both are ordered as texts. A moment is microseconds since 1970, UTC, as BigInt.
import { NOTICES } from "./data.js";

const DAY_MS = 86_400_000;
const EIGHT_HOURS_US = 28_800_000_000n;
const CLOCKS_STAND_STILL = BigInt(Date.UTC(1992, 0, 1)) * 1000n; // before, Shanghai had summer time and local time
const LAST_DAY = "9999-12-31";
const dayNames = new Map();
let oldClock = null;

/** The day in Shanghai on which a moment falls. */
export function dayOf(moment) {
  if (moment < CLOCKS_STAND_STILL) return dayByOldClock(moment);
  const number = Number((moment + EIGHT_HOURS_US) / 86_400_000_000n);
  let name = dayNames.get(number);
  if (!name) dayNames.set(number, (name = isoDay(number * DAY_MS)));
  return name;
}

export function monthOf(moment) {
  return dayOf(moment).slice(0, 7);
}

function dayByOldClock(moment) {
  oldClock ??= new Intl.DateTimeFormat("en-US", {
    timeZone: "Asia/Shanghai", calendar: "gregory", era: "short", year: "numeric", month: "2-digit", day: "2-digit",
  });
  const ms = moment / 1000n - (moment % 1000n < 0n ? 1n : 0n); // down, also before 1970
  const parts = Object.fromEntries(oldClock.formatToParts(Number(ms)).map(({ type, value }) => [type, value]));
  return `${parts.year.padStart(4, "0")}-${parts.month}-${parts.day}`;
}

function isoDay(ms) {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Whether year, month and day (numbers) are a day; years 1 to 9999. */
export function isDay(year, month, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return year >= 1 && date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

export function isDayText(text) {
  return /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) && isDay(...text.split("-").map(Number));
}

/** A month after which there is another one within the year 9999. */
export function isMonth(text) {
  return /^[0-9]{4}-(0[1-9]|1[0-2])$/.test(text) && text >= "0001-01" && text < "9999-12";
}

export function daysOfMonth(month) {
  const [year, number] = month.split("-").map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, number, 0);
  return date.getUTCDate();
}

export function nextMonth(month) {
  const [year, number] = month.split("-").map(Number);
  const months = year * 12 + number;
  return `${String(Math.floor(months / 12)).padStart(4, "0")}-${String((months % 12) + 1).padStart(2, "0")}`;
}

/** Days from one day to another, both counted; below 1 where they lie the other way round. */
export function daysBetween(first, last) {
  return Math.round((Date.parse(`${last}T00:00Z`) - Date.parse(`${first}T00:00Z`)) / DAY_MS) + 1;
}

/** The day n days later; null beyond the year 9999. */
function plus(day, n) {
  const later = Date.parse(`${day}T00:00Z`) + n * DAY_MS;
  return later > Date.parse(`${LAST_DAY}T00:00Z`) ? null : isoDay(later);
}

function isAnnounced(day) {
  return day.slice(0, 4) in NOTICES;
}

/** By the year's notice of the State Council, else Monday to Friday. */
function isWorkingDay(day) {
  const notice = NOTICES[day.slice(0, 4)];
  if (notice && isAmong(day.slice(5), notice.daysOff)) return false;
  if (notice && isAmong(day.slice(5), notice.makeUpDays)) return true;
  return ![0, 6].includes(new Date(`${day}T00:00Z`).getUTCDay());
}

/** Whether MM-DD is one of `05-01~05-05 06-19`. */
function isAmong(day, spans) {
  return spans.split(" ").some((span) => {
    const [first, last = first] = span.split("~");
    return span !== "" && first <= day && day <= last;
  });
}

/** `{day, provisional}`: a rest day moved to the next working day (Civil Code 203); null beyond the year 9999. */
export function nextWorkingDay(day) {
  let provisional = !isAnnounced(day);
  while (!isWorkingDay(day)) {
    day = plus(day, 1);
    if (day === null) return null;
    provisional ||= !isAnnounced(day);
  }
  return { day, provisional };
}

/** The last day of a period of n days that begins on the day after `day`, with whether it is provisional. */
export function addDays(day, n, kind) {
  if (kind === "calendar") {
    const end = plus(day, n);
    return end && nextWorkingDay(end);
  }
  let provisional = false;
  while (n > 0) {
    day = plus(day, 1);
    if (day === null) return null;
    provisional ||= !isAnnounced(day);
    if (isWorkingDay(day)) n -= 1;
  }
  return { day, provisional };
}
