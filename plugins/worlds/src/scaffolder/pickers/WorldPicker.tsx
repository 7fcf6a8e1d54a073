import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { ScaffolderField } from '@backstage/plugin-scaffolder-react/alpha';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import Autocomplete from '@material-ui/lab/Autocomplete';
import { WORLD_TYPE } from '@worldscale/backstage-plugin-worlds-common';
import { ErrorNote } from '@worldscale/backstage-plugin-worlds-react';
import { EntityOption, useEntityOptions } from './useEntityOptions';

const none: EntityOption[] = [];

/** One of the catalog's worlds, by its title. */
export function WorldPicker(props: FieldExtensionComponentProps<string>) {
  const { formData, onChange, schema, uiSchema, idSchema, rawErrors } = props;
  const { options, error } = useEntityOptions('System', WORLD_TYPE);
  const chosen = options?.find(({ ref }) => ref === formData) ?? null;
  if (error)
    return <ErrorNote title="The worlds are not known" error={error} />;
  return (
    <ScaffolderField
      {...props}
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
        onChange={(_, option) => onChange(option?.ref)}
        getOptionLabel={({ title }) => title}
        getOptionSelected={(a, b) => a.ref === b.ref}
        noOptionsText="The catalog has no such world."
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
            label={schema.title ?? 'World'}
            required={props.required}
            error={Boolean(rawErrors?.length)}
            helperText={chosen?.description}
          />
        )}
      />
    </ScaffolderField>
  );
}
