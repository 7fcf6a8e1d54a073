import { PushEvent } from '../forge/createForgeFace';
import { GitOps } from './GitOps';

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
    ...more,
  };
}

function aController() {
  const calls: { source: string; kinds: unknown[]; atMs?: number }[] = [];
  const gitOps = new GitOps(
    {
      applyManifests: (source, objects, options) => {
        calls.push({
          source,
          kinds: objects.map(each => (each as { kind?: unknown }).kind),
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
      5,
    );
    expect(calls).toEqual([
      {
        source: 'lifeverse/new-service',
        kinds: ['Deployment', 'Service', 'HorizontalPodAutoscaler'],
        atMs: 5,
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

  it('leaves alone other branches and repositories without manifests', async () => {
    const { gitOps, calls } = aController();
    const files = { 'deploy/app.yaml': 'kind: Deployment' };
    await gitOps.follow(push(files, { isDefaultBranch: false }));
    await gitOps.follow(push({ 'docs/index.md': '' }));
    expect(calls).toEqual([]);
    expect(gitOps.state()).toEqual([]);
  });

  it('removes what is described no more', async () => {
    const { gitOps, calls } = aController();
    await gitOps.follow(push({ 'deploy/app.yaml': 'kind: Deployment' }));
    await gitOps.follow(push({ 'docs/index.md': '' }));
    expect(calls.at(-2)).toMatchObject({
      source: 'lifeverse/new-service',
      kinds: [],
    });
  });

  it('keeps what lives and names the file that cannot be read', async () => {
    const { gitOps, calls } = aController();
    await gitOps.follow(push({ 'deploy/app.yaml': 'kind: Deployment' }));
    const before = calls.length;
    await gitOps.follow(
      push({ 'deploy/app.yaml': 'kind: {' }, { commit: 'bad' }),
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
