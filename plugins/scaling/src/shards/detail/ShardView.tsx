import { Link } from '@backstage/core-components';
import { makeStyles, Typography } from '@material-ui/core';
import {
  Shard,
  ShardDetail,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  formatAge,
  ObservedAt,
  StateBadge,
  useEntityPath,
  WorldLink,
} from '@worldscale/backstage-plugin-worlds-react';
import { ReactNode } from 'react';
import { useShardPaths } from '../shardRoutes';
import { percentText, phaseWords, playersText } from '../shardWording';
import { TroubleNotes } from '../TroubleNotes';

import { UtilizationBar } from '../UtilizationBar';
import { MemberTable } from './MemberTable';
import { ShardChanges } from './ShardChanges';

const useStyles = makeStyles(theme => ({
  trail: { marginBottom: theme.spacing(1) },
  header: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    gap: theme.spacing(0.5, 2),
  },
  name: { overflowWrap: 'anywhere' },
  observed: { marginLeft: 'auto' },
  reason: { margin: theme.spacing(1, 0, 2) },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(150px, 1fr))',
    gap: theme.spacing(1.5, 3),
    margin: theme.spacing(0, 0, 3),
    padding: theme.spacing(2),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
    '& dt': {
      color: theme.palette.text.secondary,
      fontSize: theme.typography.caption.fontSize,
    },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  },
  changes: { marginTop: theme.spacing(3) },
  links: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1, 3),
    marginTop: theme.spacing(2),
  },
}));

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** `Last known: Allocated, 1,950 of 2,500 players, 78 %.` */
function lastKnownText({ lastKnown }: Shard): string | undefined {
  if (!lastKnown) return undefined;
  const { phase, utilizationPercent } = lastKnown;
  return `Last known: ${phaseWords[phase]}, players ${playersText(
    lastKnown,
  )}, utilisation ${percentText(utilizationPercent)}.`;
}

/** All that is known of one shard. */
export function ShardView({ detail }: { detail: ShardDetail }) {
  const { shard, members, trouble } = detail;
  const classes = useStyles();
  const paths = useShardPaths();
  const entityPath = useEntityPath();
  const lastKnown = lastKnownText(shard);
  const { entityRef, region } = shard;
  return (
    <article aria-labelledby="shard-name">
      <nav className={classes.trail} aria-label="Where this is">
        <Link to={paths?.list() ?? ''}>All shards</Link>
        {' / '}
        <Link to={paths?.list({ entityRef: [entityRef] }) ?? ''}>
          {shard.entityTitle}
        </Link>
      </nav>
      <div className={classes.header}>
        <Typography
          id="shard-name"
          variant="h5"
          component="h2"
          className={classes.name}
        >
          {shard.name}
        </Typography>
        <StateBadge state={shard.state} />
        <span className={classes.observed}>
          <ObservedAt at={shard.observedAt} />
        </span>
      </div>
      <Typography className={classes.reason}>
        {shard.reason}
        {lastKnown && ` ${lastKnown}`}
      </Typography>
      {trouble && <TroubleNotes troubles={[trouble]} />}
      <dl className={classes.facts}>
        <Fact title="Phase">{phaseWords[shard.phase]}</Fact>
        <Fact title="Players">{playersText(shard)}</Fact>
        <Fact title="Utilisation">
          <UtilizationBar percent={shard.utilizationPercent} />
        </Fact>
        <Fact title="Service">
          <Link to={entityPath(entityRef)}>{shard.entityTitle}</Link>
        </Fact>
        <Fact title="World">
          <WorldLink world={shard.world} title={shard.worldTitle} />
        </Fact>
        <Fact title="Region">{shard.regionTitle}</Fact>
        <Fact title="Zone">{shard.zone ?? 'unknown'}</Fact>
        <Fact title="Node">{shard.node ?? 'none'}</Fact>
        <Fact title="Cluster">{shard.cluster}</Fact>
        <Fact title="Namespace">{shard.namespace}</Fact>
        <Fact title="Workload">
          {shard.workloadKind
            ? `${shard.workloadKind} ${shard.workloadName}`
            : 'none'}
        </Fact>
        <Fact title="Version">{shard.version ?? 'unknown'}</Fact>
        <Fact title="Started">
          {shard.startedAt ? (
            <time
              dateTime={shard.startedAt}
              title={new Date(shard.startedAt).toLocaleString()}
            >
              {`${formatAge(Date.now() - Date.parse(shard.startedAt))} ago`}
            </time>
          ) : (
            'unknown'
          )}
        </Fact>
      </dl>
      <Typography variant="h6" component="h3" gutterBottom>
        {members[0]?.kind === 'Pod' ? 'Pods' : 'Game servers'}
        {shard.lastKnown && ', last known'}
      </Typography>
      <MemberTable members={members} />
      <div className={classes.changes}>
        <ShardChanges shard={shard} />
      </div>
      <div className={classes.links}>
        <Link
          to={entityPath(
            entityRef,
            `scaling?region=${encodeURIComponent(region)}`,
          )}
        >
          How {shard.entityTitle} is scaled
        </Link>
        <Link
          to={paths?.list({ entityRef: [entityRef], region: [region] }) ?? ''}
        >
          All its shards in {shard.regionTitle}
        </Link>
      </div>
    </article>
  );
}
