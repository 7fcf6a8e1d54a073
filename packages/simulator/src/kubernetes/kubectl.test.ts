import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kubeconfig } from '../admin/kubeconfig';
import { aPod, nowMs } from './__fixtures__/clusterObjects';
import { startFace, token } from './__fixtures__/startFace';

const hasKubectl =
  spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status ===
  0;
if (!hasKubectl) {
  process.stderr.write('kubectl is not installed: its tests are left out\n');
}

type Face = Awaited<ReturnType<typeof startFace>>;

(hasKubectl ? describe : describe.skip)('kubectl', () => {
  let face: Face;
  let folder: string;
  let common: string[];

  beforeAll(async () => {
    face = await startFace();
    folder = mkdtempSync(join(tmpdir(), 'simulator-kubectl-'));
    const file = join(folder, 'kubeconfig');
    writeFileSync(
      file,
      kubeconfig([
        {
          cluster: 'fra',
          url: face.url,
          token,
          certificate: face.certificate.cert,
        },
      ]),
    );
    common = ['--kubeconfig', file, '--cache-dir', join(folder, 'cache')];
  });

  afterAll(async () => {
    await face.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function kubectl(...args: string[]) {
    return new Promise<{ out: string; err: string; code: number }>(resolve => {
      execFile('kubectl', [...common, ...args], (error, out, err) =>
        resolve({ out, err, code: error ? Number(error.code) : 0 }),
      );
    });
  }

  /** Words of each line, so that the widths of columns do not matter. */
  const words = (out: string) =>
    out
      .trim()
      .split('\n')
      .map(line => line.split(/\s{2,}/).map(word => word.trim()));

  it('gets pods', async () => {
    const { out } = await kubectl('get', 'pods', '-n', 'aurora');
    expect(words(out)).toEqual([
      ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'],
      ['gateway-1', '1/1', 'Running', '0', '2d12h'],
      ['gateway-2', '1/1', 'Running', '3', '2d12h'],
      ['gateway-3', '0/1', 'ContainerCreating', '0', '2d12h'],
    ]);
  });

  it('gets pods in pages, wide, and as YAML', async () => {
    const pages = await kubectl(
      'get',
      'po',
      '-A',
      '--chunk-size=1',
      '-o',
      'name',
    );
    expect(pages.out.trim().split('\n')).toHaveLength(4);
    const wide = await kubectl('get', 'po', '-n', 'platform', '-o', 'wide');
    expect(words(wide.out)[0]).toContain('NODE');
    const yaml = await kubectl(
      'get',
      'po',
      'gateway-1',
      '-n',
      'aurora',
      '-o',
      'yaml',
    );
    expect(yaml.out).toMatch(/^apiVersion: v1\nkind: Pod\n/);
  });

  it('gets autoscalers and fleets by their short names', async () => {
    const hpa = await kubectl('get', 'hpa', '-n', 'aurora');
    expect(words(hpa.out)[1]).toEqual([
      'gateway',
      'Deployment/gateway',
      'cpu: 57%/60%, 12500m/30 (avg)',
      '2',
      '40',
      '3',
      '2d12h',
    ]);
    const fleets = await kubectl('get', 'flt', '-A');
    expect(words(fleets.out)[1]).toEqual([
      'aurora',
      'aurora-shards',
      'Packed',
      '120',
      '120',
      '100',
      '20',
      '2d12h',
    ]);
  });

  it('describes an autoscaler', async () => {
    const { out, code } = await kubectl(
      'describe',
      'hpa',
      'gateway',
      '-n',
      'aurora',
    );
    expect(code).toBe(0);
    expect(out).toMatch(/Reference:\s+Deployment\/gateway/);
    expect(out).toMatch(/resource cpu on pods.*57% \(285m\) \/ 60%/);
    expect(out).toMatch(/AbleToScale\s+True\s+ReadyForNewScale/);
  });

  it('describes a deployment, a pod with its events, and a node', async () => {
    const deployment = await kubectl(
      'describe',
      'deployment',
      'gateway',
      '-n',
      'aurora',
    );
    expect(deployment.out).toContain(
      '3 desired | 3 updated | 3 total | 2 available',
    );
    const pod = await kubectl('describe', 'pod', 'gateway-2', '-n', 'aurora');
    expect(pod.out).toContain('Back-off restarting failed container');
    const node = await kubectl('describe', 'node', 'node-a');
    expect(node.out).toContain('Non-terminated Pods:          (3 in total)');
  });

  it('lists what there is', async () => {
    const { out, err } = await kubectl('api-resources');
    expect(err).toBe('');
    expect(out).toMatch(/^fleets\s+flt\s+agones.dev\/v1\s+true\s+Fleet$/m);
    expect(out).toMatch(/^pods\s+po\s+v1\s+true\s+Pod$/m);
    expect((await kubectl('explain', 'rollouts')).out).toContain(
      'KIND:       Rollout',
    );
  });

  it('reads logs and usage', async () => {
    const log = await kubectl(
      'logs',
      'gateway-1',
      '-n',
      'aurora',
      '--tail',
      '1',
    );
    expect(log.out).toBe('ready\n');
    const top = await kubectl('top', 'pods', '-n', 'aurora');
    expect(words(top.out)[1]).toEqual(['gateway-1', '285m', '140Mi']);
    const nodes = await kubectl('top', 'nodes');
    const [head, first] = words(nodes.out);
    expect(head.slice(0, 2)).toEqual(['NAME', 'CPU(cores)']);
    expect(first.slice(0, 2)).toEqual(['node-a', '3200m']);
  });

  it('is told what it may do', async () => {
    const may = await kubectl('auth', 'can-i', 'list', 'pods', '-n', 'aurora');
    expect(may).toMatchObject({ out: 'yes\n', code: 0 });
    const mayNot = await kubectl('auth', 'can-i', 'delete', 'pods');
    expect(mayNot.out).toMatch(/^no/);
    expect((await kubectl('auth', 'whoami')).out).toContain('Username');
    const list = await kubectl('auth', 'can-i', '--list');
    expect(list.out).toContain('horizontalpodautoscalers.autoscaling');
  });

  it('shows refusals in its own words', async () => {
    const missing = await kubectl('get', 'pod', 'nobody', '-n', 'aurora');
    expect(missing).toMatchObject({
      code: 1,
      err: 'Error from server (NotFound): pods "nobody" not found\n',
    });
    const unknown = await kubectl('get', 'things');
    expect(unknown.err).toContain('doesn\'t have a resource type "things"');
    const secrets = await kubectl('get', 'secrets', '-A');
    expect(secrets.err).toMatch(
      /^Error from server \(Forbidden\): secrets is forbidden/,
    );
  });

  it('watches', async () => {
    const child = spawn('kubectl', [
      ...common,
      'get',
      'pods',
      '-n',
      'aurora',
      '-w',
      '--no-headers',
      '-o',
      'custom-columns=NAME:.metadata.name,PHASE:.status.phase',
    ]);
    const lines: string[][] = [];
    const output = createInterface({ input: child.stdout });
    const upTo = (name: string, phase: string) =>
      new Promise<void>(resolve => {
        const isThere = () =>
          lines.some(line => line[0] === name && line[1] === phase);
        if (isThere()) resolve();
        else output.on('line', () => isThere() && resolve());
      });
    output.on('line', line => lines.push(line.trim().split(/\s+/)));
    await upTo('gateway-3', 'Pending');
    face.store.apply(aPod('gateway-3'), nowMs);
    await upTo('gateway-3', 'Running');
    const exited = new Promise(resolve => child.on('close', resolve));
    child.kill('SIGTERM');
    await exited;
    expect(lines.slice(0, 3).map(([name]) => name)).toEqual([
      'gateway-1',
      'gateway-2',
      'gateway-3',
    ]);
  });
});
