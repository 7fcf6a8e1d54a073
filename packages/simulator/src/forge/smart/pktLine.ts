/** Frames of Git's protocol: four hexadecimal digits of length, then data. */

/** Longest data of a frame, without its length. */
const maxData = 65_516;

export const flush = Buffer.from('0000');

/** One frame. */
export function pkt(data: string | Uint8Array): Buffer {
  const bytes = Buffer.from(data as string);
  const length = (bytes.length + 4).toString(16).padStart(4, '0');
  return Buffer.concat([Buffer.from(length), bytes]);
}

/** Data on a band of the side-band-64k protocol, in as many frames as needed. */
export function* sideBand(
  band: 1 | 2 | 3,
  data: Uint8Array,
): Generator<Buffer> {
  for (let at = 0; at < data.length; at += maxData - 1) {
    const part = data.subarray(at, at + maxData - 1);
    yield pkt(Buffer.concat([Buffer.of(band), part]));
  }
}

/** Input that is no sequence of frames. */
export class ProtocolError extends Error {
  readonly name = 'ProtocolError';
}

/** Reads frames one by one; text frames without their line end. */
export class PktReader {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  /** Undefined for a flush or delimiter frame, null at the end of input. */
  next(): string | undefined | null {
    if (this.at >= this.bytes.length) return null;
    const digits = this.bytes.toString('latin1', this.at, this.at + 4);
    const length = /^[0-9a-f]{4}$/i.test(digits) ? parseInt(digits, 16) : -1;
    if (length >= 0 && length < 4) {
      this.at += 4;
      return undefined;
    }
    if (length < 0 || this.at + length > this.bytes.length) {
      throw new ProtocolError(`bad frame at byte ${this.at}`);
    }
    const data = this.bytes.toString('utf8', this.at + 4, this.at + length);
    this.at += length;
    return data.replace(/\n$/, '');
  }

  /** What follows the frames read so far. */
  rest(): Buffer {
    return this.bytes.subarray(this.at);
  }
}
