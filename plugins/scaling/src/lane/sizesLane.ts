import { Entity } from '@backstage/catalog-model';
import {
  formatNumber,
  mergeHistories,
  RegionScaling,
  ScalingApi,
  ServiceHistory,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  ChartLine,
  LaneAnswer,
  LaneChart,
  LaneQuery,
} from '@worldscale/backstage-plugin-worlds-react';
import { regionTitle } from '../wording';
import { SHARD_SERVICE_TYPE } from '@worldscale/backstage-plugin-worlds-common';
import { serviceOf, titleOf } from './serviceOf';

/*
 * Desired and ready size against demand, from recorded series: of one service a chart a
 * region; of a world, whose services are many, one chart for each that runs its shards,
 * with all regions added up. Where Prometheus does not answer the whole span is unknown:
 * what it would say of yesterday is not known today. A total without one of its parts is
 * none.
 */

/** More charts than fit a screen are no picture; the worst regions come first. */
const REGIONS_SHOWN = 6;

/** A world has one or two that run its shards. */
const SERVICES_SHOWN = 3;

export interface SizesLaneDeps extends Record<string, unknown> {
  scaling: ScalingApi;
}

const percent = (value: number) => `${formatNumber(value)}%`;

type Drawn = Pick<ServiceHistory, 'times' | 'size' | 'demand'>;

function chartsOf(history: Drawn, id: string, title: string): LaneChart[] {
  const { times, size, demand } = history;
  const lines: ChartLine[] = [
    { id: 'desired', title: 'Desired', look: 'main', values: size.desired },
    { id: 'ready', title: 'Ready', look: 'filled', values: size.ready },
    { id: 'max', title: 'Maximum', look: 'ceiling', values: size.max },
  ];
  const demandLine: ChartLine | undefined =
    (demand && {
      id: 'demand',
      title: `Demand (${demand.title})`,
      look: 'demand',
      values: demand.values,
    }) ||
    undefined;
  const isCounted = demand?.unit === 'count';
  if (demandLine && isCounted) lines.push(demandLine);
  return [
    {
      id: `size ${id}`,
      title,
      times,
      lines,
      format: formatNumber,
      steps: true,
    },
    ...(demandLine && !isCounted
      ? [
          {
            id: `demand ${id}`,
            title: `${title}, demand as a share of the target`,
            times,
            lines: [demandLine],
            level: { title: 'Target (100%)', value: 100 },
            format: percent,
          },
        ]
      : []),
  ];
}

/** Either of a region's history, or why there is none. */
type RegionHistory =
  | { history: ServiceHistory; unknown?: undefined }
  | { history?: undefined; unknown: string };

async function historyOf(
  entity: Entity,
  region: RegionScaling,
  { fromMs, toMs, signal }: LaneQuery,
  { scaling }: SizesLaneDeps,
): Promise<RegionHistory> {
  const title = regionTitle(region);
  try {
    const history = await scaling.getHistory(
      {
        ...serviceOf(entity),
        region: region.region,
        from: new Date(fromMs).toISOString(),
        to: new Date(toMs).toISOString(),
      },
      { signal },
    );
    if (history.status === 'ok') return { history };
    // Said once where it is the same of all regions.
    const ofRegion = history.status === 'noSeries' ? `${title}: ` : '';
    const why = history.reason ?? 'No size was recorded in this time.';
    return { unknown: `${ofRegion}${why}` };
  } catch (error) {
    return {
      unknown: `${title} cannot be asked for: ${(error as Error).message}`,
    };
  }
}

const notesOf = ({ warnings, limitsUnknown }: ServiceHistory, title: string) =>
  [...warnings, limitsUnknown ?? []].flat().map(text => `${title}: ${text}`);

/** Nothing of them was read, so how large the service is there cannot be told. */
const isUnread = ({ state, workloads }: RegionScaling) =>
  state === 'unknown' && workloads.length === 0;

const unreadOf = (regions: readonly RegionScaling[]) =>
  regions
    .filter(isUnread)
    .map(region => `${regionTitle(region)}: ${region.reason}`);

/** Of one service, region by region. */
async function loadRegions(
  entity: Entity,
  query: LaneQuery,
  deps: SizesLaneDeps,
): Promise<LaneAnswer> {
  const { fromMs, toMs, signal } = query;
  const { regions, reason } = await deps.scaling.getService(serviceOf(entity), {
    signal,
  });
  const known = regions.filter(({ workloads }) => workloads.length > 0);
  if (known.length === 0) return { gaps: [{ fromMs, toMs, reason }] };
  const shown = known.slice(0, REGIONS_SHOWN);
  const found = await Promise.all(
    shown.map(async region => ({
      ...(await historyOf(entity, region, query, deps)),
      title: regionTitle(region),
      region: region.region,
    })),
  );
  return {
    charts: found.flatMap(({ history, region, title }) =>
      history ? chartsOf(history, region, title) : [],
    ),
    gaps: [
      ...unreadOf(regions),
      ...found.flatMap(({ unknown }) => unknown ?? []),
    ].map(why => ({ fromMs, toMs, reason: why })),
    notes: [
      ...found.flatMap(({ history, title }) =>
        history ? notesOf(history, title) : [],
      ),
      ...(known.length > shown.length
        ? [
            `Drawn for ${shown.length} of ${known.length} regions, those that are worst off.`,
          ]
        : []),
    ],
  };
}

/** Of one service among several, all its regions added up. */
async function loadTotal(
  entity: Entity,
  query: LaneQuery,
  deps: SizesLaneDeps,
): Promise<LaneAnswer> {
  const { fromMs, toMs, signal } = query;
  const name = titleOf(entity);
  const { regions, reason } = await deps.scaling.getService(serviceOf(entity), {
    signal,
  });
  const known = regions.filter(({ workloads }) => workloads.length > 0);
  const found = await Promise.all(
    known.map(region => historyOf(entity, region, query, deps)),
  );
  const reasons =
    known.length === 0
      ? [reason]
      : [
          ...unreadOf(regions),
          ...found.flatMap(({ unknown }) => unknown ?? []),
        ];
  const histories = found.flatMap(({ history }) => history ?? []);
  if (reasons.length > 0) {
    return {
      gaps: reasons.map(why => ({ fromMs, toMs, reason: `${name}: ${why}` })),
    };
  }
  const [{ times }] = histories;
  return {
    charts: chartsOf(
      { times, ...mergeHistories(histories) },
      serviceOf(entity).name,
      `${name}, ${
        known.length === 1 ? regionTitle(known[0]) : `${known.length} regions`
      }`,
    ),
    notes: histories.flatMap((history, i) =>
      notesOf(history, `${name} in ${regionTitle(known[i])}`),
    ),
  };
}

export async function loadSizes(
  query: LaneQuery,
  deps: SizesLaneDeps,
): Promise<LaneAnswer> {
  const [only, ...others] = query.entities;
  if (others.length === 0) return loadRegions(only, query, deps);
  const shards = query.entities.filter(
    ({ spec }) => spec?.type === SHARD_SERVICE_TYPE,
  );
  if (shards.length === 0) {
    return {
      notes: [
        'None of these services runs shards; sizes stand on the timeline of each service.',
      ],
    };
  }
  const shown = shards.slice(0, SERVICES_SHOWN);
  const answers = await Promise.all(
    shown.map(entity => loadTotal(entity, query, deps)),
  );
  return {
    charts: answers.flatMap(({ charts = [] }) => charts),
    gaps: answers.flatMap(({ gaps = [] }) => gaps),
    notes: [
      ...answers.flatMap(({ notes = [] }) => notes),
      ...(shards.length > shown.length
        ? [
            `Drawn for the first ${shown.length} of ${shards.length} services that run shards, by name.`,
          ]
        : []),
    ],
  };
}
