import { PushEvent } from '../forge/createForgeFace';
import { GitOps } from './GitOps';

const nowMs = 5_000;

function push(
  files: Record<string, string>,
  more: Partial<PushEvent> = {},
): PushEvent {
  return {
    owner: 'lifeverse',
    repository: 'new-service',
    branch: 'main',
    isDefaultBranch: true,
    commit: 'c0ffee',
    paths: Object.keys(files),
    readFile: async path => Buffer.from(files[path]),
    firstCommitMs: async path => path.length,
    ...more,
  };
}

function aController() {
  const calls: {
    source: string;
    kinds: unknown[];
    from?: unknown[];
    atMs?: number;
  }[] = [];
  const gitOps = new GitOps(
    {
      applyManifests: (source, manifests, options) => {
        calls.push({
          source,
          kinds: manifests.map(
            ({ object }) => (object as { kind?: unknown }).kind,
          ),
          from: manifests.map(({ file, sinceMs }) => [file, sinceMs]),
          atMs: options?.atMs,
        });
        return { accepted: ['some'], rejected: [] };
      },
    },
    () => calls.push({ source: 'told', kinds: [] }),
  );
  return { gitOps, calls };
}

describe('GitOps', () => {
  it('applies the manifests of a default branch, and tells', async () => {
    const { gitOps, calls } = aController();
    await gitOps.follow(
      push({
        'catalog-info.yaml': 'kind: Component',
        'deploy/app.yaml':
          'kind: Deployment\n---\n# nothing\n---\nkind: Service\n',
        'deploy/eu/hpa.yml': 'kind: HorizontalPodAutoscaler',
        'templates/a/skeleton/deploy/app.yaml': 'name: ${{ values.name }}',
        'deploy/kustomization.yaml': 'kind: Kustomization',
        'deploy/README.md': 'kind: of',
      }),
      nowMs,
    );
    expect(calls).toEqual([
      {
        source: 'lifeverse/new-service',
        kinds: ['Deployment', 'Service', 'HorizontalPodAutoscaler'],
        from: [
          ['deploy/app.yaml', undefined],
          ['deploy/app.yaml', undefined],
          ['deploy/eu/hpa.yml', undefined],
        ],
        atMs: nowMs,
      },
      { source: 'told', kinds: [] },
    ]);
    expect(gitOps.state()).toEqual([
      {
        source: 'lifeverse/new-service',
        commit: 'c0ffee',
        accepted: ['some'],
        rejected: [],
      },
    ]);
  });

  it('takes an older commit as described since its files came', async () => {
    const { gitOps, calls } = aController();
    const text = 'apiVersion: v1\nkind: List\nitems: [{ kind: Service }]';
    await gitOps.follow(push({ 'deploy/list.yaml': text }), nowMs, false);
    expect(calls[0]).toMatchObject({
      kinds: ['Service'],
      from: [['deploy/list.yaml', 'deploy/list.yaml'.length]],
    });
  });

  it('leaves alone other branches and repositories without manifests', async () => {
    const { gitOps, calls } = aController();
    const files = { 'deploy/app.yaml': 'kind: Deployment' };
    await gitOps.follow(push(files, { isDefaultBranch: false }), nowMs);
    await gitOps.follow(push({ 'docs/index.md': '' }), nowMs);
    expect(calls).toEqual([]);
    expect(gitOps.state()).toEqual([]);
  });

  it('removes what is described no more', async () => {
    const { gitOps, calls } = aController();
    await gitOps.follow(push({ 'deploy/app.yaml': 'kind: Deployment' }), nowMs);
    await gitOps.follow(push({ 'docs/index.md': '' }), nowMs);
    expect(calls.at(-2)).toMatchObject({
      source: 'lifeverse/new-service',
      kinds: [],
    });
  });

  it('keeps what lives and names the file that cannot be read', async () => {
    const { gitOps, calls } = aController();
    await gitOps.follow(push({ 'deploy/app.yaml': 'kind: Deployment' }), nowMs);
    const before = calls.length;
    await gitOps.follow(
      push({ 'deploy/app.yaml': 'kind: {' }, { commit: 'bad' }),
      nowMs,
    );
    expect(calls).toHaveLength(before);
    expect(gitOps.state()).toMatchObject([
      {
        commit: 'bad',
        accepted: ['some'],
        error: expect.stringMatching(/^deploy\/app.yaml: /),
      },
    ]);
  });
});
