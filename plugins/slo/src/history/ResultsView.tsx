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
  periodName,
  sliText,
  targetText,
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
  /**
   * Length of a range that is not the window: what was used is then a share of the
   * range's own budget, which lasts for just so long.
   */
  rangeMs?: number;
}

/** What each day took from the budget; days that are not known leave gaps. */
export function ResultsView({ results, row, rangeMs }: ResultsViewProps) {
  if (!results.some(({ consumed }) => consumed !== null)) {
    return (
      <EmptyNote title="No day is known">
        {results.length === 0
          ? 'Nothing was kept of this time.'
          : 'Too little was observed on each of these days.'}
      </EmptyNote>
    );
  }
  const even = DAY_MS / (rangeMs ?? row.window.lengthMs);
  const lasts =
    rangeMs === undefined
      ? `Lasts the ${periodName(row)}`
      : 'Lasts for the range';
  const used = results.map(({ consumed }) =>
    consumed === null ? null : consumed * 100,
  );
  const last = results[results.length - 1];
  return (
    <TimeChart
      title="Budget used by each day"
      // A step holds until the next one: the last day needs its end to have a width.
      times={[
        ...results.map(({ startAt }) => Date.parse(startAt)),
        Date.parse(last.endAt),
      ]}
      lines={[
        {
          id: 'used',
          title: 'Budget used',
          look: 'filled',
          values: [...used, used[used.length - 1]],
        },
      ]}
      level={{
        title: `${lasts} (${budgetText(even)} a day)`,
        value: even * 100,
      }}
      format={percent => budgetText(percent / 100)}
      height={160}
      steps
    />
  );
}
