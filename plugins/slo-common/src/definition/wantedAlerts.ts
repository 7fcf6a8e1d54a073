import { parseDuration, durationMs } from '../openslo/duration';
import { formatPath, Problem } from '../openslo/Problem';
import { OpenSloEntry } from '../openslo/readOpenSlo';
import { AlertCondition, AlertPolicy, Slo } from '../openslo/schema';
import { annotationNames, WrittenBurnAlert } from './annotations';
import { ObjectIndex } from './ObjectIndex';
import { WantedBurnAlert } from './SloDefinition';

/** The short window is a twelfth of the long one (SRE Workbook, chapter 5). */
export const shortWindowShare = 1 / 12;

const minuteMs = 60_000;

/** A twelfth of the long window, in whole minutes and never none. */
export function usualShortWindowMs(longMs: number): number {
  const minutes = Math.round((longMs * shortWindowShare) / minuteMs);
  return Math.max(1, minutes) * minuteMs;
}

function lengthMs(text: string | undefined): number {
  const duration = text === undefined ? undefined : parseDuration(text);
  return duration ? durationMs(duration) : 0;
}

/** The alerts that an SLO asks for: by its policies, and by its annotation. */
export function wantedAlerts(
  entry: OpenSloEntry<Slo>,
  index: ObjectIndex,
  { written }: { written: readonly WrittenBurnAlert[] },
): { alerts: WantedBurnAlert[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const alerts: WantedBurnAlert[] = [];
  const annotated = ['metadata', 'annotations', annotationNames.burnAlerts];
  for (const alert of written) {
    alerts.push({
      ...alert,
      op: 'gte',
      alertsOnBreach: true,
      alertsOnNoData: false,
      targets: [],
      position: entry.locate(annotated),
      field: formatPath(annotated),
    });
  }
  for (const [i, policy] of (entry.object.spec.alertPolicies ?? []).entries()) {
    const path = ['spec', 'alertPolicies', i];
    const spec =
      policy.spec ??
      index.find('AlertPolicy', policy.alertPolicyRef ?? '')?.object.spec;
    // A reference to nothing was told where all references are.
    if (!spec) continue;
    for (const condition of spec.conditions) {
      const found = condition.conditionRef
        ? index.find('AlertCondition', condition.conditionRef)?.object
        : condition;
      if (!found?.spec) continue;
      const short = shortWindow(found.metadata?.annotations);
      if (short === undefined) {
        const name = annotationNames.shortWindow;
        problems.push(
          index.problem(
            entry,
            'error',
            path,
            `the annotation ${name} of the alert condition: expected a duration like 5m`,
          ),
        );
        continue;
      }
      alerts.push({
        ...conditionPart(found.spec, short),
        ...policyPart(spec),
        position: entry.locate(path),
        field: formatPath(path),
      });
    }
  }
  return { alerts, problems };
}

/** Zero where nothing is said; undefined where what is said is no duration. */
function shortWindow(
  annotations: Readonly<Record<string, string>> | undefined,
): number | undefined {
  const text = annotations?.[annotationNames.shortWindow];
  if (text === undefined) return 0;
  return lengthMs(text) || undefined;
}

function conditionPart(spec: AlertCondition['spec'], shortMs: number) {
  const { op, threshold, lookbackWindow, alertAfter } = spec.condition;
  const longMs = lengthMs(lookbackWindow);
  return {
    severity: spec.severity,
    op,
    threshold,
    longMs,
    shortMs: shortMs || usualShortWindowMs(longMs),
    forMs: lengthMs(alertAfter),
  };
}

function policyPart(spec: AlertPolicy['spec']) {
  return {
    alertsOnBreach: spec.alertWhenBreaching ?? false,
    alertsOnNoData: spec.alertWhenNoData ?? false,
    targets: spec.notificationTargets.flatMap(
      ({ targetRef, metadata }) => targetRef ?? metadata?.name ?? [],
    ),
  };
}
