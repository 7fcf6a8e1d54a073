import { makeStyles } from '@material-ui/core';
import { ShardTrouble } from '@worldscale/backstage-plugin-scaling-common';
import {
  ObservedAt,
  StateIcon,
} from '@worldscale/backstage-plugin-worlds-react';

const useStyles = makeStyles(theme => ({
  notes: {
    listStyle: 'none',
    margin: theme.spacing(0, 0, 2),
    padding: 0,
  },
  summary: { marginBottom: theme.spacing(1), cursor: 'pointer' },
  note: {
    display: 'flex',
    gap: theme.spacing(1),
    padding: theme.spacing(1, 1.5),
    marginBottom: theme.spacing(0.5),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
    overflowWrap: 'anywhere',
  },
}));

/** More of them would push the shards off the screen. */
const MOST_AT_ONCE = 2;

const consequence = {
  fresh: 'Some of its shards may be missing.',
  old: 'Its shards are shown as they were then.',
  unknown: 'How its shards are is unknown.',
};

/** Reasons mostly begin with the name of the cluster; it is not said twice. */
function Reason({ trouble }: { trouble: ShardTrouble }) {
  const { title } = trouble;
  const reason = trouble.reason.replace(/\.$/, '');
  return reason.startsWith(`${title} `) ? (
    <>
      <strong>{title}</strong>
      {reason.slice(title.length)}.
    </>
  ) : (
    <>
      <strong>{title}</strong>: {reason}.
    </>
  );
}

/** Clusters whose shards are not known as of now, each with the reason. */
export function TroubleNotes({ troubles }: { troubles: ShardTrouble[] }) {
  const classes = useStyles();
  if (troubles.length === 0) return null;
  const notes = (
    <ul className={classes.notes} aria-label="Clusters that are not up to date">
      {troubles.map(trouble => (
        <li key={trouble.cluster} className={classes.note}>
          <StateIcon state="unknown" />
          <span>
            <Reason trouble={trouble} />{' '}
            {trouble.observedAt
              ? consequence[trouble.freshness]
              : 'Which shards it has is unknown.'}{' '}
            <ObservedAt at={trouble.observedAt} />
          </span>
        </li>
      ))}
    </ul>
  );
  if (troubles.length <= MOST_AT_ONCE) return notes;
  return (
    <details>
      <summary className={classes.summary}>
        {troubles.length} clusters are not up to date
      </summary>
      {notes}
    </details>
  );
}
