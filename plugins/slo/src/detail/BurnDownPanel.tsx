import { Typography } from '@material-ui/core';
import {
  ObjectiveDetail,
  SloChange,
  SloDetail,
} from '@worldscale/backstage-plugin-slo-common';
import {
  ChartMark,
  EmptyNote,
  minuteText,
  TimeChart,
} from '@worldscale/backstage-plugin-worlds-react';
import { useState } from 'react';
import { Panel } from '../face/Panel';
import { budgetText } from '../wording';

/** All others are neither good nor bad. */
const looks: Partial<Record<SloChange['kind'], ChartMark['look']>> = {
  alertFired: 'down',
  budgetSpent: 'down',
  alertResolved: 'up',
  budgetBack: 'up',
};

/** What happened, for the strip below the chart; down is bad news. */
export function marksOf(changes: readonly SloChange[]): ChartMark[] {
  return changes.map(({ at, kind, text }, i) => ({
    id: `${at}|${i}`,
    atMs: Date.parse(at),
    label: text,
    look: looks[kind] ?? 'other',
  }));
}

export interface BurnDownPanelProps {
  objective: ObjectiveDetail;
  excluded: SloDetail['excluded'];
  /** What happened in the window; undefined while it is not known. */
  changes: readonly SloChange[] | undefined;
  /** Deployments and incidents, as far as any domain knows of them. */
  happenings?: readonly ChartMark[];
}

/** What is left of the budget over the window; its last point is the tile's figure. */
export function BurnDownPanel(props: BurnDownPanelProps) {
  const { objective, excluded, changes = [], happenings = [] } = props;
  const [chosen, setChosen] = useState<readonly ChartMark[]>([]);
  const { atMs, remaining } = objective.burnDown;
  const { unknownReason } = objective.row;
  const first = atMs[0];
  const last = atMs[atMs.length - 1];
  const left = excluded.filter(
    ({ startAt, endAt }) =>
      Date.parse(startAt) < last && Date.parse(endAt) > first,
  ).length;
  return (
    <Panel title="What is left of the budget">
      {atMs.length === 0 ? (
        <EmptyNote title="Not known">
          There is no line
          {unknownReason ? `, because ${unknownReason}.` : '.'}
        </EmptyNote>
      ) : (
        <TimeChart
          title="Budget left"
          times={atMs}
          lines={[
            {
              id: 'remaining',
              title: 'Budget left',
              look: 'main',
              values: remaining,
            },
          ]}
          level={{ title: 'Spent (0 %)', value: 0 }}
          format={budgetText}
          marks={{
            label: 'Alerts and changes',
            items: [
              ...marksOf(changes),
              ...happenings.filter(({ atMs: at }) => at >= first && at <= last),
            ],
            legend: [
              { title: 'alert fired, budget spent, or incident', look: 'down' },
              { title: 'alert resolved, or budget back', look: 'up' },
              {
                title: 'policy or definition changed, or deployment',
                look: 'other',
              },
            ],
            current: chosen[0]?.id,
            onChoose: setChosen,
          }}
        />
      )}
      <div role="status">
        {chosen.map(({ id, atMs: instant, label }) => (
          <Typography key={id} variant="body2">
            {minuteText(instant)}: {label}
          </Typography>
        ))}
      </div>
      {left > 0 && (
        <Typography variant="caption" color="textSecondary" component="p">
          {left === 1 ? '1 stretch is' : `${left} stretches are`} excluded; see
          the definition.
        </Typography>
      )}
    </Panel>
  );
}
