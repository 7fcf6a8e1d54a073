import { chance, mix } from './noise';
import { PodFacts } from './objects/podFacts';
import { Workload } from './workloads/Workload';

/** Seconds between two lines of a pod's log. */
const LINE_EVERY_MS = 5_000;

/** Lines that are there when the caller names no number. */
const DEFAULT_LINES = 200;

const routine = [
  'request served',
  'cache refreshed',
  'checkpoint written',
  'peers in sync',
  'session closed',
  'session opened',
];

function lineAt(workload: Workload, facts: PodFacts, atMs: number): string {
  const seed = mix(mix(workload.seed, facts.slot), Math.floor(atMs / 1000));
  const isWarning = chance(seed, 1) < 0.02;
  return JSON.stringify({
    time: new Date(atMs).toISOString(),
    level: isWarning ? 'warn' : 'info',
    msg: isWarning
      ? 'slow call to a neighbour'
      : routine[mix(seed, 2) % routine.length],
    service: workload.name,
    region: workload.region.name,
    duration_ms: Math.round((isWarning ? 400 : 4) + 40 * chance(seed, 3)),
  });
}

/**
 * Last lines of a pod's log at an instant. A line belongs to its instant, so a log
 * that is read twice agrees with itself.
 */
export function podLog(
  workload: Workload,
  facts: PodFacts,
  atMs: number,
  tailLines = DEFAULT_LINES,
): string {
  if (facts.phase === 'Pending') return '';
  const startMs = facts.lastStop
    ? facts.lastStop.atMs + 15_000
    : facts.bornMs + 6_000;
  const first = Math.ceil(startMs / LINE_EVERY_MS);
  const last = Math.floor(atMs / LINE_EVERY_MS);
  const from = Math.max(first, last - Math.max(0, tailLines) + 1);
  let text = '';
  for (let i = from; i <= last; i++) {
    const lineMs = i * LINE_EVERY_MS;
    text +=
      i === first
        ? `${JSON.stringify({
            time: new Date(lineMs).toISOString(),
            level: 'info',
            msg: 'started',
            service: workload.name,
            region: workload.region.name,
          })}\n`
        : `${lineAt(workload, facts, lineMs)}\n`;
  }
  return text;
}
