const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

// RFC 9110 5.6.7: the preferred form and the two obsolete ones that recipients must still read.
const FORMS = [
  /^\w{3}, (?<day>\d{2}) (?<month>\w{3}) (?<year>\d{4}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/,
  /^\w{6,9}, (?<day>\d{2})-(?<month>\w{3})-(?<year>\d{2}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/,
  /^\w{3} (?<month>\w{3}) (?<day>[ \d]\d) (?<time>\d{2}:\d{2}:\d{2}) (?<year>\d{4})$/,
];

/** Reads an HTTP-date in any of its three forms (RFC 9110 5.6.7); undefined when it is none.
 *  `nowMs` decides the century of a two-digit year: never more than 50 years ahead. */
export function parseHttpDate(text: string, nowMs: number): number | undefined {
  for (const form of FORMS) {
    const groups = form.exec(text)?.groups;
    if (groups === undefined) continue;
    const month = MONTHS.indexOf((groups['month'] ?? '').toLowerCase());
    const [hours, minutes, seconds] = (groups['time'] ?? '').split(':').map(Number);
    const year = fullYear(groups['year'] ?? '', nowMs);
    const day = Number(groups['day']);
    const ms = Date.UTC(year, month, day, hours, minutes, seconds);
    // `Date.UTC` rolls an impossible day into the next month.
    return month < 0 || new Date(ms).getUTCDate() !== day ? undefined : ms;
  }
  return undefined;
}

/** Writes the preferred form of an HTTP-date (RFC 9110 5.6.7). */
export function formatHttpDate(ms: number): string {
  return new Date(ms).toUTCString();
}

function fullYear(digits: string, nowMs: number): number {
  if (digits.length === 4) return Number(digits);
  const thisYear = new Date(nowMs).getUTCFullYear();
  const year = thisYear - (thisYear % 100) + Number(digits);
  return year > thisYear + 50 ? year - 100 : year;
}
