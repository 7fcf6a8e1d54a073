import {
  createFormField,
  FormFieldBlueprint,
} from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { tryPlan } from './capacity/tryPlan';
import { checkServiceName, kindOf } from './name/checkServiceName';

/** `ui:field: WorldServiceName` */
export const serviceNameField = FormFieldBlueprint.make({
  name: 'world-service-name',
  params: {
    field: async () => {
      const { ServiceNameField } = await import('./name/ServiceNameField');
      return createFormField({
        name: 'WorldServiceName',
        component: ServiceNameField,
        schema: makeFieldSchema({ output: z => z.string() }),
        validation: async (name, field, { apiHolder, formData }) => {
          const catalog = apiHolder.get(catalogApiRef);
          const problem =
            catalog && name
              ? await checkServiceName(catalog, kindOf(formData), name)
              : undefined;
          if (problem) field.addError(problem);
        },
      });
    },
  },
});

/** `ui:field: WorldPicker` */
export const worldField = FormFieldBlueprint.make({
  name: 'world-picker',
  params: {
    field: async () => {
      const { WorldPicker } = await import('./pickers/WorldPicker');
      return createFormField({
        name: 'WorldPicker',
        component: WorldPicker,
        schema: makeFieldSchema({ output: z => z.string() }),
      });
    },
  },
});

/** `ui:field: TeamPicker` */
export const teamField = FormFieldBlueprint.make({
  name: 'team-picker',
  params: {
    field: async () => {
      const { TeamPicker } = await import('./pickers/TeamPicker');
      return createFormField({
        name: 'TeamPicker',
        component: TeamPicker,
        schema: makeFieldSchema({ output: z => z.string() }),
      });
    },
  },
});

/** `ui:field: RegionsPicker` */
export const regionsField = FormFieldBlueprint.make({
  name: 'regions-picker',
  params: {
    field: async () => {
      const { RegionsPicker } = await import('./pickers/RegionsPicker');
      return createFormField({
        name: 'RegionsPicker',
        component: RegionsPicker,
        schema: makeFieldSchema({ output: z => z.array(z.string()) }),
      });
    },
  },
});

/** `ui:field: ServiceCapacity` */
export const capacityField = FormFieldBlueprint.make({
  name: 'service-capacity',
  params: {
    field: async () => {
      const { CapacityField } = await import('./capacity/CapacityField');
      return createFormField({
        name: 'ServiceCapacity',
        component: CapacityField,
        schema: makeFieldSchema({
          output: z =>
            z.object({
              peakPlayers: z.number().optional(),
              playersPerInstance: z.number().optional(),
            }),
        }),
        validation: (capacity, field, { formData }) => {
          const { problem } = tryPlan(capacity, formData);
          if (problem) field.addError(problem.replace(/^\w+: /, ''));
        },
      });
    },
  },
});
