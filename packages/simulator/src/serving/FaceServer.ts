import { createServer as createHttpServer, RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { AddressInfo, createServer, Server, Socket } from 'node:net';

/** First byte of a TLS connection: a handshake record (RFC 8446, section 5.1). */
const tlsHandshake = 0x16;

/**
 * Idle connections are kept longer than clients keep them (Go: 90 s), so that no
 * client sends a request into a connection that is just being closed.
 */
const keepAliveTimeoutMs = 120_000;

export interface FaceServerOptions {
  name: string;
  host: string;
  /** 0: any free port. */
  port: number;
  handler: RequestListener;
  /** With a certificate the port speaks both HTTP and HTTPS. */
  tls?: { key: string; cert: string };
}

/** A port that another program listens on, or that may not be used. */
export class PortError extends Error {
  readonly name = 'PortError';

  constructor(
    readonly face: string,
    readonly port: number,
    readonly cause: NodeJS.ErrnoException,
  ) {
    super(
      cause.code === 'EADDRINUSE'
        ? `Port ${port}, wanted for ${face}, is taken by another program`
        : `Port ${port}, wanted for ${face}, cannot be used: ${cause.message}`,
    );
  }
}

/** One face on one port. */
export class FaceServer {
  private readonly sockets = new Set<Socket>();
  private isRefusing = false;

  private constructor(readonly name: string, private readonly front: Server) {
    front.on('connection', (socket: Socket) => {
      if (this.isRefusing) {
        socket.destroy();
        return;
      }
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  /** @throws PortError where the port cannot be had */
  static async listen(options: FaceServerOptions): Promise<FaceServer> {
    const { name, host, port } = options;
    const front = frontOf(options);
    const server = new FaceServer(name, front);
    await new Promise<void>((resolve, reject) => {
      front.once('error', (error: NodeJS.ErrnoException) =>
        reject(new PortError(name, port, error)),
      );
      front.listen(port, host, resolve);
    });
    return server;
  }

  get port() {
    return (this.front.address() as AddressInfo).port;
  }

  get url() {
    return `http://localhost:${this.port}`;
  }

  /** Closes all connections, and new ones at once, until it is told otherwise. */
  refuse(isRefusing: boolean) {
    this.isRefusing = isRefusing;
    if (isRefusing) this.dropConnections();
  }

  async close() {
    const closed = new Promise<void>(resolve => {
      this.front.close(() => resolve());
    });
    this.dropConnections();
    await closed;
  }

  private dropConnections() {
    for (const socket of this.sockets) socket.destroy();
  }
}

function frontOf({ handler, tls }: FaceServerOptions): Server {
  const plain = createHttpServer(
    { keepAliveTimeout: keepAliveTimeoutMs, noDelay: true },
    handler,
  );
  if (!tls) return plain;
  const secure = createHttpsServer(
    { ...tls, keepAliveTimeout: keepAliveTimeoutMs, noDelay: true },
    handler,
  );
  return createServer({ noDelay: true }, socket => {
    socket.on('error', () => socket.destroy());
    socket.once('data', first => {
      socket.pause();
      socket.unshift(first);
      (first[0] === tlsHandshake ? secure : plain).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  });
}
