import { X509Certificate } from 'node:crypto';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { FaceServer, PortError } from './FaceServer';
import { selfSignedCertificate } from './selfSignedCertificate';

const open: FaceServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function listen(
  port = 0,
  tls?: { key: string; cert: string },
): Promise<FaceServer> {
  const server = await FaceServer.listen({
    name: 'a face',
    host: '127.0.0.1',
    port,
    tls,
    handler: (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', chunk => chunks.push(chunk));
      request.on('end', () => response.end(Buffer.concat(chunks)));
    },
  });
  open.push(server);
  return server;
}

const echo = async (server: FaceServer, body: string) => {
  const response = await fetch(server.url, { method: 'POST', body });
  return response.text();
};

describe('FaceServer', () => {
  it('names the face whose port is taken', async () => {
    const { port } = await listen();
    const second = listen(port);
    await expect(second).rejects.toThrow(PortError);
    await expect(second).rejects.toThrow(
      `Port ${port}, wanted for a face, is taken by another program`,
    );
  });

  it('closes old and new connections while it refuses', async () => {
    const server = await listen();
    expect(await echo(server, 'a')).toBe('a');
    server.refuse(true);
    await expect(echo(server, 'b')).rejects.toThrow();
    server.refuse(false);
    expect(await echo(server, 'c')).toBe('c');
  });

  it('closes although connections are open', async () => {
    const server = await listen();
    const socket = connect(server.port, '127.0.0.1');
    const gone = new Promise(resolve => socket.on('close', resolve));
    await new Promise(resolve => socket.on('connect', resolve));
    await server.close();
    await gone;
    open.pop();
    await expect(echo(server, 'a')).rejects.toThrow();
  });

  it('speaks HTTP and HTTPS on one port where it has a certificate', async () => {
    const certificate = selfSignedCertificate('test');
    const server = await listen(0, certificate);
    const large = 'x'.repeat(300_000);
    expect(await echo(server, large)).toBe(large);
    const secure = await new Promise<string>((resolve, reject) => {
      const request = httpsRequest(
        {
          host: 'localhost',
          port: server.port,
          method: 'POST',
          ca: certificate.cert,
        },
        response => {
          let text = '';
          response.on('data', chunk => {
            text += chunk;
          });
          response.on('end', () => resolve(text));
        },
      );
      request.on('error', reject);
      request.end(large);
    });
    expect(secure).toBe(large);
  });

  it('survives what is neither', async () => {
    const server = await listen(0, selfSignedCertificate('test'));
    for (const bytes of [
      Buffer.from([0x16, 1, 2, 3]),
      Buffer.from('\0\0\n\n'),
    ]) {
      const socket = connect(server.port, '127.0.0.1');
      const gone = new Promise(resolve => socket.on('close', resolve));
      socket.on('error', () => {});
      socket.end(bytes);
      socket.resume();
      await gone;
    }
    expect(await echo(server, 'still here')).toBe('still here');
  });
});

describe('selfSignedCertificate', () => {
  it('makes a certificate for this machine that verifies itself', () => {
    const { cert } = selfSignedCertificate('simulated cluster fra');
    const certificate = new X509Certificate(cert);
    expect(certificate.subject).toBe('CN=simulated cluster fra');
    expect(certificate.subjectAltName).toBe(
      'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
    );
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkHost('localhost')).toBe('localhost');
  });

  it('makes another key each time', () => {
    expect(selfSignedCertificate('a').key).not.toBe(
      selfSignedCertificate('a').key,
    );
  });
});
