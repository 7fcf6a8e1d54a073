import { Button, makeStyles } from '@material-ui/core';
import { FleetFacet, State } from '@worldscale/backstage-plugin-worlds-common';
import { Children, ReactNode } from 'react';
import { FacetPicker } from './FacetPicker';
import { SearchField } from './SearchField';
import { StateToggles } from './StateToggles';

/** Of a short search field and all states with their counts. */
const FIND_PX = 620;
/** Of one picker with its gap. */
const PICKER_PX = 108;

const useStyles = makeStyles(theme => ({
  bar: { marginBottom: theme.spacing(2) },
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
  },
  // As wide as its parts at their least, so that it stays whole or moves as a whole.
  find: { flex: `1 1 ${FIND_PX}px` },
  clear: {
    minWidth: 0,
    '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}` },
  },
}));

type Picked<Name extends string> = { [N in Name]?: string[] };

export interface FilterBarProps<Name extends string> {
  /** What it is for, for people who do not see it. */
  label: string;
  query: { q?: string; state?: State[] } & Picked<Name>;
  /** What can be chosen, with counts; undefined: not known yet. */
  facets: { [N in Name | 'state']: FleetFacet[] } | undefined;
  /** Properties of which several values can be chosen; `none` is what has none. */
  pickers: readonly (readonly [name: Name, label: string, none: string])[];
  onChange: (
    changes: { q?: string; state?: State[] } & Picked<Name>,
    options?: { replace?: boolean },
  ) => void;
  /** Absent: nothing is filtered. */
  onClear?: () => void;
  /** Filters of this list alone. */
  children?: ReactNode;
}

/** Everything by which a list can be narrowed down: words, states, properties. */
export function FilterBar<Name extends string>(props: FilterBarProps<Name>) {
  const { label, query, facets, pickers, onChange, onClear, children } = props;
  const classes = useStyles();
  const choices = pickers.length + Children.count(children);
  return (
    <div
      className={`${classes.bar} ${classes.row}`}
      role="search"
      aria-label={label}
    >
      <div className={`${classes.row} ${classes.find}`}>
        <SearchField
          value={query.q ?? ''}
          onChange={q =>
            onChange({ q: q || undefined } as typeof query, { replace: true })
          }
        />
        <StateToggles
          chosen={query.state ?? []}
          facets={facets?.state}
          onChange={state => onChange({ state } as typeof query)}
        />
      </div>
      <div
        className={classes.row}
        style={{ flex: `1 1 ${choices * PICKER_PX}px` }}
      >
        {pickers.map(([name, title, none]) => (
          <FacetPicker
            key={name}
            label={title}
            none={none}
            chosen={query[name] ?? []}
            facets={facets?.[name]}
            onChange={values => onChange({ [name]: values } as typeof query)}
          />
        ))}
        {children}
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
    </div>
  );
}
