import { scalingChannel, signalKeyOf } from './signals';

describe('signalKeyOf', () => {
  // The test vectors of FNV-1a, 32 bits (isthe.com/chongo/src/fnv/test_fnv.c).
  it.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ])('is FNV-1a of %p', (text, hash) => {
    expect(signalKeyOf(text)).toBe(hash.toString(36));
  });

  it('is the same however a reference is written', () => {
    expect(signalKeyOf('Component:default/Aurora-Login')).toBe(
      signalKeyOf('component:default/aurora-login'),
    );
  });
});

it('stands behind the channel of all services', () => {
  expect(scalingChannel('a')).toBe(
    `scaling:services#${(0xe40c292c).toString(36)}`,
  );
});
