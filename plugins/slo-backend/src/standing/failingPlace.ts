import { SloAlert } from '@worldscale/backstage-plugin-slo-common';
import { ObjectiveReading } from '../measuring/ObjectiveReading';

/** More than these are told by their number. */
const MOST_NAMED = 2;

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
  const burnsIn = ({ burns }: ObjectiveReading) =>
    firing.some(({ longMs, shortMs, threshold }) =>
      [longMs, shortMs].every(ms => {
        const rate = burns.find(b => b.windowMs === ms)?.burnRate ?? null;
        return rate !== null && rate >= threshold;
      }),
    );
  const failing = regions.filter(burnsIn);
  if (!failing.length || failing.length === regions.length) return undefined;
  if (failing.length > MOST_NAMED) return `${failing.length} regions`;
  return failing
    .map(({ region }) => titleOf(region))
    .sort()
    .join(' and ');
}
