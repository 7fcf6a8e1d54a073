import { makeStyles, Typography } from '@material-ui/core';
import {
  JoinedUnknowns,
  UnknownReason,
} from '@worldscale/backstage-plugin-worlds-common';
import { formatAge, useNow } from '@worldscale/backstage-plugin-worlds-react';

const useStyles = makeStyles(theme => ({
  list: { margin: 0, paddingLeft: theme.spacing(2.5) },
}));

/** A reason with the domain that gives it. */
export type NamedReason = UnknownReason & { title: string };

/** All reasons; a domain that could not be asked is one itself. */
export function reasonsOf(domains: JoinedUnknowns['domains']): NamedReason[] {
  return domains.flatMap(({ title, status, error, unknowns }) => {
    const named = unknowns.map(unknown => ({ title, ...unknown }));
    if (status !== 'failed') return named;
    const reason = `It could not be asked: ${error ?? 'no reason given.'}`;
    return [...named, { title, region: '', reason, since: null }];
  });
}

/** What is unknown, region by region: why, and since when. */
export function UnknownReasons({ reasons }: { reasons: NamedReason[] }) {
  const classes = useStyles();
  const now = useNow(1000);
  return (
    <ul className={classes.list}>
      {reasons.map(({ title, region, regionTitle, reason, since }, i) => (
        <li key={i}>
          <Typography variant="body2">
            <b>{[title, regionTitle ?? region].filter(Boolean).join(', ')}:</b>{' '}
            {reason}
            {since && (
              <>
                {' Since '}
                <time dateTime={since} title={new Date(since).toLocaleString()}>
                  {formatAge(Math.max(0, now - Date.parse(since)))} ago
                </time>
                .
              </>
            )}
          </Typography>
        </li>
      ))}
    </ul>
  );
}
