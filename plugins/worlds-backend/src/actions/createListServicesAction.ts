import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import {
  fleetQuerySchema,
  worldsFleetReadPermission,
} from '@worldscale/backstage-plugin-worlds-common';
import { FleetService } from '../fleet/FleetService';

/** Lets an MCP client ask what the fleet board shows. */
export function createListServicesAction(
  registry: ActionsRegistryService,
  fleet: FleetService,
): void {
  registry.register({
    name: 'list-world-services-by-state',
    title: 'List world services by state',
    description:
      'Lists world services, one row per service and region, with their state (healthy, atRisk, breached, unknown), the reason in one sentence and when it was observed. Without states given it lists what is breached, at risk or unknown, the worst first. Unknown is neither zero nor healthy.',
    visibilityPermission: worldsFleetReadPermission,
    attributes: { readOnly: true, idempotent: true, destructive: false },
    examples: [
      {
        title: 'What is at risk in the world Aurora',
        input: { worlds: ['aurora'], states: ['atRisk', 'breached'] },
      },
    ],
    schema: {
      input: z =>
        z.object({
          states: z
            .array(z.enum(['healthy', 'atRisk', 'breached', 'unknown']))
            .optional(),
          worlds: z.array(z.string()).optional(),
          regions: z.array(z.string()).optional(),
          owners: z.array(z.string()).optional(),
          search: z.string().optional(),
          limit: z.number().int().min(1).max(200).optional(),
        }),
      output: z =>
        z.object({
          total: z.number().describe('Rows that match, listed or not'),
          rows: z.array(
            z.object({
              entityRef: z.string(),
              world: z.string().nullable(),
              region: z.string().describe('Empty: the service as a whole'),
              owner: z.string().nullable(),
              state: z.enum(['healthy', 'atRisk', 'breached', 'unknown']),
              reason: z.string(),
              observedAt: z.string().nullable(),
            }),
          ),
        }),
    },
    action: async ({ input, credentials }) => {
      const query = fleetQuerySchema.parse({
        state: input.states ?? ['breached', 'atRisk', 'unknown'],
        world: input.worlds,
        region: input.regions,
        owner: input.owners,
        q: input.search,
        limit: input.limit ?? 50,
      });
      const { rows, total } = await fleet.fleet(query, credentials);
      return {
        output: {
          total,
          rows: rows.map(row => ({
            entityRef: row.entityRef,
            world: row.world,
            region: row.region,
            owner: row.owner,
            state: row.state,
            reason: row.reason,
            observedAt: row.observedAt,
          })),
        },
      };
    },
  });
}
