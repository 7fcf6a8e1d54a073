import { portions } from '@worldscale/backstage-plugin-worlds-node';
import { Knex } from 'knex';

/** A file of definitions as it was last read. */
export interface StoredFile {
  url: string;
  /** Entity that names it; null: the configuration does. */
  entityRef: string | null;
  /** Null: it was never read. */
  text: string | null;
  etag: string | null;
  readAtMs: number | null;
  /** Last time that it was asked for. */
  checkedAtMs: number | null;
  /** Why it cannot be read now. */
  error: string | null;
  failingSinceMs: number | null;
}

interface FileRow {
  url: string;
  entity_ref: string | null;
  text: string | null;
  etag: string | null;
  read_at_ms: number | string | null;
  checked_at_ms: number | string | null;
  error: string | null;
  failing_since_ms: number | string | null;
}

/** Texts of files are long; nobody should wait for thousands of them. */
const FILES_AT_ONCE = 500;

/** PostgreSQL gives a bigint as text. */
function numberOf(value: number | string | null): number | null {
  return value === null ? null : Number(value);
}

/** The texts of all files, shared by all backends. */
export class FileStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async all(): Promise<StoredFile[]> {
    const rows: FileRow[] = [];
    for (;;) {
      const page: FileRow[] = await this.#db<FileRow>('slo_files')
        .where('url', '>', rows.at(-1)?.url ?? '')
        .orderBy('url')
        .limit(FILES_AT_ONCE);
      rows.push(...page);
      if (page.length < FILES_AT_ONCE) break;
    }
    return rows.map(row => ({
      url: row.url,
      entityRef: row.entity_ref,
      text: row.text,
      etag: row.etag,
      readAtMs: numberOf(row.read_at_ms),
      checkedAtMs: numberOf(row.checked_at_ms),
      error: row.error,
      failingSinceMs: numberOf(row.failing_since_ms),
    }));
  }

  /** Counts up with every change that a reader of definitions would notice. */
  async version(): Promise<number> {
    const [head] = await this.#db('slo_head').where({ id: 1 });
    return Number(head.files_version);
  }

  async write(
    changed: readonly StoredFile[],
    gone: readonly string[],
    isNoticed: boolean,
  ): Promise<void> {
    for await (const files of portions(changed, FILES_AT_ONCE)) {
      await this.#db('slo_files')
        .insert(
          files.map(file => ({
            url: file.url,
            entity_ref: file.entityRef,
            text: file.text,
            etag: file.etag,
            read_at_ms: file.readAtMs,
            checked_at_ms: file.checkedAtMs,
            error: file.error,
            failing_since_ms: file.failingSinceMs,
          })),
        )
        .onConflict('url')
        .merge();
    }
    for await (const urls of portions(gone, FILES_AT_ONCE)) {
      await this.#db('slo_files').whereIn('url', urls).delete();
    }
    // Counted last: whoever sees the new count sees the new files.
    if (isNoticed) {
      await this.#db('slo_head').where({ id: 1 }).increment('files_version', 1);
    }
  }
}
