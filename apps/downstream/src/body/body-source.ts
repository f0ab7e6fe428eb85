/** A response body of known size of which any part can be read, any number of times. */
export interface BodySource {
  /** @unit bytes */
  readonly size: number;
  /** The bytes from `start` up to but not including `end`, in pieces. */
  read(start: number, end: number): Iterable<Uint8Array>;
}

/** A body that is in memory. */
function bytesBody(bytes: Uint8Array): BodySource {
  return {
    size: bytes.length,
    *read(start, end) {
      if (end > start) yield bytes.subarray(start, end);
    },
  };
}

/** No body at all. */
export const emptyBody: BodySource = bytesBody(new Uint8Array(0));

/** A text body in UTF-8. */
export function textBody(text: string): BodySource {
  return bytesBody(Buffer.from(text));
}

/** The part of `body` from `start` up to but not including `end`. */
export function sliceBody(body: BodySource, start: number, end: number): BodySource {
  return { size: end - start, read: (from, to) => body.read(start + from, start + to) };
}

/** Several bodies, one after the other. */
export function joinBodies(bodies: readonly BodySource[]): BodySource {
  return {
    size: bodies.reduce((sum, body) => sum + body.size, 0),
    *read(start, end) {
      let offset = 0;
      for (const body of bodies) {
        const from = Math.max(start - offset, 0);
        const to = Math.min(end - offset, body.size);
        if (to > from) yield* body.read(from, to);
        offset += body.size;
      }
    },
  };
}
