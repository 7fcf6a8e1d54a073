import { IncomingMessage } from 'node:http';

/** So many bytes of a request that is too large are dropped at least. */
const leastDropped = 64 * 1024 * 1024;

/**
 * All bytes of a request; undefined where they are too many. Those are still
 * taken in (up to a bound) and dropped, for a client that is
 * refused while it writes often does not read why.
 */
export function readAll(
  request: IncomingMessage,
  maxBytes: number,
): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes) chunks.push(chunk);
      else chunks = [];
      if (bytes > Math.max(4 * maxBytes, leastDropped)) request.destroy();
    });
    request.on('end', () =>
      resolve(bytes <= maxBytes ? Buffer.concat(chunks) : undefined),
    );
    request.on('error', reject);
    request.on('close', () => reject(new Error('the client has gone')));
  });
}
