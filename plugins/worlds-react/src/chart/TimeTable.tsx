import {
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
} from '@material-ui/core';
import { ChartLine } from './chartLines';

const useStyles = makeStyles({
  scroll: { maxHeight: 320 },
  table: { '& th, & td': { whiteSpace: 'nowrap' } },
});

export interface TimeTableProps {
  title: string;
  times: readonly number[];
  lines: readonly ChartLine[];
  format: (value: number) => string;
  momentText: (atMs: number) => string;
}

/** The values of a TimeChart for people who read rather than look, the newest first. */
export function TimeTable(props: TimeTableProps) {
  const { title, times, lines, format, momentText } = props;
  const classes = useStyles();
  return (
    <TableContainer
      className={classes.scroll}
      role="region"
      aria-label={`${title}, table`}
      tabIndex={0}
    >
      <Table size="small" stickyHeader className={classes.table}>
        <TableHead>
          <TableRow>
            <TableCell scope="col">Time</TableCell>
            {lines.map(line => (
              <TableCell key={line.id} scope="col">
                {line.title}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {times
            .map((atMs, i) => (
              <TableRow key={atMs}>
                <TableCell component="th" scope="row" role="rowheader">
                  <time dateTime={new Date(atMs).toISOString()}>
                    {momentText(atMs)}
                  </time>
                </TableCell>
                {lines.map(({ id, values }) => {
                  const value = values[i] ?? null;
                  return (
                    <TableCell key={id}>
                      {value === null ? 'unknown' : format(value)}
                    </TableCell>
                  );
                })}
              </TableRow>
            ))
            .reverse()}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
