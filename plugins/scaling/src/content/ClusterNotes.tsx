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

/** Clusters that cannot be read now, or not in whole, and why. */
export function ClusterNotes(props: { clusters: ClusterReading[] }) {
  const classes = useStyles();
  const failing = props.clusters.filter(cluster => cluster.error !== null);
  const partly = props.clusters.flatMap(({ unreadable }) => unreadable);
  if (failing.length + partly.length === 0) return null;
  return (
    <ul className={classes.list} aria-label="Clusters that cannot be read">
      {failing.map(cluster => (
        <li key={cluster.name} className={classes.item}>
          <StateIcon state="unknown" />
          <Typography variant="body2" component="span">
            {cluster.title} ({cluster.region}) cannot be read:{' '}
            {cluster.error?.replace(/\.$/, '')}. Last read:{' '}
            <ObservedAt at={cluster.readAt} />
          </Typography>
        </li>
      ))}
      {partly.map(reason => (
        <li key={reason} className={classes.item}>
          <StateIcon state="unknown" />
          <Typography variant="body2" component="span">
            {reason.charAt(0).toUpperCase()}
            {reason.slice(1)}.
          </Typography>
        </li>
      ))}
    </ul>
  );
}
