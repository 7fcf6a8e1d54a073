import { FakeWorlds, fleetRow } from '../__testUtils__/FakeWorlds';
import { ServiceStates } from './ServiceStates';

const gate = 'component:default/gate';
const mail = 'component:default/mail';
const none = 'component:default/none';

function setup() {
  const worlds = new FakeWorlds();
  worlds.rows = [fleetRow(), fleetRow({ entityRef: mail, state: 'breached' })];
  return { worlds, states: new ServiceStates(worlds) };
}

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

it('asks once for all that is shown, and says which the fleet does not know', async () => {
  const { worlds, states } = setup();
  const changed = jest.fn();
  for (const ref of [gate, mail, none]) states.watch(ref, changed);
  expect(states.read(gate)).toEqual({ isAnswered: false });
  await pass(100);
  expect(worlds.statesAsked).toEqual([[gate, mail, none]]);
  expect(changed).toHaveBeenCalledTimes(3);
  expect(states.read(mail).state?.state).toBe('breached');
  expect(states.read(none)).toEqual({ isAnswered: true, state: undefined });
  expect(states.read(gate)).toBe(states.read(gate));
});

it('asks in parts for more than the fleet answers at once', async () => {
  const { worlds, states } = setup();
  for (let i = 0; i < 150; i += 1) states.watch(`${gate}-${i}`, () => {});
  await pass(100);
  expect(worlds.statesAsked.map(refs => refs.length)).toEqual([100, 50]);
});

it('asks again while something is shown, and no longer', async () => {
  const { worlds, states } = setup();
  const stopGate = states.watch(gate, () => {});
  const stopMail = states.watch(mail, () => {});
  await pass(100);
  stopMail();
  await pass(30_000);
  expect(worlds.statesAsked[1]).toEqual([gate]);
  stopGate();
  await pass(120_000);
  expect(worlds.statesAsked).toHaveLength(2);
});

it('keeps the last state when a question fails, beside the error', async () => {
  const { worlds, states } = setup();
  states.watch(gate, () => {});
  await pass(100);
  worlds.error = new Error('down');
  await pass(30_000);
  expect(states.read(gate)).toMatchObject({
    state: { state: 'atRisk' },
    error: { message: 'down' },
  });
  worlds.error = undefined;
  await pass(30_000);
  expect(states.read(gate).error).toBeUndefined();
});
