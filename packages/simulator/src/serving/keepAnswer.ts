import { ServerResponse } from 'node:http';

type Callback = (error?: Error | null) => void;

/**
 * Lets a handler do its work and keeps what it answers from the client. Once the
 * answer is complete, `answered` gets its body; the response is as before the first
 * byte then, with the handler's status and headers, and can be used again.
 */
export function keepAnswer(
  response: ServerResponse,
  answered: (body: Buffer) => void,
): void {
  const { writeHead, write, end, flushHeaders } = response;
  const chunks: Buffer[] = [];

  /** The arguments of `write` and `end`: a chunk, its encoding, a callback. */
  const keep = (args: unknown[]) => {
    const [chunk, encoding] = args;
    if (typeof chunk === 'string') {
      chunks.push(
        Buffer.from(
          chunk,
          typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8',
        ),
      );
    } else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
    const callback = args.find(
      (each): each is Callback => typeof each === 'function',
    );
    if (callback) process.nextTick(callback);
  };
  Object.assign(response, {
    writeHead: (code: number, ...rest: unknown[]) => {
      response.statusCode = code;
      const headers = rest.find(each => typeof each === 'object') ?? {};
      for (const [name, value] of Object.entries(headers as object)) {
        response.setHeader(name, value);
      }
      return response;
    },
    flushHeaders: () => {},
    write: (...args: unknown[]) => {
      keep(args);
      return true;
    },
    end: (...args: unknown[]) => {
      keep(args);
      Object.assign(response, { writeHead, write, end, flushHeaders });
      answered(Buffer.concat(chunks));
      return response;
    },
  });
}
