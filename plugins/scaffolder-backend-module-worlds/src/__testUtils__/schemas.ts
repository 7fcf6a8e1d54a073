/*
 * What the emitted files must look like, for files whose schema no package brings:
 * Agones' resources and the PodMonitor, from the fields that its documentation of the Fleet and
 * FleetAutoscaler specifications names (agones.dev, release 1.60), and OpenSLO v1,
 * from its specification. Closed: a field that is not there is a mistake.
 */

const name = {
  type: 'string',
  pattern: '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$',
};
const count = { type: 'integer', minimum: 0 };
const positive = { type: 'integer', minimum: 1 };
const share = { type: 'string', pattern: '^[1-9][0-9]?%$' };
const text = { type: 'string', minLength: 1 };

const object = (properties: object, required: string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
});

const metadata = object(
  {
    name,
    namespace: name,
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    annotations: { type: 'object', additionalProperties: { type: 'string' } },
  },
  ['name', 'namespace', 'labels'],
);

export const fleetSchema = object(
  {
    apiVersion: { const: 'agones.dev/v1' },
    kind: { const: 'Fleet' },
    metadata,
    spec: object(
      {
        replicas: count,
        scheduling: { enum: ['Packed', 'Distributed'] },
        strategy: object(
          {
            type: { enum: ['RollingUpdate', 'Recreate'] },
            rollingUpdate: object({ maxSurge: share, maxUnavailable: share }),
          },
          ['type'],
        ),
        template: object(
          {
            metadata: object({ labels: { type: 'object' } }, ['labels']),
            spec: object(
              {
                container: text,
                ports: {
                  type: 'array',
                  minItems: 1,
                  items: object(
                    {
                      name: text,
                      portPolicy: {
                        enum: ['Dynamic', 'Static', 'Passthrough', 'None'],
                      },
                      containerPort: { ...positive, maximum: 65535 },
                      protocol: { enum: ['UDP', 'TCP', 'TCPUDP'] },
                    },
                    ['portPolicy', 'containerPort'],
                  ),
                },
                health: object({
                  disabled: { const: false },
                  initialDelaySeconds: count,
                  periodSeconds: positive,
                  failureThreshold: positive,
                }),
                eviction: object({
                  safe: { enum: ['Always', 'OnUpgrade', 'Never'] },
                }),
                // Checked as the pod template of a Deployment.
                template: { type: 'object', required: ['spec'] },
              },
              ['ports', 'template'],
            ),
          },
          ['spec'],
        ),
      },
      ['template'],
    ),
  },
  ['apiVersion', 'kind', 'metadata', 'spec'],
);

export const fleetAutoscalerSchema = object(
  {
    apiVersion: { const: 'autoscaling.agones.dev/v1' },
    kind: { const: 'FleetAutoscaler' },
    metadata,
    spec: object(
      {
        fleetName: name,
        policy: object(
          {
            type: { const: 'Buffer' },
            buffer: object(
              {
                bufferSize: { anyOf: [positive, share] },
                minReplicas: count,
                maxReplicas: positive,
              },
              ['bufferSize', 'maxReplicas'],
            ),
          },
          ['type', 'buffer'],
        ),
        sync: object({
          type: { const: 'FixedInterval' },
          fixedInterval: object({ seconds: positive }),
        }),
      },
      ['fleetName', 'policy'],
    ),
  },
  ['apiVersion', 'kind', 'metadata', 'spec'],
);

/** As far as the template needs it (prometheus-operator.dev, API reference). */
export const podMonitorSchema = object(
  {
    apiVersion: { const: 'monitoring.coreos.com/v1' },
    kind: { const: 'PodMonitor' },
    metadata,
    spec: object(
      {
        selector: object({ matchLabels: { type: 'object' } }, ['matchLabels']),
        podMetricsEndpoints: {
          type: 'array',
          minItems: 1,
          items: object(
            {
              port: text,
              path: { type: 'string', pattern: '^/' },
              interval: { type: 'string', pattern: '^[1-9][0-9]*(s|m)$' },
              relabelings: {
                type: 'array',
                items: object({ targetLabel: text, replacement: text }, [
                  'targetLabel',
                  'replacement',
                ]),
              },
            },
            ['port'],
          ),
        },
      },
      ['selector', 'podMetricsEndpoints'],
    ),
  },
  ['apiVersion', 'kind', 'metadata', 'spec'],
);

const sloMetadata = object(
  {
    name,
    displayName: text,
    labels: { type: 'object' },
    annotations: { type: 'object', additionalProperties: { type: 'string' } },
  },
  ['name'],
);
const description = { type: 'string', maxLength: 1050 };
const metricSource = object(
  {
    metricSource: object(
      {
        metricSourceRef: name,
        type: { const: 'Prometheus' },
        spec: object({ query: text }, ['query']),
      },
      ['type', 'spec'],
    ),
  },
  ['metricSource'],
);
const openSlo = (kind: string, spec: object) =>
  object(
    {
      apiVersion: { const: 'openslo/v1' },
      kind: { const: kind },
      metadata: sloMetadata,
      spec,
    },
    ['apiVersion', 'kind', 'metadata', 'spec'],
  );

export const openSloSchema = {
  oneOf: [
    openSlo('Service', object({ description })),
    openSlo(
      'SLO',
      object(
        {
          description,
          service: name,
          indicator: object(
            {
              metadata: sloMetadata,
              spec: object(
                {
                  ratioMetric: {
                    ...object(
                      {
                        counter: { type: 'boolean' },
                        good: metricSource,
                        bad: metricSource,
                        total: metricSource,
                      },
                      ['counter', 'total'],
                    ),
                    oneOf: [{ required: ['good'] }, { required: ['bad'] }],
                  },
                },
                ['ratioMetric'],
              ),
            },
            ['metadata', 'spec'],
          ),
          timeWindow: {
            type: 'array',
            minItems: 1,
            maxItems: 1,
            items: object(
              {
                duration: { type: 'string', pattern: '^[1-9][0-9]*[mhdwMQY]$' },
                isRolling: { type: 'boolean' },
              },
              ['duration', 'isRolling'],
            ),
          },
          budgetingMethod: { enum: ['Occurrences', 'Timeslices'] },
          objectives: {
            type: 'array',
            minItems: 1,
            items: object(
              {
                displayName: text,
                target: {
                  type: 'number',
                  minimum: 0,
                  exclusiveMaximum: 1,
                },
              },
              ['target'],
            ),
          },
          alertPolicies: {
            type: 'array',
            items: object({ alertPolicyRef: name }, ['alertPolicyRef']),
          },
        },
        ['service', 'indicator', 'timeWindow', 'budgetingMethod', 'objectives'],
      ),
    ),
  ],
};
