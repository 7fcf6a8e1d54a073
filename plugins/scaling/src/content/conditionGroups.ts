import { AutoscalerScaling } from '@worldscale/backstage-plugin-scaling-common';

/** All that a HorizontalPodAutoscaler has (`autoscaling/v2`); a ScaledObject has none of them. */
const hpaConditions = new Set([
  'AbleToScale',
  'ScalingActive',
  'ScalingLimited',
]);

/** The conditions of an autoscaler by whose they are: a ScaledObject makes its own HPA. */
export function conditionGroups({
  kind,
  hpaName,
  conditions,
}: AutoscalerScaling): Array<{
  owner: string;
  conditions: AutoscalerScaling['conditions'];
}> {
  if (kind !== 'ScaledObject') return [{ owner: kind, conditions }];
  const hpa = 'HorizontalPodAutoscaler that it made';
  return [
    {
      owner: kind,
      conditions: conditions.filter(({ type }) => !hpaConditions.has(type)),
    },
    {
      owner: hpaName ? `${hpa}, ${hpaName}` : hpa,
      conditions: conditions.filter(({ type }) => hpaConditions.has(type)),
    },
  ];
}
