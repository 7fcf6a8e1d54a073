import { SloChange } from '@worldscale/backstage-plugin-slo-common';
import { portions } from '@worldscale/backstage-plugin-worlds-node';
import { Knex } from 'knex';

/** A change that its owner is to be told of, at most once. */
export interface UntoldChange extends SloChange {
  id: number;
}

/** What happened to objectives and policies. */
export class ChangeStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async add(changes: readonly SloChange[], isToBeTold: boolean): Promise<void> {
    for await (const some of portions(changes)) {
      await this.#db('slo_changes').insert(
        some.map(change => ({
          at_ms: Date.parse(change.at),
          kind: change.kind,
          entity_ref: change.entityRef,
          ...{ slo: change.slo, objective: change.objective },
          ...{ severity: change.severity, text: change.text },
          is_told: !isToBeTold,
        })),
      );
    }
  }

  /** Takes what nobody was told of; whoever takes it tells it, or it stays untold. */
  async takeUntold(limit: number): Promise<UntoldChange[]> {
    return this.#db.transaction(async tx => {
      const rows = await tx('slo_changes')
        .where({ is_told: false })
        .orderBy('id')
        .limit(limit);
      const taken: UntoldChange[] = [];
      for (const row of rows) {
        const count = await tx('slo_changes')
          .where({ id: row.id, is_told: false })
          .update({ is_told: true });
        if (count) taken.push({ id: Number(row.id), ...toChange(row) });
      }
      return taken;
    });
  }

  /** Newest first. */
  async find(question: {
    slo?: string;
    entityRefs?: readonly string[];
    fromMs: number;
    toMs: number;
    limit: number;
  }): Promise<SloChange[]> {
    const { slo, entityRefs, fromMs, toMs, limit } = question;
    const query = this.#db('slo_changes')
      .where('at_ms', '>=', fromMs)
      .where('at_ms', '<', toMs)
      .orderBy([
        { column: 'at_ms', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(limit);
    if (slo !== undefined) query.where({ slo });
    if (entityRefs) {
      // However many there are: as one parameter.
      const list =
        this.#db.client.config.client === 'pg'
          ? 'select jsonb_array_elements_text(?::jsonb)'
          : 'select value from json_each(?)';
      query.whereRaw(`entity_ref in (${list})`, JSON.stringify(entityRefs));
    }
    return (await query).map(toChange);
  }

  async retain(beforeMs: number): Promise<void> {
    await this.#db('slo_changes').where('at_ms', '<', beforeMs).delete();
  }
}

function toChange(row: Record<string, unknown>): SloChange {
  const text = (value: unknown) => (value === null ? null : String(value));
  return {
    at: new Date(Number(row.at_ms)).toISOString(),
    kind: row.kind as SloChange['kind'],
    entityRef: text(row.entity_ref),
    ...{ slo: text(row.slo), objective: text(row.objective) },
    ...{ severity: text(row.severity), text: String(row.text) },
  };
}
