import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { worldsFleetReadPermission } from '@worldscale/backstage-plugin-worlds-common';
import { JoinedSourcesService } from '../sources/JoinedSourcesService';

/** Lets an MCP client ask why something about a service is unknown. */
export function createExplainUnknownsAction(
  registry: ActionsRegistryService,
  joined: JoinedSourcesService,
): void {
  registry.register({
    name: 'explain-unknown-service-state',
    title: 'Explain why something about a world service is unknown',
    description:
      'Says for one world service what is unknown, in which region, why, which source is to blame and what mends it. An empty list means that nothing is unknown.',
    visibilityPermission: worldsFleetReadPermission,
    attributes: { readOnly: true, idempotent: true, destructive: false },
    schema: {
      input: z =>
        z.object({
          entityRef: z.string().describe('component:default/aurora-gateway'),
        }),
      output: z =>
        z.object({
          unknowns: z.array(
            z.object({
              domain: z.string(),
              region: z.string(),
              reason: z.string(),
              source: z.string().optional(),
              since: z.string().nullable(),
            }),
          ),
        }),
    },
    action: async ({ input, credentials }) => {
      const entityRef = stringifyEntityRef(parseEntityRef(input.entityRef));
      const { domains } = await joined.unknowns(entityRef, credentials);
      return {
        output: {
          unknowns: domains.flatMap(({ domain, status, error, unknowns }) => [
            ...unknowns.map(unknown => ({ domain, ...unknown })),
            ...(status === 'failed'
              ? [
                  {
                    domain,
                    region: '',
                    reason: `The domain could not be asked: ${error}`,
                    since: null,
                  },
                ]
              : []),
          ]),
        },
      };
    },
  });
}
