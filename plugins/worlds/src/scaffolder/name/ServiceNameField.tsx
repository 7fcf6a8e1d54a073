import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { ScaffolderField } from '@backstage/plugin-scaffolder-react/alpha';
import TextField from '@material-ui/core/TextField';
import { derivedNames } from '@worldscale/backstage-plugin-worlds-common';
import { kindOf } from './checkServiceName';
import { NameCheck, useNameCheck } from './useNameCheck';

function sentenceOf(check: NameCheck): string {
  switch (check.state) {
    case 'none':
      return ' ';
    case 'checking':
      return 'Looking whether it is free…';
    case 'free':
      return '✓ No component has this name yet.';
    default:
      return check.reason;
  }
}

/** The name of a new service, checked while it is typed. */
export function ServiceNameField(props: FieldExtensionComponentProps<string>) {
  const { formData = '', onChange, schema, uiSchema, idSchema } = props;
  const kind = kindOf(props.formContext?.formData);
  const check = useNameCheck(kind, formData);
  const isRefused = check.state === 'refused';
  const helpId = `${idSchema.$id}-check`;
  const longest =
    kind && check.state === 'free'
      ? [...derivedNames(kind, formData)].sort(
          (a, b) => b.name.length - a.name.length,
        )[0]
      : undefined;
  return (
    <ScaffolderField
      {...props}
      // What was wrong when "Next" was pressed may be repaired by now.
      errors={isRefused || check.state === 'free' ? undefined : props.errors}
      rawErrors={isRefused ? [check.reason] : []}
      rawDescription={uiSchema['ui:description'] ?? schema.description}
      required={props.required}
      displayLabel
    >
      <TextField
        id={idSchema.$id}
        label={schema.title ?? 'Name'}
        value={formData}
        onChange={({ target }) =>
          onChange(target.value === '' ? undefined : target.value)
        }
        required={props.required}
        disabled={props.disabled}
        error={isRefused}
        helperText={`${sentenceOf(check)}${
          longest
            ? ` Its longest derived name has ${longest.name.length} of ${longest.limit} characters.`
            : ''
        }`}
        FormHelperTextProps={{ id: helpId, 'aria-live': 'polite' }}
        inputProps={{
          'aria-describedby': helpId,
          autoComplete: 'off',
          autoCapitalize: 'none',
          spellCheck: false,
        }}
        fullWidth
      />
    </ScaffolderField>
  );
}
