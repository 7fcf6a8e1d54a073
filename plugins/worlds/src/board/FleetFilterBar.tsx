import { Button, makeStyles } from '@material-ui/core';
import {
  FleetQuery,
  FleetRequest,
  FleetResponse,
} from '@worldscale/backstage-plugin-worlds-common';
import {
  FacetPicker,
  SearchField,
  StateToggles,
} from '@worldscale/backstage-plugin-worlds-react';

const useStyles = makeStyles(theme => ({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(2),
  },
  clear: {
    minWidth: 0,
    '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}` },
  },
}));

export interface FleetFilterBarProps {
  query: FleetQuery;
  facets: FleetResponse['facets'];
  onChange: (changes: FleetRequest, options?: { replace?: boolean }) => void;
  /** Absent: nothing is filtered. */
  onClear?: () => void;
}

const pickers = [
  ['world', 'World', 'Shared by all worlds'],
  ['region', 'Region', 'No region'],
  ['owner', 'Owner', 'No owner'],
  ['lifecycle', 'Lifecycle', 'None'],
] as const;

/** Everything by which the board can be narrowed down. */
export function FleetFilterBar(props: FleetFilterBarProps) {
  const { query, facets, onChange, onClear } = props;
  const classes = useStyles();
  return (
    <div className={classes.bar} role="search" aria-label="Filter the fleet">
      <SearchField
        value={query.q ?? ''}
        onChange={q => onChange({ q: q || undefined }, { replace: true })}
      />
      <StateToggles
        chosen={query.state ?? []}
        facets={facets?.state}
        onChange={state => onChange({ state })}
      />
      {pickers.map(([name, label, none]) => (
        <FacetPicker
          key={name}
          label={label}
          none={none}
          chosen={query[name] ?? []}
          facets={facets?.[name]}
          onChange={values => onChange({ [name]: values })}
        />
      ))}
      {onClear && (
        <Button
          size="small"
          className={classes.clear}
          aria-label="Clear filters"
          onClick={onClear}
        >
          Clear
        </Button>
      )}
    </div>
  );
}
