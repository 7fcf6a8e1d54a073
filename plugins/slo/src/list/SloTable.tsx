import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  TableSortLabel,
} from '@material-ui/core';
import { SloRow, SloSortKey } from '@worldscale/backstage-plugin-slo-common';
import { SidewaysScroll } from '@worldscale/backstage-plugin-worlds-react';
import { SloLink } from '../face/SloLink';
import { Standing } from '../face/Standing';
import { DecisionBadge } from '../policy/DecisionBadge';
import {
  budgetText,
  burnText,
  exhaustionText,
  sliText,
  targetText,
  UNKNOWN,
  windowText,
  rowKey,
} from '../wording';

type Order = 'asc' | 'desc';

const useStyles = makeStyles(theme => ({
  table: {
    '& th, & td': {
      padding: theme.spacing(1, 0.75),
      // The theme breaks words anywhere, which makes columns of single letters.
      wordBreak: 'normal',
      overflowWrap: 'normal',
    },
    '& thead th': { verticalAlign: 'bottom', lineHeight: 1.2 },
    '& tbody th, & tbody td': { verticalAlign: 'top', lineHeight: 1.4 },
    '& .MuiTableSortLabel-root:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
      outlineOffset: 2,
    },
    '& .MuiTableSortLabel-root:not(.MuiTableSortLabel-active) svg': {
      display: 'none',
    },
  },
  state: { minWidth: 240, maxWidth: 380 },
  name: {
    minWidth: 150,
    // What a row is about stays while its columns scroll.
    position: 'sticky',
    left: 0,
    zIndex: 2,
    background: 'inherit',
  },
  head: { background: theme.palette.background.paper },
  number: {
    textAlign: 'right',
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
  },
  faint: {
    display: 'block',
    color: theme.palette.text.secondary,
    fontSize: theme.typography.caption.fontSize,
    whiteSpace: 'normal',
  },
  unknown: { color: theme.palette.text.secondary, fontStyle: 'italic' },
}));

const headings: [key: SloSortKey, title: string, isNumber?: boolean][] = [
  ['worst', 'State'],
  ['name', 'Objective'],
  ['world', 'World'],
  ['owner', 'Owner'],
  ['sli', 'SLI', true],
  ['remaining', 'Budget left', true],
  ['burnRate', 'Burn rate', true],
  ['exhaustion', 'Budget gone'],
];

export interface SloTableProps {
  rows: SloRow[];
  sort: SloSortKey;
  order: Order;
  onSort: (sort: SloSortKey, order: Order) => void;
}

/** Objectives as a table; order and pages are the backend's. */
export function SloTable(props: SloTableProps) {
  const { rows, sort, order, onSort } = props;
  const classes = useStyles();
  const orUnknown = (text: string) =>
    text === UNKNOWN ? <span className={classes.unknown}>{text}</span> : text;
  return (
    <SidewaysScroll label="Objectives">
      <Table size="small" className={classes.table}>
        <TableHead>
          <TableRow>
            {headings.map(([key, title, isNumber]) => (
              <TableCell
                key={key}
                scope="col"
                className={[
                  classes.head,
                  isNumber ? classes.number : '',
                  key === 'name' ? classes.name : '',
                ].join(' ')}
                sortDirection={sort === key ? order : false}
              >
                <TableSortLabel
                  active={sort === key}
                  direction={sort === key ? order : 'asc'}
                  onClick={() =>
                    onSort(
                      key,
                      sort === key && order === 'asc' ? 'desc' : 'asc',
                    )
                  }
                >
                  {title}
                </TableSortLabel>
              </TableCell>
            ))}
            <TableCell scope="col" className={classes.head}>
              Changes
            </TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map(row => (
            <TableRow key={rowKey(row)}>
              <TableCell className={classes.state}>
                <Standing row={row} />
              </TableCell>
              <TableCell component="th" scope="row" className={classes.name}>
                <SloLink row={row} />
                <span className={classes.faint}>
                  {row.entityRef ? (
                    <EntityRefLink
                      entityRef={row.entityRef}
                      title={row.serviceTitle}
                      hideIcon
                    />
                  ) : (
                    row.serviceTitle
                  )}
                </span>
              </TableCell>
              <TableCell>
                {row.world ? (
                  <EntityRefLink
                    entityRef={row.world}
                    title={row.worldTitle ?? undefined}
                    defaultKind="system"
                    hideIcon
                  />
                ) : (
                  'all'
                )}
              </TableCell>
              <TableCell>
                {row.owner ? (
                  <EntityRefLink
                    entityRef={row.owner}
                    defaultKind="group"
                    hideIcon
                  />
                ) : (
                  <span className={classes.unknown}>none</span>
                )}
              </TableCell>
              <TableCell className={classes.number}>
                {orUnknown(sliText(row.figures?.sli ?? null, row.target))}
                <span className={classes.faint}>
                  of {targetText(row.target)}
                  <br />
                  {windowText(row.window.lengthMs)}
                </span>
              </TableCell>
              <TableCell className={classes.number}>
                {orUnknown(budgetText(row.figures?.remaining))}
              </TableCell>
              <TableCell className={classes.number}>
                {orUnknown(burnText(row.figures?.burnRate))}
              </TableCell>
              <TableCell>{orUnknown(exhaustionText(row.exhaustion))}</TableCell>
              <TableCell>
                {row.decision ? (
                  <DecisionBadge decision={row.decision} />
                ) : (
                  <span className={classes.unknown}>no policy</span>
                )}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </SidewaysScroll>
  );
}
