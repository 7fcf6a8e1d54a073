import { eventually } from './__testUtils__/eventually';
import { component, portalScene } from './__testUtils__/portalScene';

jest.setTimeout(120_000);

describe('a cluster of which only a part can be read', () => {
  const scene = portalScene();
  const start = () =>
    scene.start({
      clusters: [{ name: 'fra', title: 'Frankfurt' }],
      entities: () => [component('aurora-gateway')],
    });

  async function read() {
    const [service, sources] = await Promise.all(
      ['/services/component/default/aurora-gateway', '/sources'].map(path =>
        scene.get(path),
      ),
    );
    const fra = sources.body.sources.find(
      ({ id }: { id: string }) => id === 'cluster:fra',
    );
    // What pods and nodes tell comes apart from it, and changes all the time.
    const { capacity: _capacity, ...region } = service.body.regions[0] ?? {};
    return { service: service.body, region, fra };
  }

  it('loses only what depends on the part, and gets it back', async () => {
    await start();
    const known = await eventually(async () => {
      const { region } = await read();
      expect(region).toMatchObject({
        sizing: 'autoscaled',
        autoscaler: { kind: 'HorizontalPodAutoscaler' },
        ready: expect.any(Number),
      });
      return region;
    });

    scene.simulator.faults.set('kubernetes/fra', [
      { kind: 'status', code: 403, path: '/horizontalpodautoscalers' },
      { kind: 'dropWatches', afterMs: 0, path: '/horizontalpodautoscalers' },
    ]);
    const refusal =
      'the autoscalers of Frankfurt may not be read: 403 Forbidden; grant list and watch on horizontalpodautoscalers.autoscaling';
    await eventually(async () => {
      const { service, region, fra } = await read();
      expect(fra).toMatchObject({
        reachable: true,
        unreadable: [
          {
            part: 'horizontalpodautoscalers.autoscaling',
            reason: refusal,
            code: '403',
          },
        ],
      });
      expect(region).toMatchObject({
        state: 'unknown',
        sizing: 'unknown',
        autoscaler: null,
        max: null,
        ready: known.ready,
        desired: known.desired,
        freshness: 'fresh',
        reason: `Whether an autoscaler scales the Deployment aurora-gateway is not known: ${refusal}.`,
      });
      expect(service.clusters[0].unreadable).toEqual([refusal]);
    });

    scene.simulator.faults.set('kubernetes/fra', []);
    await eventually(async () => {
      const { region, fra } = await read();
      const observedAt = expect.any(String);
      const [workload] = known.workloads;
      const workloads = [{ ...workload, observedAt }];
      expect(region).toEqual({ ...known, workloads, observedAt });
      expect(fra).toMatchObject({ reachable: true, unreadable: [] });
    });
  });

  it('tells since when a workload was not read, and what was known then', async () => {
    await start();
    const known = await eventually(async () => {
      const { region } = await read();
      expect(region).toMatchObject({ state: 'healthy', freshness: 'fresh' });
      expect(region.workloads[0]).toMatchObject({
        observedAt: region.observedAt,
      });
      return region;
    });
    scene.simulator.faults.set('kubernetes/fra', [
      { kind: 'status', code: 403, path: '/deployments' },
      { kind: 'dropWatches', afterMs: 0, path: '/deployments' },
    ]);
    const first = await eventually(async () => {
      const { region, fra } = await read();
      expect(fra.reachable).toBe(true);
      expect(region).toMatchObject({
        ...{ state: 'unknown', ready: known.ready },
        lastKnown: { state: known.state, reason: known.reason },
      });
      return region;
    });
    const { observedAt } = first.workloads[0];
    expect(first.observedAt).toBe(observedAt);
    const next = await eventually(async () => {
      const { region, fra } = await read();
      expect(Date.parse(fra.lastSuccessAt)).toBeGreaterThan(
        Date.parse(observedAt) + 2_000,
      );
      return region;
    });
    expect(next.observedAt).toBe(observedAt);
  });

  it('does not say that a service runs nowhere when its kind may not be read', async () => {
    scene.simulator.faults.set('kubernetes/fra', [
      { kind: 'status', code: 403, path: '/deployments' },
    ]);
    await start();
    await eventually(async () => {
      const { service, fra } = await read();
      expect(fra).toMatchObject({
        reachable: true,
        unreadable: [{ part: 'deployments.apps' }],
      });
      expect(service).toMatchObject({
        state: 'unknown',
        reason:
          'The HorizontalPodAutoscaler aurora-gateway scales the Deployment aurora-gateway, which cannot be looked for: the Deployments of Frankfurt may not be read: 403 Forbidden; grant list and watch on deployments.apps.',
      });
    });
  });

  it('takes a resource that is refused because it is not installed for just that', async () => {
    scene.simulator.faults.set('kubernetes/fra', [
      { kind: 'withoutGroup', group: 'keda.sh' },
      { kind: 'status', code: 403, path: '/scaledobjects' },
    ]);
    await start();
    await eventually(async () => {
      const { region, fra } = await read();
      expect(fra).toMatchObject({
        ...{ reachable: true, unreadable: [] },
        notes: [
          'scaledobjects.keda.sh is not installed there: no ScaledObject is shown',
        ],
      });
      // A connection may break on a busy machine, and is made again.
      expect(fra.lastError === null || fra.lastError.isPast === true).toBe(
        true,
      );
      expect(region.sizing).toBe('autoscaled');
    });
  });
});
