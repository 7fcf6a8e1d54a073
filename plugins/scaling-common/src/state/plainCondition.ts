import { Condition } from '../kubernetes/reading';
import { plainGo } from './plainGo';
import { listOf } from './wording';

/**
 * What a controller gives as its reason, in words. Messages of Kubernetes' autoscaler
 * wrap one error in the next, each with a prefix, and print Go values; those that it
 * is known to write (kubernetes, pkg/controller/podautoscaler: horizontal.go,
 * metrics/client.go, replica_calculator.go; pkg/controller/deployment) are put in a
 * plain clause. Others are kept, without Go's syntax. The original goes beside it.
 */
export interface PlainReason {
  /** A clause without a full stop; the empty string where nothing was said. */
  clause: string;
  /** Reason and message as the controller wrote them. */
  detail: string;
}

interface MetricsApi {
  /** For people, with the group that serves it. */
  name: string;
  said: RegExp;
}

const METRICS_APIS: readonly MetricsApi[] = [
  {
    name: "the cluster's metrics API (metrics.k8s.io)",
    said: /resource metrics API|metrics for resource|\(get \w+\.metrics\.k8s\.io\)/,
  },
  {
    name: 'the API of external metrics (external.metrics.k8s.io)',
    said: /external metrics API|external metric|external\.metrics\.k8s\.io/,
  },
  {
    name: 'the API of custom metrics (custom.metrics.k8s.io)',
    said: /custom metrics API|custom\.metrics\.k8s\.io|unable to get metric /,
  },
];

/** What is wrong, by what the message holds; the first that fits. */
const CAUSES: ReadonlyArray<
  [RegExp, (api: string, found: RegExpExecArray) => string]
> = [
  [
    /missing request for ([\w./-]+?)(?: in container (\S+) of Pod (\S+))?$/i,
    (_, [, resource, container, pod]) =>
      container
        ? `container ${container} of pod ${pod} requests no ${resource}, so there is nothing to compare with`
        : `its pods request no ${resource}, so there is nothing to compare with`,
  ],
  [
    /did not receive metrics for/i,
    () => 'none of its pods sends values; they may not be ready',
  ],
  [
    /no metrics returned from|no metrics known for/i,
    api => `${api} has no values for it`,
  ],
  [
    /could not find the requested resource|no matches for kind/i,
    api => `${api} is not installed`,
  ],
  [
    /currently unable to handle the request|no endpoints available|connection refused/i,
    api => `${api} does not answer`,
  ],
  [
    /context deadline exceeded|timed? ?out/i,
    api => `${api} does not answer in time`,
  ],
  [/forbidden/i, api => `the autoscaler may not ask ${api}`],
  [
    /could not find the metric|no (?:external|custom) metrics? (?:registered|provider)|no matching metrics? found|the server could not find the metric/i,
    api => `${api} does not know it`,
  ],
];

const METRIC_NAMES: readonly RegExp[] = [
  /unable to get metrics for resource ([\w./-]+?):/,
  /unable to get external metric [^/\s]+\/([^/\s:]+)/,
  /unable to get metric ([^:\s]+?):/,
  /failed to get ([\w.-]+?) (?:utilization|usage|container metric value)/,
  /missing request for ([\w./-]+)/,
];

function firstGroup(patterns: readonly RegExp[], text: string) {
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[1];
    if (found) return found;
  }
  return undefined;
}

/** The last of a chain of wrapped errors says what happened. */
function innermost(message: string): string {
  const plain = plainGo(message);
  const at = Math.max(
    ...['metrics API: ', 'replica count: ', 'target scale: ', 'current scale: ']
      .map(text => ({ text, index: plain.lastIndexOf(text) }))
      .map(({ text, index }) => (index < 0 ? 0 : index + text.length)),
  );
  return plain.slice(at);
}

function describeMetricFailure(message: string, metricName?: string): string {
  const metric =
    metricName ?? firstGroup(METRIC_NAMES, message) ?? 'its metric';
  const api =
    METRICS_APIS.find(({ said }) => said.test(message))?.name ??
    'the API of metrics';
  for (const [pattern, describe] of CAUSES) {
    const found = pattern.exec(message);
    if (found)
      return `${metric} cannot be read, because ${describe(api, found)}`;
  }
  return `${metric} cannot be read (${innermost(message)})`;
}

/** By reason; undefined where the message is not one that is known. */
const KNOWN: Readonly<Record<string, (message: string) => string | undefined>> =
  {
    FailedGetScale: message => {
      const missing = /"([^"]+)" not found/.exec(message)?.[1];
      return missing
        ? `its target ${missing} does not exist`
        : `the size of its target cannot be read: ${innermost(message)}`;
    },
    FailedUpdateScale: message =>
      `the new size is refused: ${innermost(message)}`,
    InvalidSelector: () => 'its target does not say which pods are its own',
    AmbiguousSelector: message => {
      const rivals = /\[([^\]]+)\]/.exec(message)?.[1];
      return rivals
        ? `several autoscalers (${listOf(
            rivals.trim().split(/[\s,]+/),
          )}) claim the same pods`
        : undefined;
    },
    InvalidMetricSourceType: () =>
      'one of its metrics is of a kind that the cluster does not know',
    ProgressDeadlineExceeded: message => {
      const found = /^(\w+) "([^"]+)" has timed out progressing/.exec(message);
      return found ? `${found[1]} ${found[2]} has timed out` : undefined;
    },
  };

/**
 * @param metricName what people call the metric, where the message can only be about
 * that one
 */
export function plainCondition(
  { reason, message }: Pick<Condition, 'reason' | 'message'>,
  metricName?: string,
): PlainReason {
  const text = message.trim();
  const detail = [reason, text].filter(Boolean).join(': ');
  if (!text) return { clause: reason, detail };
  const known =
    /^FailedGet\w*Metric$/.test(reason) ||
    /unable to (get|fetch) .*metric/.test(text)
      ? describeMetricFailure(text, metricName)
      : KNOWN[reason]?.(text);
  return { clause: known ?? plainGo(text), detail };
}
