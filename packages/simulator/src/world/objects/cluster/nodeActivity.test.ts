import { createWorld } from '../..';

const ANCHOR_MS = Date.UTC(2026, 10, 20, 20);

function nodesOf(scenario: string, atMs: number) {
  const all = [
    ...createWorld({ anchorMs: ANCHOR_MS, scenario }).objectsAt('fra', atMs),
  ];
  const ofKind = (kind: string) => all.filter(each => each.kind === kind);
  return {
    nodes: ofKind('Node'),
    leases: ofKind('Lease'),
    metrics: ofKind('NodeMetrics'),
    namespaces: ofKind('Namespace'),
  };
}

describe.each(['ordinary', 'large'])('nodes of the scenario %s', scenario => {
  const { nodes, leases, metrics, namespaces } = nodesOf(scenario, ANCHOR_MS);

  it('hold a lease that has not run out', () => {
    expect(leases.map(({ metadata }) => metadata.name)).toEqual(
      nodes.map(({ metadata }) => metadata.name),
    );
    for (const { spec, metadata } of leases) {
      expect(metadata.namespace).toBe('kube-node-lease');
      const { renewTime, leaseDurationSeconds } = spec as {
        renewTime: string;
        leaseDurationSeconds: number;
      };
      const ageMs = ANCHOR_MS - Date.parse(renewTime);
      expect(ageMs).toBeGreaterThanOrEqual(0);
      expect(ageMs).toBeLessThan(1000 * leaseDurationSeconds);
    }
    expect(
      namespaces.filter(n => n.metadata.name === 'kube-node-lease'),
    ).toHaveLength(1);
  });

  it('use something, and never more than they have', () => {
    expect(metrics).toHaveLength(nodes.length);
    const usages = metrics.map(({ usage }) => {
      const { cpu, memory } = usage as { cpu: string; memory: string };
      return {
        cores: parseInt(cpu, 10) / 1e9,
        gigabytes: parseInt(memory, 10) / (memory.endsWith('Gi') ? 1 : 1024),
      };
    });
    const busiest = Math.max(...usages.map(({ cores }) => cores));
    expect(busiest).toBeGreaterThan(0.5);
    expect(busiest).toBeLessThanOrEqual(16);
    for (const { gigabytes } of usages) {
      expect(gigabytes).toBeGreaterThan(1);
      expect(gigabytes).toBeLessThanOrEqual(62);
    }
  });
});

it('leases are renewed as time goes on', () => {
  const renewed = (atMs: number) =>
    nodesOf('ordinary', atMs).leases.map(
      ({ spec }) => (spec as { renewTime: string }).renewTime,
    );
  const before = renewed(ANCHOR_MS);
  const after = renewed(ANCHOR_MS + 60_000);
  expect(after[0]).not.toBe(before[0]);
  expect(after[0]).toMatch(/^2026-11-20T20:01:00\.000000Z$/);
});
