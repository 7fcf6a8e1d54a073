import { AutoscalerScaling, WorkloadScaling } from '../contract';
import { SizeWriter } from '../kubernetes/origin';
import { Announcement } from './announcement';
import {
  describeAutoscaled,
  describePreview,
  describeUnknown,
  describeWritten,
} from './changeWording';
import { ChangeActor, ChangeWhy } from './ledgerContract';
import { SizeChange } from './sizeChange';
import { actorTypeOf, isNewWriter } from './writers';

/**
 * Who changed a size, and why.
 *
 * Nothing in a workload says so outright, so three witnesses are heard, the surest
 * first:
 *
 * 1. `metadata.managedFields`, where the API server itself notes which program wrote
 *    `spec.replicas` last. It counts only where it differs from what was noted before:
 *    an old entry tells of an old change;
 * 2. an Event in which an autoscaler's controller announces this very size;
 * 3. the autoscaler's status: it wants this size, and says that it scaled just then.
 *
 * Where none of them speaks the actor is unknown, however likely a guess may be. An
 * autoscaler writes the size first and its status a moment later, so its metrics and
 * conditions belong to the change only once its status wants that size; until then
 * the answer is not `settled` and worth asking for again.
 */
export interface ChangeEvidence {
  change: SizeChange;
  workload: { kind: string; name: string };
  /** The size before was still known to hold then (Unix milliseconds). */
  knownAtMs: number;
  /** When the new size was seen. */
  seenAtMs: number;
  writer: SizeWriter | null;
  writerBefore: SizeWriter | null;
  /** The workload as explained; undefined: not at hand. */
  scaling: Pick<WorkloadScaling, 'autoscaler'> | undefined;
  announcements: readonly Announcement[];
}

export interface Attribution {
  actor: ChangeActor;
  why: ChangeWhy;
  reasonObserved: boolean;
  /** When it was, by the witness; null: none says. */
  atMs: number | null;
  /** Nothing more is to be learnt. */
  settled: boolean;
}

/**
 * Clocks of a cluster and of the portal differ, and times in Kubernetes have whole
 * seconds; an autoscaler's status and Event follow within a second or two.
 */
const SKEW_MS = 15_000;

export function attributeChange(evidence: ChangeEvidence): Attribution {
  const { change, workload, writer, scaling } = evidence;
  const autoscaler = scaling?.autoscaler ?? null;
  const isFixed = scaling?.autoscaler === null;
  if (change.stack === 'preview') {
    return {
      actor: { type: 'rollout', kind: workload.kind, name: workload.name },
      why: why(describePreview(change)),
      reasonObserved: true,
      atMs: null,
      settled: true,
    };
  }
  const type =
    writer && isNewWriter(writer, evidence.writerBefore)
      ? actorTypeOf(writer, workload.kind)
      : undefined;
  const announced = findAnnouncement(evidence);
  const isOwnDoing = type === 'autoscaler' || type === 'unknown' || !type;
  if (announced && isOwnDoing) {
    return byAutoscaler(evidence, autoscaler, announced);
  }
  if (type === 'autoscaler') return byAutoscaler(evidence, autoscaler);
  if (type && writer) {
    const { manager } = writer;
    return {
      actor: { type, kind: null, name: manager },
      why: why(
        describeWritten(change, workload.kind, type, manager),
        autoscaler,
      ),
      reasonObserved: type !== 'unknown',
      atMs: within(evidence, writer.at),
      settled: type !== 'unknown' || isFixed,
    };
  }
  if (autoscaler && scaledJustThen(evidence, autoscaler)) {
    return byAutoscaler(evidence, autoscaler);
  }
  return {
    actor: { type: 'unknown', kind: null, name: null },
    why: why(describeUnknown(change, workload.kind), autoscaler),
    reasonObserved: false,
    atMs: null,
    settled: isFixed,
  };
}

function byAutoscaler(
  evidence: ChangeEvidence,
  autoscaler: AutoscalerScaling | null,
  announced?: Announcement,
): Attribution {
  const { change, workload, writer, writerBefore } = evidence;
  const hasWritten = writer !== null && isNewWriter(writer, writerBefore);
  const isFresh = autoscaler !== null && wants(autoscaler, change.to);
  const [kind, name] = autoscaler
    ? [autoscaler.kind, autoscaler.name]
    : [announced?.kind ?? null, announced?.name ?? null];
  return {
    actor: { type: 'autoscaler', kind, name },
    why: {
      sentence: describeAutoscaled(
        change,
        workload.kind,
        [kind, name],
        isFresh ? autoscaler.metrics : [],
        announced?.message,
      ),
      event: announced
        ? { reason: announced.reason, message: announced.message }
        : null,
      conditions: isFresh ? autoscaler.conditions : [],
      metrics: isFresh ? autoscaler.metrics : [],
      steps: isFresh ? autoscaler.decision?.steps ?? [] : [],
    },
    reasonObserved: isFresh || announced !== undefined,
    atMs:
      (hasWritten ? within(evidence, writer.at) : null) ??
      within(evidence, announced?.at ?? null) ??
      within(evidence, isFresh ? autoscaler.lastScaleTime : null),
    settled: isFresh && announced !== undefined,
  };
}

function why(
  sentence: string,
  autoscaler?: AutoscalerScaling | null,
): ChangeWhy {
  return {
    sentence,
    event: null,
    conditions: autoscaler?.conditions ?? [],
    metrics: autoscaler?.metrics ?? [],
    steps: [],
  };
}

function findAnnouncement(evidence: ChangeEvidence): Announcement | undefined {
  const { change, announcements } = evidence;
  return announcements
    .filter(
      ({ to, from, at }) =>
        to === change.to &&
        (from === null || from === change.from) &&
        within(evidence, at) !== null,
    )
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))[0];
}

/** An autoscaler's status is of the look in which it chose this size. */
function wants(autoscaler: AutoscalerScaling, size: number): boolean {
  return autoscaler.desired === size;
}

function scaledJustThen(
  evidence: ChangeEvidence,
  autoscaler: AutoscalerScaling,
): boolean {
  return (
    wants(autoscaler, evidence.change.to) &&
    within(evidence, autoscaler.lastScaleTime) !== null
  );
}

/** The instant, if it lies in the span in which the change must have been. */
function within(
  { knownAtMs, seenAtMs }: ChangeEvidence,
  at: string | null,
): number | null {
  const atMs = Date.parse(at ?? '');
  const isWithin = atMs >= knownAtMs - SKEW_MS && atMs <= seenAtMs + SKEW_MS;
  return isWithin ? Math.min(atMs, seenAtMs) : null;
}
