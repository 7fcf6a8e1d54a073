import { pipeline, Readable } from 'node:stream';
import { listen } from '../prometheus/testing/listen';
import { FaultInput, Faults } from './Faults';
import { formatForgeError } from './formatForgeError';
import { withFaults } from './withFaults';

const text = 'the whole answer of the face';

describe('a face with faults', () => {
  const faults = new Faults();
  let done: string[];
  let server: Awaited<ReturnType<typeof listen>>;

  beforeEach(async () => {
    done = [];
    faults.clear();
    const handler = withFaults(
      'forge',
      faults,
      formatForgeError,
      (request, response) => {
        done.push(`${request.method} ${request.url}`);
        if (request.url === '/stream') {
          response.writeHead(200, { 'x-made': 'yes' });
          pipeline(Readable.from([...text]), response, () => undefined);
          return;
        }
        response.writeHead(201, 'Created', {
          'content-type': 'text/plain',
          'content-length': text.length,
        });
        response.write(Buffer.from(text.slice(0, 5)));
        response.end(text.slice(5));
      },
    );
    server = await listen(handler);
  });
  afterEach(() => server.close());

  const ask = (path: string, init?: RequestInit) =>
    fetch(`${server.url}${path}`, init);
  const suffer = (...wanted: FaultInput[]) => faults.set('forge', wanted);

  it('answers as ever without any', async () => {
    const answer = await ask('/repos');
    expect([answer.status, await answer.text()]).toEqual([201, text]);
  });

  it('can be cut off before it does anything', async () => {
    suffer({ kind: 'cut', at: 'request', times: 1 });
    await expect(ask('/repos')).rejects.toThrow('fetch failed');
    expect(done).toEqual([]);
    expect((await ask('/repos')).status).toBe(201);
  });

  it('can be cut off after its work and before its answer', async () => {
    suffer({ kind: 'cut', path: '/repos', times: 1 });
    await expect(ask('/repos', { method: 'POST' })).rejects.toThrow(
      'fetch failed',
    );
    expect(done).toEqual(['POST /repos']);
    expect((await ask('/repos')).status).toBe(201);
  });

  it.each(['/repos', '/stream'])(
    'can be cut off in the middle of the answer to %s',
    async path => {
      suffer({ kind: 'cut', at: 'body' });
      const answer = await ask(path);
      expect(answer.status).toBe(path === '/stream' ? 200 : 201);
      expect(Number(answer.headers.get('content-length'))).toBe(text.length);
      const received: Uint8Array[] = [];
      const read = async () => {
        for await (const part of answer.body!) received.push(part);
      };
      await expect(read()).rejects.toThrow('terminated');
      expect(Buffer.concat(received).toString()).toBe(text.slice(0, 14));
    },
  );

  it('can do its work and answer with an error', async () => {
    suffer({ kind: 'status', code: 502, afterwards: true });
    const answer = await ask('/repos');
    expect(answer.status).toBe(502);
    expect(await answer.json()).toEqual({
      message: 'simulated failure with status 502',
    });
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(done).toEqual(['GET /repos']);
    suffer({ kind: 'status', code: 502 });
    expect((await ask('/repos')).status).toBe(502);
    expect(done).toEqual(['GET /repos']);
  });

  it('can do its work and never answer', async () => {
    suffer({ kind: 'hang', afterwards: true });
    const stop = new AbortController();
    const answer = ask('/repos', { signal: stop.signal });
    const isDone = () => done.length > 0;
    while (!isDone()) await new Promise(resolve => setImmediate(resolve));
    stop.abort();
    await expect(answer).rejects.toThrow('aborted');
  });

  it('suffers only in the methods that are named', async () => {
    suffer({ kind: 'status', code: 500, method: 'POST', times: 1 });
    expect((await ask('/repos')).status).toBe(201);
    expect((await ask('/repos', { method: 'POST' })).status).toBe(500);
    expect((await ask('/repos', { method: 'POST' })).status).toBe(201);
  });
});
