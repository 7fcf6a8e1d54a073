import { DeployDecision } from '@worldscale/backstage-plugin-slo-common';
import { StateBadge } from '@worldscale/backstage-plugin-worlds-react';
import { decisionWords } from '../wording';

/** What the error-budget policy says of changes: shape, colour and word. */
export function DecisionBadge(props: { decision: DeployDecision }) {
  const { state, word, meaning } = decisionWords[props.decision];
  return <StateBadge state={state} label={word} reason={meaning} />;
}
