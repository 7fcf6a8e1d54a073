import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';

/** What a form gives to a field, as far as fields of this plugin look at it. */
type Looked = 'formData' | 'onChange' | 'schema' | 'rawErrors' | 'required';
type Given<T> = Pick<FieldExtensionComponentProps<T>, Looked> & {
  /** Id of its element on the page. */
  id: string;
  /** What is filled in elsewhere in the form. */
  answers?: object;
};

export function fieldProps<T>({
  id,
  answers,
  ...looked
}: Given<T>): FieldExtensionComponentProps<T> {
  const props: Partial<FieldExtensionComponentProps<T>> = {
    ...looked,
    uiSchema: {},
    idSchema: { $id: id } as FieldExtensionComponentProps<T>['idSchema'],
    formContext: { formData: answers },
  };
  return props as FieldExtensionComponentProps<T>;
}
