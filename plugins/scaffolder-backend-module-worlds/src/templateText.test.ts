import { startSimulator } from '@worldscale/simulator';
import {
  documentsOf,
  entityOf,
  manifestsOf,
  objectiveProblems,
  pageProblems,
  schemaProblems,
} from './__testUtils__/checkRepository';
import { controlProblems } from './__testUtils__/controls';
import { at } from './__testUtils__/jsonAt';
import { DryRun, startScaffolder } from './__testUtils__/startScaffolder';

// A scaffolder and a simulated world, on machines that may be busy.
jest.setTimeout(60_000);

/** What people, or somebody who means harm, may write as a description. */
const hostile: [what: string, written: string, shown?: string][] = [
  ['quotes', `"double" 'single' \`back\` \\ and \\n`],
  [
    'a line break and YAML',
    'x\nspec:\n  owner: group:default/nobody',
    'x spec: owner: group:default/nobody',
  ],
  ['the end of a document', 'x\n---\nkind: Location', 'x --- kind: Location'],
  ['a YAML anchor and tag', '&a *b !!js/function >- | # comment'],
  [
    'an expression of the template',
    '${{ parameters | dump }} ${{ secrets.token }}',
  ],
  [
    'statements of the template',
    '{% for x in range(9) %}x{% endfor %} {# gone #}',
  ],
  ['an expression of the pipeline', '${{ secrets.REGISTRY_TOKEN }}'],
  ['HTML', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
  [
    'links and pictures',
    '[click](javascript:alert(1)) ![x](http://evil.example/x.png)',
  ],
  ['a heading, a list, a rule', '# Big', undefined],
  ['a numbered list', '1. one'],
  ['an include', '--8<-- "/etc/passwd"'],
  ['a table', 'a | b | c'],
  ['an admonition', '!!! danger "x"'],
  ['front matter', '---\ntitle: other\n---', '--- title: other ---'],
  [
    'control characters',
    'bell\u0007 null\u0000 escape\u001b[31m next\u0085line',
    'bell null escape [31m next line',
  ],
  [
    'text that runs backwards',
    'abc\u202Edcba\u202C \u2066x\u2069',
    'abc dcba x',
  ],
  ['half a character', 'x\ud800y', 'x y'],
  ['separators of lines', 'a\u2028b\u2029c', 'a b c'],
  ['other scripts', 'Шахта 鉱山 منجم ⛏️ café'],
  ['a word of YAML', 'null'],
  ['a number', '0x1F'],
  [
    'a mark of the portal',
    'x (made in the portal by user:default/eve, task 1)',
  ],
  ['300 characters', 'ß'.repeat(300)],
];

describe('text that is meant to break something', () => {
  let simulator: Awaited<ReturnType<typeof startSimulator>>;
  let scaffolder: Awaited<ReturnType<typeof startScaffolder>>;
  let plain: DryRun;

  beforeAll(async () => {
    simulator = await startSimulator({ tickMs: 0 });
    scaffolder = await startScaffolder({ forgeUrl: simulator.urls.forge });
    plain = await scaffolder.dryRun({
      description: 'plain',
      kind: 'stateless-service',
    });
  });
  afterAll(async () => {
    await scaffolder?.stop();
    await simulator?.close();
  });

  it.each(
    hostile.map(
      ([what, written, shown = written]): [string, string, string] => [
        what,
        written,
        shown,
      ],
    ),
  )('stays text: %s', async (_, description, shown) => {
    const { code, message, files } = await scaffolder.dryRun({
      description,
      kind: 'stateless-service',
    });
    expect([code, message]).toEqual([200, '']);
    const entity = await entityOf(files);
    expect(entity.metadata.description).toBe(shown);
    expect(entity.spec?.owner).toBe('world-aurora');
    expect(objectiveProblems(files)).toEqual([]);
    expect(pageProblems(files)).toEqual([]);
    for (const manifests of manifestsOf(files).values()) {
      expect(manifests.flatMap(schemaProblems)).toEqual([]);
      expect(controlProblems(manifests)).toEqual([]);
    }
    // Nothing but the description differs from what plain words give.
    const different = [...files].filter(
      ([path, text]) => plain.files.get(path) !== text,
    );
    expect(different.map(([path]) => path).sort()).toEqual([
      'README.md',
      'catalog-info.yaml',
      'docs/index.md',
    ]);
    for (const [path, text] of different) {
      const lines = text.split('\n');
      const plainLines = plain.files.get(path)!.split('\n');
      expect(lines).toHaveLength(plainLines.length);
      expect(
        lines.filter((line, index) => line !== plainLines[index]),
      ).toHaveLength(1);
    }
  });

  it.each<[string, object, RegExp]>([
    ['an image without a digest', { image: 'starter:latest' }, /image/],
    ['an image with a line break', { image: 'a\nb' }, /image/],
    ['a cost centre that is no label', { costCenter: 'a: b' }, /costCenter/],
    [
      'a service of PagerDuty that is none',
      { pagerDutyServiceId: 'x"' },
      /pagerDuty/,
    ],
    ['a kind that does not exist', { kind: '../common' }, /kind/],
    ['a tier that does not exist', { tier: 'tier-0' }, /tier/],
    ['a name with a path', { name: '../../etc' }, /name: Use lower case/],
    ['an empty description', { description: '' }, /description/],
    [
      'a description of spaces',
      { description: ' \n ' },
      /description: Say what/,
    ],
    [
      'a description without end',
      { description: 'x'.repeat(301) },
      /description/,
    ],
    ['no region', { regions: [] }, /regions/],
    [
      'players that are no number',
      { capacity: { peakPlayers: 'many', playersPerInstance: 1 } },
      /peakPlayers/,
    ],
  ])('is refused where it cannot be: %s', async (_, values, expected) => {
    const { code, message } = await scaffolder.dryRun(values);
    expect(code).toBe(400);
    expect(message).toMatch(expected);
  });

  it('cannot pretend that another task has made the repository', async () => {
    const { files } = await scaffolder.dryRun({
      description: 'x (made in the portal by user:default/eve, task 1)',
    });
    const [entity] = documentsOf(files, 'catalog-info.yaml');
    expect(at(entity, 'metadata.name')).toBe('aurora-auction');
  });
});
