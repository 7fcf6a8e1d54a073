import { makeStyles, TextField } from '@material-ui/core';
import {
  ShardFacets,
  ShardPhase,
  ShardsQuery,
  ShardsRequest,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  FacetPicker,
  FilterBar,
} from '@worldscale/backstage-plugin-worlds-react';
import { useId } from 'react';
import { phaseWords } from './shardWording';
import { bandAsked, noBounds, utilizationBands } from './utilizationBands';

const useStyles = makeStyles(theme => ({
  band: {
    flex: '1 1 120px',
    maxWidth: 200,
    minWidth: 120,
    '& .MuiInputLabel-root, & .MuiInputBase-root': {
      fontSize: theme.typography.body2.fontSize,
    },
  },
}));

const pickers = [
  ['world', 'World', 'Shared by all worlds'],
  ['entityRef', 'Service', 'No service'],
  ['region', 'Region', 'No region'],
  ['zone', 'Zone', 'No zone'],
] as const;

/** Beside the bands: bounds that only an address can ask for. */
const OTHER = 'other';

export interface ShardFilterBarProps {
  query: ShardsQuery;
  facets: ShardFacets | undefined;
  onChange: (changes: ShardsRequest, options?: { replace?: boolean }) => void;
  /** Absent: nothing is filtered. */
  onClear?: () => void;
}

/** Everything by which shards can be narrowed down. */
export function ShardFilterBar(props: ShardFilterBarProps) {
  const { query, facets, onChange } = props;
  const classes = useStyles();
  const bandId = useId();
  const band = bandAsked(query);
  const phases = facets?.phase.map(({ value, count }) => ({
    ...{ value, count },
    title: phaseWords[value as ShardPhase],
  }));
  return (
    <FilterBar label="Filter shards" {...props} pickers={pickers}>
      <FacetPicker
        label="Phase"
        none="None"
        chosen={query.phase ?? []}
        facets={phases}
        onChange={values => onChange({ phase: values as ShardPhase[] })}
      />
      <TextField
        select
        id={bandId}
        size="small"
        variant="outlined"
        label="Utilisation"
        className={classes.band}
        value={typeof band === 'object' ? band.id : band ?? ''}
        onChange={event => {
          const next = utilizationBands.find(b => b.id === event.target.value);
          onChange({ ...noBounds, ...next?.bounds });
        }}
        InputLabelProps={{ shrink: true }}
        SelectProps={{ native: true }}
      >
        <option value="">Any</option>
        {utilizationBands.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
        {band === OTHER && (
          <option value={OTHER}>
            {`${query.utilizationFrom ?? 0} to ${
              query.utilizationTo ?? 'any'
            } %`}
          </option>
        )}
      </TextField>
    </FilterBar>
  );
}
