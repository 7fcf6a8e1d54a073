import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core';
import {
  lastHourBurnOf,
  SloRow,
  SloSortKey,
} from '@worldscale/backstage-plugin-slo-common';
import {
  DataColumn,
  DataTable,
  NoValue,
  Order,
  unbroken,
  OwnerLink,
  WorldLink,
} from '@worldscale/backstage-plugin-worlds-react';
import { ReactNode } from 'react';
import { Figure } from '../face/Figure';
import { SloLink } from '../face/SloLink';
import { Standing } from '../face/Standing';
import { DecisionBadge } from '../policy/DecisionBadge';
import {
  budgetText,
  burnText,
  exhaustionBasisText,
  exhaustionText,
  isLastKnown,
  LAST_HOUR_BURN,
  periodName,
  sliText,
  targetText,
  rowKey,
} from '../wording';

const useStyles = makeStyles(theme => ({
  faint: {
    display: 'block',
    color: theme.palette.text.secondary,
    fontSize: theme.typography.caption.fontSize,
    whiteSpace: 'normal',
  },
  short: { whiteSpace: 'nowrap' },
}));

function Faint(props: { isShort?: boolean; children: ReactNode }) {
  const classes = useStyles();
  return (
    <span className={`${classes.faint} ${props.isShort ? classes.short : ''}`}>
      {props.children}
    </span>
  );
}

const columns: DataColumn<SloRow, SloSortKey>[] = [
  {
    ...{ title: 'State', sortBy: 'worst', minWidth: 240, maxWidth: 380 },
    render: row => <Standing row={row} />,
  },
  {
    ...{ title: 'Objective', sortBy: 'name', look: 'name', minWidth: 150 },
    render: row => (
      <>
        <SloLink row={row} />
        <Faint>
          {row.entityRef ? (
            <EntityRefLink
              entityRef={row.entityRef}
              title={row.serviceTitle}
              hideIcon
            />
          ) : (
            row.serviceTitle
          )}
        </Faint>
      </>
    ),
  },
  {
    ...{ title: 'World', sortBy: 'world' },
    render: row => <WorldLink world={row.world} title={row.worldTitle} />,
  },
  {
    ...{ title: 'Owner', sortBy: 'owner' },
    render: row => <OwnerLink owner={row.owner} />,
  },
  {
    ...{ title: 'SLI', sortBy: 'sli', look: 'number' },
    render: row => (
      <>
        <Figure
          row={row}
          text={sliText(row.figures?.sli ?? null, row.target)}
        />
        <Faint isShort>
          of {targetText(row.target)}
          <br />
          {periodName(row)}
        </Faint>
      </>
    ),
  },
  {
    ...{ title: 'Budget left', sortBy: 'remaining', look: 'number' },
    render: row => (
      <Figure row={row} text={budgetText(row.figures?.remaining)} />
    ),
  },
  {
    ...{ title: LAST_HOUR_BURN, sortBy: 'burnRate', look: 'number' },
    render: row => <Figure row={row} text={burnText(lastHourBurnOf(row))} />,
  },
  {
    ...{ title: 'Budget gone', sortBy: 'exhaustion', minWidth: 120 },
    render: row => (
      <>
        <Figure
          row={row}
          text={exhaustionText(row.exhaustion, row.window.kind)}
          isAhead
        />
        {!isLastKnown(row) && (
          <Faint>{unbroken(exhaustionBasisText(row) ?? '')}</Faint>
        )}
      </>
    ),
  },
  {
    title: 'Changes',
    render: row =>
      row.decision ? (
        <DecisionBadge row={row} decision={row.decision} />
      ) : (
        <NoValue word="no policy" />
      ),
  },
];

export interface SloTableProps {
  rows: SloRow[];
  sort: SloSortKey;
  order: Order;
  onSort: (sort: SloSortKey, order: Order) => void;
}

/** Objectives as a table; order and pages are the backend's. */
export function SloTable(props: SloTableProps) {
  return (
    <DataTable {...{ columns, ...props }} label="Objectives" rowKey={rowKey} />
  );
}
