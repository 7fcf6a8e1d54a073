import {
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
} from '@material-ui/core';
import {
  formatNumber,
  ShardMember,
} from '@worldscale/backstage-plugin-scaling-common';
import { SidewaysScroll } from '@worldscale/backstage-plugin-worlds-react';
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

/** Game servers or pods of a shard, with all that they tell of themselves. */
export function MemberTable({ members }: { members: ShardMember[] }) {
  const classes = useStyles();
  const isPods = members[0]?.kind === 'Pod';
  return (
    <SidewaysScroll label={isPods ? 'Pods' : 'Game servers'}>
      <Table size="small" className={classes.table}>
        <TableHead>
          <TableRow>
            <TableCell scope="col">Name</TableCell>
            <TableCell scope="col">State</TableCell>
            <TableCell scope="col">{isPods ? 'Restarts' : 'Holds'}</TableCell>
            <TableCell scope="col">Address</TableCell>
            <TableCell scope="col">Node</TableCell>
            <TableCell scope="col">Version</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {members.map(member => (
            <TableRow key={member.name}>
              <TableCell component="th" scope="row" role="rowheader">
                {member.name}
              </TableCell>
              <TableCell>
                {member.clusterState ?? phaseWords[member.phase]}
                {member.conditions.map(({ type, status, reason, message }) => (
                  <span key={type} className={classes.detail}>
                    {`${type} ${status}: ${
                      [reason, message].filter(Boolean).join(', ') ||
                      'no reason given'
                    }`}
                  </span>
                ))}
              </TableCell>
              <TableCell>
                {isPods
                  ? member.restarts ?? 'unknown'
                  : member.measures.map(measureText).join(', ') ||
                    'does not tell'}
              </TableCell>
              <TableCell>{addressText(member)}</TableCell>
              <TableCell>
                {member.node ?? 'none'}
                {member.zone && (
                  <span className={classes.detail}>{member.zone}</span>
                )}
              </TableCell>
              <TableCell>{member.version ?? 'unknown'}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </SidewaysScroll>
  );
}
