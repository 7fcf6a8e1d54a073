import { AsyncResource } from 'node:async_hooks';
import { Turns } from './Turns';

const nextTurn = () => new Promise(resolve => setImmediate(resolve));

async function someTurns(count: number) {
  for (let i = 0; i < count; i++) await nextTurn();
}

describe('Turns', () => {
  let nowMs: number;
  let turns: Turns;

  beforeEach(() => {
    nowMs = 1_000;
    turns = new Turns(() => nowMs);
  });

  /** Does bits of work of one millisecond each; tells how many are done. */
  function job(bits: number) {
    const done = { bits: 0, isOver: false };
    const work = async () => {
      for (; done.bits < bits; done.bits += 1) {
        await turns.giveWay();
        nowMs += 1;
      }
      done.isOver = true;
    };
    return Object.assign(done, { ended: work() });
  }

  function request() {
    let end: () => void = () => {};
    let enter: (work: () => Promise<void>) => Promise<void> = work => work();
    turns.asRequest(ended => {
      end = ended;
      // What is begun within a request belongs to it.
      const resource = new AsyncResource('request');
      enter = work => resource.runInAsyncScope(work);
    });
    return { end: () => end(), enter: (w: () => Promise<void>) => enter(w) };
  }

  it('gives many jobs one turn together', async () => {
    const jobs = Array.from({ length: 20 }, () => job(100));
    const bits = () => jobs.reduce((sum, each) => sum + each.bits, 0);
    // All of them ask in the first turn, when none has worked yet.
    await nextTurn();
    let most = 0;
    while (jobs.some(({ isOver }) => !isOver)) {
      const before = bits();
      await nextTurn();
      most = Math.max(most, bits() - before);
    }
    expect(most).toBeLessThanOrEqual(5);
    expect(bits()).toBe(2_000);
  });

  it('lets jobs go on in the order in which they came', async () => {
    const jobs = Array.from({ length: 3 }, () => job(40));
    while (!jobs[0].isOver) await nextTurn();
    expect(Math.min(...jobs.map(({ bits }) => bits))).toBeGreaterThan(30);
    await Promise.all(jobs.map(({ ended }) => ended));
  });

  it('lets jobs wait while a request is answered, and go on after it', async () => {
    const { end } = request();
    const waiting = job(10);
    await someTurns(20);
    expect(waiting.bits).toBe(0);
    end();
    end();
    await waiting.ended;
    expect(waiting.bits).toBe(10);
  });

  it('does not wait for a request that itself waits long', async () => {
    request();
    nowMs += 51;
    await job(10).ended;
    expect(nowMs).toBeLessThan(1_100);
  });

  it('lets a job have a turn now and then though requests never end', async () => {
    request();
    const slow = job(20);
    const asking = setInterval(() => {
      nowMs += 5;
      request();
    }, 1);
    await slow.ended;
    clearInterval(asking);
    // Turns of four bits or five; each bit alone would wait as long, twenty times.
    expect(nowMs - 1_000).toBeGreaterThan(3 * 12);
    expect(nowMs - 1_000).toBeLessThan(20 * 30);
  });

  it('lets a request go on while jobs wait for it', async () => {
    const first = request();
    const second = request();
    const waiting = job(5);
    let answered = 0;
    const answering = first.enter(async () => {
      for (; answered < 30; answered += 1) {
        await turns.giveWay();
        nowMs += 0.5;
      }
    });
    await answering;
    expect(answered).toBe(30);
    expect(waiting.bits).toBe(0);
    first.end();
    second.end();
    await waiting.ended;
  });

  it('lets no job wait for a request that nobody waits for', async () => {
    turns.asRequest(() => {}, false);
    const going = job(3);
    await someTurns(3);
    expect(going.bits).toBe(3);
  });

  it('lets go on who holds what a request may wait for', async () => {
    const { end } = request();
    const holder = turns.holding(() => job(20));
    const other = job(1);
    await holder.ended;
    expect(other.bits).toBe(0);
    end();
    await other.ended;
  });

  it('takes a request within a request for the same', async () => {
    const outer = request();
    let ended = false;
    await outer.enter(async () => {
      turns.asRequest(end => {
        end();
        ended = true;
      });
    });
    expect(ended).toBe(true);
    const waiting = job(1);
    await someTurns(5);
    expect(waiting.bits).toBe(0);
    outer.end();
    await waiting.ended;
  });
});
