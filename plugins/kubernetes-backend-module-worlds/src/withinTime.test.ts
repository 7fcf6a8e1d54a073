import { createServer, get, IncomingMessage, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { OutOfTimeError, StartTimer, withinTime } from './withinTime';

/** A timer that runs out when told. */
function manualTimer() {
  const timer = { ms: 0, stopped: false, runOut: () => {} };
  const start: StartTimer = (ms, callback) => {
    timer.ms = ms;
    timer.runOut = callback;
    return () => {
      timer.stopped = true;
    };
  };
  return { timer, start };
}

const ask = (url: string) =>
  new Promise<string>((resolve, reject) => {
    get(url, response => {
      response.setEncoding('utf8');
      let body = '';
      response.on('data', part => {
        body += part;
      });
      response.on('end', () => resolve(body));
      response.on('error', reject);
    }).on('error', reject);
  });

describe('withinTime', () => {
  let server: Server;
  let url: string;
  /** Requests to /silent, which are not answered until the test does so. */
  let arrived: Promise<IncomingMessage>;

  beforeEach(async () => {
    arrived = new Promise(resolve => {
      server = createServer((message, response) => {
        if (message.url === '/quick') response.end('quick');
        else {
          if (message.url === '/slow') response.write('begun ...');
          resolve(message);
        }
      });
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(() => {
    server.closeAllConnections();
    return new Promise(resolve => server.close(resolve));
  });

  it('gives the result of work that ends in time, and stops its timer', async () => {
    const { timer, start } = manualTimer();
    const work = () => ask(`${url}/quick`);
    await expect(withinTime(8000, work, start)).resolves.toBe('quick');
    expect(timer).toMatchObject({ ms: 8000, stopped: true });
  });

  it('gives the error of work that fails in time', async () => {
    const work = () => Promise.reject(new TypeError('wrong'));
    await expect(withinTime(8000, work)).rejects.toThrow(TypeError);
  });

  it.each(['/silent', '/slow'])(
    'ends work whose request to %s is not answered, and closes the connection',
    async path => {
      const { timer, start } = manualTimer();
      const result = withinTime(8000, () => ask(url + path), start);
      const message = await arrived;
      const closed = new Promise(resolve => message.once('close', resolve));
      timer.runOut();
      await expect(result).rejects.toThrow(
        new OutOfTimeError('no answer within 8 seconds'),
      );
      await closed;
    },
  );

  it('closes what late work asks for at once', async () => {
    const { timer, start } = manualTimer();
    let goOn = () => {};
    let late: Promise<string> | undefined;
    const work = async () => {
      await new Promise<void>(resolve => {
        goOn = resolve;
      });
      late = ask(`${url}/silent`);
      return late;
    };
    const result = withinTime(8000, work, start);
    timer.runOut();
    await expect(result).rejects.toThrow(OutOfTimeError);
    goOn();
    await Promise.resolve();
    await expect(late).rejects.toThrow('socket hang up');
  });

  it("leaves others' requests alone", async () => {
    const { timer, start } = manualTimer();
    let answer = () => {};
    const held = createServer((_, response) => {
      answer = () => response.end('after all');
      timer.runOut();
    });
    await new Promise<void>(resolve => {
      held.listen(0, '127.0.0.1', resolve);
    });
    const result = withinTime(8000, () => new Promise(() => {}), start);
    const other = ask(
      `http://127.0.0.1:${(held.address() as AddressInfo).port}`,
    );
    await expect(result).rejects.toThrow(OutOfTimeError);
    answer();
    await expect(other).resolves.toBe('after all');
    await new Promise(resolve => held.close(resolve));
  });
});
