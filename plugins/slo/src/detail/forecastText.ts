import { ObjectiveDetail } from '@worldscale/backstage-plugin-slo-common';
import { windowText } from '../wording';

const dayText = (at: string) =>
  new Date(at).toLocaleDateString(undefined, {
    ...{ month: 'short', day: 'numeric' },
  });

/**
 * The forecast as one sentence, with its interval. An end that lies beyond the window
 * is said to do so: it is no promise that the budget lasts.
 */
export function forecastText(
  forecast: NonNullable<ObjectiveDetail['forecast']>,
  windowMs: number,
): string {
  const { likelyAt, earliestAt, latestAt, level, basedOn } = forecast;
  const beyond = `not within ${windowText(windowMs)}`;
  const sure = `${Math.round(level * 100)} % sure`;
  const basis = `from ${basedOn} days`;
  if (earliestAt === null) {
    return `Forecast: ${beyond} (${sure}, ${basis}).`;
  }
  const likely = likelyAt === null ? beyond : `about ${dayText(likelyAt)}`;
  const interval =
    latestAt === null
      ? `${dayText(earliestAt)} at the earliest, perhaps ${beyond}`
      : `between ${dayText(earliestAt)} and ${dayText(latestAt)}`;
  return `Forecast: ${likely}; ${interval} (${sure}, ${basis}).`;
}
