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
    const rows = await this.#db<FileRow>('slo_files').orderBy('url');
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
    await this.#db.transaction(async tx => {
      for (const file of changed) {
        await tx('slo_files')
          .insert({
            url: file.url,
            entity_ref: file.entityRef,
            text: file.text,
            etag: file.etag,
            read_at_ms: file.readAtMs,
            checked_at_ms: file.checkedAtMs,
            error: file.error,
            failing_since_ms: file.failingSinceMs,
          })
          .onConflict('url')
          .merge();
      }
      for (let i = 0; i < gone.length; i += 500) {
        await tx('slo_files')
          .whereIn('url', gone.slice(i, i + 500))
          .delete();
      }
      if (isNoticed) {
        await tx('slo_head').where({ id: 1 }).increment('files_version', 1);
      }
    });
  }
}
