import { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Faults } from './Faults';
import { keepAnswer } from './keepAnswer';

/** An error as the protocol of a face writes it. */
export type ErrorFormat = (
  code: number,
  message: string | undefined,
) => { body: unknown; headers?: Record<string, string> };

/** Valid JSON up to where it breaks off. */
const brokenJson =
  '{"kind":"List","status":"success","items":[{"metadata":{"na';

/** Puts the faults that every face can have in front of its handler. */
export function withFaults(
  face: string,
  faults: Faults,
  formatError: ErrorFormat,
  handler: RequestListener,
): RequestListener {
  return (request, response) => {
    const take = <
      Kind extends 'hang' | 'status' | 'malformed' | 'cut' | 'slow',
    >(
      kind: Kind,
    ) => faults.take(face, kind, request.url ?? '', request.method);
    /** Lets the request do its work where the fault lies behind it. */
    const work = (isDone: boolean | undefined, then: () => void) => {
      if (!isDone) {
        then();
        return;
      }
      keepAnswer(response, then);
      handler(request, response);
    };
    const answer = () => {
      const hang = take('hang');
      if (hang) {
        work(hang.afterwards, () => {});
        return;
      }
      const cut = take('cut');
      if (cut?.at === 'request') request.socket.destroy();
      else if (cut) {
        keepAnswer(response, body =>
          breakOff(request, response, cut.at === 'body' ? body : undefined),
        );
        handler(request, response);
      }
      if (cut) return;
      const status = take('status');
      if (status) {
        work(status.afterwards, () => {
          for (const name of response.getHeaderNames()) {
            response.removeHeader(name);
          }
          const { body, headers } = formatError(status.code, status.message);
          response.writeHead(status.code, {
            'Content-Type': 'application/json',
            ...headers,
          });
          response.end(`${JSON.stringify(body)}\n`);
        });
        return;
      }
      if (take('malformed')) {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        response.end(brokenJson);
        return;
      }
      handler(request, response);
    };
    const slow = take('slow');
    if (slow) setTimeout(answer, slow.delayMs).unref();
    else answer();
  };
}

/** Sends half of a body, or nothing at all, and closes the connection. */
function breakOff(
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer | undefined,
) {
  if (body === undefined) {
    request.socket.destroy();
    return;
  }
  if (!response.hasHeader('content-length')) {
    response.setHeader('content-length', body.length);
  }
  response.flushHeaders();
  response.write(body.subarray(0, Math.floor(body.length / 2)), () =>
    request.socket.destroy(),
  );
}
