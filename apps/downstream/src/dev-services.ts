/** One simulated service of a development run. */
export interface DevService {
  readonly name: string;
  readonly ports: readonly number[];
}

/** What runs when nothing else is asked for; the configuration generator names the same. */
export const USUAL_SERVICES = 'my-service:9090,9091,9092 cart:9093,9094';

/** Reads services such as `my-service:9090,9091 cart:9093`.
 *  @throws {TypeError} when the text is something else. */
export function parseDevServices(text: string): DevService[] {
  return text
    .trim()
    .split(/\s+/)
    .map((word) => {
      const [, name, ports] = /^([^:]+):(\d+(?:,\d+)*)$/.exec(word) ?? [];
      if (name === undefined || ports === undefined) {
        throw new TypeError(
          `DOWNSTREAM_DEV_SERVICES: got '${word}', expected services such as ${USUAL_SERVICES}`,
        );
      }
      return { name, ports: ports.split(',').map(Number) };
    });
}
