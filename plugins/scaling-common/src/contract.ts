import {
  freshnessSchema,
  stateSchema,
} from '@worldscale/backstage-plugin-worlds-common';
import { z } from 'zod';
import { regionCapacitySchema } from './capacity/capacityContract';

/** Requests and answers of the scaling backend. Null is unknown, never zero. */

const countSchema = z.number().int().nonnegative().nullable();

export const findingSchema = z.object({
  /** Stable name of the rule, for example `capped` or `noneReady`. */
  code: z.string(),
  state: stateSchema,
  /** One sentence for people. */
  sentence: z.string(),
  /** What the controller itself wrote, where the sentence puts it in other words. */
  detail: z.string().optional(),
});

export const conditionSchema = z.object({
  type: z.string(),
  status: z.enum(['True', 'False', 'Unknown']),
  reason: z.string(),
  message: z.string(),
  lastTransitionTime: z.string().nullable(),
});

export const scalingMetricSchema = z.object({
  source: z.enum([
    'Resource',
    'ContainerResource',
    'Pods',
    'Object',
    'External',
    'Buffer',
    'Capacity',
  ]),
  /** For people: `cpu`, `cpu of container app`, `queue_length`. */
  name: z.string(),
  statistic: z.enum(['utilization', 'value', 'averageValue']),
  unit: z.enum(['percent', 'cores', 'bytes', 'count']),
  current: z.number().nullable(),
  target: z.number().nullable(),
  /** Above 1 the autoscaler wants more replicas. */
  ratio: z.number().nullable(),
});
export type ScalingMetric = z.infer<typeof scalingMetricSchema>;

export const headroomSchema = z.object({
  /** Replicas left to the maximum. */
  replicas: z.number().int().nonnegative(),
  /** Share of the maximum that is left, 0 to 100. */
  percent: z.number(),
});

/** How a size came about: see `Decision`. */
export const decisionSchema = z.object({
  computed: z
    .object({
      low: z.number().int().nonnegative(),
      high: z.number().int().nonnegative(),
    })
    .nullable(),
  reported: countSchema,
  verdict: z.enum(['agrees', 'held', 'differs', 'notComputed']),
  steps: z.array(z.string()),
});

export const autoscalerSchema = z.object({
  /** `HorizontalPodAutoscaler`, `FleetAutoscaler` or `ScaledObject`. */
  kind: z.string(),
  name: z.string(),
  /** Of a ScaledObject: the HorizontalPodAutoscaler that it made. */
  hpaName: z.string().optional(),
  /** What the autoscaler itself wants. */
  desired: countSchema,
  metrics: z.array(scalingMetricSchema),
  conditions: z.array(conditionSchema),
  /** Of a ScaledObject: what makes it act. */
  triggers: z
    .array(
      z.object({
        name: z.string(),
        type: z.string(),
        active: z.boolean().nullable(),
        failures: countSchema,
      }),
    )
    .default([]),
  /** When it last changed the size (ISO 8601); null: never, or unknown. */
  lastScaleTime: z.string().nullable().default(null),
  /** How it came to want what it wants; null: nothing can be said about it. */
  decision: decisionSchema.nullable().default(null),
});
export type AutoscalerScaling = z.infer<typeof autoscalerSchema>;

/**
 * Whether an autoscaler decides the size: `autoscaled` with one, `fixed` without, and
 * `unknown` where autoscalers cannot be read.
 */
export const sizingSchema = z.enum(['autoscaled', 'fixed', 'unknown']);
export type Sizing = z.infer<typeof sizingSchema>;

const sizeSchema = z.object({
  sizing: sizingSchema.default('unknown'),
  /** Replicas that exist. */
  current: countSchema,
  /** Replicas asked for. */
  desired: countSchema,
  /** Replicas that can carry players. */
  ready: countSchema,
  /** Replicas that run the latest revision. */
  updated: countSchema,
  /** Limits of the autoscaler; of a size that is `fixed` that size itself. */
  min: countSchema,
  max: countSchema,
  /** Null where the size is fixed: none, and nothing that could be left. */
  headroom: headroomSchema.nullable(),
  /** The metric that decides the size. */
  metric: scalingMetricSchema.nullable(),
  state: stateSchema,
  /** One sentence: why the state is what it is. */
  reason: z.string(),
});

/** State and reason as of the last reading, where nothing newer is known. */
const lastKnownSchema = z.object({ state: stateSchema, reason: z.string() });

/** One workload in one cluster. */
export const workloadScalingSchema = sizeSchema.extend({
  cluster: z.string(),
  /** `Deployment`, `StatefulSet`, `Rollout` or `Fleet`. */
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  paused: z.boolean(),
  autoscaler: autoscalerSchema.nullable(),
  /** Of a Fleet: its game servers by what they do. */
  gameServers: z
    .object({
      ready: countSchema,
      allocated: countSchema,
      reserved: countSchema,
    })
    .nullable(),
  /** Of an Argo Rollout: what runs beside what; null: not one, or not known. */
  rollout: z
    .object({
      strategy: z.enum(['blueGreen', 'canary']),
      stacks: z.array(
        z.object({
          role: z.enum(['active', 'preview', 'stable', 'canary', 'earlier']),
          replicas: countSchema,
        }),
      ),
      weightPercent: z.number().nullable(),
      /**
       * Values of the label `rollouts-pod-template-hash` of pods that take traffic;
       * null (or absent): not known.
       */
      trafficHashes: z.array(z.string()).nullable().optional(),
      pauses: z.array(z.string()),
      aborted: z.boolean(),
    })
    .nullable()
    .default(null),
  /** What holds pods back from being taken away; null: not known. */
  budgets: z
    .array(
      z.object({
        name: z.string(),
        rule: z.string(),
        allowed: countSchema,
        healthy: countSchema,
        needed: countSchema,
        expected: countSchema,
      }),
    )
    .nullable()
    .default(null),
  /** How its pods are to be spread, for example over zones. */
  spread: z
    .array(
      z.object({
        topologyKey: z.string(),
        maxSkew: countSchema,
        required: z.boolean(),
      }),
    )
    .default([]),
  conditions: z.array(conditionSchema),
  findings: z.array(findingSchema),
  /**
   * When it was last read (ISO 8601): all its numbers are of then. Of one that cannot be
   * read now that is long before its region was judged. Null: not known.
   */
  observedAt: z.string().nullable().optional(),
  /**
   * Of a workload that cannot be read now: what was last known, and its numbers are the
   * last known ones, of `observedAt`. Null (or absent): it is read, its numbers hold.
   */
  lastKnown: lastKnownSchema.nullable().optional(),
});
export type WorkloadScaling = z.infer<typeof workloadScalingSchema>;

/** One service in one region: all its workloads there together. */
export const regionScalingSchema = sizeSchema.extend({
  /** Name of the region; the empty string where none is known. */
  region: z.string(),
  /** What people call the region, where the catalog says so. */
  regionTitle: z.string().optional(),
  clusters: z.array(z.string()),
  /** Kind and name of the autoscaler that decides; null: see `sizing`. */
  autoscaler: z.object({ kind: z.string(), name: z.string() }).nullable(),
  workloads: z.array(workloadScalingSchema),
  /** What it can carry and what limits it; left out where that was not looked at. */
  capacity: regionCapacitySchema.optional(),
  /** When all of this was last known to hold (ISO 8601); null: never. */
  observedAt: z.string().nullable(),
  freshness: freshnessSchema,
  /**
   * What was last known, where the state is unknown because of its age, or because none
   * of its workloads can be read now: then all numbers are of `observedAt` as well.
   */
  lastKnown: lastKnownSchema.nullable(),
});
export type RegionScaling = z.infer<typeof regionScalingSchema>;

/** One cluster that was asked for the service's workloads. */
export const clusterReadingSchema = z.object({
  name: z.string(),
  title: z.string(),
  region: z.string(),
  reachable: z.boolean().nullable(),
  /** When it was last read in whole (ISO 8601); null: never. */
  readAt: z.string().nullable(),
  /** Why it cannot be read now. */
  error: z.string().nullable(),
  /** What of it cannot be read, each with its reason, while the rest can. */
  unreadable: z.array(z.string()).default([]),
});
export type ClusterReading = z.infer<typeof clusterReadingSchema>;

/** Answer of `GET /services/:kind/:namespace/:name`. */
export const serviceScalingSchema = z.object({
  entityRef: z.string(),
  /** Worst of all regions. */
  state: stateSchema,
  reason: z.string(),
  regions: z.array(regionScalingSchema),
  clusters: z.array(clusterReadingSchema),
});
export type ServiceScaling = z.infer<typeof serviceScalingSchema>;

/** Path parameters of `GET /services/:kind/:namespace/:name`. */
export const serviceRequestSchema = z.object({
  kind: z.string().min(1),
  namespace: z.string().min(1),
  name: z.string().min(1),
});
export type ServiceRequest = z.infer<typeof serviceRequestSchema>;
