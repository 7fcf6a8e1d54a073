/*
 * The arrow keys: left and right go from stop to stop within a lane, up and down to the
 * nearest stop in time of the next lane that has any. The stops are found on the page
 * itself, by `data-lane` and `data-at`, which is the one place that knows the order of
 * what is drawn.
 */

function stopsOf(stage: Element, laneId: string): HTMLElement[] {
  return [...stage.querySelectorAll<HTMLElement>('[data-lane]')].filter(
    ({ dataset }) => dataset.lane === laneId,
  );
}

const instantOf = ({ dataset }: HTMLElement) => Number(dataset.at);

function nearest(stops: readonly HTMLElement[], atMs: number) {
  return stops.reduce((best, stop) =>
    Math.abs(instantOf(stop) - atMs) < Math.abs(instantOf(best) - atMs)
      ? stop
      : best,
  );
}

/** The stop that a key leads to; undefined: it leads nowhere. */
export function stopTo(
  key: string,
  from: HTMLElement,
  stage: Element,
): HTMLElement | undefined {
  const laneId = from.dataset.lane ?? '';
  const stops = stopsOf(stage, laneId);
  const index = stops.indexOf(from);
  if (key === 'ArrowLeft') return stops[index - 1];
  if (key === 'ArrowRight') return stops[index + 1];
  if (key === 'Home') return stops[0];
  if (key === 'End') return stops[stops.length - 1];
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return undefined;
  const lanes = [
    ...new Set(
      [...stage.querySelectorAll<HTMLElement>('[data-lane]')].map(
        ({ dataset }) => dataset.lane ?? '',
      ),
    ),
  ];
  const next = lanes[lanes.indexOf(laneId) + (key === 'ArrowUp' ? -1 : 1)];
  return next === undefined
    ? undefined
    : nearest(stopsOf(stage, next), instantOf(from));
}
