import {
  asRecord,
  asText,
  readCount,
  readGeneration,
  readObject,
} from './reading';

/** policy/v1 PodDisruptionBudget. Counts are null where unknown. */
export interface DisruptionBudget {
  namespace: string;
  name: string;
  labels: Readonly<Record<string, string>>;
  /** Whether it guards pods with such labels. */
  guards(podLabels: Readonly<Record<string, string>>): boolean;
  /** As it is written: `at least 80%`, `at most 1 missing`. */
  rule: string;
  /** Pods that may be taken away now. */
  allowed: number | null;
  healthy: number | null;
  /** Pods that must stay healthy. */
  needed: number | null;
  expected: number | null;
}

function ruleOf(spec: Readonly<Record<string, unknown>>): string {
  const say = (value: unknown) =>
    typeof value === 'number' || typeof value === 'string' ? `${value}` : '';
  const least = say(spec.minAvailable);
  if (least) return `at least ${least} available`;
  const most = say(spec.maxUnavailable);
  return most ? `at most ${most} unavailable` : 'no rule';
}

/** LabelSelector of apimachinery; one that is empty takes all, an absent one none. */
function predicateOf(value: unknown): DisruptionBudget['guards'] {
  if (value === undefined || value === null) return () => false;
  const { matchLabels, matchExpressions } = asRecord(value);
  const equal = Object.entries(asRecord(matchLabels));
  const expressions = (
    Array.isArray(matchExpressions) ? matchExpressions : []
  ).map(expression => {
    const { key, operator, values } = asRecord(expression);
    return {
      key: asText(key) ?? '',
      operator,
      values: Array.isArray(values) ? values : [],
    };
  });
  return labels =>
    equal.every(([key, wanted]) => labels[key] === wanted) &&
    expressions.every(({ key, operator, values }) => {
      const has = key in labels;
      switch (operator) {
        case 'In':
          return has && values.includes(labels[key]);
        case 'NotIn':
          return !has || !values.includes(labels[key]);
        case 'Exists':
          return has;
        case 'DoesNotExist':
          return !has;
        default:
          return false;
      }
    });
}

/** Its counts are trusted once its controller has observed the generation. */
export function readDisruptionBudget(value: unknown): DisruptionBudget {
  const { metadata, spec, status } = readObject('PodDisruptionBudget', value);
  const observed = readGeneration(status?.observedGeneration);
  const generation = readGeneration(metadata.generation);
  const isObserved =
    status !== undefined &&
    (generation === undefined || (observed ?? -1) >= generation);
  const count = (field: string) =>
    isObserved ? readCount(status[field], `status.${field}`, [], 0) : null;
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    labels: metadata.labels,
    guards: predicateOf(spec.selector),
    rule: ruleOf(spec),
    allowed: count('disruptionsAllowed'),
    healthy: count('currentHealthy'),
    needed: count('desiredHealthy'),
    expected: count('expectedPods'),
  };
}

/** One rule about how pods are spread over a topology, such as zones. */
export interface SpreadRule {
  topologyKey: string;
  maxSkew: number | null;
  /** Else it is only preferred. */
  required: boolean;
}

/** What the template of a workload's pods says. */
export function readPodTemplate(template: unknown): {
  podLabels: Readonly<Record<string, string>>;
  spread: SpreadRule[];
} {
  const { metadata, spec } = asRecord(template);
  const { topologySpreadConstraints: constraints } = asRecord(spec);
  return {
    podLabels: Object.fromEntries(
      Object.entries(asRecord(asRecord(metadata).labels)).flatMap(
        ([key, value]) => (typeof value === 'string' ? [[key, value]] : []),
      ),
    ),
    spread: (Array.isArray(constraints) ? constraints : []).flatMap(entry => {
      const { topologyKey, maxSkew, whenUnsatisfiable } = asRecord(entry);
      const key = asText(topologyKey);
      return key
        ? [
            {
              topologyKey: key,
              maxSkew: readCount(maxSkew, 'maxSkew', [], null),
              required: whenUnsatisfiable !== 'ScheduleAnyway',
            },
          ]
        : [];
    }),
  };
}
