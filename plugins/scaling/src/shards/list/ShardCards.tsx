import { Link } from '@backstage/core-components';
import { makeStyles, Typography } from '@material-ui/core';
import { Shard } from '@worldscale/backstage-plugin-scaling-common';
import { useShardPaths } from '../shardRoutes';
import { phaseWords, playersText } from '../shardWording';
import { UtilizationBar } from '../UtilizationBar';
import { ShardState } from './ShardState';

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  card: {
    padding: theme.spacing(1.5),
    marginBottom: theme.spacing(1),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
  },
  name: { overflowWrap: 'anywhere' },
  values: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(130px, 1fr))',
    gap: theme.spacing(0.5),
    margin: theme.spacing(1, 0, 0),
    '& dt': {
      color: theme.palette.text.secondary,
      fontSize: theme.typography.caption.fontSize,
    },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  },
}));

/** The same shards as the table, for narrow screens. */
export function ShardCards({ shards }: { shards: Shard[] }) {
  const classes = useStyles();
  const paths = useShardPaths();
  return (
    <ul className={classes.list} aria-label="Shards">
      {shards.map(shard => (
        <li key={shard.id} className={classes.card}>
          <Typography
            variant="subtitle1"
            component="h2"
            className={classes.name}
          >
            <Link to={paths?.shard(shard.id) ?? ''}>{shard.name}</Link>
          </Typography>
          <Typography variant="body2" color="textSecondary" gutterBottom>
            {[shard.entityTitle, shard.regionTitle].join(' · ')}
          </Typography>
          <ShardState shard={shard} />
          <dl className={classes.values}>
            <div>
              <dt>Phase</dt>
              <dd>{phaseWords[shard.phase]}</dd>
            </div>
            <div>
              <dt>Players</dt>
              <dd>{playersText(shard)}</dd>
            </div>
            <div>
              <dt>Utilisation</dt>
              <dd>
                <UtilizationBar percent={shard.utilizationPercent} />
              </dd>
            </div>
          </dl>
        </li>
      ))}
    </ul>
  );
}
