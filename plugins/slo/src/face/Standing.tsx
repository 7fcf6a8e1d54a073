import { Link } from '@backstage/core-components';
import { makeStyles, Typography } from '@material-ui/core';
import { SloRow } from '@worldscale/backstage-plugin-slo-common';
import {
  StateBadge,
  unbroken,
} from '@worldscale/backstage-plugin-worlds-react';
import { firingText } from '../wording';
import { FiguresAge } from './FiguresAge';

const useStyles = makeStyles(theme => ({
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0, 1.5),
    fontSize: theme.typography.body2.fontSize,
  },
  caption: { fontSize: theme.typography.caption.fontSize },
  text: { overflowWrap: 'anywhere' },
}));

/** How an objective stands in plain words, and what to do about it. */
export function Standing({ row }: { row: SloRow }) {
  const classes = useStyles();
  const firing = firingText(row.firing);
  return (
    <>
      <span className={classes.line}>
        <StateBadge state={row.state} />
        {firing && <span>{firing}</span>}
        <span className={classes.caption}>
          <FiguresAge observedAt={row.observedAt} freshness={row.freshness} />
        </span>
      </span>
      <Typography variant="body2" component="div" className={classes.text}>
        {unbroken(row.reason)}{' '}
        {row.runbookUrl && row.state !== 'healthy' && (
          <Link
            to={row.runbookUrl}
            aria-label={`Runbook of ${row.displayName}`}
          >
            Runbook
          </Link>
        )}
      </Typography>
      {row.lowTraffic && (
        <Typography
          variant="caption"
          component="div"
          color="textSecondary"
          className={classes.text}
        >
          {row.lowTraffic}
        </Typography>
      )}
    </>
  );
}
