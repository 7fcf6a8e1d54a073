import { z } from 'zod';
import { asRecord, asText } from '../kubernetes/reading';

/** A Kubernetes Event in which an autoscaler's controller says what it did. */
export interface Announcement {
  uid: string;
  /** Of the autoscaler. */
  kind: string;
  namespace: string;
  name: string;
  reason: string;
  message: string;
  /** When it last said so (ISO 8601). */
  at: string;
  /** The size that it speaks of; null: none. */
  to: number | null;
  from: number | null;
}

const eventSchema = z.object({
  metadata: z.object({
    uid: z.string().catch(''),
    namespace: z.string().catch(''),
    creationTimestamp: z.string().nullish().catch(null),
  }),
  involvedObject: z.unknown().optional(),
  /** What events.k8s.io/v1 calls the two. */
  regarding: z.unknown().optional(),
  note: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  reason: z.string(),
  firstTimestamp: z.string().nullish().catch(null),
  lastTimestamp: z.string().nullish().catch(null),
  eventTime: z.string().nullish().catch(null),
  series: z.object({ lastObservedTime: z.string() }).nullish().catch(null),
});

/**
 * How sizes are spoken of: kubernetes, horizontal.go (`New size: %d; reason: %s`);
 * agones, fleetautoscalers controller (`Scaling fleet %s from %d to %d`); keda,
 * scale_scaledobjects.go (`Scaled %s %s/%s from %d to %d`).
 */
const NEW_SIZE = /New size: (\d+)/;
const FROM_TO = /from (\d+) to (\d+)/;

/** Undefined for what is no event, or one without a time. */
export function readAnnouncement(object: unknown): Announcement | undefined {
  const event = eventSchema.safeParse(object).data;
  if (!event) return undefined;
  const about = asRecord(event.involvedObject ?? event.regarding);
  const [kind, name] = [asText(about.kind), asText(about.name)];
  const at =
    event.series?.lastObservedTime ??
    event.lastTimestamp ??
    event.eventTime ??
    event.firstTimestamp ??
    event.metadata.creationTimestamp;
  if (!kind || !name || !at || Number.isNaN(Date.parse(at))) return undefined;
  const message = event.message ?? event.note ?? '';
  const size = NEW_SIZE.exec(message);
  const span = FROM_TO.exec(message);
  return {
    uid: event.metadata.uid,
    ...{ kind, name },
    namespace: asText(about.namespace) ?? event.metadata.namespace,
    reason: event.reason,
    message,
    at: new Date(at).toISOString(),
    from: span ? Number(span[1]) : null,
    to: size || span ? Number(size?.[1] ?? span?.[2]) : null,
  };
}
