import { Typography } from '@material-ui/core';
import { ServiceScaling } from '@worldscale/backstage-plugin-scaling-common';
import { EmptyNote } from '@worldscale/backstage-plugin-worlds-react';
import { ClusterNotes } from './ClusterNotes';
import { RegionRow } from './RegionRow';

export interface ScalingViewProps {
  scaling: ServiceScaling;
  /** Where the official Kubernetes tab of the entity is. */
  kubernetesPath: string;
  /** Region to show in detail from the start. */
  region?: string;
}

/** A service in all its regions, the worst first. */
export function ScalingView(props: ScalingViewProps) {
  const { scaling, kubernetesPath, region } = props;
  return (
    <>
      <Typography variant="h5" component="h2" gutterBottom>
        Scaling by region
      </Typography>
      <ClusterNotes clusters={scaling.clusters} />
      {scaling.regions.length === 0 ? (
        <EmptyNote title="Nothing is known about its scaling">
          {scaling.reason}
        </EmptyNote>
      ) : (
        scaling.regions.map(item => (
          <RegionRow
            key={item.region}
            region={item}
            kubernetesPath={kubernetesPath}
            initiallyOpen={item.region === region}
          />
        ))
      )}
    </>
  );
}
