/*
 * Reads files of definitions by their addresses and keeps their texts. A file that
 * cannot be read keeps its last text, and says since when it is old. A file that is
 * not there any more (404) is a failure like others: whoever deletes objectives also
 * takes the annotation away, and a branch that is being moved must not end a history.
 */
import { UrlReaderService } from '@backstage/backend-plugin-api';
import { describeError } from '@worldscale/backstage-plugin-worlds-node';
import { CatalogPicture } from './CatalogReader';
import { FileStore, StoredFile } from './FileStore';

/** Questions to a host at the same time. */
const CONCURRENT = 4;
/** Many times what people write. */
const LONGEST_BYTES = 1_000_000;

export interface FileReadingOptions {
  urlReader: Pick<UrlReaderService, 'readUrl'>;
  store: FileStore;
  /** Addresses of files that belong to no entity. */
  configured: readonly string[];
  /** After which time a file is asked for again. */
  recheckAfterMs: number;
  now: () => number;
}

export interface FileRound {
  /** Files that there are, and how many of them could not be read. */
  files: number;
  failing: StoredFile[];
  /** Definitions may be different from before. */
  hasChanged: boolean;
}

export class FileReading {
  readonly #options: FileReadingOptions;

  constructor(options: FileReadingOptions) {
    this.#options = options;
  }

  /** Reads what is new or due, and forgets what nothing names any more. */
  async run(picture: CatalogPicture, signal: AbortSignal): Promise<FileRound> {
    const { store, configured, recheckAfterMs, now } = this.#options;
    const known = new Map((await store.all()).map(file => [file.url, file]));
    const wanted = new Map<string, string | null>();
    for (const { url, entityRef } of picture.files) {
      if (!wanted.has(url)) wanted.set(url, entityRef);
    }
    for (const url of configured) wanted.set(url, null);
    const due: StoredFile[] = [];
    let hasChanged = false;
    const kept: StoredFile[] = [];
    const moved: StoredFile[] = [];
    for (const [url, entityRef] of wanted) {
      const before = known.get(url);
      const file = before ? { ...before, entityRef } : unread(url, entityRef);
      const isMoved = before && before.entityRef !== entityRef;
      if (isMoved) hasChanged = true;
      const isDue =
        file.checkedAtMs === null || now() - file.checkedAtMs >= recheckAfterMs;
      (isDue ? due : kept).push(file);
      if (isMoved && !isDue) moved.push(file);
    }
    const gone = [...known.keys()].filter(url => !wanted.has(url));
    const changed: StoredFile[] = [];
    const queue = [...due];
    const work = async () => {
      for (let file = queue.shift(); file; file = queue.shift()) {
        if (signal.aborted) return;
        const read = await this.#read(file, signal);
        if (
          read.text !== file.text ||
          (read.error === null) !== (file.error === null)
        ) {
          hasChanged = true;
        }
        changed.push(read);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENT }, work));
    hasChanged ||= gone.length > 0;
    if (changed.length || gone.length || hasChanged) {
      await store.write([...changed, ...moved], gone, hasChanged);
    }
    const files = [...kept, ...changed];
    return {
      files: files.length,
      failing: files.filter(file => file.error !== null),
      hasChanged,
    };
  }

  async #read(file: StoredFile, signal: AbortSignal): Promise<StoredFile> {
    const { urlReader, now } = this.#options;
    const checked = { ...file, checkedAtMs: now() };
    try {
      const answer = await urlReader.readUrl(file.url, {
        etag: file.error === null ? file.etag ?? undefined : undefined,
        signal,
      });
      const content = await answer.buffer();
      if (content.byteLength > LONGEST_BYTES) {
        throw new Error(`it is larger than ${LONGEST_BYTES} bytes`);
      }
      return {
        ...checked,
        text: content.toString('utf8'),
        etag: answer.etag?.slice(0, 250) ?? null,
        readAtMs: now(),
        error: null,
        failingSinceMs: null,
      };
    } catch (error) {
      if (isNotModified(error)) return { ...checked, readAtMs: now() };
      return {
        ...checked,
        error: describeError(error).message,
        failingSinceMs: file.failingSinceMs ?? now(),
      };
    }
  }
}

function isNotModified(error: unknown): boolean {
  return error instanceof Error && error.name === 'NotModifiedError';
}

function unread(url: string, entityRef: string | null): StoredFile {
  return {
    ...{ url, entityRef, text: null, etag: null, readAtMs: null },
    ...{ checkedAtMs: null, error: null, failingSinceMs: null },
  };
}
