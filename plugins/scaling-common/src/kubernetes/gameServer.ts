import { asRecord, asText, readCount, readObject } from './reading';

/** agones.dev/v1 GameServer: only what is counted and shown. */
export interface GameServer {
  namespace: string;
  name: string;
  uid: string;
  labels: Readonly<Record<string, string>>;
  /** Fleet that it belongs to (`agones.dev/fleet`); undefined: it stands alone. */
  fleet: string | undefined;
  /** `Ready`, `Allocated`, `Reserved`, `Starting`, `Shutdown`, ...; empty: none yet. */
  state: string;
  node: string | undefined;
  /** Image of its container, with the tag. */
  image: string | undefined;
  /** Where players reach it, with `ports`. */
  address: string | undefined;
  ports: ReadonlyArray<{ name: string; port: number }>;
  /** Its counters and lists, and the players that it tracks itself. */
  measures: readonly GameServerMeasure[];
  /** Unix milliseconds; undefined: it does not say. */
  createdMs: number | undefined;
  /** It was asked to go. */
  isLeaving: boolean;
  /** Why it can no longer be understood; the rest is what was last known. */
  problem?: string;
}

/** How much of something it holds, and can hold. Null is unknown. */
export interface GameServerMeasure {
  kind: 'counter' | 'list' | 'players';
  name: string;
  count: number | null;
  capacity: number | null;
}

/** States in which it can carry players (agones, gameserver.go). */
const SERVING = ['Ready', 'Allocated', 'Reserved'];

export function isServing({ state, isLeaving }: GameServer): boolean {
  return !isLeaving && SERVING.includes(state);
}

/**
 * CountsAndLists (`status.counters`, `status.lists`), and player tracking (alpha,
 * `status.players`). The API leaves zeros out.
 */
function readMeasures(
  status: Readonly<Record<string, unknown>>,
): GameServerMeasure[] {
  const count = (value: unknown, absent: number | null) =>
    readCount(value, 'count', [], absent);
  const measures: GameServerMeasure[] = [];
  for (const [name, value] of Object.entries(asRecord(status.counters))) {
    const { count: taken, capacity } = asRecord(value);
    measures.push({
      ...{ kind: 'counter', name, count: count(taken, 0) },
      capacity: count(capacity, null),
    });
  }
  for (const [name, value] of Object.entries(asRecord(status.lists))) {
    const { values, capacity } = asRecord(value);
    measures.push({
      ...{ kind: 'list', name },
      count: Array.isArray(values) ? values.length : 0,
      capacity: count(capacity, null),
    });
  }
  if (typeof status.players === 'object' && status.players !== null) {
    const { count: taken, capacity } = asRecord(status.players);
    measures.push({
      ...{ kind: 'players', name: 'players', count: count(taken, 0) },
      capacity: count(capacity, null),
    });
  }
  return measures;
}

function readPorts(ports: unknown): GameServer['ports'] {
  return (Array.isArray(ports) ? ports : []).flatMap(each => {
    const { name, port } = asRecord(each);
    return typeof port === 'number' && Number.isInteger(port)
      ? [{ name: asText(name) ?? '', port }]
      : [];
  });
}

/** Image of the first container of a pod's specification. */
export function imageOf(podSpec: unknown): string | undefined {
  const { containers } = asRecord(podSpec);
  const [first] = Array.isArray(containers) ? containers : [];
  return asText(asRecord(first).image);
}

/** @throws InputError where it has no name */
export function readGameServer(value: unknown): GameServer {
  const { metadata, spec, status = {} } = readObject('GameServer', value);
  const created = Date.parse(metadata.creationTimestamp ?? '');
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    uid: metadata.uid,
    labels: metadata.labels,
    fleet: asText(metadata.labels['agones.dev/fleet']),
    state: asText(status.state) ?? '',
    node: asText(status.nodeName),
    image: imageOf(asRecord(spec.template).spec),
    address: asText(status.address),
    ports: readPorts(status.ports),
    measures: readMeasures(status),
    createdMs: Number.isNaN(created) ? undefined : created,
    isLeaving: metadata.deletionTimestamp !== null,
  };
}
