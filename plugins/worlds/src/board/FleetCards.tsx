import { Link } from '@backstage/core-components';
import {
  FleetColumn,
  FleetRow,
} from '@worldscale/backstage-plugin-worlds-common';
import {
  RowCards,
  useEntityPath,
} from '@worldscale/backstage-plugin-worlds-react';
import { formatValue } from './formatValue';
import { StateReason } from './StateReason';

/** The same rows as the table, for narrow screens. */
export function FleetCards(props: {
  columns: FleetColumn[];
  rows: FleetRow[];
}) {
  const entityPath = useEntityPath();
  return (
    <RowCards
      label="Fleet"
      cards={props.rows.map(row => ({
        key: `${row.entityRef}|${row.region}`,
        title: <Link to={entityPath(row.entityRef)}>{row.title}</Link>,
        place: [
          row.worldTitle ?? 'all worlds',
          row.regionTitle || 'all regions',
        ].join(' · '),
        standing: <StateReason row={row} />,
        facts: props.columns.map(column => [
          column.title,
          formatValue(column, row.values[column.id]),
        ]),
      }))}
    />
  );
}
