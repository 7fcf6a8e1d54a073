import { makeStyles, Typography } from '@material-ui/core';
import { ClusterReading } from '@worldscale/backstage-plugin-scaling-common';
import {
  ObservedAt,
  StateIcon,
} from '@worldscale/backstage-plugin-worlds-react';

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', padding: 0, margin: theme.spacing(1, 0) },
  item: {
    display: 'flex',
    gap: theme.spacing(1),
    overflowWrap: 'anywhere',
    marginBottom: theme.spacing(0.5),
  },
}));

/** Clusters that cannot be read now, or not in whole, and why: one line for each. */
export function ClusterNotes(props: { clusters: ClusterReading[] }) {
  const classes = useStyles();
  const troubled = props.clusters.filter(
    ({ error, unreadable }) => error !== null || unreadable.length > 0,
  );
  if (troubled.length === 0) return null;
  return (
    <ul className={classes.list} aria-label="Clusters that cannot be read">
      {troubled.map(cluster => (
        <li key={cluster.name} className={classes.item}>
          <StateIcon state="unknown" />
          <Typography variant="body2" component="div">
            {cluster.error === null ? (
              <UnreadParts cluster={cluster} />
            ) : (
              <>
                {cluster.title} ({cluster.region}) cannot be read:{' '}
                {cluster.error.replace(/\.$/, '')}. Last read:{' '}
                <ObservedAt at={cluster.readAt} />
              </>
            )}
          </Typography>
        </li>
      ))}
    </ul>
  );
}

/** What of a cluster cannot be read; several parts unfold. */
function UnreadParts({ cluster }: { cluster: ClusterReading }) {
  const { title, region, unreadable } = cluster;
  const [first, ...others] = unreadable.map(
    reason => `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`,
  );
  if (others.length === 0) return <>{first}</>;
  return (
    <details>
      <summary>
        {title} ({region}): {unreadable.length} of the things that matter here
        cannot be read
      </summary>
      <ul>
        {[first, ...others].map(sentence => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </details>
  );
}
