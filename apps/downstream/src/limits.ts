/** The longest time that a request may ask for: a delay, a drip, a hang. @unit ms */
export const MAX_ASKED_MS = 60_000;

/** The largest body that a request may ask for. @unit bytes */
export const MAX_ASKED_BYTES = 256 * 1024 * 1024;

/** The longest time that a condition set by `/_control` may last by itself. @unit ms */
export const MAX_CONDITION_MS = 3_600_000;
