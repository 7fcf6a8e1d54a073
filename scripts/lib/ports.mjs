import net from 'node:net';
import { Failure } from './failure.mjs';

/** Whether somebody could listen on the port (loopback, both address families). */
async function isFree(port) {
  for (const host of ['127.0.0.1', '::1']) {
    const free = await new Promise(resolve => {
      const server = net.createServer();
      server.once('error', error =>
        resolve(error.code !== 'EADDRINUSE' && error.code !== 'EACCES'),
      );
      server.listen({ port, host }, () => server.close(() => resolve(true)));
    });
    if (!free) return false;
  }
  return true;
}

/** Fails with a sentence that names each port that is taken and how to choose another. */
export async function demandPorts(wanted) {
  const taken = [];
  for (const { port, what, option } of wanted) {
    if (port !== 0 && !(await isFree(port))) taken.push({ port, what, option });
  }
  if (taken.length === 0) return;
  throw new Failure(
    taken
      .map(t => `Port ${t.port}, wanted for ${t.what}, is taken.`)
      .join('\n'),
    `Stop what listens there (perhaps another \`npm start\`), or choose others: npm start -- ${[
      ...new Set(taken.map(t => t.option)),
    ]
      .map(option => `${option} <port>`)
      .join(' ')}`,
  );
}

/** A port that was free a moment ago; for servers that cannot take port 0. */
export async function freePort() {
  const server = net.createServer();
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, resolve);
  });
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  return port;
}
