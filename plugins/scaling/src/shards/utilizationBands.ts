import {
  NEARLY_FULL_PERCENT,
  ShardFilters,
} from '@worldscale/backstage-plugin-scaling-common';

type Bounds = Pick<
  ShardFilters,
  'utilizationFrom' | 'utilizationTo' | 'utilizationUnknown'
>;

/** A range of utilisation, as columns of the heat map and as a filter. */
export interface UtilizationBand {
  id: string;
  title: string;
  /** What of a request stands for it. Utilisation is told to a tenth of a percent. */
  bounds: Bounds;
}

const below = (percent: number) => percent - 0.1;

/**
 * Quarters, as people speak of them; the last ends where a shard counts as nearly full.
 * What is not known has its own.
 */
export const utilizationBands: readonly UtilizationBand[] = [
  {
    id: 'full',
    title: `${NEARLY_FULL_PERCENT} % and more`,
    bounds: { utilizationFrom: NEARLY_FULL_PERCENT },
  },
  {
    id: 'high',
    title: `75 to ${NEARLY_FULL_PERCENT} %`,
    bounds: { utilizationFrom: 75, utilizationTo: below(NEARLY_FULL_PERCENT) },
  },
  {
    id: 'medium',
    title: '50 to 75 %',
    bounds: { utilizationFrom: 50, utilizationTo: below(75) },
  },
  {
    id: 'low',
    title: '25 to 50 %',
    bounds: { utilizationFrom: 25, utilizationTo: below(50) },
  },
  {
    id: 'idle',
    title: 'Below 25 %',
    bounds: { utilizationTo: below(25) },
  },
  { id: 'unknown', title: 'Unknown', bounds: { utilizationUnknown: true } },
];

/** Index of the band of a utilisation (percent; null is unknown). */
export function bandOf(utilizationPercent: number | null): number {
  if (utilizationPercent === null) return utilizationBands.length - 1;
  return utilizationBands.findIndex(
    ({ bounds }) => utilizationPercent >= (bounds.utilizationFrom ?? -Infinity),
  );
}

/** The bounds of a request that hold none, so that they can be replaced. */
export const noBounds: Bounds = {
  utilizationFrom: undefined,
  utilizationTo: undefined,
  utilizationUnknown: undefined,
};

/** The band that a request asks for; `other` for bounds between them. */
export function bandAsked(
  request: Bounds,
): UtilizationBand | 'other' | undefined {
  const { utilizationFrom, utilizationTo, utilizationUnknown } = request;
  if (
    utilizationFrom === undefined &&
    utilizationTo === undefined &&
    !utilizationUnknown
  ) {
    return undefined;
  }
  return (
    utilizationBands.find(
      ({ bounds }) =>
        bounds.utilizationFrom === utilizationFrom &&
        bounds.utilizationTo === utilizationTo &&
        Boolean(bounds.utilizationUnknown) === Boolean(utilizationUnknown),
    ) ?? 'other'
  );
}
