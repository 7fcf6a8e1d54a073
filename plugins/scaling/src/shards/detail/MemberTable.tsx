import {
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  useMediaQuery,
  useTheme,
} from '@material-ui/core';
import {
  formatNumber,
  ShardMember,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  RowCards,
  SidewaysScroll,
} from '@worldscale/backstage-plugin-worlds-react';
import { ReactNode } from 'react';
import { phaseWords } from '../shardWording';

const useStyles = makeStyles(theme => ({
  table: {
    '& th, & td': {
      wordBreak: 'normal',
      verticalAlign: 'top',
      lineHeight: 1.4,
    },
  },
  detail: {
    display: 'block',
    color: theme.palette.text.secondary,
    fontSize: theme.typography.caption.fontSize,
  },
}));

function addressText({ address, ports }: ShardMember): string {
  if (!address) return 'none yet';
  if (ports.length === 0) return address;
  // An address of version 6 has colons of its own.
  const host = address.includes(':') ? `[${address}]` : address;
  return ports
    .map(({ name, port }) => `${host}:${port}${name ? ` (${name})` : ''}`)
    .join(', ');
}

const kindWords = { counter: 'counter', list: 'list', players: 'tracked' };

function measureText(measure: ShardMember['measures'][number]): string {
  const { kind, name, count, capacity } = measure;
  const held = count === null ? 'unknown' : formatNumber(count);
  const most = capacity === null ? '' : ` of ${formatNumber(capacity)}`;
  return `${name} (${kindWords[kind]}): ${held}${most}`;
}

function ClusterState({ member }: { member: ShardMember }) {
  const classes = useStyles();
  return (
    <>
      {member.clusterState ?? phaseWords[member.phase]}
      {member.conditions.map(({ type, status, reason, message }) => (
        <span key={type} className={classes.detail}>
          {`${type} ${status}: ${
            [reason, message].filter(Boolean).join(', ') || 'no reason given'
          }`}
        </span>
      ))}
    </>
  );
}

function NodeAndZone({ member }: { member: ShardMember }) {
  const classes = useStyles();
  return (
    <>
      {member.node ?? 'none'}
      {member.zone && <span className={classes.detail}>{member.zone}</span>}
    </>
  );
}

/** What there is to tell besides name and state. */
const titlesOf = (isPods: boolean) =>
  [isPods ? 'Restarts' : 'Holds', 'Address', 'Node', 'Version'] as const;

/** In the order of the titles. */
function valuesOf(member: ShardMember, isPod: boolean): ReactNode[] {
  const holds = member.measures.map(measureText).join(', ');
  return [
    isPod ? member.restarts ?? 'unknown' : holds || 'does not tell',
    addressText(member),
    <NodeAndZone {...{ member }} />,
    member.version ?? 'unknown',
  ];
}

/**
 * Game servers or pods of a shard, with all that they tell of themselves. Cards where
 * the screen is too narrow for columns.
 */
export function MemberTable({ members }: { members: ShardMember[] }) {
  const classes = useStyles();
  const isNarrow = useMediaQuery(useTheme().breakpoints.down('xs'));
  const isPods = members[0]?.kind === 'Pod';
  const titles = titlesOf(isPods);
  const label = isPods ? 'Pods' : 'Game servers';
  if (isNarrow) {
    return (
      <RowCards
        label={label}
        heading="h4"
        cards={members.map(member => ({
          key: member.name,
          title: member.name,
          standing: <ClusterState {...{ member }} />,
          facts: valuesOf(member, isPods).map(
            (value, i) => [titles[i], value] as const,
          ),
        }))}
      />
    );
  }
  return (
    <SidewaysScroll label={label}>
      <Table size="small" className={classes.table}>
        <TableHead>
          <TableRow>
            <TableCell scope="col">Name</TableCell>
            <TableCell scope="col">State</TableCell>
            {titles.map(title => (
              <TableCell key={title} scope="col">
                {title}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {members.map(member => (
            <TableRow key={member.name}>
              <TableCell component="th" scope="row" role="rowheader">
                {member.name}
              </TableCell>
              <TableCell>
                <ClusterState {...{ member }} />
              </TableCell>
              {valuesOf(member, isPods).map((value, i) => (
                <TableCell key={titles[i]}>{value}</TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </SidewaysScroll>
  );
}
