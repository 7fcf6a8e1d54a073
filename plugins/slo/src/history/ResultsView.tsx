import { Typography } from '@material-ui/core';
import { SloResult, SloRow } from '@worldscale/backstage-plugin-slo-common';
import {
  EmptyNote,
  StateBadge,
  TimeChart,
} from '@worldscale/backstage-plugin-worlds-react';
import {
  budgetText,
  countText,
  sliText,
  targetText,
  windowText,
} from '../wording';

const DAY_MS = 86_400_000;

/** Whether the range as a whole kept what was promised. */
export function Verdict({ total, row }: { total: SloResult; row: SloRow }) {
  const { sli, badEvents, totalEvents, coverage } = total;
  const isMet = sli !== null && sli >= row.target;
  const observed = `${Math.floor(
    coverage * 100,
  )} % of its slices were observed`;
  if (sli === null) {
    return (
      <Typography variant="body2">
        <StateBadge state="unknown" label="Not known" />: {observed}.
      </Typography>
    );
  }
  return (
    <Typography variant="body2">
      <StateBadge
        state={isMet ? 'healthy' : 'breached'}
        label={isMet ? 'Met' : 'Missed'}
      />
      : {sliText(sli, row.target)} against {targetText(row.target)};{' '}
      {countText(badEvents)} of {countText(totalEvents)} events were bad;{' '}
      {observed}.
    </Typography>
  );
}

export interface ResultsViewProps {
  results: readonly SloResult[];
  row: SloRow;
}

/** What each day took from the budget; days that are not known leave gaps. */
export function ResultsView({ results, row }: ResultsViewProps) {
  if (!results.some(({ consumed }) => consumed !== null)) {
    return (
      <EmptyNote title="No day is known">
        {results.length === 0
          ? 'Nothing was kept of this time.'
          : 'Too little was observed on each of these days.'}
      </EmptyNote>
    );
  }
  const even = DAY_MS / row.window.lengthMs;
  return (
    <TimeChart
      title="Budget used by each day"
      times={results.map(({ startAt }) => Date.parse(startAt))}
      lines={[
        {
          id: 'used',
          title: 'Budget used',
          look: 'filled',
          values: results.map(({ consumed }) =>
            consumed === null ? null : consumed * 100,
          ),
        },
      ]}
      level={{
        title: `Lasts ${windowText(row.window.lengthMs)} (${budgetText(
          even,
        )} a day)`,
        value: even * 100,
      }}
      format={percent => budgetText(percent / 100)}
      height={160}
      steps
    />
  );
}
