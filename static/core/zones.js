// How a time is written: in the airport's own zone, twenty-four hours, with the shift of the day against a
// reference day ("+1"). Digits are Latin in every language. Must not know: which airport, whose time.

const formats = new Map();

function format(zone, options) {
  const key = zone + JSON.stringify(options);
  if (!formats.has(key)) {
    const { language = "en-GB", ...rest } = options;
    try {
      formats.set(key, new Intl.DateTimeFormat(language, { timeZone: zone, numberingSystem: "latn", ...rest }));
    } catch {
      formats.set(key, new Intl.DateTimeFormat(language, { timeZone: "UTC", numberingSystem: "latn", ...rest }));
    }
  }
  return formats.get(key);
}

const ms = (at) => (typeof at === "number" ? at : Date.parse(at));

/** `14:07` */
export function hhmm(at, zone) {
  return format(zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(ms(at));
}

/** The day as a number that can be subtracted. */
export function dayNumber(at, zone) {
  const parts = format(zone, { year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(ms(at));
  const part = (type) => Number(parts.find((p) => p.type === type).value);
  return Date.UTC(part("year"), part("month") - 1, part("day")) / 86_400_000;
}

/** Days between a time and the reference, both in this zone: 0 today, 1 tomorrow. */
export function dayShift(at, zone, reference) {
  return dayNumber(at, zone) - dayNumber(reference, zone);
}

/** `+1`, `−1`, or nothing. */
export function shiftWord(days) {
  return days === 0 ? "" : days > 0 ? `+${days}` : `−${-days}`;
}

/** `UTC−5`, `UTC+5:30`, at that moment. */
export function offset(at, zone) {
  const parts = format(zone, { timeZoneName: "shortOffset" }).formatToParts(ms(at));
  const name = parts.find((p) => p.type === "timeZoneName")?.value ?? "GMT";
  const rest = name.replace("GMT", "").replace("-", "−").replace(/^\+0$/, "");
  return `UTC${rest}`;
}

/** `Friday 8 March` in the reader's language. */
export function day(at, zone, language) {
  return format(zone, { language: written(language), weekday: "long", day: "numeric", month: "long" }).format(ms(at));
}

/** `8 Mar 2013` in the reader's language. */
export function date(at, zone, language) {
  return format(zone, { language: written(language), day: "numeric", month: "short", year: "numeric" }).format(ms(at));
}

/** English dates are written day first, as everywhere else here. */
const written = (language) => (language === "en" ? "en-GB" : language);

/** `2013-03-08`, `23:40` on the clocks of a zone → an instant with `Z`, or null where it is no date or time. */
export function instant(date, time, zone) {
  if (!/^\d{4}-\d\d-\d\d$/.test(date ?? "") || !/^\d\d:\d\d$/.test(time ?? "")) return null;
  const wanted = Date.parse(`${date}T${time}:00Z`);
  if (!Number.isFinite(wanted)) return null;
  // What the clocks there show at a guess, less what they should show, is how far the guess is off; twice, for the night a zone shifts.
  const shows = (at) => dayNumber(at, zone) * 86_400_000 + minutesOf(at, zone) * 60_000;
  const once = wanted - (shows(wanted) - wanted);
  const twice = once - (shows(once) - wanted);
  return new Date(twice).toISOString().replace(".000Z", "Z");
}

const minutesOf = (at, zone) => {
  const [h, m] = hhmm(at, zone).split(":").map(Number);
  return h * 60 + m;
};

/** `2013-03-08` on the calendar of a zone. */
export const isoDay = (at, zone) => new Date(dayNumber(at, zone) * 86_400_000).toISOString().slice(0, 10);
