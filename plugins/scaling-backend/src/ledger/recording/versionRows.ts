import {
  attributeVersion,
  ChangeActor,
  describeVersion,
  KnownSize,
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
