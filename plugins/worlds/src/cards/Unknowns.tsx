import { makeStyles, Typography } from '@material-ui/core';
import { JoinedUnknowns } from '@worldscale/backstage-plugin-worlds-common';
import { formatAge, useNow } from '@worldscale/backstage-plugin-worlds-react';

const useStyles = makeStyles(theme => ({
  section: { marginTop: theme.spacing(2) },
  list: { margin: 0, paddingLeft: theme.spacing(2.5) },
}));

/** Every reason once, with the domain that gives it. */
export function reasonsOf(domains: JoinedUnknowns['domains']) {
  return domains.flatMap(({ title, status, error, unknowns }) => [
    ...unknowns.map(unknown => ({ title, ...unknown })),
    ...(status === 'failed'
      ? [
          {
            title,
            region: '',
            reason: `It could not be asked: ${error ?? 'no reason given'}`,
            since: null,
          },
        ]
      : []),
  ]);
}

/** Answers "why is this unknown?"; nothing where nothing is. */
export function Unknowns({ domains }: { domains: JoinedUnknowns['domains'] }) {
  const classes = useStyles();
  const now = useNow(1000);
  const reasons = reasonsOf(domains);
  if (reasons.length === 0) return null;
  return (
    <section className={classes.section}>
      <Typography variant="subtitle2" component="h3">
        Why is this unknown?
      </Typography>
      <ul className={classes.list}>
        {reasons.map(({ title, region, reason, since }, i) => (
          <li key={i}>
            <Typography variant="body2">
              <b>{[title, region].filter(Boolean).join(', ')}:</b> {reason}
              {since && ` For ${formatAge(now - Date.parse(since))}.`}
            </Typography>
          </li>
        ))}
      </ul>
    </section>
  );
}
