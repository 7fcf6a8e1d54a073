import { asRecord, asText, readCount } from './reading';

/** How much of something is to be kept spare: so many, or a share of all in percent. */
export type FleetBuffer = { count: number } | { percent: number };

/** How an Agones FleetAutoscaler decides (agones, autoscaling/v1/fleetautoscaler.go). */
export type FleetPolicy =
  | {
      type: 'Buffer';
      buffer: FleetBuffer | null;
      min: number | null;
      max: number | null;
    }
  | {
      type: 'Counter' | 'List';
      /** Name of the counter or list of the game servers. */
      key: string;
      buffer: FleetBuffer | null;
      minCapacity: number | null;
      maxCapacity: number | null;
    }
  | {
      type: 'Schedule';
      /** Unix milliseconds; null: open on that side. */
      startMs: number | null;
      endMs: number | null;
      /** When it is active in between, as a cron expression; null: always. */
      cron: string | null;
      policy: FleetPolicy;
    }
  | { type: 'Chain'; entries: Array<{ id: string; policy: FleetPolicy }> }
  | { type: 'Webhook'; target: string }
  /** Of a kind that is not known here. */
  | { type: 'other'; name: string };

/** Policies hold policies; deeper than this none is meant. */
const DEEPEST = 4;

function readBuffer(
  value: unknown,
  path: string,
  problems: string[],
): FleetBuffer | null {
  const share =
    typeof value === 'string' ? /^(\d{1,2})%$/.exec(value)?.[1] : undefined;
  if (share !== undefined) return { percent: Number(share) };
  const plain =
    typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof plain === 'number' && Number.isInteger(plain) && plain >= 0) {
    return { count: plain };
  }
  problems.push(`${path} is ${JSON.stringify(value)}, which cannot be`);
  return null;
}

function readInstant(
  value: unknown,
  path: string,
  problems: string[],
): number | null {
  const text = asText(value);
  if (text === undefined) return null;
  const instant = Date.parse(text);
  if (!Number.isNaN(instant)) return instant;
  problems.push(`${path} is ${JSON.stringify(value)}, which is no instant`);
  return null;
}

function readWebhookTarget(webhook: Readonly<Record<string, unknown>>): string {
  const { namespace, name, path } = asRecord(webhook.service);
  const service = [asText(namespace), asText(name)].filter(Boolean).join('/');
  // A query may carry a secret.
  const url = asText(webhook.url)?.replace(/[?#].*$/, '');
  return url ?? (service ? `${service}${asText(path) ?? ''}` : 'no address');
}

export function readFleetPolicy(
  value: unknown,
  problems: string[],
  depth = 0,
): FleetPolicy {
  const policy = asRecord(value);
  const type = asText(policy.type) ?? 'none';
  switch (depth > DEEPEST ? 'too deep' : type) {
    case 'Buffer': {
      const { bufferSize, minReplicas, maxReplicas } = asRecord(policy.buffer);
      return {
        type: 'Buffer',
        buffer: readBuffer(bufferSize, 'buffer.bufferSize', problems),
        min: readCount(minReplicas, 'buffer.minReplicas', problems, 0),
        max: readCount(maxReplicas, 'buffer.maxReplicas', problems, null),
      };
    }
    case 'Counter':
    case 'List': {
      const field = type === 'Counter' ? 'counter' : 'list';
      const { key, bufferSize, minCapacity, maxCapacity } = asRecord(
        policy[field],
      );
      const count = (name: string, given: unknown, absent: number | null) =>
        readCount(given, `${field}.${name}`, problems, absent);
      return {
        type: type === 'Counter' ? 'Counter' : 'List',
        key: asText(key) ?? '',
        buffer: readBuffer(bufferSize, `${field}.bufferSize`, problems),
        minCapacity: count('minCapacity', minCapacity, 0),
        maxCapacity: count('maxCapacity', maxCapacity, null),
      };
    }
    case 'Schedule': {
      const {
        between,
        activePeriod,
        policy: inner,
      } = asRecord(policy.schedule);
      const { start, end } = asRecord(between);
      return {
        type: 'Schedule',
        startMs: readInstant(start, 'schedule.between.start', problems),
        endMs: readInstant(end, 'schedule.between.end', problems),
        cron: asText(asRecord(activePeriod).startCron) ?? null,
        policy: readFleetPolicy(inner, problems, depth + 1),
      };
    }
    case 'Chain':
      return {
        type: 'Chain',
        entries: (Array.isArray(policy.chain) ? policy.chain : []).map(
          (entry, place) => ({
            id: asText(asRecord(entry).id) ?? `${place + 1}`,
            policy: readFleetPolicy(entry, problems, depth + 1),
          }),
        ),
      };
    case 'Webhook':
      return {
        type: 'Webhook',
        target: readWebhookTarget(asRecord(policy.webhook)),
      };
    default:
      return { type: 'other', name: type };
  }
}
