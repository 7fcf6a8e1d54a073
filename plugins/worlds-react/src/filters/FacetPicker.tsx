import { Checkbox, makeStyles, TextField } from '@material-ui/core';
import { Autocomplete } from '@material-ui/lab';
import { useId } from 'react';
import { FleetFacet, NONE } from '@worldscale/backstage-plugin-worlds-common';

const useStyles = makeStyles(theme => ({
  picker: {
    flex: '1 1 100px',
    maxWidth: 240,
    minWidth: 100,
    '& .MuiInputLabel-root, & .MuiInputBase-root': {
      fontSize: theme.typography.body2.fontSize,
    },
    // One line, however many are chosen: the list shows them all.
    '& .MuiAutocomplete-inputRoot': { flexWrap: 'nowrap' },
    '& .MuiAutocomplete-input': { minWidth: '0 !important', width: 0 },
  },
  chosen: {
    flex: '0 1 auto',
    minWidth: 0,
    paddingLeft: 4,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  box: { padding: 0, marginRight: theme.spacing(1) },
}));

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
      disableCloseOnSelect
      // It would take half of the room; the list and `Clear` take away what is chosen.
      disableClearable
      options={facets.map(facet => facet.value)}
      value={chosen.map(value => matching(value)?.value ?? value)}
      onChange={(_, values) => onChange(values)}
      getOptionLabel={titleOf}
      getOptionSelected={(option, value) => option === value}
      renderOption={(value, { selected }) => (
        <>
          <Checkbox
            size="small"
            color="primary"
            className={classes.box}
            checked={selected}
            tabIndex={-1}
            inputProps={{ 'aria-hidden': true }}
          />
          {`${titleOf(value)} (${known.get(value)?.count ?? 0})`}
        </>
      )}
      renderTags={([first, ...others]) => (
        <span className={classes.chosen}>
          {titleOf(first)}
          {others.length > 0 && ` +${others.length}`}
        </span>
      )}
      renderInput={params => (
        <TextField {...params} variant="outlined" label={label} />
      )}
    />
  );
}
