import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { scalingStateReadPermission } from '@worldscale/backstage-plugin-scaling-common';
import { RisksService } from '../capacity/RisksService';

/** Lets clients of the actions registry ask what is at risk. */
export function registerListScalingRisks(options: {
  actionsRegistry: ActionsRegistryService;
  risks: Pick<RisksService, 'getRisks'>;
}): void {
  const { actionsRegistry, risks } = options;
  actionsRegistry.register({
    name: 'list-scaling-risks',
    title: 'List services whose scaling is at risk',
    description:
      'World services that are too small or may soon be, region by region, worst first: state (breached, atRisk), the reason in one sentence, minutes of headroom at the present growth, the share of the maximum that is left, which limit binds first, and whether the present demand is held when the largest zone is gone. Only what the caller may see; optionally only what a group or user owns. Null means unknown, not zero: minutes are null where demand does not grow. `looked` is how many services and regions were looked at, `unknown` of how many nothing can be said.',
    visibilityPermission: scalingStateReadPermission,
    attributes: { readOnly: true, idempotent: true, destructive: false },
    schema: {
      input: z =>
        z.object({
          owner: z
            .string()
            .optional()
            .describe(
              'Entity reference of the owner, for example group:default/aurora; left out: all services',
            ),
          limit: z
            .number()
            .int()
            .min(1)
            .max(500)
            .optional()
            .describe('How many to answer; default 50'),
        }),
      output: z =>
        z.object({
          total: z.number(),
          looked: z.number(),
          unknown: z.number(),
          risks: z.array(
            z.object({
              entityRef: z.string(),
              region: z.string(),
              state: z.string(),
              reason: z.string(),
              headroomMinutes: z.number().nullable(),
              headroomPercent: z.number().nullable(),
              constraint: z.string().nullable(),
              zoneLoss: z.string(),
              observedAt: z.string().nullable(),
            }),
          ),
        }),
    },
    action: async ({ input, credentials }) => ({
      output: await risks.getRisks(
        {
          owner: input.owner === undefined ? undefined : [input.owner],
          limit: input.limit ?? 50,
        },
        credentials,
      ),
    }),
  });
}
