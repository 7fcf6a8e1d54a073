import { makeStyles, TextField } from '@material-ui/core';
import { Autocomplete } from '@material-ui/lab';
import { useId } from 'react';
import { FleetFacet, NONE } from '@worldscale/backstage-plugin-worlds-common';

const useStyles = makeStyles({
  picker: { flex: '1 1 160px', maxWidth: 260, minWidth: 140 },
});

export interface FacetPickerProps {
  label: string;
  /** What a row without a value is called. */
  none: string;
  chosen: string[];
  facets: FleetFacet[] | undefined;
  onChange: (chosen: string[]) => void;
}

/** `group:default/core` is read as `core`. */
function shortName(value: string): string {
  const name = value.split('/').pop() ?? value;
  return name.split(':').pop() ?? name;
}

/** Several values of one property, each with how many rows have it. */
export function FacetPicker(props: FacetPickerProps) {
  const { label, none, chosen, facets = [], onChange } = props;
  const classes = useStyles();
  const id = useId();
  const known = new Map(facets.map(facet => [facet.value, facet]));
  const matching = (value: string) =>
    known.get(value) ?? facets.find(f => shortName(f.value) === value);
  const titleOf = (value: string) =>
    value === NONE ? none : matching(value)?.title ?? shortName(value);
  return (
    <Autocomplete
      multiple
      id={id}
      size="small"
      className={classes.picker}
      limitTags={1}
      options={facets.map(facet => facet.value)}
      value={chosen.map(value => matching(value)?.value ?? value)}
      onChange={(_, values) => onChange(values)}
      getOptionLabel={titleOf}
      getOptionSelected={(option, value) => option === value}
      filterSelectedOptions
      renderOption={value =>
        `${titleOf(value)} (${known.get(value)?.count ?? 0})`
      }
      renderInput={params => (
        <TextField {...params} variant="outlined" label={label} />
      )}
    />
  );
}
