import { SloRow } from '@worldscale/backstage-plugin-slo-common';
import { StateBadge } from '@worldscale/backstage-plugin-worlds-react';
import { decisionWords, unknownAllow } from '../wording';

/** What the error-budget policy says of changes: shape, colour and word. */
export function DecisionBadge(props: {
  row: Pick<SloRow, 'figures' | 'unknownReason'>;
  decision: NonNullable<SloRow['decision']>;
}) {
  const { row, decision } = props;
  if (decision === 'allow' && row.figures === null) {
    const why = row.unknownReason ? `, because ${row.unknownReason}` : '';
    return (
      <StateBadge
        state={unknownAllow.state}
        label={unknownAllow.word}
        reason={`The budget is not known yet${why}.`}
      />
    );
  }
  const { state, word, meaning } = decisionWords[decision];
  return <StateBadge state={state} label={word} reason={meaning} />;
}
