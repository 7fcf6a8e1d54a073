import { Link } from '@backstage/core-components';
import { makeStyles, Typography } from '@material-ui/core';
import { WorkloadScaling } from '@worldscale/backstage-plugin-scaling-common';
import { State } from '@worldscale/backstage-plugin-worlds-common';
import {
  ObservedAt,
  StateBadge,
  stateWords,
} from '@worldscale/backstage-plugin-worlds-react';
import {
  budgetsText,
  metricText,
  numberOrUnknown,
  rolloutText,
  spreadText,
  triggerText,
} from '../wording';
import { conditionGroups } from './conditionGroups';
import { Conditions } from './Conditions';
import { DecisionSteps } from './DecisionSteps';

const useStyles = makeStyles(theme => ({
  workload: {
    borderTop: `1px solid ${theme.palette.divider}`,
    padding: theme.spacing(1.5, 0),
  },
  title: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    overflowWrap: 'anywhere',
  },
  findings: { overflowWrap: 'anywhere' },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'minmax(7em, max-content) 1fr',
    gap: theme.spacing(0.5, 2),
    margin: theme.spacing(1, 0),
    '& dt': { color: theme.palette.text.secondary },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  },
}));

function autoscalerText({ autoscaler, sizing }: WorkloadScaling): string {
  if (!autoscaler) return sizing === 'fixed' ? 'none' : 'unknown';
  const { kind, name, desired } = autoscaler;
  return `${kind} ${name}, wants ${numberOrUnknown(desired)}`;
}

/** Game servers that exist but do nothing yet, or no more. */
function startingServers({ current, ready }: WorkloadScaling): number | null {
  return current === null || ready === null
    ? null
    : Math.max(0, current - ready);
}

/** One workload: what it is, what was found, what its controllers report. */
export function WorkloadDetail(props: {
  workload: WorkloadScaling;
  kubernetesPath: string;
  /** Its region was not confirmed for too long: all of it is what was known last. */
  isLastKnown?: boolean;
}) {
  const classes = useStyles();
  const { workload, kubernetesPath } = props;
  const { lastKnown = null, observedAt = null } = workload;
  const isLastKnown = props.isLastKnown || lastKnown !== null;
  const badge = (state: State) =>
    isLastKnown ? (
      <StateBadge
        state="unknown"
        label={`Last known: ${stateWords[state].toLocaleLowerCase('en-US')}`}
      />
    ) : (
      <StateBadge state={state} />
    );
  // Figures that no longer count say so.
  const titled = (what: string) => (isLastKnown ? `${what}, last known` : what);
  const { autoscaler, gameServers } = workload;
  return (
    <section
      className={classes.workload}
      aria-label={`${workload.kind} ${workload.name}`}
    >
      <Typography variant="subtitle1" component="h4" className={classes.title}>
        {workload.kind} {workload.name}
        {badge(lastKnown?.state ?? workload.state)}
        {workload.paused && <span>(rollout paused)</span>}
      </Typography>
      {lastKnown && (
        <Typography variant="body2" className={classes.findings}>
          {workload.reason} {observedAt && 'Last read: '}
          <ObservedAt at={observedAt} />
        </Typography>
      )}
      {(workload.findings.length > 1 || workload.findings[0]?.detail) && (
        <ul className={classes.findings}>
          {workload.findings.map(finding => (
            <li key={`${finding.code}-${finding.sentence}`}>
              {badge(finding.state)} {finding.sentence}
              {finding.detail && (
                <details>
                  <summary>In the controller&apos;s own words</summary>
                  <code>{finding.detail}</code>
                </details>
              )}
            </li>
          ))}
        </ul>
      )}
      <dl className={classes.facts}>
        <dt>Cluster</dt>
        <dd>
          {workload.cluster}, namespace {workload.namespace}
        </dd>
        <dt>{titled('Replicas')}</dt>
        <dd>
          {numberOrUnknown(workload.current)} exist,{' '}
          {numberOrUnknown(workload.ready)} {gameServers ? 'up' : 'ready'}
          {/* A Fleet does not count them. */}
          {!gameServers && `, ${numberOrUnknown(workload.updated)} up to date`}
        </dd>
        {gameServers && (
          <>
            <dt>{titled('Game servers')}</dt>
            <dd>
              {numberOrUnknown(gameServers.ready)} ready to be allocated,{' '}
              {numberOrUnknown(gameServers.allocated)} allocated,{' '}
              {numberOrUnknown(gameServers.reserved)} reserved,{' '}
              {numberOrUnknown(startingServers(workload))} starting or ending
            </dd>
          </>
        )}
        {workload.rollout && (
          <>
            <dt>{titled('Rollout')}</dt>
            <dd>{rolloutText(workload.rollout)}</dd>
          </>
        )}
        <dt>{titled('Disruption budget')}</dt>
        <dd>{budgetsText(workload.budgets)}</dd>
        {workload.spread.length > 0 && (
          <>
            <dt>{titled('Spread')}</dt>
            <dd>{workload.spread.map(spreadText).join('; ')}</dd>
          </>
        )}
        <dt>{titled('Autoscaler')}</dt>
        <dd>{autoscalerText(workload)}</dd>
        {autoscaler && autoscaler.metrics.length > 0 && (
          <>
            <dt>{titled('Metrics')}</dt>
            <dd>
              {autoscaler.metrics
                .map(metric => `${metric.name}: ${metricText(metric)}`)
                .join('; ')}
            </dd>
          </>
        )}
        {autoscaler && autoscaler.triggers.length > 0 && (
          <>
            <dt>{titled('Triggers')}</dt>
            <dd>{autoscaler.triggers.map(triggerText).join('; ')}</dd>
          </>
        )}
      </dl>
      {autoscaler?.decision && (
        <DecisionSteps
          caption={titled('How its size comes about')}
          decision={autoscaler.decision}
        />
      )}
      <Conditions
        caption={titled(`Conditions of the ${workload.kind}`)}
        conditions={workload.conditions}
      />
      {autoscaler &&
        conditionGroups(autoscaler).map(({ owner, conditions }) => (
          <Conditions
            key={owner}
            caption={titled(`Conditions of the ${owner}`)}
            conditions={conditions}
          />
        ))}
      <Link to={kubernetesPath}>Pods and events in the Kubernetes tab</Link>
    </section>
  );
}
