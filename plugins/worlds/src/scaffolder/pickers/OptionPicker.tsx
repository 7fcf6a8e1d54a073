import { useRef } from 'react';
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

/**
 * One of several entities. Who has typed enough for one to remain need not choose it
 * from the list: a tap on Next takes it, instead of throwing away what was typed.
 */
export function OptionPicker(props: OptionPickerProps) {
  const { formData, onChange, schema, uiSchema, idSchema, rawErrors } = props;
  const { label, options, noOptionsText, ...field } = props;
  const typed = useRef('');
  const chosen = options?.find(({ ref }) => ref === formData) ?? null;
  const takeWhatRemains = () => {
    const inputValue = typed.current;
    typed.current = '';
    if (!inputValue.trim()) return;
    const [option, ...others] = matching(options ?? none, {
      inputValue,
      getOptionLabel: titleOf,
    });
    if (option && others.length === 0) onChange(option.ref);
  };
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
          typed.current = '';
          onChange(option?.ref);
        }}
        onInputChange={(_, text, reason) => {
          if (reason === 'input') typed.current = text;
        }}
        onBlur={takeWhatRemains}
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
            helperText={chosen?.description}
          />
        )}
      />
    </ScaffolderField>
  );
}
