import { Typography } from '@material-ui/core';
import { SloRow } from '@worldscale/backstage-plugin-slo-common';
import { StateBadge } from '@worldscale/backstage-plugin-worlds-react';
import { decisionWords, unknownAllow } from '../wording';

/** What the error-budget policy says of changes: shape, colour and word. */
export function DecisionBadge(props: {
  row: Pick<SloRow, 'slo' | 'figures' | 'unknownReason' | 'decidedBy'>;
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
  const { decidedBy } = row;
  const because = decidedBy && `Because of ${decidedBy.displayName}.`;
  return (
    <>
      <StateBadge
        state={state}
        label={word}
        reason={because ? `${meaning} ${because}` : meaning}
      />
      {decidedBy && decidedBy.slo !== row.slo && (
        <Typography variant="caption" component="div" color="textSecondary">
          because of {decidedBy.displayName}
        </Typography>
      )}
    </>
  );
}
