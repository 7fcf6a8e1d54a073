import {
  attributeVersion,
  ChangeActor,
  describeVersion,
  KnownSize,
  mayHaveMissed,
  titleOfVersion,
  VersionChange,
  VersionRecord,
} from '@worldscale/backstage-plugin-scaling-common';
import { actorColumns, changeId, isoOf, keyOf } from './ledgerRows';
import { isExactly, Sighting } from './Sighting';

/** A row of `ledger_versions`. Instants are Unix milliseconds; PostgreSQL writes them as text. */
export interface VersionRow {
  id: string;
  entity_ref: string;
  cluster: string;
  kind: string;
  namespace: string;
  name: string;
  at_ms: number | string;
  not_before_ms: number | string | null;
  images: string;
  actor_type: ChangeActor['type'];
  actor_kind: string | null;
  actor_name: string | null;
}

/** Rows of a version that is new to the ledger: one for each service. */
export function versionRowsOf(
  cluster: string,
  sighting: Sighting,
  known: KnownSize,
  change: VersionChange,
): VersionRow[] {
  const { seen, seenAtMs, knownAtMs, entityRefs } = sighting;
  const { kind, namespace, name } = seen;
  const { actor, atMs } = attributeVersion({
    ...{ kind, seenAtMs, knownAtMs: knownAtMs ?? seenAtMs },
    writer: seen.templateWriter,
    writerBefore: known.templateWriter,
  });
  const what = [cluster, keyOf(seen), seen.uid, seen.generation, 'version'];
  const step = [
    known.version?.revision ?? null,
    seen.version?.revision ?? null,
  ];
  return entityRefs.map(entityRef => ({
    id: changeId(entityRef, ...what, ...step),
    entity_ref: entityRef,
    ...{ cluster, kind, namespace, name },
    at_ms: atMs ?? seenAtMs,
    not_before_ms:
      atMs !== null || isExactly(sighting) ? null : knownAtMs ?? null,
    images: JSON.stringify(change),
    ...actorColumns(actor),
  }));
}

/** A row of `ledger_version_gaps`: versions of this time may be missing. */
export interface VersionGapRow {
  id: string;
  entity_ref: string;
  cluster: string;
  workload: string;
  from_ms: number | string;
  to_ms: number | string;
}

/** Rows of a time in which nobody watched a workload: one for each service. */
export function versionGapRowsOf(
  cluster: string,
  { seen, seenAtMs, knownAtMs, isGap, entityRefs }: Sighting,
  known: KnownSize,
): VersionGapRow[] {
  if (!isGap || knownAtMs === undefined) return [];
  if (!mayHaveMissed(seen, known)) return [];
  const workload = keyOf(seen);
  return entityRefs.map(entity_ref => ({
    id: changeId(entity_ref, cluster, workload, knownAtMs, 'gap'),
    ...{ entity_ref, cluster, workload },
    ...{ from_ms: knownAtMs, to_ms: seenAtMs },
  }));
}

/** A version as it is told, but for its region, which the catalog knows. */
export function readVersionRow(row: VersionRow): Omit<VersionRecord, 'region'> {
  const { id, cluster, kind, namespace, name } = row;
  const change: VersionChange = JSON.parse(row.images);
  const actor: ChangeActor = {
    type: row.actor_type,
    kind: row.actor_kind,
    name: row.actor_name,
  };
  return {
    ...{ id, cluster, kind, namespace, name, actor },
    entityRef: row.entity_ref,
    at: isoOf(row.at_ms),
    notBefore: row.not_before_ms === null ? null : isoOf(row.not_before_ms),
    from: change.from,
    to: change.to,
    title: titleOfVersion(change),
    sentence: describeVersion(change, { kind, name }, actor),
  };
}
