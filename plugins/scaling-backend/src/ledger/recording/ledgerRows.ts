import { createHash } from 'node:crypto';
import {
  ChangeActor,
  ChangeReadiness,
  ChangeWhy,
  ScalingChange,
  SizeChange,
} from '@worldscale/backstage-plugin-scaling-common';

/** A row of `ledger_changes`. Instants are Unix milliseconds; PostgreSQL writes them as text. */
export interface ChangeRow {
  id: string;
  entity_ref: string;
  cluster: string;
  workload: string;
  kind: string;
  namespace: string;
  name: string;
  stack: 'preview' | null;
  at_ms: number | string;
  not_before_ms: number | string | null;
  from_size: number | null;
  to_size: number;
  actor_type: ChangeActor['type'];
  actor_kind: string | null;
  actor_name: string | null;
  why: string;
  reason_observed: boolean | number;
  ready_at_ms: number | string | null;
  readiness: ChangeReadiness;
  source: ScalingChange['source'];
}

/** Which workload of a cluster: kind, namespace and name. */
export interface WorkloadKey {
  kind: string;
  namespace: string;
  name: string;
}

export function keyOf({ kind, namespace, name }: WorkloadKey): string {
  return `${kind}/${namespace}/${name}`;
}

/** Names hold no slash, so a key is taken apart as it was put together. */
export function readKey(key: string): WorkloadKey {
  const [kind = '', namespace = '', name = ''] = key.split('/');
  return { kind, namespace, name };
}

/** What is told of a change beside its sizes. */
export interface ChangeFacts {
  atMs: number;
  notBeforeMs: number | null;
  actor: ChangeActor;
  why: ChangeWhy;
  reasonObserved: boolean;
  readiness: ChangeReadiness;
  readyAtMs: number | null;
  source: ScalingChange['source'];
}

/** The same parts give the same id, whoever records them and how often. */
export function changeId(...parts: ReadonlyArray<string | number | null>) {
  return createHash('sha256')
    .update(JSON.stringify(parts))
    .digest('base64url')
    .slice(0, 32);
}

export function toRow(
  id: string,
  entityRef: string,
  cluster: string,
  workload: WorkloadKey,
  change: Pick<SizeChange, 'stack' | 'from' | 'to'>,
  facts: ChangeFacts,
): ChangeRow {
  const { kind, namespace, name } = workload;
  return {
    id,
    entity_ref: entityRef,
    cluster,
    workload: keyOf(workload),
    ...{ kind, namespace, name },
    stack: change.stack,
    at_ms: facts.atMs,
    not_before_ms: facts.notBeforeMs,
    from_size: change.from,
    to_size: change.to,
    ...actorColumns(facts.actor),
    why: JSON.stringify(facts.why),
    reason_observed: facts.reasonObserved,
    ready_at_ms: facts.readyAtMs,
    readiness: facts.readiness,
    source: facts.source,
  };
}

export function actorColumns({ type, kind, name }: ChangeActor) {
  return { actor_type: type, actor_kind: kind, actor_name: name };
}

export function isoOf(ms: number | string): string {
  return new Date(Number(ms)).toISOString();
}

/** A change as it is told, but for its region, which the catalog knows. */
export function fromRow(row: ChangeRow): Omit<ScalingChange, 'region'> {
  const { id, cluster, kind, namespace, name, stack, readiness, source } = row;
  return {
    id,
    entityRef: row.entity_ref,
    ...{ cluster, kind, namespace, name, stack },
    at: isoOf(row.at_ms),
    notBefore: row.not_before_ms === null ? null : isoOf(row.not_before_ms),
    from: row.from_size,
    to: row.to_size,
    actor: {
      type: row.actor_type,
      kind: row.actor_kind,
      name: row.actor_name,
    },
    why: JSON.parse(row.why),
    reasonObserved: Boolean(row.reason_observed),
    readyAt: row.ready_at_ms === null ? null : isoOf(row.ready_at_ms),
    readiness,
    source,
  };
}
