import { SHARD_LABEL } from '@worldscale/backstage-plugin-scaling-common';
import { EmptyNote } from '@worldscale/backstage-plugin-worlds-react';

/**
 * Stands where shards would be. `isKnown`: every cluster was read, so there are none
 * rather than that nobody knows.
 */
export function NoShardsYet({ isKnown }: { isKnown: boolean }) {
  return isKnown ? (
    <EmptyNote title="No shards">
      A shard is a game server, or a pod, of a component of type shard-service
      (or several with the same label {SHARD_LABEL}). None runs in any cluster.
    </EmptyNote>
  ) : (
    <EmptyNote title="No shards are known">
      Not all clusters have been read, so there may be some.
    </EmptyNote>
  );
}
