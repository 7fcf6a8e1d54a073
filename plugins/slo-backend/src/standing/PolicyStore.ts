import {
  DeployDecision,
  DeployReason,
  PolicyOverride,
} from '@worldscale/backstage-plugin-slo-common';
import { portions } from '@worldscale/backstage-plugin-worlds-node';
import { Knex } from 'knex';

/** What was last decided about a service. */
export interface StoredPolicy {
  entityRef: string;
  decision: DeployDecision;
  reasons: DeployReason[];
  sinceMs: number;
}

/** Decisions about services, and leaves to deploy in spite of them. */
export class PolicyStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async decisions(entityRef?: string): Promise<Map<string, StoredPolicy>> {
    const rows = await this.#db('slo_policies').where(
      entityRef === undefined ? {} : { entity_ref: entityRef },
    );
    return new Map(
      rows
        // A row without a decision holds an override alone.
        .filter(row => row.decision !== '')
        .map(row => [
          row.entity_ref,
          {
            entityRef: row.entity_ref,
            decision: row.decision,
            reasons: JSON.parse(row.reasons),
            sinceMs: Number(row.since_ms),
          },
        ]),
    );
  }

  async overrides(entityRef?: string): Promise<Map<string, PolicyOverride>> {
    const rows = await this.#db('slo_policies')
      .whereNotNull('override_until_ms')
      .where(entityRef === undefined ? {} : { entity_ref: entityRef });
    return new Map(
      rows.map(row => [
        row.entity_ref,
        {
          by: row.override_by,
          reason: row.override_reason,
          untilMs: Number(row.override_until_ms),
        },
      ]),
    );
  }

  async decide(policies: readonly StoredPolicy[]): Promise<void> {
    for await (const some of portions(policies)) {
      await this.#db('slo_policies')
        .insert(
          some.map(policy => ({
            entity_ref: policy.entityRef,
            decision: policy.decision,
            reasons: JSON.stringify(policy.reasons),
            since_ms: policy.sinceMs,
          })),
        )
        .onConflict('entity_ref')
        .merge(['decision', 'reasons', 'since_ms']);
    }
  }

  async override(entityRef: string, given: PolicyOverride): Promise<void> {
    const override = {
      override_by: given.by,
      override_reason: given.reason,
      override_until_ms: given.untilMs,
    };
    await this.#db('slo_policies')
      .insert({
        ...{ entity_ref: entityRef, decision: '', reasons: '[]', since_ms: 0 },
        ...override,
      })
      .onConflict('entity_ref')
      .merge(Object.keys(override));
  }
}
