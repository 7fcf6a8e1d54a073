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

/**
 * Answers `pods/{name}/log`: `container`, `tailLines`, `limitBytes`, `previous` and
 * `follow`.
 *
 * @throws ApiError 400 where the container is not one of the pod's, or has no
 * previous run; 404 where the pod is gone
 */
export function answerPodLog(
  pod: KubernetesObject,
  query: URLSearchParams,
  read: ReadPodLog,
  response: ServerResponse,
) {
  const { name, namespace = '' } = pod.metadata;
  const container = chosenContainer(pod, query.get('container'));
  if (isOn(query, 'previous') && !hasPreviousRun(pod, container)) {
    throw ApiError.badRequest(
      `previous terminated container "${container}" in pod "${name}" not found`,
    );
  }
  const log = read(namespace, name, {
    tailLines: lineCount(query, 'tailLines'),
  });
  if (log === undefined) {
    throw ApiError.notFound({ group: '', plural: 'pods' }, name);
  }
  const limitBytes = lineCount(query, 'limitBytes');
  const text =
    limitBytes === undefined
      ? log
      : Buffer.from(log).subarray(0, limitBytes).toString('utf8');
  if (isOn(query, 'follow')) {
    follow(
      text,
      () => read(namespace, name, { tailLines: followLines }),
      response,
    );
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
