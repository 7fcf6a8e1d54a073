import { Link } from '@backstage/core-components';
import { useApi } from '@backstage/frontend-plugin-api';
import { ResponseError } from '@backstage/errors';
import { Skeleton } from '@material-ui/lab';
import { SHARDS_CHANNEL } from '@worldscale/backstage-plugin-scaling-common';
import {
  EmptyNote,
  ErrorNote,
  PageBody,
  PageTitle,
  usePolled,
} from '@worldscale/backstage-plugin-worlds-react';
import { useCallback } from 'react';
import { useParams } from 'react-router-dom';
import { scalingApiRef } from '../../api';
import { useShardPaths } from '../shardRoutes';
import { ShardView } from './ShardView';

const POLL_MS = 10_000;

/** One shard with its game servers, at an address of its own. */
export function ShardPage() {
  const { id = '' } = useParams();
  const api = useApi(scalingApiRef);
  const paths = useShardPaths();
  const load = useCallback(
    (signal: AbortSignal) => api.getShard(id, { signal }),
    [api, id],
  );
  const { data, error, failingSince, loadedAt, isPrevious, reload } = usePolled(
    load,
    { intervalMs: POLL_MS, signalChannel: SHARDS_CHANNEL },
  );
  // An address that no shard can have (400) leads to none, either.
  const isGone =
    error instanceof ResponseError && [400, 404].includes(error.statusCode);
  // While another shard loads, what is there is not it.
  const shown = isPrevious ? undefined : data;
  const back = <Link to={paths?.list() ?? ''}>All shards</Link>;
  return (
    <PageBody>
      <PageTitle title={shown?.shard.name ?? 'Shard'} />
      {isGone && (
        <EmptyNote
          title={
            shown ? `${shown.shard.name} is gone` : 'There is no such shard'
          }
          action={back}
        >
          Shards live as long as their game servers. It may have ended, or it
          belongs to a service that you may not see.
        </EmptyNote>
      )}
      {error && !isGone && (
        <ErrorNote
          title="The shard could not be loaded"
          error={error}
          since={failingSince}
          shownFrom={shown && loadedAt}
          onRetry={reload}
        />
      )}
      {!shown && !error && (
        <div role="status" aria-label="Loading the shard">
          <Skeleton height={64} animation="wave" />
          <Skeleton height={160} animation="wave" />
        </div>
      )}
      {shown && !isGone && <ShardView detail={shown} />}
    </PageBody>
  );
}
