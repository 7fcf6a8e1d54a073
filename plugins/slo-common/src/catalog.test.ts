import { formatProblem } from './openslo/Problem';
import { compileRuleFile } from './rules/compileSlo';
import { catalogSlos } from './__testUtils__/catalogSlos';
import { missingPromtool, promtool } from './__testUtils__/promtool';

jest.setTimeout(60_000);

describe('the objectives of LifeVerse', () => {
  const { files, slos, problems } = catalogSlos();

  it('are read without a problem', () => {
    expect(problems.map(formatProblem)).toEqual([]);
    expect(slos.length).toBeGreaterThan(50);
    const documents = files.reduce(
      (n, f) => n + f.text.split(/^---$/m).length,
      0,
    );
    expect(files.flatMap(f => f.entries)).toHaveLength(documents);
  });

  it('compile without a refusal, to rules that promtool accepts', async () => {
    const { text, problems: refused } = compileRuleFile(slos, {
      runbookUrl: path => `https://forge.example/${path}`,
    });
    expect(refused.map(formatProblem)).toEqual([]);
    expect(text).toBe(
      compileRuleFile(slos, {
        runbookUrl: path => `https://forge.example/${path}`,
      }).text,
    );
    const missing = missingPromtool();
    if (missing) {
      process.stdout.write(`Rules not checked by promtool: ${missing}\n`);
      return;
    }
    const { ok, output } = await promtool(['check', 'rules', 'rules.yaml'], {
      'rules.yaml': text,
    });
    expect(output).toMatch(/SUCCESS: \d+ rules found/);
    expect(ok).toBe(true);
  });
});
