import { useApi } from '@backstage/core-plugin-api';
import { identityApiRef } from '@backstage/frontend-plugin-api';
import { makeStyles, Typography } from '@material-ui/core';
import { Risks } from '@worldscale/backstage-plugin-scaling-common';
import { FLEET_SIGNAL } from '@worldscale/backstage-plugin-worlds-common';
import {
  EmptyNote,
  ErrorNote,
  usePolled,
} from '@worldscale/backstage-plugin-worlds-react';
import { useCallback } from 'react';
import { scalingApiRef } from '../api';
import { RiskList } from './RiskList';

const POLL_MS = 30_000;

/** As many as fit a card beside others. */
const ROWS_SHOWN = 5;

const useStyles = makeStyles(theme => ({
  among: { color: theme.palette.text.secondary },
  waiting: { minHeight: 96 },
}));

/** `2 of 14`, where something of what was looked at is unknown. */
function unknownText({ unknown, looked }: Risks): string {
  return `Of ${unknown} of ${looked} services and regions nothing can be said now.`;
}

function Calm({ risks, isOwner }: { risks: Risks; isOwner: boolean }) {
  const whose = isOwner ? 'of yours' : 'of any world';
  if (risks.looked === 0) {
    return (
      <div role="status">
        <EmptyNote title="Not known yet">
          No service {whose} has been looked at. Once clusters have been read,
          what may be too small appears here.
        </EmptyNote>
      </div>
    );
  }
  return risks.unknown === risks.looked ? (
    <div role="status">
      <EmptyNote title="Not known">{unknownText(risks)}</EmptyNote>
    </div>
  ) : (
    <EmptyNote
      title={
        risks.unknown > 0
          ? 'Nothing at risk among what is known'
          : 'Nothing at risk'
      }
    >
      {risks.unknown > 0
        ? unknownText(risks)
        : `All services ${whose} have room to grow and hold without their largest zone, as far as both can be told.`}
    </EmptyNote>
  );
}

/**
 * What may soon be too small among the services of the signed-in person and their
 * groups; of whoever owns none, among all.
 */
export function ScalingRisksWidget() {
  const scaling = useApi(scalingApiRef);
  const identity = useApi(identityApiRef);
  const classes = useStyles();
  const load = useCallback(
    async (signal: AbortSignal) => {
      const { ownershipEntityRefs: owner } =
        await identity.getBackstageIdentity();
      const ask = (whose: { owner?: string[] }) =>
        scaling.getRisks({ ...whose, limit: ROWS_SHOWN }, { signal });
      if (owner.length > 0) {
        const risks = await ask({ owner });
        if (risks.looked > 0) return { risks, isOwner: true };
      }
      return { risks: await ask({}), isOwner: false };
    },
    [scaling, identity],
  );
  const { data, error, failingSince, loadedAt, reload } = usePolled(load, {
    intervalMs: POLL_MS,
    signalChannel: FLEET_SIGNAL,
  });
  return (
    <>
      {error && (
        <ErrorNote
          title="What is at risk could not be loaded"
          error={error}
          since={failingSince}
          shownFrom={data && loadedAt}
          onRetry={reload}
        />
      )}
      {!data && !error && (
        <div
          className={classes.waiting}
          role="status"
          aria-label="Loading what is at risk"
        />
      )}
      {data && data.risks.total === 0 && <Calm {...data} />}
      {data && data.risks.total > 0 && (
        <>
          <Typography variant="body2" className={classes.among}>
            {data.isOwner
              ? 'What lies ahead of the services of yours and your groups:'
              : 'What lies ahead of all services, since none is yours:'}
          </Typography>
          <RiskList risks={data.risks.risks} />
          <Typography variant="body2" className={classes.among}>
            {data.risks.total > data.risks.risks.length &&
              `${data.risks.risks.length} of ${data.risks.total}, the most urgent first. `}
            {data.risks.unknown > 0 && unknownText(data.risks)}
          </Typography>
        </>
      )}
    </>
  );
}
