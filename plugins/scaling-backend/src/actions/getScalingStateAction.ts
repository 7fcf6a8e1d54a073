import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { parseEntityRef } from '@backstage/catalog-model';
import {
  RegionScaling,
  scalingStateReadPermission,
} from '@worldscale/backstage-plugin-scaling-common';
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
      'How a world service is scaled right now, region by region: replicas (current, desired, ready, minimum, maximum), whether an autoscaler decides them (sizing: autoscaled, fixed, unknown; of a fixed size minimum and maximum are that size), the metric that drives its autoscaler with current and target value, headroom and how long it lasts at the present growth of demand, which limit binds first, whether the present demand is held when the largest zone is gone (holds, recovers once replicas have started elsewhere, breaks, unknown), state (healthy, atRisk, breached, unknown), the reason of the state in one sentence, and when it was observed. Null means unknown, not zero; headroom is null where the size is fixed, and its minutes are null where demand does not grow.',
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
        const text = z.string().nullable();
        return z.object({
          entityRef: z.string(),
          state: z.string(),
          reason: z.string(),
          regions: z.array(
            z.object({
              region: z.string(),
              state: z.string(),
              reason: z.string(),
              sizing: z.string(),
              current: count,
              desired: count,
              ready: count,
              min: count,
              max: count,
              headroomPercent: count,
              headroomMinutes: count,
              headroom: text,
              bindsFirst: text,
              zoneLoss: z
                .object({ verdict: z.string(), sentence: z.string() })
                .nullable(),
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
            sizing: region.sizing,
            current: region.current,
            desired: region.desired,
            ready: region.ready,
            min: region.min,
            max: region.max,
            headroomPercent: region.headroom?.percent ?? null,
            ...capacityOf(region),
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

/** Of what is too old, or was not looked at, nothing is judged. */
function capacityOf({ capacity, state, lastKnown }: RegionScaling) {
  const judged = state === 'unknown' && lastKnown ? undefined : capacity;
  return {
    headroomMinutes: judged?.headroom.minutes ?? null,
    headroom: judged?.sentence ?? null,
    bindsFirst: judged?.binding?.sentence ?? null,
    zoneLoss: judged
      ? { verdict: judged.zones.verdict, sentence: judged.zones.sentence }
      : null,
  };
}
