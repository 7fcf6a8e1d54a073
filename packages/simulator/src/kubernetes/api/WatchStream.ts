import { ServerResponse } from 'node:http';

/** About as often as the API server sends bookmarks. */
const bookmarkEveryMs = 60_000;

/** The last bookmark comes this long before the time is over. */
const bookmarkBeforeEndMs = 2_000;

/** The API server ends watches after half an hour to an hour. */
const defaultTimeoutMs = 30 * 60_000;

/** A client that reads no faster than this falls behind is dropped. */
const maxUnreadBytes = 32 * 1024 * 1024;

/** Damage that a watch is to suffer. */
export interface WatchDamage {
  /** Events after which the stream breaks off in the middle of the next one. */
  truncateAfterEvents?: number;
  /** Time after which the connection is dropped. */
  dropAfterMs?: number;
}

/** The answer to one watch: JSON documents, a line each, without an end. */
export class WatchStream {
  private readonly closeListeners: (() => void)[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();
  private sentEvents = 0;
  private isStalled = false;
  private isClosed = false;
  private sendBookmark?: () => void;

  constructor(
    private readonly response: ServerResponse,
    private readonly damage: WatchDamage = {},
  ) {
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-cache, private',
    });
    response.flushHeaders();
    response.on('close', () => this.closed());
    response.on('error', () => this.closed());
    if (damage.dropAfterMs !== undefined) {
      this.after(damage.dropAfterMs, () => this.drop());
    }
  }

  onClose(listener: () => void) {
    if (this.isClosed) listener();
    else this.closeListeners.push(listener);
  }

  /** Starts the clockwork of a watch that has begun well. */
  live(options: { timeoutMs?: number; bookmark?: () => void }) {
    const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
    this.sendBookmark = options.bookmark;
    this.after(timeoutMs, () => this.end());
    if (!options.bookmark) return;
    const again = () => {
      this.bookmark();
      this.after(bookmarkEveryMs, again);
    };
    this.after(bookmarkEveryMs, again);
    if (timeoutMs > bookmarkBeforeEndMs) {
      this.after(timeoutMs - bookmarkBeforeEndMs, () => this.bookmark());
    }
  }

  /** Tells a client that wants to know how far the changes have come. */
  bookmark() {
    this.sendBookmark?.();
  }

  event(type: string, object: object) {
    if (this.isClosed || this.isStalled) return;
    const line = `${JSON.stringify({ type, object })}\n`;
    const { truncateAfterEvents } = this.damage;
    if (
      truncateAfterEvents !== undefined &&
      this.sentEvents >= truncateAfterEvents
    ) {
      this.response.write(line.slice(0, Math.ceil(line.length / 2)), () =>
        this.drop(),
      );
      this.closed();
      return;
    }
    this.sentEvents += 1;
    this.response.write(line);
    if (this.response.writableLength > maxUnreadBytes) this.drop();
  }

  /** From now on the client hears nothing, although it stays connected. */
  stall() {
    this.isStalled = true;
  }

  get stalled() {
    return this.isStalled;
  }

  /** Ends the answer as it should. */
  end() {
    this.closed();
    this.response.end();
  }

  /** Breaks the connection. */
  drop() {
    this.closed();
    this.response.destroy();
  }

  private after(delayMs: number, act: () => void) {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      act();
    }, delayMs);
    timer.unref();
    this.timers.add(timer);
  }

  private closed() {
    if (this.isClosed) return;
    this.isClosed = true;
    for (const timer of this.timers) clearTimeout(timer);
    for (const listener of this.closeListeners) listener();
  }
}
