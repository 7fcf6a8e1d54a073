import {
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from '@material-ui/core';
import {
  SourceHealth,
  sourceStatusOf,
  State,
} from '@worldscale/backstage-plugin-worlds-common';
import {
  ObservedAt,
  SidewaysScroll,
  StateBadge,
} from '@worldscale/backstage-plugin-worlds-react';
import { LastError } from './LastError';

const useStyles = makeStyles(theme => ({
  // Narrow screens scroll it; the theme would break every word instead.
  table: {
    minWidth: 820,
    '& th, & td': { wordBreak: 'normal', overflowWrap: 'normal' },
    '& tbody th, & tbody td': { verticalAlign: 'top', lineHeight: 1.4 },
  },
  message: { maxWidth: 420, '&&': { overflowWrap: 'anywhere' } },
  parts: {
    ...theme.typography.caption,
    margin: theme.spacing(0.5, 0),
    paddingLeft: theme.spacing(2),
    maxWidth: 360,
    '&&': { overflowWrap: 'anywhere' },
  },
  number: { textAlign: 'right' },
}));

/** What a source's health is called. */
export function describeHealth(source: SourceHealth): {
  state: State;
  label: string;
} {
  switch (sourceStatusOf(source)) {
    case 'notAsked':
      return { state: 'unknown', label: 'Not asked yet' };
    case 'notReachable':
      return { state: 'breached', label: 'Not reachable' };
    case 'partlyReadable':
      return { state: 'atRisk', label: 'Partly readable' };
    default:
      return source.notes.length > 0
        ? { state: 'healthy', label: 'Reachable, with notes' }
        : { state: 'healthy', label: 'Reachable' };
  }
}

/** A source without rows of its own may still be what others are read through. */
function describeRows({ rows }: SourceHealth): string {
  if (rows === undefined) return '–';
  return rows === 0 ? 'none of its own' : String(rows);
}

/** Sources of one domain: reachable, how old, what failed last, who depends on it. */
export function SourceTable(props: { title: string; sources: SourceHealth[] }) {
  const { title, sources } = props;
  const classes = useStyles();
  if (sources.length === 0) {
    return (
      <Typography variant="body2" color="textSecondary">
        No sources are configured.
      </Typography>
    );
  }
  return (
    <SidewaysScroll label={`Sources of ${title}`}>
      <Table size="small" className={classes.table}>
        <TableHead>
          <TableRow>
            <TableCell scope="col">Source</TableCell>
            <TableCell scope="col">Health</TableCell>
            <TableCell scope="col">Last read in whole</TableCell>
            <TableCell scope="col">Last error</TableCell>
            <TableCell scope="col" className={classes.number}>
              Rows that depend on it
            </TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {sources.map(source => (
            <TableRow key={source.id}>
              <TableCell component="th" scope="row" role="rowheader">
                {source.title}
                <Typography
                  variant="caption"
                  color="textSecondary"
                  display="block"
                >
                  {source.kind} · {source.id}
                </Typography>
              </TableCell>
              <TableCell>
                <StateBadge {...describeHealth(source)} />
                {source.unreadable.length > 0 && (
                  <ul
                    className={classes.parts}
                    aria-label={`What of ${source.title} cannot be read`}
                  >
                    {source.unreadable.map(({ part, reason }) => (
                      <li key={part}>
                        {reason.charAt(0).toUpperCase()}
                        {reason.slice(1)}.
                      </li>
                    ))}
                  </ul>
                )}
                {source.notes.map(note => (
                  <Typography key={note} variant="caption" display="block">
                    {note}
                  </Typography>
                ))}
              </TableCell>
              <TableCell>
                <ObservedAt at={source.lastSuccessAt} />
              </TableCell>
              <TableCell className={classes.message}>
                <LastError source={source} />
              </TableCell>
              <TableCell className={classes.number}>
                {describeRows(source)}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </SidewaysScroll>
  );
}
