import { Progress } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import {
  SLO_SIGNAL,
  SloApi,
  SloChange,
  SloDetail,
} from '@worldscale/backstage-plugin-slo-common';
import {
  PageBody,
  PageTitle,
  usePolled,
} from '@worldscale/backstage-plugin-worlds-react';
import { useCallback } from 'react';
import { useParams, useSearchParams } from 'react-router-dom';
import { sloApiRef } from '../api';
import { LoadError } from '../face/LoadError';
import { DetailView } from './DetailView';

const POLL_MS = 30_000;

/** Marks below a chart that can still be told apart. */
const CHANGES_ASKED = 200;

/** What happened in the window; the page does without where it cannot be asked. */
async function changesOf(
  api: SloApi,
  detail: SloDetail,
  signal: AbortSignal,
): Promise<SloChange[] | undefined> {
  const [first] = detail.objectives;
  if (!first) return undefined;
  const { lengthMs, endAt } = first.row.window;
  const endMs = endAt === null ? Date.now() : Date.parse(endAt);
  const request = {
    slo: detail.slo,
    from: new Date(endMs - lengthMs).toISOString(),
    to: new Date(Math.max(endMs, Date.now())).toISOString(),
    limit: CHANGES_ASKED,
  };
  try {
    return (await api.getChanges(request, { signal })).changes;
  } catch {
    return undefined;
  }
}

/** One SLO. `?objective=` chooses one of its objectives. */
export function DetailPage() {
  const { slo = '' } = useParams();
  const [params, setParams] = useSearchParams();
  const api = useApi(sloApiRef);
  const load = useCallback(
    async (signal: AbortSignal) => {
      const detail = await api.getSlo(slo, { signal });
      return { detail, changes: await changesOf(api, detail, signal) };
    },
    [api, slo],
  );
  const { data, error, failingSince, loadedAt, isPrevious, reload } = usePolled(
    load,
    { intervalMs: POLL_MS, signalChannel: SLO_SIGNAL },
  );
  const shown = isPrevious ? undefined : data;
  return (
    <PageBody>
      <PageTitle title={shown?.detail.displayName ?? 'SLO'} />
      {error && (
        <LoadError
          title="The objective could not be loaded"
          error={error}
          since={failingSince}
          shownFrom={shown && loadedAt}
          onRetry={reload}
        />
      )}
      {shown && (
        <DetailView
          {...shown}
          objective={params.get('objective') ?? undefined}
          onObjective={objective => setParams({ objective })}
          onLifted={reload}
        />
      )}
      {!shown && !error && <Progress />}
    </PageBody>
  );
}
