import { createServer, RequestListener } from 'node:http';
import { AddressInfo } from 'node:net';

/** A handler on a free port of the loopback interface. */
export async function listen(handler: RequestListener) {
  const server = createServer(handler);
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
