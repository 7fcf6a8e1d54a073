import { changesCsvHeader, changesCsvLines } from './changesCsv';
import { ScalingChange } from './ledgerContract';

describe('changes as comma-separated values', () => {
  const change: ScalingChange = {
    ...{ id: 'x', entityRef: 'component:default/shop', region: 'eu' },
    ...{
      cluster: 'fra',
      kind: 'Deployment',
      namespace: 'aurora',
      name: 'shop',
    },
    ...{ stack: null, from: 3, to: 5, notBefore: null },
    at: '2026-11-22T20:00:00.000Z',
    actor: { type: 'person', kind: null, name: "=cmd|'/c calc'!A1" },
    why: {
      sentence: 'It said "5",\r\nand more.',
      ...{ event: null, conditions: [], metrics: [], steps: [] },
    },
    reasonObserved: true,
    readyAt: '2026-11-22T20:01:30.000Z',
    ...{ readiness: 'ready', source: 'observed' },
  };

  it('quote what must be, disarm formulas, and end each line as they should', () => {
    expect(changesCsvHeader()).toMatch(/^at,not_before,.*,source,id\r\n$/);
    expect(changesCsvLines([change])).toBe(
      `2026-11-22T20:00:00.000Z,,component:default/shop,eu,fra,Deployment,aurora,shop,,3,5,person,,'=cmd|'/c calc'!A1,"It said ""5"",\r\nand more.",,true,ready,2026-11-22T20:01:30.000Z,90,observed,x\r\n`,
    );
  });

  it.each<[string, string]>([
    ['=1+1', "'=1+1"],
    ['+SUM(A1)', "'+SUM(A1)"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['＝1+1', "'＝1+1"],
    ['-5', '-5'],
    ['-2.5', '-2.5'],
    ['-', "'-"],
    ['a=b', 'a=b'],
  ])('disarm no more than a formula: %j', (name, cell) => {
    const actor = { ...change.actor, name };
    expect(changesCsvLines([{ ...change, actor }])).toContain(
      `,person,,${cell},`,
    );
  });

  it('leave ids as they are, however they begin', () => {
    const id = '-BZQF7FBBO-_x';
    expect(changesCsvLines([{ ...change, id }])).toMatch(
      /,observed,-BZQF7FBBO-_x\r\n$/,
    );
  });
});
