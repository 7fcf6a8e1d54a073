/*
 * Alerts as a pure function of the instant: the states of the past are replayed
 * from far enough back that `for` and `keep_firing_for` come out right
 * (rules/alerting.go, Eval). An alert that has been active since before the
 * replay began is shown as active since its beginning.
 */
import { labelKey, Labels, nameLabel } from '../promql/labels';
import { Column } from '../evaluation/SampleStore';
import { Work } from '../evaluation/Work';
import { RuleHistory } from './RuleHistory';
import { expandTemplate } from './template';

export interface Alert {
  labels: Labels;
  annotations: Record<string, string>;
  state: 'pending' | 'firing';
  activeAtMs: number;
  keepFiringSinceMs?: number;
  value: number;
}

/** The least stretch that is replayed, and the longest that is tried. */
const hourMs = 3_600_000;
const longestReplayMs = 24 * hourMs;

function expandAll(
  texts: Record<string, string>,
  labels: Labels,
  value: number,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [
      name,
      expandTemplate(text, { labels, value }),
    ]),
  );
}

function advance(
  active: Map<string, Alert>,
  { rule }: RuleHistory,
  vector: readonly { labels: Labels; value: number }[],
  atMs: number,
): void {
  const seen = new Set<string>();
  for (const { labels: found, value } of vector) {
    const labels: Record<string, string> = {
      ...found,
      ...expandAll(rule.labels, found, value),
      alertname: rule.name,
    };
    delete labels[nameLabel];
    const annotations = expandAll(rule.annotations, found, value);
    const key = labelKey(labels);
    seen.add(key);
    const known = active.get(key);
    if (known) {
      Object.assign(known, { value, annotations });
      delete known.keepFiringSinceMs;
    } else {
      const state = 'pending';
      active.set(key, { labels, annotations, state, activeAtMs: atMs, value });
    }
  }
  for (const [key, alert] of active) {
    if (!seen.has(key)) {
      alert.keepFiringSinceMs ??= atMs;
      const kept =
        alert.state === 'firing' &&
        atMs - alert.keepFiringSinceMs < rule.keepFiringForMs;
      if (!kept) {
        active.delete(key);
        continue;
      }
    }
    if (atMs - alert.activeAtMs >= rule.forMs) alert.state = 'firing';
  }
}

/** How far back the states of a rule must be replayed to be right. */
function replayMs({ rule, group }: RuleHistory): number {
  const needed = rule.forMs + rule.keepFiringForMs + group.intervalMs;
  return Math.max(hourMs, needed);
}

function vectorAt(columns: readonly Column[], i: number) {
  return columns
    .filter(column => column.present[i])
    .map(({ labels, values }) => ({ labels, value: values[i] }));
}

/**
 * Replays an alerting rule and calls back with the active alerts at each of
 * its evaluations from `fromMs` to `toMs`.
 *
 * @param known what is active where the replay begins, `backMs` before that
 */
export async function replay(
  history: RuleHistory,
  fromMs: number,
  toMs: number,
  work: Work,
  visit: (atMs: number, active: Iterable<Alert>) => void,
  backMs: number,
  known: readonly Alert[] = [],
): Promise<void> {
  const points = Float64Array.from(
    history.pointsBetween(fromMs - backMs, toMs),
  );
  const columns = await history.at(points, work);
  const active = new Map(
    known.map(alert => [labelKey(alert.labels), { ...alert }]),
  );
  points.forEach((atMs, i) => {
    advance(active, history, vectorAt(columns, i), atMs);
    if (atMs >= fromMs) visit(atMs, active.values());
  });
}

/**
 * The alerts of a rule at an instant. Of one that is active for longer than was replayed,
 * which is a day at least, the beginning of that counts.
 */
export async function activeAlerts(
  history: RuleHistory,
  instantMs: number,
  work: Work,
): Promise<Alert[]> {
  const pointMs = history.pointAt(instantMs);
  for (let backMs = replayMs(history); ; backMs *= 4) {
    let alerts: Alert[] = [];
    const visit = (_: number, active: Iterable<Alert>) => {
      alerts = [...active];
    };
    await replay(history, pointMs, pointMs, work, visit, backMs);
    const beganMs = history.pointsBetween(pointMs - backMs, pointMs)[0];
    const cut = alerts.some(alert => alert.activeAtMs === beganMs);
    if (!cut || backMs >= longestReplayMs) return alerts;
  }
}
