/**
 * pino's `time` member in ISO 8601, UTC, with milliseconds. Formatting a date costs a microsecond, so the part down to
 * the second is kept while the second lasts.
 *
 * @param now milliseconds since the epoch
 */
export function isoTime(now: () => number = Date.now): () => string {
  let second = Number.NaN;
  let prefix = '';
  return () => {
    const ms = now();
    const currentSecond = Math.floor(ms / 1000);
    if (currentSecond !== second) {
      second = currentSecond;
      prefix = `,"time":"${new Date(currentSecond * 1000).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss.'.length)}`;
    }
    return `${prefix}${String(ms - currentSecond * 1000).padStart(3, '0')}Z"`;
  };
}
