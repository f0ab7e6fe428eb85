import { parseOperatorDuration } from '../../duration.ts';

/** @returns milliseconds; `null` for anything but a duration above zero, such as `10s` */
export function parseTimeout(text: string): number | null {
  const timeoutMs = parseOperatorDuration(text);
  return timeoutMs === 0 ? null : timeoutMs;
}
