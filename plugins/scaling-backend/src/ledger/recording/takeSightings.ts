import {
  compareVersions,
  findChanges,
  findVersionChange,
  knowAlso,
  KnownSize,
  knowVersion,
  SizeChange,
} from '@worldscale/backstage-plugin-scaling-common';
import { Knex } from 'knex';
import { portions } from '@worldscale/backstage-plugin-worlds-node';
import { ChangeFacts, changeId, ChangeRow, keyOf, toRow } from './ledgerRows';
import { Sighting } from './Sighting';
import {
  VersionGapRow,
  versionGapRowsOf,
  VersionRow,
  versionRowsOf,
} from './versionRows';

/** A change that is new to the ledger. */
export interface FoundChange {
  sighting: Sighting;
  known: KnownSize;
  change: SizeChange;
}

export interface RecordedChange extends FoundChange {
  /** One for each service. */
  ids: string[];
  facts: ChangeFacts;
}

export interface Taken {
  recorded: RecordedChange[];
  /** Services with a workload of which a new version was recorded. */
  renewed: string[];
  /** What is stored now, by workload. */
  known: Map<string, KnownSize>;
}

export interface SizeRow {
  cluster: string;
  workload: string;
  known: string;
  changed_ms: number | string;
  seen_ms: number | string;
}

interface Held {
  known: KnownSize;
  changedMs: number;
  isMoved: boolean;
  /** Its version was not known before. */
  isFirstVersion: boolean;
}

/** The rows of these workloads, held against others; new ones as they were seen. */
async function hold(
  tx: Knex.Transaction,
  cluster: string,
  sightings: readonly Sighting[],
): Promise<Map<string, Held>> {
  const first = new Map<string, SizeRow>();
  for (const { seen, seenAtMs } of sightings) {
    const workload = keyOf(seen);
    if (first.has(workload)) continue;
    const known = JSON.stringify(knowAlso(seen, undefined));
    first.set(workload, {
      ...{ cluster, workload, known },
      changed_ms: 0,
      seen_ms: seenAtMs,
    });
  }
  // In one order for all, so that no two wait for each other.
  const workloads = [...first.keys()].sort();
  for await (const chunk of portions(workloads)) {
    const rows = chunk.flatMap(workload => first.get(workload) ?? []);
    await tx<SizeRow>('ledger_sizes')
      .insert(rows)
      .onConflict(['cluster', 'workload'])
      .ignore();
  }
  const held = new Map<string, Held>();
  for await (const chunk of portions(workloads)) {
    const rows = await tx<SizeRow>('ledger_sizes')
      .where({ cluster })
      .whereIn('workload', chunk)
      .orderBy('workload')
      .forUpdate();
    for (const { workload, known, changed_ms } of rows) {
      held.set(workload, {
        known: JSON.parse(known),
        changedMs: Number(changed_ms),
        isMoved: false,
        isFirstVersion: false,
      });
    }
  }
  return held;
}

async function insert(
  tx: Knex.Transaction,
  cluster: string,
  recorded: readonly RecordedChange[],
): Promise<void> {
  const rows = recorded.flatMap(({ ids, sighting, change, facts }) =>
    sighting.entityRefs.map((entityRef, i) =>
      toRow(ids[i], entityRef, cluster, sighting.seen, change, facts),
    ),
  );
  // Those before are overtaken, those of this very moment among them.
  const latest = new Map<string, string>();
  for (const { id, entity_ref, workload, stack } of rows) {
    latest.set(`${entity_ref}|${workload}|${stack}`, id);
  }
  const last = new Set(latest.values());
  for (const stack of [null, 'preview'] as const) {
    const workloads = rows.flatMap(row =>
      row.stack === stack ? [row.workload] : [],
    );
    for await (const chunk of portions([...new Set(workloads)])) {
      await tx<ChangeRow>('ledger_changes')
        .where({ cluster, readiness: 'pending', stack })
        .whereIn('workload', chunk)
        .update({ readiness: 'superseded' });
    }
  }
  for await (const chunk of portions(rows)) {
    await tx<ChangeRow>('ledger_changes')
      .insert(
        chunk.map(row =>
          row.readiness === 'pending' && !last.has(row.id)
            ? { ...row, readiness: 'superseded' as const }
            : row,
        ),
      )
      .onConflict('id')
      .ignore();
  }
}

/** Notes for which services a workload counts, and what is to be asked of the past. */
async function enrol(
  tx: Knex.Transaction,
  cluster: string,
  sightings: readonly Sighting[],
  held: ReadonlyMap<string, Held>,
  recorded: readonly RecordedChange[],
  backfillMs: number,
): Promise<void> {
  const workloads = [...held.keys()];
  const enrolled = new Set<string>();
  for await (const chunk of portions(workloads)) {
    const rows = await tx('ledger_members')
      .where({ cluster })
      .whereIn('workload', chunk)
      .select('entity_ref', 'workload');
    for (const row of rows) enrolled.add(`${row.entity_ref}|${row.workload}`);
  }
  const members: object[] = [];
  const spans: object[] = [];
  for (const { seen, entityRefs, seenAtMs, isGap, knownAtMs } of sightings) {
    const workload = keyOf(seen);
    for (const entity_ref of entityRefs) {
      const place = { entity_ref, cluster, workload };
      if (!enrolled.has(`${entity_ref}|${workload}`)) {
        enrolled.add(`${entity_ref}|${workload}`);
        members.push({
          ...{ ...place, since_ms: seenAtMs },
          versions_since_ms: held.get(workload)?.known.version
            ? seenAtMs
            : null,
        });
        if (backfillMs === 0) continue;
        spans.push({
          ...place,
          from_ms: seenAtMs - backfillMs,
          to_ms: seenAtMs,
          size_before: null,
          size_after: seen.size,
          change_id: null,
        });
      } else if (isGap && knownAtMs !== undefined) {
        const found = recorded.find(
          other => other.sighting.seen === seen && other.change.stack === null,
        );
        spans.push({
          ...place,
          from_ms: knownAtMs,
          to_ms: seenAtMs,
          size_before: found?.change.from ?? seen.size,
          size_after: seen.size,
          change_id: found?.ids[entityRefs.indexOf(entity_ref)] ?? null,
        });
      }
    }
  }
  for await (const chunk of portions(members)) {
    await tx('ledger_members').insert(chunk);
  }
  for await (const chunk of portions(spans)) {
    await tx('ledger_spans')
      .insert(chunk)
      .onConflict(['entity_ref', 'cluster', 'workload', 'from_ms'])
      .ignore();
  }
}

async function move(
  tx: Knex.Transaction,
  cluster: string,
  moved: ReadonlyArray<[string, Held]>,
): Promise<void> {
  for await (const chunk of portions(moved)) {
    await tx<SizeRow>('ledger_sizes')
      .insert(
        chunk.map(([workload, { known, changedMs }]) => ({
          ...{ cluster, workload },
          known: JSON.stringify(known),
          changed_ms: changedMs,
          seen_ms: 0,
        })),
      )
      .onConflict(['cluster', 'workload'])
      .merge(['known', 'changed_ms']);
  }
}

/** Since when versions of workloads are observed that were known before. */
async function noteVersions(
  tx: Knex.Transaction,
  cluster: string,
  held: ReadonlyMap<string, Held>,
  seenAtMs: number,
): Promise<void> {
  const first = [...held].flatMap(([workload, { isFirstVersion }]) =>
    isFirstVersion ? [workload] : [],
  );
  for await (const chunk of portions(first)) {
    await tx('ledger_members')
      .where({ cluster, versions_since_ms: null })
      .whereIn('workload', chunk)
      .update({ versions_since_ms: seenAtMs });
  }
}

/** The first version that is known of a workload is no new one. */
function learnVersion({ seen }: Sighting, entry: Held): void {
  if (entry.known.version || !seen.version) return;
  entry.known = { ...entry.known, ...knowVersion(seen, entry.known) };
  entry.isFirstVersion = true;
  entry.isMoved = true;
}

interface Compared {
  changes: RecordedChange[];
  versions: VersionRow[];
  gaps: VersionGapRow[];
}

const NOTHING: Compared = { changes: [], versions: [], gaps: [] };

/** What an observation shows beyond what is stored, which it moves on. */
function compare(
  cluster: string,
  sighting: Sighting,
  entry: Held,
  tell: (found: FoundChange) => ChangeFacts,
): Compared {
  const { seen, isForced } = sighting;
  const order = compareVersions(seen, entry.known);
  if (order === 'older' && !isForced) return NOTHING;
  if (order === 'same') {
    learnVersion(sighting, entry);
    return NOTHING;
  }
  const known: KnownSize = {
    ...entry.known,
    writer:
      entry.isMoved || sighting.writerBefore === undefined
        ? entry.known.writer
        : sighting.writerBefore,
  };
  const found = findChanges(seen, known);
  const version = findVersionChange(seen, known);
  learnVersion(sighting, entry);
  entry.known = knowAlso(seen, known);
  entry.isMoved = true;
  if (sighting.entityRefs.length === 0) return NOTHING;
  const versions = version
    ? versionRowsOf(cluster, sighting, known, version)
    : [];
  const gaps = versionGapRowsOf(cluster, sighting, known);
  const changes = found.map(change => {
    const each = { sighting, known, change };
    const told = tell(each);
    // In the order in which they came, even within one millisecond.
    const facts = { ...told, atMs: Math.max(told.atMs, entry.changedMs + 1) };
    entry.changedMs = facts.atMs;
    const what = [cluster, keyOf(seen), seen.uid, seen.generation];
    const ids = sighting.entityRefs.map(entityRef =>
      changeId(
        ...[entityRef, ...what, seen.resourceVersion],
        ...[change.stack, change.from, change.to],
      ),
    );
    return { ...each, ids, facts };
  });
  return { changes, versions, gaps };
}

/**
 * Writes changes of size, each once.
 *
 * Which change is new is decided by the database, not by whoever observes. It holds
 * for each workload the size that was recorded last and the version in which it was
 * seen. An observation is compared with that, in one transaction that holds the row
 * against all others; what it shows beyond is recorded, and the row is moved on, in the
 * same transaction. So it does not matter how many backends look, what they remember,
 * in which order they come or how often they say the same: the second to tell of a
 * change finds it told, one who lags finds the row ahead of it, and one who stops in
 * the middle has told nothing. Sizes of a workload make a chain without gaps: each
 * change begins where the one before ended. The primary key, which follows from what
 * was observed, is a second guard.
 * New versions of workloads are recorded in the same way, beside the sizes, and times in
 * which some may have been missed.
 *
 * @param sightings in the order in which they came
 * @param tell what is to be told of a change that is found
 * @param backfillMs how far back past sizes are to be asked for
 */
export async function takeSightings(
  tx: Knex.Transaction,
  cluster: string,
  sightings: readonly Sighting[],
  tell: (found: FoundChange) => ChangeFacts,
  backfillMs: number,
): Promise<Taken> {
  const held = await hold(tx, cluster, sightings);
  const recorded: RecordedChange[] = [];
  const versions: VersionRow[] = [];
  const gaps: VersionGapRow[] = [];
  for (const sighting of sightings) {
    const entry = held.get(keyOf(sighting.seen));
    if (!entry) continue;
    const compared = compare(cluster, sighting, entry, tell);
    recorded.push(...compared.changes);
    versions.push(...compared.versions);
    gaps.push(...compared.gaps);
  }
  await insert(tx, cluster, recorded);
  for (const [table, rows] of [
    ['ledger_versions', versions],
    ['ledger_version_gaps', gaps],
  ] as const) {
    for await (const chunk of portions<VersionRow | VersionGapRow>(rows)) {
      await tx(table).insert(chunk).onConflict('id').ignore();
    }
  }
  await enrol(tx, cluster, sightings, held, recorded, backfillMs);
  const latestMs = Math.max(...sightings.map(({ seenAtMs }) => seenAtMs));
  await noteVersions(tx, cluster, held, latestMs);
  const moved = [...held].filter(([, { isMoved }]) => isMoved);
  await move(tx, cluster, moved);
  return {
    recorded,
    renewed: versions.map(({ entity_ref }) => entity_ref),
    known: new Map([...held].map(([key, { known }]) => [key, known])),
  };
}
