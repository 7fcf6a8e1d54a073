import { z } from 'zod';

/** Names that Kubernetes accepts for most objects (RFC 1123 subdomain). */
const name = z
  .string()
  .max(253)
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
    'must consist of lower case alphanumeric characters, "-" or ".", and start and end with an alphanumeric character',
  );

const labels = z.record(z.string(), z.string());

export const manifestSchema = z.looseObject({
  apiVersion: z.string().min(1),
  kind: z.string().min(1),
  metadata: z.looseObject({
    name,
    namespace: name.max(63).optional(),
    labels: labels.optional(),
    annotations: labels.optional(),
  }),
  spec: z.record(z.string(), z.unknown()).optional(),
});
export type Manifest = z.infer<typeof manifestSchema>;

const replicas = z.int().min(0).max(5000);

const quantity = z.union([z.string(), z.number()]);

const podSpec = z.looseObject({
  containers: z
    .array(
      z.looseObject({
        name: z.string().min(1),
        image: z.string().min(1),
        resources: z
          .looseObject({
            requests: z.record(z.string(), quantity).optional(),
            limits: z.record(z.string(), quantity).optional(),
          })
          .optional(),
      }),
    )
    .min(1),
  nodeSelector: labels.optional(),
});

/** As in a PodDisruptionBudget: a number of pods, or a share of them. */
const podsOrPercent = z.union([
  z.int().min(0),
  z.string().regex(/^(100|\d{1,2})%$/, 'must be a percentage'),
]);

const podTemplate = z.looseObject({
  metadata: z
    .looseObject({
      labels: labels.optional(),
      annotations: labels.optional(),
    })
    .optional(),
  spec: podSpec,
});

export const workloadSpec = z.looseObject({
  replicas: replicas.optional(),
  selector: z.looseObject({ matchLabels: labels }),
  template: podTemplate,
});

/** Agones' counters and lists of a game server, as far as players are concerned. */
const playersOf = z.looseObject({
  players: z.looseObject({ capacity: z.int().min(0).optional() }).optional(),
});

export const fleetSpec = z.looseObject({
  replicas: replicas.optional(),
  template: z.looseObject({
    metadata: z.looseObject({ labels: labels.optional() }).optional(),
    spec: z.looseObject({
      container: z.string().optional(),
      counters: playersOf.optional(),
      lists: playersOf.optional(),
      template: podTemplate,
    }),
  }),
});

export const budgetSpec = z
  .looseObject({
    minAvailable: podsOrPercent.optional(),
    maxUnavailable: podsOrPercent.optional(),
    selector: z
      .looseObject({ matchLabels: labels.default({}) })
      .default({ matchLabels: {} }),
  })
  .refine(
    spec =>
      spec.minAvailable === undefined || spec.maxUnavailable === undefined,
    'minAvailable and maxUnavailable cannot be both set',
  );

const metricTarget = z.looseObject({
  type: z.enum(['Utilization', 'AverageValue', 'Value']),
  averageUtilization: z.int().min(1).optional(),
  averageValue: quantity.optional(),
  value: quantity.optional(),
});

export type MetricTarget = z.infer<typeof metricTarget>;

const metricName = z.looseObject({
  name: z.string().min(1),
  selector: z.looseObject({ matchLabels: labels.optional() }).optional(),
});

export const metricSpec = z.looseObject({
  type: z.enum(['Resource', 'ContainerResource', 'Pods', 'Object', 'External']),
  resource: z
    .looseObject({ name: z.string(), target: metricTarget })
    .optional(),
  containerResource: z
    .looseObject({
      name: z.string(),
      container: z.string(),
      target: metricTarget,
    })
    .optional(),
  pods: z.looseObject({ metric: metricName, target: metricTarget }).optional(),
  object: z
    .looseObject({ metric: metricName, target: metricTarget })
    .optional(),
  external: z
    .looseObject({ metric: metricName, target: metricTarget })
    .optional(),
});

const policies = z.array(
  z.object({
    type: z.enum(['Pods', 'Percent']),
    value: z.int().min(1),
    periodSeconds: z.int().min(1).max(1800),
  }),
);

const rules = z.looseObject({
  stabilizationWindowSeconds: z.int().min(0).max(3600).optional(),
  selectPolicy: z.enum(['Max', 'Min', 'Disabled']).optional(),
  policies: policies.optional(),
});

export const hpaSpec = z
  .looseObject({
    scaleTargetRef: z.looseObject({ kind: z.string(), name }),
    minReplicas: replicas.optional(),
    maxReplicas: replicas.min(1),
    metrics: z.array(metricSpec).min(1).optional(),
    behavior: z
      .looseObject({ scaleUp: rules.optional(), scaleDown: rules.optional() })
      .optional(),
  })
  .refine(spec => (spec.minReplicas ?? 1) <= spec.maxReplicas, {
    error: 'must be greater than or equal to `minReplicas`',
    path: ['maxReplicas'],
  });
export type HpaSpec = z.infer<typeof hpaSpec>;

export const fleetAutoscalerSpec = z.looseObject({
  fleetName: name,
  policy: z.looseObject({
    type: z.literal('Buffer'),
    buffer: z
      .looseObject({
        bufferSize: z.union([
          z.int().min(1),
          z
            .string()
            .regex(
              /^[1-9]\d?%$/,
              'must be a number or a percentage between 1% and 99%',
            ),
        ]),
        minReplicas: replicas.default(0),
        maxReplicas: replicas.min(1),
      })
      .refine(buffer => buffer.minReplicas <= buffer.maxReplicas, {
        error: 'minReplicas should be less than or equal to maxReplicas',
        path: ['minReplicas'],
      }),
  }),
});

/** Spec of a Fleet or of anything that has pods, as far as sizing needs it. */
export type PodSpec = z.infer<typeof podSpec>;

/** First problem of a failed parse, with the path that it is at. */
export function problemOf(error: z.ZodError): string {
  const issue = error.issues[0];
  const path = issue.path.join('.');
  return path ? `${path}: ${issue.message}` : issue.message;
}
