import { Autoscaler } from '../kubernetes/autoscaler';
import { MetricReading } from '../kubernetes/metricReading';
import { Condition, conditionOf } from '../kubernetes/reading';
import { Workload } from '../kubernetes/workload';
import { Finding } from './Finding';
import { Headroom } from './headroom';
import { judgeFirstMetrics } from './newborn';
import { plainCondition } from './plainCondition';
import { LOW_HEADROOM_PERCENT } from './thresholds';
import { count, describeMetric, formatNumber, listOf, nounOf } from './wording';

/** All that the rules about an autoscaler look at. */
export interface ScalingView {
  workload: Workload;
  autoscaler: Autoscaler;
  min: number | null;
  max: number | null;
  headroom: Headroom | null;
  metric: MetricReading | null;
  nowMs: number;
}

/** What a condition says, as the end of a sentence, and in its own words. */
export function said(
  condition: Condition,
  metricName?: string,
): { why: string; detail?: string } {
  const { clause, detail } = plainCondition(condition, metricName);
  if (!clause) return { why: '' };
  return condition.message.trim()
    ? { why: `: ${clause}`, detail }
    : { why: ` (${clause})` };
}

/** Whether demand presses beyond what the autoscaler tolerates. Null: unknown. */
function isPressed({ metric, autoscaler }: ScalingView): boolean | null {
  if (metric === null || metric.ratio === null) return null;
  return metric.ratio > 1 + autoscaler.scaleUpTolerance;
}

/**
 * At the maximum the autoscaler cannot answer demand. `TooManyReplicas` says that it
 * wanted more than the maximum; right after demand fell, it may still say so because
 * of its stabilisation window, which is why the metric, where known, decides.
 * `TooFewReplicas` (idle, at the minimum) is no trouble and not looked at.
 */
function judgeCap(view: ScalingView): Finding[] {
  const { workload, autoscaler, max, min, metric, headroom } = view;
  if (max === null || max === 0) return [];
  const noun = nounOf(workload.kind);
  const limited = conditionOf(autoscaler.conditions, 'ScalingLimited');
  const wanted = Math.max(autoscaler.desired ?? 0, workload.desired ?? 0);
  const atMax = wanted >= max;
  const saysCapped =
    limited?.status === 'True' &&
    (limited.reason === 'TooManyReplicas' ||
      (workload.kind === 'Fleet' && atMax));
  const pressed = isPressed(view);
  if ((atMax && pressed) || (saysCapped && pressed === null)) {
    const demand = metric ? describeMetric(metric) : undefined;
    return [
      {
        code: 'capped',
        state: 'breached',
        sentence: `At its maximum of ${count(max, noun)} while ${
          demand ?? 'the autoscaler asks for more'
        }: demand is capped.`,
      },
    ];
  }
  const pinned = min === max;
  if (pinned || headroom === null) return [];
  if (headroom.replicas === 0) {
    return [
      {
        code: 'noHeadroom',
        state: 'atRisk',
        sentence: `At its maximum of ${count(max, noun)}: ${
          pressed === null
            ? 'whether demand is met is not known, and'
            : 'demand is met, but'
        } there is no headroom left.`,
      },
    ];
  }
  if (headroom.percent < LOW_HEADROOM_PERCENT) {
    return [
      {
        code: 'lowHeadroom',
        state: 'atRisk',
        sentence: `Only ${count(headroom.replicas, noun)} ${
          headroom.replicas === 1 ? 'is' : 'are'
        } left to the maximum of ${formatNumber(max)} (${formatNumber(
          headroom.percent,
        )}%, below ${LOW_HEADROOM_PERCENT}%).`,
      },
    ];
  }
  return [];
}

/** Without a metric, or without a hold on its target, an autoscaler does nothing. */
function judgeSight({
  workload,
  autoscaler,
  metric,
  nowMs,
}: ScalingView): Finding[] {
  const findings: Finding[] = [];
  const first = judgeFirstMetrics(workload, autoscaler, nowMs);
  const only = autoscaler.metrics.length === 1 ? metric?.name : undefined;
  const { conditions } = autoscaler;
  const active = conditionOf(conditions, 'ScalingActive');
  if (active?.status === 'False' && active.reason !== 'ScalingDisabled') {
    const { why, detail } = said(active, only);
    const isMetricMissing = /^FailedGet\w*Metric$/.test(active.reason);
    findings.push(
      (isMetricMissing ? first : undefined) ?? {
        code: 'blind',
        state: 'atRisk',
        sentence: `The autoscaler is blind and will not follow demand${why}.`,
        detail,
      },
    );
  }
  const able = conditionOf(conditions, 'AbleToScale');
  if (able?.status === 'False') {
    const { why, detail } = said(able);
    findings.push({
      code: 'unableToScale',
      state: 'atRisk',
      sentence: `The autoscaler cannot change the number of replicas${why}.`,
      detail,
    });
  }
  if (conditions.length === 0 && autoscaler.desired === null) {
    findings.push(
      first ?? {
        code: 'autoscalerSilent',
        state: 'unknown',
        sentence: `The ${autoscaler.kind} ${autoscaler.name} has not reported yet.`,
      },
    );
  }
  return findings;
}

/** Players wait where no game server is ready, however many are allocated. */
function judgeSpare({ workload, headroom }: ScalingView): Finding[] {
  const { gameServers } = workload;
  if (!gameServers?.allocated || gameServers.ready !== 0) return [];
  return [
    {
      code: 'noSpareGameServer',
      state: headroom?.replicas === 0 ? 'breached' : 'atRisk',
      sentence: `No game server is ready to be allocated: all ${formatNumber(
        gameServers.allocated,
      )} that run are taken.`,
    },
  ];
}

export function judgeAutoscaler(view: ScalingView): Finding[] {
  return [
    ...view.autoscaler.problems.map(
      (problem): Finding => ({
        code: 'impossibleValue',
        state: 'unknown',
        sentence: `The ${view.autoscaler.kind} ${view.autoscaler.name} has a value that cannot be true: ${problem}.`,
      }),
    ),
    ...judgeSight(view),
    ...judgeCap(view),
    ...judgeSpare(view),
  ];
}

/** Several autoscalers of one workload undo each other's work. */
export function judgeRivals(
  workload: Workload,
  autoscalers: readonly Autoscaler[],
): Finding[] {
  if (autoscalers.length < 2) return [];
  return [
    {
      code: 'rivalAutoscalers',
      state: 'atRisk',
      sentence: `${formatNumber(autoscalers.length)} autoscalers (${listOf(
        autoscalers.map(autoscaler => autoscaler.name),
      )}) scale the same ${workload.kind} and work against each other.`,
    },
  ];
}
