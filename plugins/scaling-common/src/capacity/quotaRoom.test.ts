import { readPodShape } from '../kubernetes/podShape';
import { readResourceQuota } from '../kubernetes/resourceQuota';
import { quotaRooms } from './quotaRoom';

const shape = readPodShape({
  containers: [
    {
      resources: {
        requests: { cpu: '500m', memory: '1Gi' },
        limits: { cpu: '1', memory: '1Gi' },
      },
    },
  ],
});

function quota(hard: object, used: object, spec: object = {}) {
  return readResourceQuota({
    metadata: { name: 'compute', namespace: 'aurora' },
    spec: { hard, ...spec },
    status: { hard, used },
  });
}

const left = (
  hard: object,
  used: object,
  spec: object = {},
): Array<number | null> =>
  quotaRooms([quota(hard, used, spec)], shape, false).map(
    room => room.leftReplicas,
  );

describe('quotaRooms', () => {
  it('says how many more replicas each resource allows', () => {
    expect(left({ 'requests.cpu': '10' }, { 'requests.cpu': '7' })).toEqual([
      6,
    ]);
    expect(left({ 'limits.cpu': '10' }, { 'limits.cpu': '7' })).toEqual([3]);
    expect(left({ memory: '10Gi' }, { memory: '8.5Gi' })).toEqual([1]);
    expect(left({ pods: '20' }, { pods: '18' })).toEqual([2]);
  });

  it('leaves none where more is used than is allowed', () => {
    expect(left({ pods: '20' }, { pods: '25' })).toEqual([0]);
  });

  it('leaves out what a replica takes nothing of', () => {
    const other = { 'requests.storage': '1Ti', services: '3' };
    expect(left(other, other)).toEqual([]);
    const servers = { 'count/gameservers.agones.dev': '9' };
    expect(left(servers, servers)).toEqual([]);
    expect(quotaRooms([quota(servers, servers)], shape, true)).toHaveLength(1);
  });

  it('does not know what is used before anyone has counted', () => {
    expect(left({ pods: '20' }, {})).toEqual([null]);
    expect(left({ pods: 'many' }, { pods: '1' })).toEqual([null]);
    expect(left({ pods: '20' }, { pods: '-4' })).toEqual([null]);
  });

  it('leaves out quotas whose scopes may not be those of the pods', () => {
    const hard = { pods: '20' };
    const of = (scopes: string[]) => left(hard, { pods: '18' }, { scopes });
    expect(of(['NotTerminating'])).toEqual([2]);
    expect(of(['NotBestEffort'])).toEqual([2]);
    expect(of(['BestEffort'])).toEqual([]);
    const scopeSelector = {
      matchExpressions: [{ scopeName: 'PriorityClass', operator: 'Exists' }],
    };
    expect(left(hard, { pods: '1' }, { scopeSelector })).toEqual([]);
  });
});
