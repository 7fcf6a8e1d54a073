import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { parseEntityRef } from '@backstage/catalog-model';
import { scalingStateReadPermission } from '@worldscale/backstage-plugin-scaling-common';
import { ScalingService } from '../ScalingService';

/** Lets clients of the actions registry ask what the tab shows. */
export function registerGetScalingState(options: {
  actionsRegistry: ActionsRegistryService;
  service: Pick<ScalingService, 'getService'>;
}): void {
  const { actionsRegistry, service } = options;
  actionsRegistry.register({
    name: 'get-scaling-state',
    title: 'Get scaling state of a service',
    description:
      'How a world service is scaled right now, region by region: replicas (current, desired, ready, minimum, maximum), the metric that drives its autoscaler with current and target value, headroom, state (healthy, atRisk, breached, unknown), the reason of the state in one sentence, and when it was observed. Null means unknown, not zero.',
    visibilityPermission: scalingStateReadPermission,
    attributes: { readOnly: true, idempotent: true, destructive: false },
    schema: {
      input: z =>
        z.object({
          entityRef: z
            .string()
            .describe(
              'Entity reference of the service, for example component:default/aurora-gateway',
            ),
        }),
      output: z => {
        const count = z.number().nullable();
        return z.object({
          entityRef: z.string(),
          state: z.string(),
          reason: z.string(),
          regions: z.array(
            z.object({
              region: z.string(),
              state: z.string(),
              reason: z.string(),
              current: count,
              desired: count,
              ready: count,
              min: count,
              max: count,
              headroomPercent: count,
              metric: z
                .object({
                  name: z.string(),
                  unit: z.string(),
                  current: count,
                  target: count,
                })
                .nullable(),
              observedAt: z.string().nullable(),
            }),
          ),
        });
      },
    },
    action: async ({ input, credentials }) => {
      const ref = parseEntityRef(input.entityRef, {
        defaultKind: 'component',
        defaultNamespace: 'default',
      });
      const scaling = await service.getService(ref, credentials);
      return {
        output: {
          entityRef: scaling.entityRef,
          state: scaling.state,
          reason: scaling.reason,
          regions: scaling.regions.map(region => ({
            region: region.region,
            state: region.state,
            reason: region.reason,
            current: region.current,
            desired: region.desired,
            ready: region.ready,
            min: region.min,
            max: region.max,
            headroomPercent: region.headroom?.percent ?? null,
            metric: region.metric && {
              name: region.metric.name,
              unit: region.metric.unit,
              current: region.metric.current,
              target: region.metric.target,
            },
            observedAt: region.observedAt,
          })),
        },
      };
    },
  });
}
