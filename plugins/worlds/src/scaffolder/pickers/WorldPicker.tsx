import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { WORLD_TYPE } from '@worldscale/backstage-plugin-worlds-common';
import { ErrorNote } from '@worldscale/backstage-plugin-worlds-react';
import { OptionPicker } from './OptionPicker';
import { useEntityOptions } from './useEntityOptions';

/** One of the catalog's worlds, by its title. */
export function WorldPicker(props: FieldExtensionComponentProps<string>) {
  const { options, error } = useEntityOptions('System', WORLD_TYPE);
  if (error)
    return <ErrorNote title="The worlds are not known" error={error} />;
  return (
    <OptionPicker
      {...props}
      label="World"
      options={options}
      noOptionsText="The catalog has no such world."
    />
  );
}
