import {
  Burn,
  SloAlert,
  WantedBurnAlert,
} from '@worldscale/backstage-plugin-slo-common';
import { ObjectiveReading } from '../measuring/ObjectiveReading';

/** More than these are told by their number. */
const MOST_NAMED = 2;

/** Whether budgets burn as an alert says, over both of its windows. */
export function burnsAs(
  {
    longMs,
    shortMs,
    threshold,
    op,
  }: Pick<WantedBurnAlert, 'longMs' | 'shortMs' | 'threshold' | 'op'>,
  burns: readonly Burn[],
): boolean {
  return [longMs, shortMs].every(ms => {
    const rate = burns.find(b => b.windowMs === ms)?.burnRate ?? null;
    if (rate === null) return false;
    return op === 'gt' ? rate > threshold : rate >= threshold;
  });
}

/**
 * Where an objective fails whose alert fires: the regions in which the budget burns as
 * the alert says. Undefined where that is everywhere, or regions are not told apart.
 */
export function failingPlace(
  regions: readonly ObjectiveReading[],
  alerts: readonly SloAlert[],
  titleOf: (region: string) => string,
): string | undefined {
  const firing = alerts.filter(({ state }) => state === 'firing');
  const failing = regions.filter(({ burns }) =>
    firing.some(alert => burnsAs(alert, burns)),
  );
  if (!failing.length || failing.length === regions.length) return undefined;
  if (failing.length > MOST_NAMED) return `${failing.length} regions`;
  return failing
    .map(({ region }) => titleOf(region))
    .sort()
    .join(' and ');
}
