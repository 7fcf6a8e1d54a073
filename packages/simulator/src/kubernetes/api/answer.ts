import { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';

/** As the API server: what is smaller is not worth compressing. */
const gzipFromBytes = 128 * 1024;

/** Answers with one JSON document. */
export function answerJson(
  request: IncomingMessage,
  response: ServerResponse,
  code: number,
  body: unknown,
  contentType = 'application/json',
) {
  answerChunks(
    request,
    response,
    code,
    [`${JSON.stringify(body)}\n`],
    contentType,
  );
}

export function answerText(
  response: ServerResponse,
  code: number,
  text: string,
) {
  response.writeHead(code, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}

/**
 * Answers with text that comes in pieces. A small one is sent at once with its
 * length; a large one is made as fast as the client reads it, and compressed where
 * the client asks for that.
 */
export function answerChunks(
  request: IncomingMessage,
  response: ServerResponse,
  code: number,
  chunks: Iterable<string>,
  contentType = 'application/json',
) {
  const iterator = chunks[Symbol.iterator]();
  let head = '';
  let next = iterator.next();
  while (!next.done && head.length < gzipFromBytes) {
    head += next.value;
    next = iterator.next();
  }
  response.setHeader('Content-Type', contentType);
  response.setHeader('Vary', 'Accept-Encoding');
  if (next.done && head.length < gzipFromBytes) {
    response.writeHead(code, { 'Content-Length': Buffer.byteLength(head) });
    response.end(head);
    return;
  }
  const whole = Readable.from(following(head, next, iterator));
  // A client that goes away in the middle is its own business.
  const ended = () => response.destroy();
  if (acceptsGzip(request)) {
    response.writeHead(code, { 'Content-Encoding': 'gzip' });
    const gzip = createGzip({ level: constants.Z_BEST_SPEED });
    pipeline(whole, gzip, response, error => error && ended());
  } else {
    response.writeHead(code);
    pipeline(whole, response, error => error && ended());
  }
}

function* following(
  head: string,
  first: IteratorResult<string>,
  rest: Iterator<string>,
) {
  yield head;
  for (let next = first; !next.done; next = rest.next()) yield next.value;
}

function acceptsGzip(request: IncomingMessage) {
  return String(request.headers['accept-encoding'] ?? '')
    .split(',')
    .some(part => /^\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/.test(part));
}
