import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core';
import {
  FleetColumn,
  FleetRow,
} from '@worldscale/backstage-plugin-worlds-common';
import {
  DataColumn,
  DataTable,
  NoValue,
  Order,
  OwnerLink,
  useEntityPath,
  WorldLink,
} from '@worldscale/backstage-plugin-worlds-react';
import { Fragment, useMemo } from 'react';
import { formatValue } from './formatValue';
import { StateReason } from './StateReason';

const useStyles = makeStyles(theme => ({
  type: {
    display: 'block',
    color: theme.palette.text.secondary,
    fontSize: theme.typography.caption.fontSize,
  },
}));

/** Names of metrics are long words; they may go on in the next line after a `_`. */
function Breakable({ text }: { text: string }) {
  const parts = text.split(/(?<=[_/])/);
  return (
    <>
      {parts.map((part, i) => (
        <Fragment key={i}>
          {i > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </>
  );
}

function ServiceName({ row }: { row: FleetRow }) {
  const entityPath = useEntityPath();
  return (
    <>
      <Link to={entityPath(row.entityRef)}>{row.title}</Link>
      <span className={useStyles().type}>{row.type}</span>
    </>
  );
}

const fixed: DataColumn<FleetRow>[] = [
  {
    ...{ title: 'State', sortBy: 'state', minWidth: 204 },
    render: row => <StateReason row={row} />,
  },
  {
    ...{ title: 'Service', sortBy: 'service', look: 'name', minWidth: 104 },
    render: row => <ServiceName row={row} />,
  },
  {
    ...{ title: 'World', sortBy: 'world' },
    render: row => <WorldLink world={row.world} title={row.worldTitle} />,
  },
  {
    ...{ title: 'Region', sortBy: 'region', minWidth: 96 },
    render: row => row.regionTitle || 'all',
  },
  {
    ...{ title: 'Owner', sortBy: 'owner' },
    render: row => <OwnerLink owner={row.owner} />,
  },
];

function ofDomain(column: FleetColumn): DataColumn<FleetRow> {
  const { id, title, description, type } = column;
  return {
    ...{ title, description, sortBy: id },
    ...(type === 'text' ? { minWidth: 136, breaks: true } : { look: 'number' }),
    render: ({ values }) => {
      const text = formatValue(column, values[id]);
      const isUnknown = (values[id] ?? null) === null;
      return isUnknown ? <NoValue word={text} /> : <Breakable text={text} />;
    },
  };
}

export interface FleetTableProps {
  columns: FleetColumn[];
  rows: FleetRow[];
  sort: string;
  order: Order;
  onSort: (sort: string, order: Order) => void;
}

/** The fleet as a table; order and pages are the backend's. */
export function FleetTable({ columns, ...rest }: FleetTableProps) {
  const all = useMemo(() => [...fixed, ...columns.map(ofDomain)], [columns]);
  return (
    <DataTable
      {...rest}
      label="Fleet"
      columns={all}
      rowKey={row => `${row.entityRef}|${row.region}`}
    />
  );
}
