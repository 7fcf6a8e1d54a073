import { parseLabelSelector } from './labelSelector';

const labels = { app: 'gateway', tier: 'edge', replicas: '12' };

describe('parseLabelSelector', () => {
  it.each([
    ['app=gateway', true],
    ['app==gateway', true],
    ['app=chat', false],
    ['app!=chat', true],
    ['missing!=chat', true],
    ['app in (gateway, chat)', true],
    ['app in (chat)', false],
    ['app notin (chat)', true],
    ['missing notin (chat)', true],
    ['app', true],
    ['missing', false],
    ['!missing', true],
    ['!app', false],
    ['replicas>10', true],
    ['replicas<10', false],
    ['app>10', false],
    ['app=gateway,tier in (edge,core),!canary', true],
    ['app=gateway,tier=core', false],
    [' app = gateway ', true],
  ])('holds for %s: %s', (selector, expected) => {
    expect(parseLabelSelector(selector)(labels)).toBe(expected);
  });

  it('reads an empty value', () => {
    expect(parseLabelSelector('app=')({ app: '' })).toBe(true);
  });

  it.each([
    ['app=a b', '"app=a b"'],
    ['app in gateway', '"app in gateway"'],
    ['a=b,=c', '"=c"'],
  ])('refuses %s and names the part', (selector, part) => {
    expect(() => parseLabelSelector(selector)).toThrow(part);
  });

  it('refuses a selector that would select everything', () => {
    expect(() => parseLabelSelector(' , ')).toThrow('selector is empty');
  });
});
