import { Knex } from 'knex';
import {
  SourceHealth,
  UnreadablePart,
} from '@worldscale/backstage-plugin-worlds-common';
import { describeError, scrubSecrets } from './describeError';
import { errorOfParts, scrubParts, withPastError } from './unreadableParts';
import { SourceDescription, SourceMonitor } from './SourceMonitor';

interface HealthRow {
  id: string;
  kind: string;
  title: string;
  /** SQLite gives 0 and 1, PostgreSQL booleans. */
  reachable: boolean | number | null;
  last_success_at: string | null;
  last_error: string | null;
  notes: string;
  unreadable: string | null;
}

/**
 * Health of sources in the domain's own database, the same for all its backends.
 * The table is made by {@link createSourceTables} and {@link addUnreadableParts} in
 * migrations of the domain.
 */
export class DatabaseSourceMonitor implements SourceMonitor {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async declare(sources: SourceDescription[]): Promise<void> {
    await this.#db.transaction(async tx => {
      await tx('source_health')
        .whereNotIn(
          'id',
          sources.map(s => s.id),
        )
        .delete();
      for (const { id, kind, title } of sources) {
        await tx('source_health')
          .insert({ id, kind, title, notes: '[]' })
          .onConflict('id')
          .merge({ kind, title });
      }
    });
  }

  async succeeded(
    id: string,
    at: Date,
    notes: string[] = [],
    unreadable: UnreadablePart[] = [],
  ): Promise<void> {
    const parts = scrubParts(unreadable);
    const lastError = errorOfParts(parts, at);
    await this.#db('source_health')
      .where({ id })
      .update({
        reachable: true,
        last_success_at: at.toISOString(),
        notes: JSON.stringify(notes.map(scrubSecrets)),
        unreadable: parts.length > 0 ? JSON.stringify(parts) : null,
        ...(lastError ? { last_error: JSON.stringify(lastError) } : {}),
      });
  }

  async failed(id: string, error: unknown, at: Date): Promise<void> {
    const lastError = { at: at.toISOString(), ...describeError(error) };
    await this.#db('source_health')
      .where({ id })
      .update({ reachable: false, last_error: JSON.stringify(lastError) });
  }

  async snapshot(): Promise<SourceHealth[]> {
    const rows = await this.#db<HealthRow>('source_health').orderBy('id');
    return rows.map(row =>
      withPastError({
        id: row.id,
        kind: row.kind,
        title: row.title,
        reachable: row.reachable === null ? null : Boolean(row.reachable),
        lastSuccessAt: row.last_success_at,
        lastError: row.last_error ? JSON.parse(row.last_error) : null,
        notes: JSON.parse(row.notes),
        unreadable: row.unreadable ? JSON.parse(row.unreadable) : [],
      }),
    );
  }
}
