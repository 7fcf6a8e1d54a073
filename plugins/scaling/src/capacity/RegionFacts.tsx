import { makeStyles } from '@material-ui/core';
import { RegionScaling } from '@worldscale/backstage-plugin-scaling-common';
import { State } from '@worldscale/backstage-plugin-worlds-common';
import { RangeBar } from '@worldscale/backstage-plugin-worlds-react';
import { ReactNode } from 'react';
import { MetricMeter } from '../content/MetricMeter';
import { LastChange } from '../ledger/LastChange';
import { LatestChange } from '../ledger/latestChange';
import { limitsText, metricText } from '../wording';
import {
  bindingLines,
  capacityLines,
  demandLines,
  headroomLines,
  isLastKnown,
  timeLeftText,
} from './capacityWords';
import { disruptionVerdict } from './disruptionVerdict';
import { spreadVerdict } from './spreadVerdict';
import { VerdictMark } from './VerdictMark';
import { zoneLossVerdict } from './zoneLossVerdict';

const useStyles = makeStyles(theme => ({
  facts: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(230px, 1fr))',
    gap: theme.spacing(1.25, 3),
    margin: theme.spacing(0.5, 0),
    fontSize: theme.typography.body2.fontSize,
    [theme.breakpoints.down('xs')]: { gridTemplateColumns: '1fr' },
  },
  fact: {
    minWidth: 0,
    '& dt': {
      color: theme.palette.text.secondary,
      fontSize: theme.typography.caption.fontSize,
    },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  },
  line: { display: 'block' },
}));

function Fact(props: { title: string; children: ReactNode }) {
  const classes = useStyles();
  return (
    <div className={classes.fact}>
      <dt>{props.title}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function Lines(props: { lines: readonly string[] }) {
  const classes = useStyles();
  return (
    <>
      {props.lines.map(line => (
        <span key={line} className={classes.line}>
          {line}
        </span>
      ))}
    </>
  );
}

const timeStates: Record<string, State> = {
  enoughTime: 'healthy',
  notGrowing: 'healthy',
  notEnoughTime: 'atRisk',
  atLimit: 'atRisk',
};
const spreadStates: Record<string, State> = {
  kept: 'healthy',
  broken: 'atRisk',
};

/** A region in figures: what is asked, what is there, what is left and what if. */
export function RegionFacts(props: {
  region: RegionScaling;
  latest: LatestChange;
}) {
  const { region, latest } = props;
  const { capacity } = region;
  const fixed = region.sizing === 'fixed';
  // Figures that no longer count say so.
  const isOld = isLastKnown(region);
  const titled = (what: string) => (isOld ? `${what}, last known` : what);
  // A verdict of what is too old is none.
  const judged = (state: State | undefined) =>
    isOld ? 'unknown' : state ?? 'unknown';
  const classes = useStyles();
  const loss = zoneLossVerdict(capacity);
  const spread = spreadVerdict(region);
  const disruption = disruptionVerdict(region);
  return (
    <dl className={classes.facts}>
      <Fact title={titled('Demand')}>
        {region.metric && (
          <>
            <span className={classes.line}>
              {region.metric.name}: {metricText(region.metric)}
            </span>
            <MetricMeter metric={region.metric} state={region.state} />
          </>
        )}
        {capacity && <Lines lines={demandLines(capacity)} />}
        {!region.metric && !capacity?.demand && (
          <span className={classes.line}>
            {fixed ? 'no autoscaler measures it' : 'unknown'}
          </span>
        )}
      </Fact>
      <Fact title={titled('Capacity')}>
        <Lines lines={capacityLines(region)} />
        {capacity?.demand && capacity.carries !== null && (
          <span className={classes.line}>
            {`carries ${capacity.carries.toLocaleString('en-US', {
              maximumFractionDigits: 0,
            })} ${capacity.demand.unit}`}
          </span>
        )}
      </Fact>
      <Fact title={titled(fixed ? 'Limits' : 'Minimum to maximum')}>
        {limitsText(region)}
        {/* Without its limits, a bar would look as if it were full. */}
        {(fixed || region.max !== null) && (
          <RangeBar
            min={region.min}
            max={region.max}
            current={region.current}
            desired={region.desired}
            ready={region.ready}
            state={region.state}
            unit="replicas"
          />
        )}
      </Fact>
      <Fact title={titled('Headroom')}>
        <Lines lines={headroomLines(region)} />
        {capacity && (
          <VerdictMark state={judged(timeStates[capacity.verdict])}>
            {timeLeftText(capacity)}
          </VerdictMark>
        )}
      </Fact>
      <Fact title={titled('Held back first by')}>
        <Lines lines={bindingLines(capacity)} />
      </Fact>
      <Fact title="Last change of size">
        <LastChange latest={latest} region={region} />
      </Fact>
      <Fact title={titled('If its largest zone dies')}>
        <VerdictMark state={loss.state && judged(loss.state)}>
          {loss.text}
        </VerdictMark>
      </Fact>
      <Fact title={titled('Disruptions and spread')}>
        <VerdictMark state={disruption.state && judged(disruption.state)}>
          {disruption.text}
        </VerdictMark>
        <VerdictMark
          state={
            spread.look === 'none'
              ? undefined
              : judged(spreadStates[spread.look])
          }
        >
          {spread.text}
        </VerdictMark>
      </Fact>
    </dl>
  );
}
