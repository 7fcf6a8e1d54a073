import { Slots } from './Slots';

const { signal } = new AbortController();
const soon = () => new Promise(resolve => setImmediate(resolve));

describe('Slots', () => {
  it('lets so many run at a time, the others in their order', async () => {
    const slots = new Slots(2);
    const begun: number[] = [];
    const ends: Array<() => void> = [];
    const all = [1, 2, 3, 4].map(n =>
      slots.run(signal, async () => {
        begun.push(n);
        await new Promise<void>(resolve => ends.push(resolve));
        return n;
      }),
    );
    await soon();
    expect(begun).toEqual([1, 2]);
    ends[1]();
    await soon();
    expect(begun).toEqual([1, 2, 3]);
    ends[0]();
    ends[2]();
    await soon();
    ends[3]();
    expect(await Promise.all(all)).toEqual([1, 2, 3, 4]);
  });

  it('gives the place of work that fails to the next', async () => {
    const slots = new Slots(1);
    const failing = slots.run(signal, async () => {
      throw new Error('no');
    });
    const next = slots.run(signal, async () => 'yes');
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });

  it('takes a place back once, however often it is given', async () => {
    const slots = new Slots(1);
    const leave = await slots.take(signal);
    leave();
    leave();
    await slots.take(signal);
    let isIn = false;
    const waiting = slots.take(signal).then(() => {
      isIn = true;
    });
    await soon();
    expect(isIn).toBe(false);
    expect(await Promise.race([waiting, soon().then(() => 'waits')])).toBe(
      'waits',
    );
  });

  it('lets nobody in who gave up while waiting', async () => {
    const slots = new Slots(1);
    const leave = await slots.take(signal);
    const giver = new AbortController();
    const given = slots.take(giver.signal);
    giver.abort(new Error('too late'));
    await expect(given).rejects.toThrow('too late');
    await expect(slots.take(giver.signal)).rejects.toThrow('too late');
    leave();
    await slots.take(signal);
  });
});
