import { RequestListener } from 'node:http';
import { Faults } from './Faults';

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
    const path = request.url ?? '';
    const answer = () => {
      if (faults.take(face, 'hang', path)) return;
      const status = faults.take(face, 'status', path);
      if (status) {
        const { body, headers } = formatError(status.code, status.message);
        response.writeHead(status.code, {
          'Content-Type': 'application/json',
          ...headers,
        });
        response.end(`${JSON.stringify(body)}\n`);
        return;
      }
      if (faults.take(face, 'malformed', path)) {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        response.end(brokenJson);
        return;
      }
      handler(request, response);
    };
    const slow = faults.take(face, 'slow', path);
    if (slow) setTimeout(answer, slow.delayMs).unref();
    else answer();
  };
}
