import { Link } from '@backstage/core-components';
import { makeStyles, Typography } from '@material-ui/core';
import { ServiceScaling } from '@worldscale/backstage-plugin-scaling-common';
import {
  EmptyNote,
  RangeLegend,
  timeZone,
} from '@worldscale/backstage-plugin-worlds-react';
import { LatestChange } from '../ledger/latestChange';
import { ShardsOf } from '../shards/useShardsOf';
import { ClusterNotes } from './ClusterNotes';
import { RegionRow } from './RegionRow';
import { ServiceVerdict } from './ServiceVerdict';

const useStyles = makeStyles(theme => ({
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    justifyContent: 'space-between',
    gap: theme.spacing(0, 2),
    marginBottom: theme.spacing(0.5),
  },
}));

export interface ScalingViewProps {
  scaling: ServiceScaling;
  /** Where the official Kubernetes tab of the entity is. */
  kubernetesPath: string;
  /** Newest change of size of a region. */
  latestOf: (region: string) => LatestChange;
  /** Where its shards are; left out for what has none. */
  shardsOf?: ShardsOf;
  /** Region to show in detail from the start. */
  region?: string;
}

function nounsOf({ regions }: ServiceScaling): string {
  const workloads = regions.flatMap(region => region.workloads);
  return workloads.every(({ kind }) => kind === 'Fleet')
    ? 'game servers'
    : 'replicas';
}

/** A service in all its regions, the worst first. */
export function ScalingView(props: ScalingViewProps) {
  const { scaling, kubernetesPath, latestOf, shardsOf, region } = props;
  const classes = useStyles();
  return (
    <>
      <div className={classes.head}>
        <Typography variant="h5" component="h2">
          Scaling by region
        </Typography>
        <Typography variant="body2" color="textSecondary">
          Times are in {timeZone()}
        </Typography>
        {shardsOf && <Link to={shardsOf()}>Each of its shards</Link>}
      </div>
      <ServiceVerdict scaling={scaling} />
      <ClusterNotes clusters={scaling.clusters} />
      {scaling.regions.some(
        ({ max, sizing }) => max !== null || sizing === 'fixed',
      ) && <RangeLegend label="Parts of the bars" unit={nounsOf(scaling)} />}
      {scaling.regions.length === 0 ? (
        <EmptyNote title="Nothing is known about its scaling">
          {scaling.reason}
        </EmptyNote>
      ) : (
        scaling.regions.map(item => (
          <RegionRow
            key={item.region}
            region={item}
            latest={latestOf(item.region)}
            kubernetesPath={kubernetesPath}
            shardsPath={item.region ? shardsOf?.(item.region) : undefined}
            initiallyOpen={item.region === region}
          />
        ))
      )}
    </>
  );
}
