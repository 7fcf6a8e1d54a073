import { readPodTemplate, SpreadRule } from './disruption';
import { readOrigin, WorkloadOrigin } from './origin';
import { readRolloutStacks, RolloutStacks } from './rollout';
import {
  asRecord,
  asText,
  Condition,
  KubernetesObject,
  readConditions,
  readCount,
  readGeneration,
  readObject,
} from './reading';

/** Kinds whose replicas serve players. */
export type WorkloadKind = 'Deployment' | 'StatefulSet' | 'Rollout' | 'Fleet';

/** What the domain needs of a workload. Counts are null where unknown. */
export interface Workload {
  kind: WorkloadKind;
  namespace: string;
  name: string;
  labels: Readonly<Record<string, string>>;
  /** When it was made (ISO 8601), where that is known. */
  createdAt?: string;
  /** Replicas that the specification asks for. */
  desired: number | null;
  /** Replicas that exist. */
  current: number | null;
  /**
   * Replicas that can carry players; of a Fleet those ready, allocated or reserved, of a
   * blue/green Rollout those of the stack with the traffic.
   */
  ready: number | null;
  updated: number | null;
  /** Of a Fleet: game servers by what they do. */
  gameServers?: {
    ready: number | null;
    allocated: number | null;
    reserved: number | null;
  };
  /** Of a Fleet: what its counters and lists hold, by `Counter/<name>` or `List/<name>`. */
  capacities?: Readonly<Record<string, FleetCapacity>>;
  /** Labels of its pods, by which budgets find them. */
  podLabels: Readonly<Record<string, string>>;
  spread: SpreadRule[];
  /**
   * Of a Rollout: what has the template of its pods instead (`spec.workloadRef`); labels
   * and spread are not known then.
   */
  templateOf?: { kind: string; name: string };
  /** Its rollout is held on purpose. */
  paused: boolean;
  /** Of a Rollout: what runs beside what, while its status can be trusted. */
  rollout?: RolloutStacks;
  /** Of a Rollout: phase and message as its controller reports them. */
  phase?: { name: string; message: string };
  /** Whether the controller has seen the latest specification. */
  observed: boolean;
  generation: number | undefined;
  /** After how long without progress the workload itself counts as stuck. */
  progressDeadlineSeconds: number | null;
  conditions: Condition[];
  /** Which version of it this is, and who wrote its size. */
  origin?: WorkloadOrigin;
  /** Values that cannot be true, named. */
  problems: string[];
}

/** What of a counter or list all game servers of a Fleet hold. Null is unknown. */
export interface FleetCapacity {
  /** Taken, of all game servers. */
  count: number | null;
  capacity: number | null;
  /** Taken on game servers that are allocated. */
  allocatedCount: number | null;
  /** What a new game server brings; null where the Fleet does not say. */
  each: { count: number; capacity: number } | null;
}

function isObserved(object: KubernetesObject): boolean {
  const observed = readGeneration(object.status?.observedGeneration);
  const generation = readGeneration(object.metadata.generation);
  if (generation === undefined) return object.status !== undefined;
  return observed !== undefined && observed >= generation;
}

function describe(
  kind: WorkloadKind,
  object: KubernetesObject,
  problems: string[],
): Workload {
  const { metadata, spec, status = {} } = object;
  const observed = isObserved(object);
  // The API leaves zeros out of a status, but only a controller that has reported
  // at all can mean zero.
  const absent = object.status?.observedGeneration === undefined ? null : 0;
  const count = (field: string) =>
    readCount(status[field], `status.${field}`, problems, absent);
  const current = count('replicas');
  let ready = count('readyReplicas');
  if (ready !== null && current !== null && ready > current) {
    problems.push(
      `status.readyReplicas is ${ready}, more than the ${current} replicas that exist`,
    );
    ready = null;
  }
  return {
    kind,
    namespace: metadata.namespace,
    name: metadata.name,
    labels: metadata.labels,
    createdAt: metadata.creationTimestamp ?? undefined,
    desired: readCount(spec.replicas, 'spec.replicas', problems, 1),
    current,
    ready,
    updated: count('updatedReplicas'),
    ...readPodTemplate(spec.template),
    paused: spec.paused === true,
    observed,
    generation: readGeneration(metadata.generation),
    progressDeadlineSeconds: null,
    conditions: readConditions(status.conditions),
    origin: readOrigin(object, observed),
    problems,
  };
}

/** apps/v1 Deployment. */
export function readDeployment(value: unknown): Workload {
  const problems: string[] = [];
  const object = readObject('Deployment', value);
  return {
    ...describe('Deployment', object, problems),
    progressDeadlineSeconds: readCount(
      object.spec.progressDeadlineSeconds,
      'spec.progressDeadlineSeconds',
      problems,
      null,
    ),
  };
}

/** apps/v1 StatefulSet. */
export function readStatefulSet(value: unknown): Workload {
  return describe('StatefulSet', readObject('StatefulSet', value), []);
}

/**
 * argoproj.io/v1alpha1 Rollout. Its status is trusted once its controller has
 * observed the generation, which it writes as text; text that is no number counts
 * as observed (argo-rollouts, rollout.go). Of blue/green its controller reports the
 * ready ones of the stack with the traffic (bluegreen.go, syncRolloutStatusBlueGreen);
 * earlier releases reported those of all stacks, of which at most so many have it.
 */
export function readRollout(value: unknown): Workload {
  const problems: string[] = [];
  const object = readObject('Rollout', value);
  const status = asRecord(object.status);
  const workload = describe('Rollout', object, problems);
  const observedText = status.observedGeneration;
  const observed =
    workload.observed ||
    (typeof observedText === 'string' &&
      observedText.length > 0 &&
      !/^\d+$/.test(observedText));
  const rollout = observed ? readRolloutStacks(object, problems) : undefined;
  const { ready } = workload;
  const serving =
    rollout?.strategy === 'blueGreen' ? rollout.scaledReplicas : null;
  return {
    ...workload,
    observed,
    ready:
      ready === null || serving === null ? ready : Math.min(ready, serving),
    origin: readOrigin(object, observed),
    templateOf: readTemplateOf(object),
    rollout,
    paused: object.spec.paused === true || status.controllerPause === true,
    phase:
      typeof status.phase === 'string'
        ? {
            name: status.phase,
            message: typeof status.message === 'string' ? status.message : '',
          }
        : undefined,
  };
}

function readTemplateOf({ spec }: KubernetesObject): Workload['templateOf'] {
  if (Object.keys(asRecord(spec.template)).length > 0) return undefined;
  const { kind, name } = asRecord(spec.workloadRef);
  const [kindText, nameText] = [asText(kind), asText(name)];
  return kindText && nameText ? { kind: kindText, name: nameText } : undefined;
}

/** agones.dev/v1 Fleet. It has no observed generation; a status is a report. */
export function readFleet(value: unknown): Workload {
  const problems: string[] = [];
  const object = readObject('Fleet', value);
  const status = asRecord(object.status);
  const absent = object.status === undefined ? null : 0;
  const count = (field: string) =>
    readCount(status[field], `status.${field}`, problems, absent);
  const gameServers = {
    ready: count('readyReplicas'),
    allocated: count('allocatedReplicas'),
    reserved: count('reservedReplicas'),
  };
  const { ready, allocated, reserved } = gameServers;
  const current = count('replicas');
  let up =
    ready === null || allocated === null || reserved === null
      ? null
      : ready + allocated + reserved;
  if (up !== null && current !== null && up > current) {
    problems.push(
      `${up} game servers are ready, allocated or reserved, more than the ${current} that exist`,
    );
    up = null;
  }
  return {
    ...describe('Fleet', object, []),
    desired: readCount(object.spec.replicas, 'spec.replicas', problems, 0),
    current,
    ready: up,
    updated: null,
    gameServers,
    // Its template is that of a game server, which holds that of the pod.
    ...readPodTemplate(asRecord(asRecord(object.spec.template).spec).template),
    capacities: {
      ...readCapacities('Counter', object.spec, status, problems),
      ...readCapacities('List', object.spec, status, problems),
    },
    paused: false,
    observed: object.status !== undefined,
    // Its controller rolls out whatever is written, and reports no generation.
    origin: readOrigin(object, true),
    problems,
  };
}

function readCapacities(
  type: 'Counter' | 'List',
  spec: Readonly<Record<string, unknown>>,
  status: Readonly<Record<string, unknown>>,
  problems: string[],
): Record<string, FleetCapacity> {
  const field = type === 'Counter' ? 'counters' : 'lists';
  const server = asRecord(asRecord(asRecord(spec.template).spec)[field]);
  return Object.fromEntries(
    Object.entries(asRecord(status[field])).map(([name, value]) => {
      const total = asRecord(value);
      const count = (part: string) =>
        readCount(total[part], `status.${field}.${name}.${part}`, problems, 0);
      const { count: taken, values, capacity } = asRecord(server[name]);
      const held = Array.isArray(values) ? values.length : 0;
      const each = readCount(capacity, `${field}.${name}.capacity`, [], null);
      return [
        `${type}/${name}`,
        {
          count: count('count'),
          capacity: count('capacity'),
          allocatedCount: count('allocatedCount'),
          each:
            each === null
              ? null
              : {
                  count:
                    type === 'List'
                      ? held
                      : readCount(taken, `${field}.${name}.count`, [], 0) ?? 0,
                  capacity: each,
                },
        },
      ];
    }),
  );
}
