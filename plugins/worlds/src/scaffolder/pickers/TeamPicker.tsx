import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { ErrorNote } from '@worldscale/backstage-plugin-worlds-react';
import { OptionPicker } from './OptionPicker';
import { useEntityOptions } from './useEntityOptions';

/** One of the catalog's groups of type `team`, by its title. */
export function TeamPicker(props: FieldExtensionComponentProps<string>) {
  const { options, error } = useEntityOptions('Group', 'team');
  if (error) return <ErrorNote title="The teams are not known" error={error} />;
  return (
    <OptionPicker
      {...props}
      label="Team"
      options={options}
      noOptionsText="The catalog has no such team."
    />
  );
}
