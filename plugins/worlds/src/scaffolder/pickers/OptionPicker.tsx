import { useMemo, useState } from 'react';
import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { ScaffolderField } from '@backstage/plugin-scaffolder-react/alpha';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import Autocomplete, {
  createFilterOptions,
} from '@material-ui/lab/Autocomplete';
import { EntityOption } from './useEntityOptions';

const none: EntityOption[] = [];
const titleOf = ({ title }: EntityOption) => title;

/** By title or name; more than a hundred nobody reads, and a phone draws slowly. */
const matching = createFilterOptions<EntityOption>({
  stringify: ({ title, ref }) => `${title} ${ref}`,
  limit: 100,
});

interface OptionPickerProps extends FieldExtensionComponentProps<string> {
  /** Name of the field where the template gives none. */
  label: string;
  /** Undefined until they are there. */
  options?: EntityOption[];
  noOptionsText: string;
}

/** The one that is left by what was typed, if it is one. */
function onlyMatch(options: EntityOption[], typed: string) {
  if (!typed.trim()) return undefined;
  const [option, ...others] = matching(options, {
    inputValue: typed,
    getOptionLabel: titleOf,
  });
  return others.length === 0 ? option : undefined;
}

/**
 * One of several entities. Who has typed enough for one to remain need not choose it
 * from the list: a tap on Next takes it, instead of throwing away what was typed. Its
 * description is shown before that, since Next would move away from under the finger.
 */
export function OptionPicker(props: OptionPickerProps) {
  const { formData, onChange, schema, uiSchema, idSchema, rawErrors } = props;
  const { label, options, noOptionsText, ...field } = props;
  const [typed, setTyped] = useState('');
  const chosen = options?.find(({ ref }) => ref === formData) ?? null;
  const left = useMemo(
    () => onlyMatch(options ?? none, typed),
    [options, typed],
  );
  return (
    <ScaffolderField
      {...field}
      rawDescription={uiSchema['ui:description'] ?? schema.description}
      required={props.required}
      displayLabel
    >
      <Autocomplete
        id={idSchema.$id}
        value={chosen}
        options={options ?? none}
        loading={!options}
        disabled={props.disabled}
        onChange={(_, option) => {
          setTyped('');
          onChange(option?.ref);
        }}
        onInputChange={(_, text, reason) => {
          if (reason === 'input') setTyped(text);
        }}
        onFocus={() => setTyped('')}
        // An empty field would be asked for before the form knows what it takes.
        clearOnBlur={!left}
        onBlur={() => left && onChange(left.ref)}
        filterOptions={matching}
        getOptionLabel={titleOf}
        getOptionSelected={(a, b) => a.ref === b.ref}
        noOptionsText={noOptionsText}
        openOnFocus
        renderOption={({ title, description }) => (
          <div>
            <Typography variant="body1">{title}</Typography>
            <Typography variant="body2" color="textSecondary">
              {description}
            </Typography>
          </div>
        )}
        renderInput={params => (
          <TextField
            {...params}
            label={schema.title ?? label}
            required={props.required}
            error={Boolean(rawErrors?.length)}
            helperText={(left ?? chosen)?.description}
          />
        )}
      />
    </ScaffolderField>
  );
}
