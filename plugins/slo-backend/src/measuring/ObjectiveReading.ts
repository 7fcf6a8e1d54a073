import {
  Burn,
  MeasuredBy,
  SloDefinition,
  SloFigures,
  WantedBurnAlert,
  compositeTargetOf,
  durationMs,
  flawsOfBurnAlert,
  highestBurnRate,
  highestCompositeRate,
  Objective,
  repeatedBurnAlerts,
  sliceMsOf,
  usualBurnAlerts,
  WindowAt,
} from '@worldscale/backstage-plugin-slo-common';
import { hourMs } from '@worldscale/backstage-plugin-slo-common';

/** What was read of one objective, before anything is judged. */
export interface ObjectiveReading {
  slo: string;
  /** Place among the objectives, or `all`. */
  objective: string;
  /** Empty: all regions together. */
  region: string;
  target: number;
  window: WindowAt | undefined;
  figures: SloFigures | null;
  /** Where there are no figures, to follow "because". */
  unknownReason: string | null;
  coverage: number | null;
  /** Shortest window first. */
  burns: Burn[];
  measuredBy: MeasuredBy | null;
  /** The past of its window is still being read. */
  isFilling: boolean;
  /** No round has looked at it yet. */
  isNew?: boolean;
}

/** Windows that pages show beside those of alerts. */
const shownMs = [300_000, hourMs, 6 * hourMs, 24 * hourMs, 72 * hourMs];

/** Alerts of an objective that are of use; undefined: of the composite as a whole. */
export function alertsOf(
  slo: SloDefinition,
  objective: Objective | undefined,
): WantedBurnAlert[] {
  const wanted = [
    ...slo.alerts,
    ...(slo.wantsDefaultAlerts ? usualBurnAlerts(slo) : []),
  ];
  const highestRate = objective
    ? highestBurnRate(Number((1 - objective.target).toPrecision(12)))
    : highestCompositeRate(slo);
  const sliceMs =
    slo.method === 'Occurrences'
      ? 60_000
      : Math.max(...slo.objectives.map(sliceMsOf));
  const windowMs = durationMs(slo.window.duration);
  const repeated = repeatedBurnAlerts(wanted);
  return wanted.filter(
    alert =>
      !repeated.has(alert) &&
      flawsOfBurnAlert(alert, { highestRate, windowMs, sliceMs }).length === 0,
  );
}

/** All windows whose burn rate is told, shortest first. */
export function windowsOf(
  slo: SloDefinition,
  objective: Objective | undefined,
): number[] {
  const periodMs = durationMs(slo.window.duration);
  const sliceMs = Math.max(...slo.objectives.map(sliceMsOf));
  const shown = shownMs.filter(
    ms =>
      ms <= periodMs && (slo.method === 'Occurrences' || ms % sliceMs === 0),
  );
  const alerting = alertsOf(slo, objective).flatMap(a => [a.longMs, a.shortMs]);
  return [...new Set([...shown, ...alerting])].sort((a, b) => a - b);
}

/** The target that an objective, or a composite as a whole, is held to. */
export function targetOf(slo: SloDefinition, objective: string): number {
  return objective === 'all'
    ? compositeTargetOf(slo)
    : slo.objectives[Number(objective)].target;
}
