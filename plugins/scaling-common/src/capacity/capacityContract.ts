import {
  freshnessSchema,
  stateSchema,
} from '@worldscale/backstage-plugin-worlds-common';
import { z } from 'zod';

/**
 * What a service can carry in one region, what is asked of it, and what holds it back
 * first. Null is unknown, never zero; `unknowns` says why, each in one sentence.
 * Replicas are pods, or the game servers of a Fleet (`noun`).
 */
const amountSchema = z.number().nullable();
const replicasSchema = z.number().int().nonnegative().nullable();
const instantSchema = z.string().nullable();

/** What a replica carries of a unit, and how that is known. */
export const perReplicaSchema = z.object({
  amount: z.number().positive(),
  /** `players`, `requests per second`. */
  unit: z.string(),
  /**
   * `declared` by annotation or config; `derived` from what the autoscaler's target
   * lets a replica carry now.
   */
  basis: z.enum(['declared', 'derived']),
});
export type PerReplica = z.infer<typeof perReplicaSchema>;

export const demandSchema = z.object({
  /** For people: `Players`, `Game servers allocated`. */
  title: z.string(),
  /** A recorded series, or what the autoscaler reads (in replicas). */
  basis: z.enum(['series', 'autoscaler']),
  /** The PromQL that was asked, or the metric that drives the autoscaler. */
  source: z.string(),
  unit: z.string(),
  value: amountSchema,
  /** Replicas that this demand needs, as the autoscaler counts. */
  neededReplicas: replicasSchema,
  growth: z
    .object({
      /** In units per minute; negative where it falls. */
      perMinute: z.number(),
      replicasPerMinute: amountSchema,
      /** Over how long it was measured, from how many samples. */
      windowMinutes: z.number(),
      samples: z.number().int(),
      /** No trend that stands out of its noise. */
      isFlat: z.boolean(),
    })
    .nullable(),
  observedAt: instantSchema,
  freshness: freshnessSchema,
});
export type Demand = z.infer<typeof demandSchema>;

export const limitKindSchema = z.enum([
  'autoscalerMax',
  'fleetMax',
  'fixedSize',
  'nodePool',
  'resourceQuota',
]);
export type LimitKind = z.infer<typeof limitKindSchema>;

/** One thing that ends growth. */
export const capacityLimitSchema = z.object({
  kind: limitKindSchema,
  /** In words: `maximum of the autoscaler aurora-gateway`. */
  name: z.string(),
  /** `Deployment aurora/aurora-gateway in fra`; the workload that it limits. */
  workload: z.string(),
  /** How much there is of it, and of what: `replicas`, `cores`, `bytes`, `pods`. */
  amount: amountSchema,
  used: amountSchema,
  unit: z.string(),
  /** Further replicas until it is reached; null without `unknown`: it has no end. */
  leftReplicas: replicasSchema,
  /** Where it was read. */
  source: z.string(),
  /** Why what is left is not known; null where it is. */
  unknown: z.string().nullable(),
  /** What the figure leaves out, for example affinities of pods. */
  notes: z.array(z.string()),
});
export type CapacityLimit = z.infer<typeof capacityLimitSchema>;

/** How long new capacity takes. */
export const leadTimeSchema = z.object({
  /** From creation to ready, but for the slowest tenth (90th percentile). */
  replicaSeconds: amountSchema,
  /** Starts that were measured; zero: `replicaSeconds` is assumed. */
  replicaSamples: z.number().int(),
  /** A new node, where room on nodes binds; by config. Null: none is needed. */
  nodeSeconds: amountSchema,
  /** A person who raises a limit, where that binds; by config. Null: nobody need. */
  personSeconds: amountSchema,
  /** Together. */
  totalSeconds: amountSchema,
});
export type LeadTime = z.infer<typeof leadTimeSchema>;

/**
 * Of the present demand without the largest zone. `holds`: what is left carries it.
 * `recovers`: it does not until new replicas have started on the nodes of other zones.
 * `breaks`: nothing is left, or what is missing has no room there.
 */
export const zoneVerdictSchema = z.enum([
  'holds',
  'recovers',
  'breaks',
  'unknown',
]);

/** Whether the demand is still carried when the largest zone is gone (N-1). */
export const zonesSchema = z.object({
  zones: z.array(
    z.object({
      /** Empty where the nodes do not say. */
      zone: z.string(),
      ready: z.number().int().nonnegative(),
      total: z.number().int().nonnegative(),
    }),
  ),
  largest: z.string().nullable(),
  readyWithoutLargest: replicasSchema,
  /** Replicas that the demand needs and that would be missing; zero where it holds. */
  missing: replicasSchema,
  /** How many of them the nodes of the other zones have room for. */
  roomElsewhere: replicasSchema,
  /** Zones that the nodes of its clusters are in; of one, none can be spared. */
  nodeZones: replicasSchema,
  verdict: zoneVerdictSchema,
  sentence: z.string(),
});
export type ZoneCapacity = z.infer<typeof zonesSchema>;

export const capacityVerdictSchema = z.enum([
  'enoughTime',
  'notEnoughTime',
  'notGrowing',
  'atLimit',
  'unknown',
]);
export type CapacityVerdict = z.infer<typeof capacityVerdictSchema>;

export const regionCapacitySchema = z.object({
  noun: z.enum(['replica', 'game server']),
  replicas: z.object({
    /** Can carry players: of a Fleet ready, allocated and reserved together. */
    ready: replicasSchema,
    /** Asked for and not there yet. */
    starting: replicasSchema,
    /** Of Fleets only; null elsewhere. */
    spare: replicasSchema,
    allocated: replicasSchema,
    reserved: replicasSchema,
  }),
  perReplica: perReplicaSchema.nullable(),
  /** What the ready replicas carry, in the unit of demand. */
  carries: amountSchema,
  demand: demandSchema.nullable(),
  limits: z.array(capacityLimitSchema),
  /** The limit that is reached first; null where not every limit is known. */
  binding: z
    .object({
      kind: limitKindSchema,
      name: z.string(),
      workload: z.string(),
      leftReplicas: z.number().int().nonnegative(),
      sentence: z.string(),
      /** Of room on nodes: whether nodes may be added; null: that is not known. */
      mayGrow: z.boolean().nullable().optional(),
      /** Whether another limit, which is not known, may bind before. */
      isCertain: z.boolean(),
    })
    .nullable(),
  headroom: z.object({
    /** Beyond those asked for; null also where a maximum is not known. */
    replicas: replicasSchema,
    /** In the unit of demand, beyond the present demand. */
    units: amountSchema,
    /**
     * Of `units` what fits in the replicas that are asked for already; the rest is what
     * `replicas` more carry. Negative where the demand needs more than are asked for.
     */
    unitsInPresent: z.number().optional(),
    /**
     * At the present growth; null where it does not grow, or is unknown. With `replicas`
     * unknown it is the most that it may be.
     */
    minutes: amountSchema,
  }),
  leadTime: leadTimeSchema,
  verdict: capacityVerdictSchema,
  /** One sentence about headroom against the time that new capacity takes. */
  sentence: z.string(),
  zones: zonesSchema,
  findings: z.array(
    z.object({ code: z.string(), state: stateSchema, sentence: z.string() }),
  ),
  /** Why parts of this are unknown. */
  unknowns: z.array(z.string()),
  /** When pods and nodes were last known in whole (ISO 8601). */
  observedAt: instantSchema,
});
export type RegionCapacity = z.infer<typeof regionCapacitySchema>;

/** One service in one region that may soon be too small. */
export const riskSchema = z.object({
  entityRef: z.string(),
  region: z.string(),
  state: stateSchema,
  reason: z.string(),
  headroomMinutes: amountSchema,
  /** Share of the maximum that is left, 0 to 100. */
  headroomPercent: amountSchema,
  constraint: z.string().nullable(),
  zoneLoss: zoneVerdictSchema,
  observedAt: instantSchema,
});
export type Risk = z.infer<typeof riskSchema>;

/** More groups than anybody is in. */
const MOST_OWNERS = 100;

/** Query of `GET /risks`. */
export const risksRequestSchema = z.object({
  /** Only what one of these groups or users owns (entity references). */
  owner: z
    .preprocess(
      value => (typeof value === 'string' ? [value] : value),
      z.array(z.string().min(1)).min(1).max(MOST_OWNERS),
    )
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});
export type RisksRequest = { owner?: string | string[]; limit?: number };

/** Answer of `GET /risks`: worst first. */
export const risksSchema = z.object({
  risks: z.array(riskSchema),
  /** How many there are, beyond those answered. */
  total: z.number().int(),
  /** Services and regions that were looked at, and of how many nothing can be said. */
  looked: z.number().int(),
  unknown: z.number().int(),
});
export type Risks = z.infer<typeof risksSchema>;
