/** @jest-environment node */
import { execFile, execFileSync } from 'node:child_process';
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { version } from '../package.json';
import { runProgram } from './runProgram';

jest.setTimeout(60_000);

/** An SLO that is sound, of a service with the same name. */
function sloText(
  name: string,
  more: { target?: string; runbook?: string } = {},
) {
  const { target = '0.99', runbook = './runbooks/slow.md' } = more;
  return `apiVersion: openslo/v1
kind: Service
metadata: { name: ${name} }
spec: {}
---
apiVersion: openslo/v1
kind: SLO
metadata:
  name: ${name}-availability
  annotations:
    worldscale.io/burn-alerts: page 14.4x 1h/5m for 2m
    worldscale.io/runbook: ${runbook}
spec:
  service: ${name}
  indicatorRef: ${name}-errors
  timeWindow: [{ duration: 28d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives:
    - target: ${target}
---
apiVersion: openslo/v1
kind: SLI
metadata: { name: ${name}-errors }
spec:
  ratioMetric:
    counter: true
    bad: { metricSource: { type: Prometheus, spec: { query: 'errors_total{service="${name}"}' } } }
    total: { metricSource: { type: Prometheus, spec: { query: 'requests_total{service="${name}"}' } } }
`;
}

describe('worldscale', () => {
  let cwd: string;

  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'worldscale-cli-'));
  });
  afterEach(() => rm(cwd, { recursive: true, force: true }));

  async function put(files: Record<string, string | Buffer>) {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(cwd, name)), { recursive: true });
      await writeFile(join(cwd, name), content);
    }
  }

  async function run(...words: string[]) {
    let [out, err] = ['', ''];
    const code = await runProgram(words, {
      cwd,
      print: text => {
        out += text;
      },
      report: text => {
        err += text;
      },
    });
    return { code, out, err };
  }

  const text = (name: string) => readFile(join(cwd, name), 'utf8');

  it('prints the rules of files and of folders, and nothing else', async () => {
    await put({
      'chat/slo.yaml': sloText('chat'),
      'chat/catalog-info.yaml': 'kind: Component\n',
      'chat/templates/x.yaml': 'a: {{ not yaml',
      'node_modules/x/slo.yaml': sloText('foreign'),
      'login/objectives.txt': sloText('login'),
    });
    const { code, out, err } = await run(
      ...['slo', 'rules', '.', 'login/objectives.txt'],
      ...['--base-url', 'https://forge.example/o/r/src/branch/main'],
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^groups:\n {2}- name: "slo-chat-availability-slices"/);
    expect(out).toContain('"slo-login-availability-windows"');
    expect(out).not.toContain('foreign');
    expect(out).toContain(
      'runbook_url: "https://forge.example/o/r/src/branch/main/chat/runbooks/slow.md"',
    );
    // A file that is named twice counts once.
    expect((await run('slo', 'rules', 'chat', 'chat/slo.yaml')).code).toBe(0);
  });

  it('says once that runbooks want a base address, and nothing of each SLO', async () => {
    await put({ 'slo.yaml': sloText('chat'), 'b.yaml': sloText('login') });
    const { code, err } = await run('slo', 'rules', '.');
    expect(code).toBe(0);
    expect(err).toBe(
      'worldscale: runbooks are paths within a repository; with --base-url alerts lead to them\n',
    );
    expect((await run('slo', 'rules', '.', '--strict')).code).toBe(1);
  });

  it('names file, line, field and what was expected, and writes nothing', async () => {
    await put({
      'a.yaml': sloText('chat', { target: '99' }),
      'b.yaml': sloText('login'),
    });
    const { code, out, err } = await run(
      'slo',
      'rules',
      '.',
      '-o',
      'rules.yaml',
    );
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(
      /^a\.yaml:19:15: error: spec\.objectives\[0\]\.target: expected a number from 0 to below 1/m,
    );
    expect(err).toMatch(/1 error; no rules were written\n$/);
    await expect(text('rules.yaml')).rejects.toThrow('ENOENT');
  });

  it('refuses an alert that could never fire, at the place that asks for it', async () => {
    await put({ 'a.yaml': sloText('chat', { target: '0.9' }) });
    const { code, err } = await run('slo', 'validate', 'a.yaml');
    expect(code).toBe(1);
    expect(err).toMatch(
      /^a\.yaml:11:\d+: error: metadata\.annotations\.worldscale\.io\/burn-alerts: chat-availability: the page alert at a burn rate of 14\.4 is refused: .*10/m,
    );
  });

  it('validates: what is wrong on one side, how much on the other', async () => {
    await put({ 'a.yaml': sloText('chat'), 'b.yaml': sloText('login') });
    expect(await run('slo', 'validate', '.')).toEqual({
      ...{ code: 0, err: '', out: '2 SLOs in 2 files: 0 errors, 0 warnings\n' },
    });
    await put({
      'b.yaml': sloText('login').replace(
        'indicatorRef: login',
        'indicatorRef: x',
      ),
      'c.yaml': 'apiVersion: openslo/v1\nkind: SLO\n  metadata: [\n',
    });
    const { code, out, err } = await run('slo', 'validate', '.');
    expect(code).toBe(1);
    expect(out).toMatch(/^2 SLOs in 3 files: \d+ errors/);
    expect(err).toMatch(
      /^b\.yaml:15:\d+: error: spec\.indicatorRef: .*x-errors/m,
    );
    expect(err).toMatch(/^c\.yaml:2:\d+: error: /m);
  });

  it('keeps one file up to date, and says whether it is', async () => {
    await put({
      'slo.yaml': sloText('chat', { runbook: 'https://x.example' }),
    });
    const words = ['slo', 'rules', 'slo.yaml', '--output', 'out/rules.yml'];
    expect(await run(...words, '--check')).toMatchObject({
      code: 1,
      err: 'out/rules.yml: is missing\n',
    });
    expect(await run(...words)).toEqual({
      ...{ code: 0, out: '', err: 'out/rules.yml: written\n' },
    });
    expect(await run(...words, '--check')).toEqual({
      code: 0,
      out: '',
      err: '',
    });
    const before = await text('out/rules.yml');
    await put({
      'slo.yaml': sloText('chat', {
        target: '0.95',
        runbook: 'https://x.example',
      }),
    });
    expect(await run(...words, '--check')).toMatchObject({
      code: 1,
      err: 'out/rules.yml: is not up to date\n',
    });
    expect(await text('out/rules.yml')).toBe(before);
    await run(...words);
    expect(await text('out/rules.yml')).toContain('vector(0.95)');
    expect(await readdir(join(cwd, 'out'))).toEqual(['rules.yml']);
  });

  it('keeps a folder with one file for each service, and leaves files of others alone', async () => {
    await put({
      'a.yaml': sloText('chat'),
      'b.yaml': sloText('login'),
      'rules/own.yaml': 'groups: []\n',
    });
    const words = ['slo', 'rules', 'a.yaml', 'b.yaml', '-o', 'rules'];
    expect((await run(...words)).code).toBe(0);
    expect(await readdir(join(cwd, 'rules'))).toEqual([
      'chat.yaml',
      'login.yaml',
      'own.yaml',
    ]);
    expect(await text('rules/login.yaml')).not.toContain('chat');
    const fewer = ['slo', 'rules', 'a.yaml', '-o', 'rules'];
    const check = await run(...fewer, '--check');
    expect(check.code).toBe(1);
    expect(check.err).toContain(
      'rules/login.yaml: is of a service without objectives\n',
    );
    await run(...fewer);
    expect(await readdir(join(cwd, 'rules'))).toEqual([
      'chat.yaml',
      'own.yaml',
    ]);
    await put({ 'rules/chat.yaml': 'groups: []\n' });
    const refused = await run(...fewer);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain(
      'rules/chat.yaml was not written by this command',
    );
    expect(await text('rules/chat.yaml')).toBe('groups: []\n');
  });

  it.each([
    [
      'a path to nothing',
      ['slo', 'rules', 'nowhere'],
      'nowhere cannot be read: there is no such file',
    ],
    ['no path', ['slo', 'rules'], "missing required argument 'paths'"],
    [
      'an unknown option',
      ['slo', 'rules', 'a.yaml', '--ouput', 'x'],
      'Did you mean --output?',
    ],
    ['an unknown command', ['slo', 'rule', 'a.yaml'], "unknown command 'rule'"],
    [
      'a folder without OpenSLO',
      ['slo', 'validate', 'empty'],
      'empty holds no OpenSLO file',
    ],
    [
      'what is no text',
      ['slo', 'validate', 'image.yaml'],
      'image.yaml is no text in UTF-8',
    ],
    [
      'no address',
      ['slo', 'rules', 'a.yaml', '--base-url', 'ftp://x'],
      '--base-url: expected an address',
    ],
    [
      'an output within a file',
      ['slo', 'rules', 'a.yaml', '-o', 'a.yaml/x.yaml'],
      'a.yaml/x.yaml cannot be written',
    ],
  ])('fails with 2 for %s', async (_, words, said) => {
    await put({
      'a.yaml': sloText('chat'),
      'empty/values.yaml': 'a: 1\n',
      'image.yaml': Buffer.from([0xff, 0xfe, 0x00]),
    });
    const { code, out, err } = await run(...words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(said);
  });

  it('keeps files within the folder, whatever a service is called', async () => {
    const slo = sloText('chat').replace(
      '\n  service: chat\n',
      '\n  service: ../../out/ch at\n',
    );
    await put({ 'a.yaml': slo });
    expect((await run('slo', 'rules', 'a.yaml', '-o', 'rules')).code).toBe(0);
    expect(await readdir(cwd)).toEqual(['a.yaml', 'rules']);
    expect(await readdir(join(cwd, 'rules'))).toEqual([
      '..%2F..%2Fout%2Fch%20at.yaml',
    ]);
  });

  it('reads files of Windows', async () => {
    await put({ 'a.yaml': `\ufeff${sloText('chat').replace(/\n/g, '\r\n')}` });
    expect(await run('slo', 'validate', 'a.yaml')).toEqual({
      ...{ code: 0, err: '', out: '1 SLO in 1 file: 0 errors, 0 warnings\n' },
    });
  });

  it('warns of a named file that holds nothing of OpenSLO', async () => {
    await put({ 'a.yaml': 'kind: Component\n', 'b.yaml': '' });
    const { code, err } = await run('slo', 'validate', 'a.yaml', 'b.yaml');
    expect(err).toContain(
      'b.yaml:1:1: warning: expected an OpenSLO object, found none',
    );
    expect(code).toBe(err.includes('error') ? 1 : 0);
  });

  it('runs from a checkout, and its rules pass promtool', async () => {
    await put({ 'slo.yaml': sloText('chat') });
    const bin = join(__dirname, '../bin/worldscale.js');
    const ask = (...words: string[]) =>
      promisify(execFile)(process.execPath, [bin, ...words], { cwd });
    expect((await ask('--version')).stdout).toBe(`${version}\n`);
    const { stdout } = await ask('slo', 'rules', 'slo.yaml');
    expect(stdout).toMatch(/^groups:/);
    await expect(ask('slo', 'rules', 'none.yaml')).rejects.toMatchObject({
      code: 2,
    });
    await put({ 'rules.yaml': stdout });
    try {
      execFileSync('promtool', ['--version'], { stdio: 'ignore' });
    } catch {
      process.stdout.write('Rules not checked: promtool is not installed\n');
      return;
    }
    const checked = await promisify(execFile)(
      'promtool',
      ['check', 'rules', 'rules.yaml'],
      { cwd },
    );
    expect(checked.stdout).toMatch(/SUCCESS: \d+ rules found/);
  });
});
