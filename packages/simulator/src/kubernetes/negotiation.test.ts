import { get } from 'node:http';
import { gunzipSync } from 'node:zlib';
import {
  anObject,
  aPod,
  clusterObjects,
  nowMs,
} from './__fixtures__/clusterObjects';
import { startFace } from './__fixtures__/startFace';

type Face = Awaited<ReturnType<typeof startFace>>;

let face: Face;
beforeEach(async () => {
  face = await startFace();
});
afterEach(() => face.close());

const tableAccept =
  'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json';

describe('content negotiation', () => {
  it('answers protobuf clients in JSON, and 406 where JSON is not accepted', async () => {
    const protobuf = 'application/vnd.kubernetes.protobuf';
    const both = await face.get('/api/v1/pods', {
      accept: `${protobuf},application/json`,
    });
    expect(both.body.kind).toBe('PodList');
    for (const path of ['/api/v1/pods', '/apis', '/api/v1', '/openapi/v2']) {
      const only = await face.get(path, { accept: protobuf });
      expect(only.status).toBe(406);
      expect(only.body.reason).toBe('NotAcceptable');
    }
  });

  it('prints tables with the columns of the kind', async () => {
    const { body } = await face.get('/api/v1/namespaces/aurora/pods', {
      accept: tableAccept,
    });
    expect(body.kind).toBe('Table');
    expect(
      body.columnDefinitions.map(
        (column: { name: string; priority: number }) => [
          column.name,
          column.priority,
        ],
      ),
    ).toEqual([
      ['Name', 0],
      ['Ready', 0],
      ['Status', 0],
      ['Restarts', 0],
      ['Age', 0],
      ['IP', 1],
      ['Node', 1],
      ['Nominated Node', 1],
      ['Readiness Gates', 1],
    ]);
    expect(body.rows[2]).toMatchObject({
      cells: [
        'gateway-3',
        '0/1',
        'ContainerCreating',
        '0',
        '2d12h',
        '10.0.0.7',
        'node-a',
        '<none>',
        '<none>',
      ],
      object: {
        kind: 'PartialObjectMetadata',
        metadata: { name: 'gateway-3' },
      },
    });
    expect(body.rows[2].object.spec).toBeUndefined();
  });

  it('puts as much of the object into a row as is asked for', async () => {
    const headers = { accept: tableAccept };
    const path = '/apis/apps/v1/namespaces/aurora/deployments/gateway';
    const whole = await face.get(`${path}?includeObject=Object`, headers);
    expect(whole.body.rows[0].object.spec.replicas).toBe(3);
    const none = await face.get(`${path}?includeObject=None`, headers);
    expect(none.body.rows[0].object).toBeNull();
  });

  it('reduces objects to their metadata', async () => {
    const { body } = await face.get('/api/v1/pods', {
      accept:
        'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
    });
    expect(body.kind).toBe('PartialObjectMetadataList');
    expect(body.items[0].metadata.name).toBe('gateway-1');
    expect(body.items[0].spec).toBeUndefined();
  });

  it('compresses large answers only, and only where gzip is asked for', async () => {
    const many = Array.from({ length: 400 }, (_, i) => aPod(`p-${i}`));
    face.store.replace([...clusterObjects(), ...many], nowMs);
    const ask = (path: string, encoding: string) =>
      new Promise<{ encoding?: string; body: Buffer }>((resolve, reject) => {
        get(
          `${face.url}${path}`,
          {
            headers: {
              authorization: 'Bearer a-token',
              'accept-encoding': encoding,
            },
          },
          response => {
            const chunks: Buffer[] = [];
            response.on('data', chunk => chunks.push(chunk));
            response.on('error', reject);
            response.on('end', () =>
              resolve({
                encoding: response.headers['content-encoding'],
                body: Buffer.concat(chunks),
              }),
            );
          },
        ).on('error', reject);
      });
    const zipped = await ask('/api/v1/pods', 'gzip, deflate');
    expect(zipped.encoding).toBe('gzip');
    const items = JSON.parse(gunzipSync(zipped.body).toString()).items;
    expect(items).toHaveLength(404);
    const plain = await ask('/api/v1/pods', 'gzip;q=0');
    expect(plain.encoding).toBeUndefined();
    expect(JSON.parse(plain.body.toString()).items).toEqual(items);
    expect((await ask('/api/v1/nodes', 'gzip')).encoding).toBeUndefined();
  });
});

it('takes objects that lack everything but a name', async () => {
  const kinds: [string, string, string][] = [
    ['v1', 'Pod', '/api/v1/pods'],
    ['v1', 'Node', '/api/v1/nodes'],
    ['v1', 'Event', '/api/v1/events'],
    ['v1', 'Service', '/api/v1/services'],
    ['batch/v1', 'Job', '/apis/batch/v1/jobs'],
    ['batch/v1', 'CronJob', '/apis/batch/v1/cronjobs'],
    ['apps/v1', 'DaemonSet', '/apis/apps/v1/daemonsets'],
    [
      'keda.sh/v1alpha1',
      'ScaledObject',
      '/apis/keda.sh/v1alpha1/scaledobjects',
    ],
    [
      'autoscaling/v2',
      'HorizontalPodAutoscaler',
      '/apis/autoscaling/v2/horizontalpodautoscalers',
    ],
  ];
  face.store.replace(
    kinds.map(([apiVersion, kind]) => anObject(apiVersion, kind, 'bare')),
    nowMs,
  );
  for (const [, , path] of kinds) {
    const { status, body } = await face.get(path, { accept: tableAccept });
    expect(status).toBe(200);
    expect(body.rows).toHaveLength(1);
    expect(body.rows[0].cells).toHaveLength(body.columnDefinitions.length);
  }
});
