import {
  derivedNames,
  longestServiceName,
  serviceKinds,
  serviceNameProblem,
} from './newService';

const named = (length: number) => 'a'.repeat(length);

describe('the name of a new service', () => {
  it.each(['aurora-auction', 'a', 'a1', 'aurora2-gateway', 'null', 'true'])(
    'may be %s',
    name => {
      expect(serviceNameProblem('stateless-service', name)).toBeUndefined();
    },
  );

  it.each([
    ['capitals', 'Aurora'],
    ['a digit at the beginning', '1aurora'],
    ['a hyphen at the beginning', '-aurora'],
    ['a hyphen at the end', 'aurora-'],
    ['a dot', 'aurora.auction'],
    ['an underscore', 'aurora_auction'],
    ['a space', 'aurora auction'],
    ['another alphabet', 'аurora'],
    ['a line break', 'aurora\nauction'],
    ['a path', '../aurora'],
    ['an expression', '${{ secrets }}'],
  ])('may not have %s', (_, name) => {
    expect(serviceNameProblem('stateless-service', name)).toMatch(
      /^Use lower case letters/,
    );
  });

  it('is needed', () => {
    expect(serviceNameProblem('stateful-shard', '')).toBe('A name is needed.');
  });

  it.each(serviceKinds)(
    'leaves room for every name that a %s derives, and for no character more',
    kind => {
      const most = longestServiceName(kind);
      expect(serviceNameProblem(kind, named(most))).toBeUndefined();
      for (const derived of derivedNames(kind, named(most))) {
        expect(derived.name.length).toBeLessThanOrEqual(derived.limit);
      }
      expect(serviceNameProblem(kind, named(most + 1))).toMatch(
        /^Too long by 1: /,
      );
    },
  );

  it('says which name would be too long', () => {
    expect(serviceNameProblem('stateless-service', named(50))).toBe(
      `Too long by 4: its pod would be called '${named(
        50,
      )}-xxxxxxxxxx-xxxxx' (67 characters, Kubernetes allows 63). Use at most 46 characters.`,
    );
  });

  it('must suit both kinds as long as none is chosen', () => {
    expect(serviceNameProblem('stateful-shard', named(48))).toBeUndefined();
    expect(serviceNameProblem(undefined, named(48))).toMatch(/its pod/);
  });
});
