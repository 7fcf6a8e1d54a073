import {
  formatNumber,
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
import { serviceOf } from './serviceOf';

/*
 * Desired and ready size against demand, one chart a region, from recorded series. Where
 * Prometheus does not answer the whole span is unknown: what it would say of yesterday is
 * not known today.
 */

/** More charts than fit a screen are no picture; the worst regions come first. */
const REGIONS_SHOWN = 6;

export interface SizesLaneDeps extends Record<string, unknown> {
  scaling: ScalingApi;
}

const percent = (value: number) => `${formatNumber(value)}%`;

function chartsOf(history: ServiceHistory, title: string): LaneChart[] {
  const { region, times, size, demand } = history;
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
      id: `size ${region}`,
      title,
      times,
      lines,
      format: formatNumber,
      steps: true,
    },
    ...(demandLine && !isCounted
      ? [
          {
            id: `demand ${region}`,
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

export async function loadSizes(
  query: LaneQuery,
  { scaling }: SizesLaneDeps,
): Promise<LaneAnswer> {
  const { fromMs, toMs, signal } = query;
  const service = serviceOf(query.entities[0]);
  const { regions, reason } = await scaling.getService(service, { signal });
  const known = regions.filter(({ workloads }) => workloads.length > 0);
  const shown = known.slice(0, REGIONS_SHOWN);
  const whole = { fromMs, toMs };
  if (shown.length === 0) return { gaps: [{ ...whole, reason }] };
  const read = async (region: RegionScaling): Promise<LaneAnswer> => {
    const title = regionTitle(region);
    const history = await scaling.getHistory(
      {
        ...service,
        region: region.region,
        from: new Date(fromMs).toISOString(),
        to: new Date(toMs).toISOString(),
      },
      { signal },
    );
    if (history.status !== 'ok') {
      // Said once where it is the same of all regions.
      const ofRegion = history.status === 'noSeries' ? `${title}: ` : '';
      const why = history.reason ?? 'No size was recorded in this time.';
      return { gaps: [{ ...whole, reason: `${ofRegion}${why}` }] };
    }
    return {
      charts: chartsOf(history, title),
      notes: [
        ...history.warnings.map(warning => `${title}: ${warning}`),
        ...(history.limitsUnknown
          ? [`${title}: ${history.limitsUnknown}`]
          : []),
      ],
    };
  };
  const answers = await Promise.all(
    shown.map(region =>
      read(region).catch(
        (error: Error): LaneAnswer => ({
          gaps: [
            {
              ...whole,
              reason: `${regionTitle(region)} cannot be asked for: ${
                error.message
              }`,
            },
          ],
        }),
      ),
    ),
  );
  return {
    charts: answers.flatMap(({ charts = [] }) => charts),
    gaps: answers.flatMap(({ gaps = [] }) => gaps),
    notes: [
      ...answers.flatMap(({ notes = [] }) => notes),
      ...(known.length > shown.length
        ? [
            `Drawn for ${shown.length} of ${known.length} regions, those that are worst off.`,
          ]
        : []),
    ],
  };
}
