import { giveWay } from './giveWay';

function workFor(ms: number) {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}

/** Rounds of work until somebody else's turn came; at most 50. */
async function roundsUntilSomebodyElse(pause: () => Promise<void>) {
  let hasRun = false;
  setImmediate(() => {
    hasRun = true;
  });
  let rounds = 0;
  while (!hasRun && rounds < 50) {
    workFor(4);
    await pause();
    rounds += 1;
  }
  return rounds;
}

describe('giveWay', () => {
  it('is needed: awaiting what is settled lets nobody else run', async () => {
    expect(await roundsUntilSomebodyElse(async () => {})).toBe(50);
  });

  it('lets others run once a turn is long', async () => {
    expect(await roundsUntilSomebodyElse(giveWay)).toBeLessThan(50);
    expect(await roundsUntilSomebodyElse(giveWay)).toBeLessThan(50);
  });

  it('goes on at once in a young turn', async () => {
    await new Promise(resolve => setImmediate(resolve));
    let hasRun = false;
    setImmediate(() => {
      hasRun = true;
    });
    await giveWay();
    await giveWay();
    expect(hasRun).toBe(false);
  });
});
