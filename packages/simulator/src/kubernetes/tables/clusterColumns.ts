import { KubernetesObject } from '../KubernetesObject';
import { entriesAt, listAt, textAt, valueAt } from '../fields';
import {
  ageColumn,
  ageOf,
  Column,
  column,
  count,
  field,
  nameColumn,
  wide,
} from './Column';
import { selectorText } from './workloadColumns';

export const nodeColumns: Column[] = [
  nameColumn,
  column('Status', nodeStatus),
  column('Roles', nodeRoles),
  ageColumn,
  field('Version', 'status', 'nodeInfo', 'kubeletVersion'),
  ...wide(
    column('Internal-IP', node => nodeAddress(node, 'InternalIP')),
    column('External-IP', node => nodeAddress(node, 'ExternalIP')),
    field('OS-Image', 'status', 'nodeInfo', 'osImage'),
    field('Kernel-Version', 'status', 'nodeInfo', 'kernelVersion'),
    field('Container-Runtime', 'status', 'nodeInfo', 'containerRuntimeVersion'),
  ),
];

function nodeStatus(node: KubernetesObject) {
  const ready = listAt(node, 'status', 'conditions').find(
    each => textAt(each, 'type') === 'Ready',
  );
  const words = { True: 'Ready', False: 'NotReady' } as Record<string, string>;
  const word = ready
    ? words[textAt(ready, 'status') ?? ''] ?? 'NotReady'
    : 'Unknown';
  return valueAt(node, 'spec', 'unschedulable') === true
    ? `${word},SchedulingDisabled`
    : word;
}

function nodeRoles(node: KubernetesObject) {
  const prefix = 'node-role.kubernetes.io/';
  const roles = Object.keys(node.metadata.labels ?? {})
    .filter(key => key.startsWith(prefix))
    .map(key => key.slice(prefix.length));
  return roles.sort().join(',') || '<none>';
}

function nodeAddress(node: KubernetesObject, type: string) {
  const found = listAt(node, 'status', 'addresses').find(
    each => textAt(each, 'type') === type,
  );
  return textAt(found, 'address') ?? '<none>';
}

export const namespaceColumns: Column[] = [
  nameColumn,
  field('Status', 'status', 'phase'),
  ageColumn,
];

export const configMapColumns: Column[] = [
  nameColumn,
  column(
    'Data',
    object =>
      entriesAt(object, 'data').length + entriesAt(object, 'binaryData').length,
    { type: 'integer' },
  ),
  ageColumn,
];

export const serviceColumns: Column[] = [
  nameColumn,
  column('Type', service => textAt(service, 'spec', 'type') ?? 'ClusterIP'),
  column(
    'Cluster-IP',
    service => textAt(service, 'spec', 'clusterIP') || '<none>',
  ),
  column('External-IP', externalAddress),
  column(
    'Port(s)',
    service =>
      listAt(service, 'spec', 'ports')
        .map(port => {
          const nodePort = valueAt(port, 'nodePort');
          const exposed = nodePort ? `:${nodePort}` : '';
          return `${valueAt(port, 'port')}${exposed}/${
            textAt(port, 'protocol') ?? 'TCP'
          }`;
        })
        .join(',') || '<none>',
  ),
  ageColumn,
  ...wide(
    column(
      'Selector',
      service =>
        entriesAt(service, 'spec', 'selector')
          .map(([key, value]) => `${key}=${value}`)
          .join(',') || '<none>',
    ),
  ),
];

function loadBalancerAddresses(object: KubernetesObject) {
  return listAt(object, 'status', 'loadBalancer', 'ingress')
    .map(each => textAt(each, 'ip') ?? textAt(each, 'hostname') ?? '')
    .join(',');
}

function externalAddress(service: KubernetesObject) {
  const fixed = listAt(service, 'spec', 'externalIPs').join(',');
  switch (textAt(service, 'spec', 'type')) {
    case 'LoadBalancer':
      return loadBalancerAddresses(service) || fixed || '<pending>';
    case 'ExternalName':
      return textAt(service, 'spec', 'externalName') ?? '<none>';
    default:
      return fixed || '<none>';
  }
}

export const ingressColumns: Column[] = [
  nameColumn,
  column(
    'Class',
    ingress => textAt(ingress, 'spec', 'ingressClassName') ?? '<none>',
  ),
  column(
    'Hosts',
    ingress =>
      listAt(ingress, 'spec', 'rules')
        .map(rule => textAt(rule, 'host') ?? '*')
        .join(',') || '*',
  ),
  column('Address', loadBalancerAddresses),
  column('Ports', ingress =>
    listAt(ingress, 'spec', 'tls').length > 0 ? '80, 443' : '80',
  ),
  ageColumn,
];

export const networkPolicyColumns: Column[] = [
  nameColumn,
  column('Pod-Selector', policy =>
    selectorText(valueAt(policy, 'spec', 'podSelector')),
  ),
  ageColumn,
];

function orNotAvailable(name: string, key: string): Column {
  return column(name, object => String(valueAt(object, 'spec', key) ?? 'N/A'));
}

export const podDisruptionBudgetColumns: Column[] = [
  nameColumn,
  orNotAvailable('Min Available', 'minAvailable'),
  orNotAvailable('Max Unavailable', 'maxUnavailable'),
  count('Allowed Disruptions', 'status', 'disruptionsAllowed'),
  ageColumn,
];

export const limitRangeColumns: Column[] = [
  nameColumn,
  column('Created At', object => object.metadata.creationTimestamp ?? ''),
];

function quota(name: string, isShown: (resource: string) => boolean): Column {
  return column(name, object =>
    entriesAt(object, 'status', 'hard')
      .filter(([resource]) => isShown(resource))
      .map(([resource, hard]) => {
        const used = valueAt(object, 'status', 'used', resource) ?? 0;
        return `${resource}: ${used}/${hard}`;
      })
      .join(', '),
  );
}

export const resourceQuotaColumns: Column[] = [
  nameColumn,
  quota('Request', resource => !resource.startsWith('limits.')),
  quota('Limit', resource => resource.startsWith('limits.')),
  ageColumn,
];

/** When an event was last seen, whichever of its three fields says so. */
function lastSeen(event: KubernetesObject) {
  return (
    textAt(event, 'series', 'lastObservedTime') ??
    textAt(event, 'lastTimestamp') ??
    textAt(event, 'deprecatedLastTimestamp') ??
    textAt(event, 'eventTime')
  );
}

function involvedObject(event: KubernetesObject) {
  const object =
    valueAt(event, 'involvedObject') ?? valueAt(event, 'regarding');
  return `${(textAt(object, 'kind') ?? '').toLowerCase()}/${
    textAt(object, 'name') ?? ''
  }`;
}

export const eventColumns: Column[] = [
  column('Last Seen', (event, nowMs) => ageOf(lastSeen(event), nowMs)),
  field('Type', 'type'),
  field('Reason', 'reason'),
  column('Object', involvedObject),
  ...wide(
    field('Subobject', 'involvedObject', 'fieldPath'),
    field('Source', 'source', 'component'),
  ),
  column('Message', event =>
    (textAt(event, 'message') ?? textAt(event, 'note') ?? '').trim(),
  ),
  ...wide(
    column('First Seen', (event, nowMs) =>
      ageOf(textAt(event, 'firstTimestamp') ?? lastSeen(event), nowMs),
    ),
    count('Count', 'count'),
    nameColumn,
  ),
];

export const leaseColumns: Column[] = [
  nameColumn,
  field('Holder', 'spec', 'holderIdentity'),
  ageColumn,
];
