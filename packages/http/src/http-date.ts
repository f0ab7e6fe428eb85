const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** RFC 9110 5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`, which all senders write. */
const imfFixdate =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) GMT$/;
/** `Sunday, 06-Nov-94 08:49:37 GMT`, obsolete. */
const rfc850 = /^[A-Z][a-z]{5,8}, (\d\d)-([A-Z][a-z]{2})-(\d\d) (\d\d):(\d\d):(\d\d) GMT$/;
/** `Sun Nov  6 08:49:37 1994`, obsolete. */
const asctime = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([A-Z][a-z]{2}) ([ \d]\d) (\d\d):(\d\d):(\d\d) (\d{4})$/;

/**
 * An HTTP-date (RFC 9110 5.6.7) in any of the three forms that a recipient must accept. The name of the day is not
 * compared with the date.
 *
 * @param nowMs what a year of two digits is read against: one that is over 50 years ahead is a past one
 * @returns milliseconds since 1970; `null` for what is no such date
 */
export function parseHttpDate(text: string, nowMs: number): number | null {
  const fixdate = imfFixdate.exec(text);
  if (fixdate !== null) {
    const [, day = '', month = '', year = '', ...time] = fixdate;
    return toMs(Number(year), month, day, time);
  }
  const obsolete = rfc850.exec(text);
  if (obsolete !== null) {
    const [, day = '', month = '', year = '', ...time] = obsolete;
    return toMs(fullYear(Number(year), nowMs), month, day, time);
  }
  const c = asctime.exec(text);
  if (c === null) return null;
  const [, month = '', day = '', hour = '', minute = '', second = '', year = ''] = c;
  return toMs(Number(year), month, day, [hour, minute, second]);
}

function fullYear(twoDigits: number, nowMs: number): number {
  const thisYear = new Date(nowMs).getUTCFullYear();
  const year = thisYear - (thisYear % 100) + twoDigits;
  return year > thisYear + 50 ? year - 100 : year;
}

function toMs(year: number, monthName: string, dayText: string, time: readonly string[]): number | null {
  const month = months.indexOf(monthName);
  const day = Number(dayText);
  const [hour = 0, minute = 0, second = 0] = time.map(Number);
  if (month === -1 || hour > 23 || minute > 59 || second > 60) return null;
  const ms = Date.UTC(year, month, day, hour, minute, second);
  // 31 April would be 1 May. A leap second may be the next day's first.
  return new Date(Date.UTC(year, month, day)).getUTCDate() === day ? ms : null;
}
