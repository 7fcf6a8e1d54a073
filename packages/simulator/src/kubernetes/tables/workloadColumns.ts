import { KubernetesObject } from '../KubernetesObject';
import { entriesAt, listAt, textAt, valueAt } from '../fields';
import {
  ageColumn,
  ageOf,
  Column,
  column,
  conditionStatus,
  count,
  field,
  nameColumn,
  wide,
} from './Column';
import { humanDuration } from './humanDuration';

const template = ['spec', 'template', 'spec'];
const jobTemplate = ['spec', 'jobTemplate', ...template];

function containers(...podSpec: string[]): Column[] {
  const joined = (key: string) => (object: KubernetesObject) =>
    listAt(object, ...podSpec, 'containers')
      .map(container => textAt(container, key) ?? '')
      .join(',');
  return wide(
    column('Containers', joined('name')),
    column('Images', joined('image')),
  );
}

/** A label selector as kubectl writes it. */
export function selectorText(selector: unknown): string {
  const labels = entriesAt(selector, 'matchLabels').map(
    ([key, value]) => `${key}=${value}`,
  );
  const expressions = listAt(selector, 'matchExpressions').map(expression => {
    const key = textAt(expression, 'key') ?? '';
    const values = `(${listAt(expression, 'values').join(',')})`;
    switch (textAt(expression, 'operator')) {
      case 'In':
        return `${key} in ${values}`;
      case 'NotIn':
        return `${key} notin ${values}`;
      case 'DoesNotExist':
        return `!${key}`;
      default:
        return key;
    }
  });
  return [...labels, ...expressions].join(',') || '<none>';
}

const selector = wide(
  column('Selector', object =>
    selectorText(valueAt(object, 'spec', 'selector')),
  ),
);

/** Ready of wanted; a workload without `spec.replicas` wants one. */
function readyOfWanted(object: KubernetesObject) {
  const ready = valueAt(object, 'status', 'readyReplicas') ?? 0;
  return `${ready}/${valueAt(object, 'spec', 'replicas') ?? 1}`;
}

export const deploymentColumns: Column[] = [
  nameColumn,
  column('Ready', readyOfWanted),
  count('Up-to-date', 'status', 'updatedReplicas'),
  count('Available', 'status', 'availableReplicas'),
  ageColumn,
  ...containers(...template),
  ...selector,
];

export const statefulSetColumns: Column[] = [
  nameColumn,
  column('Ready', readyOfWanted),
  ageColumn,
  ...containers(...template),
];

export const replicaSetColumns: Column[] = [
  nameColumn,
  count('Desired', 'spec', 'replicas'),
  count('Current', 'status', 'replicas'),
  count('Ready', 'status', 'readyReplicas'),
  ageColumn,
  ...containers(...template),
  ...selector,
];

export const daemonSetColumns: Column[] = [
  nameColumn,
  count('Desired', 'status', 'desiredNumberScheduled'),
  count('Current', 'status', 'currentNumberScheduled'),
  count('Ready', 'status', 'numberReady'),
  count('Up-to-date', 'status', 'updatedNumberScheduled'),
  count('Available', 'status', 'numberAvailable'),
  column(
    'Node Selector',
    object =>
      entriesAt(object, ...template, 'nodeSelector')
        .map(([key, value]) => `${key}=${value}`)
        .join(',') || '<none>',
  ),
  ageColumn,
  ...containers(...template),
  ...selector,
];

export const jobColumns: Column[] = [
  nameColumn,
  column('Status', jobStatus),
  column('Completions', job => {
    const done = valueAt(job, 'status', 'succeeded') ?? 0;
    return `${done}/${valueAt(job, 'spec', 'completions') ?? 1}`;
  }),
  column('Duration', (job, nowMs) => {
    const start = textAt(job, 'status', 'startTime');
    if (!start) return '';
    const end = textAt(job, 'status', 'completionTime');
    return humanDuration((end ? Date.parse(end) : nowMs) - Date.parse(start));
  }),
  ageColumn,
  ...containers(...template),
  ...selector,
];

function jobStatus(job: KubernetesObject) {
  const conditions = listAt(job, 'status', 'conditions');
  for (const [type, word] of [
    ['Complete', 'Complete'],
    ['Failed', 'Failed'],
    ['Suspended', 'Suspended'],
  ]) {
    if (conditionStatus(conditions, type) === 'True') return word;
  }
  return job.metadata.deletionTimestamp ? 'Terminating' : 'Running';
}

export const cronJobColumns: Column[] = [
  nameColumn,
  field('Schedule', 'spec', 'schedule'),
  column('Timezone', job => textAt(job, 'spec', 'timeZone') ?? '<none>'),
  column('Suspend', job =>
    valueAt(job, 'spec', 'suspend') === true ? 'True' : 'False',
  ),
  column('Active', job => listAt(job, 'status', 'active').length, {
    type: 'integer',
  }),
  column('Last Schedule', (job, nowMs) => {
    const last = textAt(job, 'status', 'lastScheduleTime');
    return last ? ageOf(last, nowMs) : '<none>';
  }),
  ageColumn,
  ...containers(...jobTemplate),
];
