import { parsePromQl } from '../promql/parse';
import { Column } from './SampleStore';
import { SharedIncreases } from './SharedIncreases';

function rangeOf(text: string) {
  const expr = parsePromQl(text);
  if (expr.kind !== 'call' || expr.args[0].kind !== 'range') {
    throw new Error(`${text} is no call over a range`);
  }
  return expr.args[0];
}

function columns(count: number): Column[] {
  const values = new Float64Array(count);
  return [{ labels: {}, values, present: new Uint8Array(count) }];
}

const ends = Float64Array.of(60_000, 120_000);

describe('SharedIncreases', () => {
  it('makes what several ask for alike once, and all else anew', async () => {
    const shared = new SharedIncreases();
    let made = 0;
    const ask = (name: string, range: string, at = ends) =>
      shared.of(name, rangeOf(`rate(${range})`), at, async () => {
        made += 1;
        return columns(at.length);
      });
    const first = await ask('rate', 'x{a="1"}[5m]');
    expect(await ask('rate', 'x{a="1"}[5m]')).toBe(first);
    expect(made).toBe(1);
    await ask('increase', 'x{a="1"}[5m]');
    await ask('rate', 'x{a="2"}[5m]');
    await ask('rate', 'x{a="1"}[1m]');
    await ask('rate', 'x{a="1"}[5m]', Float64Array.of(60_000, 180_000));
    await ask('rate', 'x{a="1"}[5m]', Float64Array.of(60_000));
    expect(made).toBe(6);
    await ask('rate', 'sum(x)[5m:1m]');
    await ask('rate', 'sum(x)[5m:1m]');
    expect(made).toBe(8);
  });

  it('keeps nothing of a past that became another one meanwhile', async () => {
    const shared = new SharedIncreases();
    const range = rangeOf('rate(x[5m])');
    await shared.of('rate', range, ends, async () => {
      shared.clear();
      return columns(1);
    });
    const after = columns(2);
    expect(await shared.of('rate', range, ends, async () => after)).toBe(after);
  });

  it('lets what is oldest go before it holds too much', async () => {
    const shared = new SharedIncreases();
    const many = new Float64Array(400_000);
    const ask = (name: string) =>
      shared.of('rate', rangeOf(`rate(${name}[5m])`), many, async () =>
        columns(many.length),
      );
    const [a, b] = [await ask('a'), await ask('b')];
    await ask('c');
    expect(await ask('b')).toBe(b);
    expect(await ask('a')).not.toBe(a);
  });
});
