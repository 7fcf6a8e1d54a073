import {
  Button,
  Checkbox,
  FormControlLabel,
  makeStyles,
} from '@material-ui/core';
import {
  SloList,
  SloListQuery,
  SloListRequest,
} from '@worldscale/backstage-plugin-slo-common';
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
  journeys: { margin: 0 },
}));

export interface SloFilterBarProps {
  query: SloListQuery;
  facets: SloList['facets'] | undefined;
  onChange: (changes: SloListRequest, options?: { replace?: boolean }) => void;
  /** Absent: nothing is filtered. */
  onClear?: () => void;
}

const pickers = [
  ['world', 'World', 'Shared by all worlds'],
  ['owner', 'Owner', 'No owner'],
] as const;

/** Everything by which the list can be narrowed down. */
export function SloFilterBar(props: SloFilterBarProps) {
  const { query, facets, onChange, onClear } = props;
  const classes = useStyles();
  return (
    <div className={classes.bar} role="search" aria-label="Filter objectives">
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
      <FormControlLabel
        className={classes.journeys}
        label="What players do"
        control={
          <Checkbox
            size="small"
            color="primary"
            checked={query.journeys ?? false}
            onChange={event =>
              onChange({ journeys: event.target.checked || undefined })
            }
          />
        }
      />
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
