import { stringify } from 'yaml';
import { defineSlos } from '../definition/defineSlos';
import { SloDefinition } from '../definition/SloDefinition';
import { formatProblem } from '../openslo/Problem';
import { readOpenSlo } from '../openslo/readOpenSlo';

type Fields = Record<string, unknown>;

export const metric = (query: string, more: Fields = {}) => ({
  metricSource: { type: 'Prometheus', spec: { query }, ...more },
});

export const ratioMetric = {
  counter: true,
  bad: metric('http_requests_total{service="chat",code=~"5.."}'),
  total: metric('http_requests_total{service="chat"}'),
};

export const indicatorOf = (spec: Fields) => ({
  metadata: { name: 'chat-indicator' },
  spec,
});

/** An SLO as a file would hold it, with fields of its spec replaced. */
export function sloObject(
  spec: Fields = {},
  annotations?: Record<string, string>,
): Fields {
  const own: Fields = {
    service: 'chat',
    indicator: indicatorOf({ ratioMetric }),
    timeWindow: [{ duration: '28d', isRolling: true }],
    budgetingMethod: 'Occurrences',
    objectives: [{ target: 0.999 }],
    ...spec,
  };
  return {
    apiVersion: 'openslo/v1',
    kind: 'SLO',
    metadata: {
      name: 'chat-availability',
      ...(annotations && { annotations }),
    },
    spec: Object.fromEntries(
      Object.entries(own).filter(([, value]) => value !== undefined),
    ),
  };
}

export const service = {
  apiVersion: 'openslo/v1',
  kind: 'Service',
  metadata: { name: 'chat', displayName: 'Chat' },
  spec: {},
};

export function yamlOf(...objects: unknown[]): string {
  return objects.map(object => stringify(object)).join('---\n');
}

/** Problems of objects, as a reader sees them. */
export function problemsOf(...objects: unknown[]): string[] {
  const file = readOpenSlo(yamlOf(...objects), 'slo.yaml');
  return defineSlos([file]).problems.map(formatProblem);
}

/** The one SLO that objects define. @throws Error where they define none */
export function defineSlo(...objects: unknown[]): SloDefinition {
  const file = readOpenSlo(yamlOf(...objects, service), 'slo.yaml');
  const { slos, problems } = defineSlos([file]);
  if (slos.length !== 1) {
    throw new Error(problems.map(formatProblem).join('\n') || 'no SLO');
  }
  return slos[0];
}
