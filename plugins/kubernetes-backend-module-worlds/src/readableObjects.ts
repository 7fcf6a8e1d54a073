/**
 * Which objects of a cluster the tab can show. The tab, and the sums of CPU and memory
 * before it, reach deep into objects without looking; one object of another form takes
 * the whole page with it. The schemas below ask for what is reached for, and for nothing
 * else: an API server of any version fulfils them.
 */
import { ObjectToFetch } from '@backstage/plugin-kubernetes-node';
import { z } from 'zod';

const text = z.string().min(1);
const anything = z.looseObject({});
const listOf = <T extends z.ZodType>(item: T) => z.array(item).nullish();

const metadata = z.looseObject({
  name: text,
  namespace: text.optional(),
  ownerReferences: listOf(anything),
});
const conditions = listOf(
  z.looseObject({
    type: text,
    status: text,
    message: z.string().optional(),
  }),
);

const named = z.looseObject({ metadata });
const specified = named.extend({ spec: anything });

const workload = specified.extend({
  status: z.looseObject({ conditions }).nullish(),
});

const stopped = z.looseObject({ reason: z.string().optional() }).nullish();
const pod = specified
  .extend({
    spec: z.looseObject({ containers: z.array(z.looseObject({ name: text })) }),
    status: z.looseObject({
      phase: z.string().optional(),
      conditions,
      containerStatuses: listOf(
        z.looseObject({
          name: text,
          restartCount: z.number(),
          state: z
            .looseObject({ waiting: stopped, terminated: stopped })
            .optional(),
        }),
      ),
    }),
  })
  .superRefine(({ spec, status }, context) => {
    const names = new Set(spec.containers.map(({ name }) => name));
    for (const { name } of status.containerStatuses ?? []) {
      if (names.has(name)) continue;
      context.addIssue({
        code: 'custom',
        path: ['status', 'containerStatuses'],
        message: `no such container: ${name}`,
      });
    }
  });

const autoscaler = specified.extend({
  spec: z.looseObject({
    metrics: listOf(anything),
    scaleTargetRef: z.looseObject({ kind: text, name: text }),
  }),
  status: z.looseObject({ currentMetrics: listOf(anything) }).nullish(),
});

const service = specified.extend({
  spec: z.looseObject({ type: z.string().optional() }),
});

const withData = named.extend({ data: anything.nullish() });

const volume = specified.extend({
  status: z.looseObject({ phase: z.string().optional() }).nullish(),
});

const custom = named.extend({
  spec: anything.nullish(),
  status: anything.nullish(),
});

const rollout = custom.extend({
  status: z
    .looseObject({ conditions, pauseConditions: listOf(anything) })
    .nullish(),
});

const schemas: Record<ObjectToFetch['objectType'], z.ZodType> = {
  pods: pod,
  services: service,
  configmaps: withData,
  secrets: withData,
  limitranges: named,
  resourcequotas: named,
  deployments: workload,
  replicasets: workload,
  statefulsets: workload,
  daemonsets: workload,
  horizontalpodautoscalers: autoscaler,
  jobs: workload,
  cronjobs: specified.extend({
    spec: z.looseObject({ schedule: z.string() }),
  }),
  ingresses: specified,
  persistentvolumes: volume,
  persistentvolumeclaims: volume,
  customresources: custom,
};

function schemaOf({ objectType, group, plural }: ObjectToFetch) {
  return group === 'argoproj.io' && plural === 'rollouts'
    ? rollout
    : schemas[objectType];
}

/** Objects that can be shown, and one sentence per object that cannot. */
export function readableObjects<T>(type: ObjectToFetch, objects: readonly T[]) {
  const schema = schemaOf(type);
  const readable: T[] = [];
  const problems: string[] = [];
  objects.forEach((object, index) => {
    const result = schema.safeParse(object);
    if (result.success) readable.push(object);
    else problems.push(`${nameOf(object, index)}: ${reasonOf(result.error)}`);
  });
  return { readable, problems };
}

function nameOf(object: unknown, index: number): string {
  const { success, data } = named.safeParse(object);
  return success ? data.metadata.name : `number ${index + 1} of the list`;
}

function reasonOf({ issues: [{ path, message }] }: z.ZodError): string {
  const reason = message.replace(/^Invalid input: /, '');
  return path.length > 0 ? `${path.join('.')}: ${reason}` : reason;
}
