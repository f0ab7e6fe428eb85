/** Longest header of a WebSocket frame: 2 bytes, 8 of length, 4 of mask (RFC 6455 5.2). */
const longestHeaderBytes = 14;
const closeOpcode = 0x8;

/**
 * Follows the frames of one direction of a WebSocket (RFC 6455 5.2), so that a frame of our own can be put between two
 * of theirs. Nothing is decoded or checked: this only counts.
 */
export class FrameFollower {
  /** A close frame went by, be it whole or not. */
  closeFrameSeen = false;
  readonly #header = Buffer.alloc(longestHeaderBytes);
  #headerBytes = 0;
  /** Payload bytes that are still to come of the current frame. */
  #payloadLeft = 0;

  /** Whether all that was followed are whole frames. */
  get betweenFrames(): boolean {
    return this.#headerBytes === 0 && this.#payloadLeft === 0;
  }

  /** How many bytes of `data` belong to the frame under way; 0 between two frames. */
  bytesOfCurrentFrame(data: Buffer): number {
    const follower = this.#copy();
    let used = 0;
    while (used < data.length && !follower.betweenFrames) used += follower.#step(data, used);
    return used;
  }

  follow(data: Buffer): void {
    let used = 0;
    while (used < data.length) used += this.#step(data, used);
  }

  /** Takes one byte of a header, or as much of a payload as there is. @returns how many bytes were taken */
  #step(data: Buffer, from: number): number {
    if (this.#payloadLeft > 0) {
      const taken = Math.min(this.#payloadLeft, data.length - from);
      this.#payloadLeft -= taken;
      return taken;
    }
    this.#header[this.#headerBytes] = data[from] ?? 0;
    this.#headerBytes += 1;
    if (this.#headerBytes === this.#headerLength()) {
      if ((this.#header.readUInt8(0) & 0x0f) === closeOpcode) this.closeFrameSeen = true;
      this.#payloadLeft = this.#payloadLength();
      this.#headerBytes = 0;
    }
    return 1;
  }

  #lengthCode(): number {
    return this.#header.readUInt8(1) & 0x7f;
  }

  /** Known once the second byte is there; before that there is more to come in any case. */
  #headerLength(): number {
    if (this.#headerBytes < 2) return longestHeaderBytes;
    const mask = (this.#header.readUInt8(1) & 0x80) === 0 ? 0 : 4;
    const code = this.#lengthCode();
    if (code === 126) return 4 + mask;
    return (code === 127 ? 10 : 2) + mask;
  }

  #payloadLength(): number {
    const code = this.#lengthCode();
    if (code === 126) return this.#header.readUInt16BE(2);
    // A length beyond 2^53 loses its last bits; such a frame never ends in practice.
    return code === 127 ? Number(this.#header.readBigUInt64BE(2)) : code;
  }

  #copy(): FrameFollower {
    const copy = new FrameFollower();
    this.#header.copy(copy.#header);
    copy.#headerBytes = this.#headerBytes;
    copy.#payloadLeft = this.#payloadLeft;
    return copy;
  }
}
