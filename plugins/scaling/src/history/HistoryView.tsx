import { Typography } from '@material-ui/core';
import {
  formatNumber,
  ServiceHistory,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  ChartLine,
  EmptyNote,
  ObservedAt,
  TimeChart,
  TimeChartProps,
} from '@worldscale/backstage-plugin-worlds-react';

const titles: Record<Exclude<ServiceHistory['status'], 'ok'>, string> = {
  notConfigured: 'Size over time is not known',
  unavailable: 'Size over time cannot be read now',
  noSeries: 'No size was recorded',
  noWorkload: 'Size over time is not known',
};

const percent = (value: number) => `${formatNumber(value)}%`;
const ofTarget = (value: number) => `${formatNumber(value)}% of its target`;

/** Size against demand over time; or, in its place, why that is not known. */
export function HistoryView(props: {
  history: ServiceHistory;
  marks?: TimeChartProps['marks'];
}) {
  const {
    status,
    reason,
    lastReachedAt,
    warnings,
    times,
    size,
    demand,
    limitsUnknown,
  } = props.history;
  if (status !== 'ok') {
    return (
      <div role="status">
        <EmptyNote title={titles[status]}>
          {reason}
          {status === 'unavailable' && (
            <div>
              Last answer of Prometheus: <ObservedAt at={lastReachedAt} />
            </div>
          )}
        </EmptyNote>
      </div>
    );
  }
  const lines: ChartLine[] = [
    { id: 'desired', title: 'Desired', look: 'main', values: size.desired },
    { id: 'ready', title: 'Ready', look: 'filled', values: size.ready },
    { id: 'max', title: 'Maximum', look: 'ceiling', values: size.max },
    { id: 'min', title: 'Minimum', look: 'floor', values: size.min },
  ];
  const isCounted = demand?.unit === 'count';
  if (demand && isCounted) {
    lines.push({
      id: 'demand',
      title: `Demand: ${demand.title}`,
      look: 'demand',
      values: demand.values,
    });
  }
  return (
    <>
      {warnings.map(warning => (
        <Typography key={warning} variant="body2" color="textSecondary">
          {warning}
        </Typography>
      ))}
      <TimeChart
        title="Size"
        times={times}
        lines={lines}
        format={formatNumber}
        steps
        marks={props.marks}
      />
      {demand && !isCounted && (
        <TimeChart
          title="Demand, as a share of the autoscaler's target"
          times={times}
          lines={[
            {
              id: 'demand',
              title: demand.title,
              look: 'demand',
              values: demand.values,
            },
          ]}
          level={{ title: 'Target (100%)', value: 100 }}
          format={ofTarget}
          formatTick={percent}
          height={150}
        />
      )}
      {!demand && (
        <Typography variant="body2" color="textSecondary">
          {limitsUnknown ??
            'What its autoscaler saw was not recorded in this time, so demand is unknown.'}
        </Typography>
      )}
    </>
  );
}
