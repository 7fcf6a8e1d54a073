import { startSimulator } from '@worldscale/simulator';
import { JsonObject } from '@backstage/types';
import {
  longestServiceName,
  planCapacity,
  ServiceKind,
} from '@worldscale/backstage-plugin-worlds-common';
import {
  documentsOf,
  entityOf,
  manifestsOf,
  objectiveProblems,
  pageProblems,
  schemaProblems,
} from './__testUtils__/checkRepository';
import { controlProblems } from './__testUtils__/controls';
import { at, isObject, listAt, objectAt, textAt } from './__testUtils__/jsonAt';
import { pairwise } from './__testUtils__/pairwise';
import { answers, startScaffolder } from './__testUtils__/startScaffolder';

// A scaffolder and a simulated world, on machines that may be busy.
jest.setTimeout(120_000);

const regions = (...names: string[]) =>
  names.map(name => `resource:default/${name}`);

const longest = (kind: string) =>
  'aurora-'.padEnd(longestServiceName(kind as ServiceKind), 'x');

const choices = pairwise({
  kind: ['stateful-shard', 'stateless-service'],
  name: ['aurora-auction', 'true', 'longest'],
  world: ['system:default/aurora', 'skyreach'],
  regions: [
    regions('eu-frankfurt'),
    regions('us-virginia', 'ap-tokyo'),
    regions(
      'eu-frankfurt',
      'us-virginia',
      'us-oregon',
      'ap-tokyo',
      'sa-saopaulo',
    ),
  ],
  owner: ['group:default/world-aurora', 'economy'],
  lifecycle: ['experimental', 'production'],
  tier: ['tier-1', 'tier-2', 'tier-3'],
  capacity: [
    { peakPlayers: 1, playersPerInstance: 1 },
    { peakPlayers: 5000, playersPerInstance: 200 },
    { peakPlayers: 400_000, playersPerInstance: 800 },
  ],
  costCenter: [undefined, '0815', 'true'],
  pagerDutyServiceId: [undefined, 'P05BE68'],
});

/** Files that still hold expressions, or what becomes of missing values. */
function leftovers(files: ReadonlyMap<string, string>) {
  return [...files]
    .filter(
      ([path, text]) =>
        // The pipeline has expressions of its own.
        !path.startsWith('.gitea/') &&
        /\$\{\{|\{%|\bundefined\b|\[object|NaN/.test(text),
    )
    .map(([path]) => path);
}

/** What GitHub refuses or Gitea's runner cannot do. */
function workflowProblems({ jobs }: JsonObject): string[] {
  const problems: string[] = [];
  const stepsOf = (job: string) => listAt(jobs, `${job}.steps`);
  for (const name of Object.keys(isObject(jobs) ? jobs : {})) {
    const condition = textAt(jobs, `${name}.if`);
    if (/hashFiles/.test(condition)) {
      problems.push(`${name}: hashFiles is not there before the checkout`);
    }
    for (const [, needed, output] of condition.matchAll(
      /needs\.(\w+)\.outputs\.(\w+)/g,
    )) {
      const step = /steps\.(\w+)\.outputs/.exec(
        textAt(jobs, `${needed}.outputs.${output}`),
      )?.[1];
      const isGiven =
        at(jobs, `${name}.needs`) === needed &&
        stepsOf(needed).some(one => at(one, 'id') === step);
      if (!step || !isGiven) problems.push(`${name}: nobody gives ${output}`);
    }
    for (const run of stepsOf(name).map(step => textAt(step, 'run'))) {
      if (/ID_TOKEN/.test(run)) problems.push(`${name}: needs OIDC`);
      if (/docker run.* (-v|--volume) /.test(run)) {
        problems.push(`${name}: mounts a folder that the daemon may not see`);
      }
    }
  }
  return problems;
}

describe('the template for world services', () => {
  let simulator: Awaited<ReturnType<typeof startSimulator>>;
  let scaffolder: Awaited<ReturnType<typeof startScaffolder>>;

  beforeAll(async () => {
    simulator = await startSimulator({ tickMs: 0 });
    scaffolder = await startScaffolder({ forgeUrl: simulator.urls.forge });
  });
  afterAll(async () => {
    await scaffolder?.stop();
    await simulator?.close();
  });

  describe.each(
    choices.map((choice, index): [string, (typeof choices)[number]] => [
      `${index + 1}: ${choice.kind}, ${choice.name}, ${
        choice.regions.length
      } region(s), ${choice.tier}`,
      choice,
    ]),
  )('with choice %s', (_, { name: named, ...choice }) => {
    const name = named === 'longest' ? longest(choice.kind) : named;
    let run: Awaited<ReturnType<typeof scaffolder.dryRun>>;

    beforeAll(async () => {
      run = await scaffolder.dryRun({ ...choice, name });
    });

    it('makes a repository whose every file is what it should be', async () => {
      expect([run.code, run.message]).toEqual([200, '']);
      const { files } = run;
      const entity = await entityOf(files);
      expect(entity).toMatchObject({
        metadata: {
          name,
          description: answers.description,
          annotations: {
            'backstage.io/kubernetes-id': name,
            'backstage.io/techdocs-ref': 'dir:.',
          },
        },
        spec: {
          type:
            choice.kind === 'stateful-shard'
              ? 'shard-service'
              : 'world-service',
          lifecycle: choice.lifecycle,
          dependsOn: choice.regions,
        },
      });
      expect(entity.metadata.tags).toContain(choice.tier);
      expect(entity.metadata.annotations?.['pagerduty.com/service-id']).toBe(
        choice.pagerDutyServiceId,
      );
      expect(objectiveProblems(files)).toEqual([]);
      expect(pageProblems(files)).toEqual([]);
      expect(leftovers(files)).toEqual([]);
      const [workflow] = documentsOf(files, '.gitea/workflows/checks.yaml');
      expect(Object.keys(objectAt(workflow, 'jobs'))).toEqual([
        'manifests',
        'image',
      ]);
      expect(workflowProblems(workflow)).toEqual([]);
    });

    it('makes manifests that Kubernetes takes and that run safely, for each region', () => {
      const byRegion = manifestsOf(run.files);
      expect([...byRegion.keys()].sort()).toEqual(
        choice.regions.map(ref => ref.split('/')[1]).sort(),
      );
      const plan = planCapacity({
        kind: choice.kind as ServiceKind,
        regions: choice.regions.length,
        ...choice.capacity,
      });
      for (const [region, manifests] of byRegion) {
        expect(manifests.flatMap(schemaProblems)).toEqual([]);
        expect(controlProblems(manifests)).toEqual([]);
        for (const { metadata } of manifests) {
          expect(metadata.namespace).toBe(choice.world.replace(/^.*\//, ''));
          expect(metadata.labels).toMatchObject({
            'topology.kubernetes.io/region': region,
            'backstage.io/kubernetes-id': name,
            'lifeverse.example/cost-center':
              choice.costCenter ?? metadata.namespace,
          });
        }
        const scaler = manifests.find(({ kind }) => /scaler$/i.test(kind));
        expect(
          at(scaler, 'spec.policy.buffer') ?? at(scaler, 'spec'),
        ).toMatchObject({
          minReplicas: plan.min,
          maxReplicas: plan.max,
        });
        const [kustomization] = documentsOf(
          run.files,
          `deploy/${region}/kustomization.yaml`,
        );
        expect(
          [...listAt(kustomization, 'resources'), 'kustomization.yaml'].sort(),
        ).toEqual(
          [...run.files.keys()]
            .filter(path => path.startsWith(`deploy/${region}/`))
            .map(path => path.split('/')[2])
            .sort(),
        );
      }
    });

    it('has runbooks that read the size of the moment', () => {
      const runbooks = [...run.files].filter(([path]) =>
        path.startsWith('runbooks/'),
      );
      expect(runbooks).toHaveLength(2);
      for (const [, text] of runbooks) {
        expect(text).not.toMatch(/(Replicas|bufferSize|replicas)\W*:\W*\d/);
        expect(text).not.toContain('revert --no-edit HEAD');
      }
    });

    it('comes to life in the clusters', () => {
      const objects = [...manifestsOf(run.files)].flatMap(([region, all]) =>
        all.map(object => ({ object, file: `deploy/${region}/all.yaml` })),
      );
      const source = `lifeverse/${name}`;
      const result = simulator.world.applyManifests(source, objects);
      expect(result.rejected).toEqual([]);
      expect(result.accepted).toHaveLength(objects.length);
      simulator.world.applyManifests(source, []);
    });
  });

  it('links to what it makes', async () => {
    const { output } = await scaffolder.dryRun();
    expect(output.links).toEqual([
      expect.objectContaining({
        entityRef: 'component:default/aurora-auction',
      }),
      expect.objectContaining({
        url: '/docs/default/component/aurora-auction',
      }),
      expect.objectContaining({
        url: `${simulator.urls.forge}/lifeverse/aurora-auction`,
      }),
    ]);
  });

  it.each([[[]], [undefined], [['eu-frankfurt', 'eu-frankfurt']]])(
    'is not begun with %j for regions',
    async chosen => {
      const { code, message, files } = await scaffolder.dryRun({
        regions: chosen,
      });
      expect(code).toBe(400);
      expect(message).toMatch(/regions/);
      expect([...files.keys()]).toEqual([]);
    },
  );

  it('changes nothing in a dry run', async () => {
    await scaffolder.dryRun();
    const answer = await fetch(
      `${simulator.urls.forge}/api/v1/repos/lifeverse/aurora-auction`,
    );
    expect(answer.status).toBe(404);
  });

  it('has a default for the image that is named by its digest', async () => {
    const { default: image, pattern } =
      scaffolder.template.spec.parameters[2].properties.image;
    expect(image).toMatch(new RegExp(pattern));
    const { code } = await scaffolder.dryRun({ image });
    expect(code).toBe(200);
  });
});

describe('pairwise', () => {
  it('has every pair of values, in fewer choices than all combinations', () => {
    const factors = {
      a: [1, 2, 3],
      b: ['x', 'y'],
      c: [true, false],
      d: [1, 2],
    };
    const found = pairwise(factors);
    expect(found.length).toBeLessThan(3 * 2 * 2 * 2);
    for (const [left, right] of [
      ['a', 'b'],
      ['a', 'c'],
      ['a', 'd'],
      ['b', 'c'],
      ['b', 'd'],
      ['c', 'd'],
    ] as const) {
      for (const one of factors[left]) {
        for (const other of factors[right]) {
          expect(
            found.some(
              choice => choice[left] === one && choice[right] === other,
            ),
          ).toBe(true);
        }
      }
    }
  });
});
