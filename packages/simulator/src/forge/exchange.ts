import { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';
import { readAll } from '../serving/readAll';
import { Caller, mayWrite } from './Access';

/** A request that ends with an error, in Gitea's form where the API is asked. */
export class ForgeError extends Error {
  readonly name = 'ForgeError';

  constructor(
    readonly status: number,
    message: string,
    readonly details: string[] = [],
  ) {
    super(message);
  }
}

export const notFound = (detail: string) =>
  new ForgeError(404, "The target couldn't be found.", [detail]);

/** One request and its answer. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  /** The path's parts, decoded. */
  parts: string[];
  caller: Caller;
  /** Address that the forge is reached by, without a slash at its end. */
  baseUrl: string;
}

/** @throws ForgeError 401 where nobody in particular asks. */
export function requireUser({ caller }: Exchange): string {
  if (caller === 'anonymous') throw new ForgeError(401, 'token is required');
  if (caller === 'unknown') {
    throw new ForgeError(401, 'invalid username, password or token');
  }
  return caller.name;
}

/** @throws ForgeError 401 where nobody in particular asks, 403 where others do. */
export function requireWriter(
  exchange: Exchange,
  owner: string,
  refusal = 'user should have a permission to write to a repo',
): string {
  const user = requireUser(exchange);
  if (!mayWrite(exchange.caller, owner)) throw new ForgeError(403, refusal);
  return user;
}

/**
 * The whole body, decompressed.
 *
 * @throws ForgeError 413 beyond the limit, 400 where it cannot be read
 */
export async function readBody(
  { request }: Exchange,
  maxBytes: number,
): Promise<Buffer> {
  const tooLarge = () =>
    new ForgeError(413, `request body is larger than ${maxBytes} bytes`);
  const body = await readAll(request, maxBytes);
  if (!body) throw tooLarge();
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return body;
  const expand = { gzip: gunzip, 'x-gzip': gunzip, deflate: inflate }[encoding];
  if (!expand) {
    throw new ForgeError(415, `content encoding ${encoding} is not supported`);
  }
  try {
    return await promisify<Buffer, { maxOutputLength: number }, Buffer>(expand)(
      body,
      { maxOutputLength: maxBytes },
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw tooLarge();
    }
    throw new ForgeError(400, 'request body cannot be decompressed');
  }
}

/** @throws ForgeError 422 where the body is no JSON */
export async function readJson(
  exchange: Exchange,
  maxBytes: number,
): Promise<unknown> {
  const text = (await readBody(exchange, maxBytes)).toString('utf8');
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ForgeError(422, `body is not valid JSON: ${reason}`);
  }
}

export function sendJson(
  { request, response }: Exchange,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const text = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'content-type': 'application/json;charset=utf-8',
    'content-length': text.length,
    ...headers,
  });
  response.end(request.method === 'HEAD' ? undefined : text);
}

/** Whether the caller has this version already; then that is answered. */
export function isUnchanged(
  { request, response }: Exchange,
  etag: string,
): boolean {
  const known = (request.headers['if-none-match'] ?? '')
    .split(',')
    .map(tag => tag.trim().replace(/^W\//, ''));
  if (!known.includes(etag) && !known.includes('*')) return false;
  response.writeHead(304, { etag });
  response.end();
  return true;
}
