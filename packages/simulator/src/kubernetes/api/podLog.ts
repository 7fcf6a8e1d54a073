import { ServerResponse } from 'node:http';
import { ApiError } from '../ApiError';
import { KubernetesObject } from '../KubernetesObject';
import { listAt, numberAt, textAt } from '../fields';
import { answerText } from './answer';

/** Last lines of a pod's log now; undefined: there is no such pod any more. */
export type ReadPodLog = (
  namespace: string,
  pod: string,
  options: { tailLines?: number },
) => string | undefined;

/** As the kubelet, which looks at the file about once a second. */
const followEveryMs = 1_000;

/** More lines than a pod writes between two looks. */
const followLines = 200;

/** Where lines are chosen by their time, this many are looked at. */
const searchedLines = 20_000;

/**
 * Answers `pods/{name}/log` with its options `container`, `tailLines`,
 * `sinceSeconds`, `sinceTime`, `timestamps`, `limitBytes`, `previous` and `follow`.
 *
 * @throws ApiError 400 where the container is not one of the pod's, or has no
 * previous run; 404 where the pod is gone
 */
export function answerPodLog(
  pod: KubernetesObject,
  query: URLSearchParams,
  read: ReadPodLog,
  nowMs: number,
  response: ServerResponse,
) {
  const { name, namespace = '' } = pod.metadata;
  const container = chosenContainer(pod, query.get('container'));
  if (isOn(query, 'previous') && !hasPreviousRun(pod, container)) {
    throw ApiError.badRequest(
      `previous terminated container "${container}" in pod "${name}" not found`,
    );
  }
  const tailLines = lineCount(query, 'tailLines');
  const sinceMs = sinceOf(query, nowMs);
  const log = read(namespace, name, {
    tailLines: sinceMs === undefined ? tailLines : searchedLines,
  });
  if (log === undefined) {
    throw ApiError.notFound({ group: '', plural: 'pods' }, name);
  }
  const isStamped = isOn(query, 'timestamps');
  const text = limited(
    shown(log, { sinceMs, tailLines, isStamped }),
    lineCount(query, 'limitBytes'),
  );
  if (isOn(query, 'follow')) {
    const readOn = () => {
      const now = read(namespace, name, { tailLines: followLines });
      return now === undefined ? undefined : shown(now, { isStamped });
    };
    follow(text, readOn, response);
  } else {
    answerText(response, 200, text);
  }
}

function chosenContainer(pod: KubernetesObject, wanted: string | null) {
  const names = [
    ...listAt(pod, 'spec', 'containers'),
    ...listAt(pod, 'spec', 'initContainers'),
  ].map(container => textAt(container, 'name') ?? '');
  const { name } = pod.metadata;
  if (!wanted) {
    if (listAt(pod, 'spec', 'containers').length === 1) return names[0];
    throw ApiError.badRequest(
      `a container name must be specified for pod ${name}, choose one of: [${names.join(
        ' ',
      )}]`,
    );
  }
  if (!names.includes(wanted)) {
    throw ApiError.badRequest(
      `container ${wanted} is not valid for pod ${name}`,
    );
  }
  return wanted;
}

function hasPreviousRun(pod: KubernetesObject, container: string) {
  return listAt(pod, 'status', 'containerStatuses').some(
    status =>
      textAt(status, 'name') === container &&
      (numberAt(status, 'restartCount') ?? 0) > 0,
  );
}

function isOn(query: URLSearchParams, name: string) {
  const text = query.get(name);
  return text !== null && text !== 'false' && text !== '0';
}

function lineCount(query: URLSearchParams, name: string) {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^\d+$/.test(text)) {
    throw ApiError.badRequest(
      `${name}: Invalid value: "${text}": must be a whole number`,
    );
  }
  return Number(text);
}

/** Instant from which on lines are wanted (Unix milliseconds). */
function sinceOf(query: URLSearchParams, nowMs: number) {
  const seconds = lineCount(query, 'sinceSeconds');
  if (seconds !== undefined) return nowMs - seconds * 1000;
  const text = query.get('sinceTime');
  if (text === null) return undefined;
  const atMs = Date.parse(text);
  if (Number.isNaN(atMs)) {
    throw ApiError.badRequest(
      `sinceTime: Invalid value: "${text}": must be an RFC 3339 instant`,
    );
  }
  return atMs;
}

/** When a structured line was written; undefined where it does not say. */
function timeOf(line: string) {
  return /"time":"([^"]+)"/.exec(line)?.[1];
}

function shown(
  log: string,
  options: { sinceMs?: number; tailLines?: number; isStamped: boolean },
) {
  const { sinceMs, tailLines, isStamped } = options;
  let lines = log.split('\n').filter(line => line !== '');
  if (sinceMs !== undefined) {
    lines = lines.filter(line => {
      const time = timeOf(line);
      return time === undefined || Date.parse(time) >= sinceMs;
    });
    if (tailLines !== undefined)
      lines = tailLines ? lines.slice(-tailLines) : [];
  }
  return lines
    .map(line => (isStamped ? `${timeOf(line) ?? ''} ${line}\n` : `${line}\n`))
    .join('');
}

function limited(text: string, limitBytes: number | undefined) {
  return limitBytes === undefined
    ? text
    : Buffer.from(text).subarray(0, limitBytes).toString('utf8');
}

/** Goes on with lines that were not there before, until the pod or client is gone. */
function follow(
  text: string,
  readOn: () => string | undefined,
  response: ServerResponse,
) {
  response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.write(text);
  let last = lastLine(text);
  const timer = setInterval(() => {
    const now = readOn();
    if (now === undefined) {
      response.end();
      return;
    }
    const fresh = linesAfter(now, last);
    if (fresh === '') return;
    response.write(fresh);
    last = lastLine(fresh);
  }, followEveryMs);
  timer.unref();
  response.on('close', () => clearInterval(timer));
}

function lastLine(text: string) {
  return text.trimEnd().split('\n').pop() ?? '';
}

function linesAfter(text: string, last: string) {
  const lines = text.split('\n');
  const known = last === '' ? -1 : lines.lastIndexOf(last);
  return lines.slice(known + 1).join('\n');
}
