import { Checkbox, FormControlLabel, makeStyles } from '@material-ui/core';
import {
  SloList,
  SloListQuery,
  SloListRequest,
} from '@worldscale/backstage-plugin-slo-common';
import { FilterBar } from '@worldscale/backstage-plugin-worlds-react';

const useStyles = makeStyles({ journeys: { margin: 0 } });

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
  const { query, onChange } = props;
  const classes = useStyles();
  return (
    <FilterBar label="Filter objectives" {...props} pickers={pickers}>
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
    </FilterBar>
  );
}
