import { ClusterReadError } from './ClusterReadError';
import { collections } from './collections';
import { CollectionWatcher } from './CollectionWatcher';
import { KubernetesApi, ListPart, WatchEvent } from './KubernetesApi';

const deployments = collections[0];
const fleets = collections.find(c => c.id === 'fleets') ?? collections[0];

const failed = (failure: 'failed' | 'absent' | 'expired') =>
  new ClusterReadError(`it ${failure}`, { failure });

/** What the cluster does at each request, in order; after that the test ends. */
type Step =
  | { list: ListPart[] | ClusterReadError }
  | { watch: Array<WatchEvent | ClusterReadError>; from: string };

/** Plays a script against a watcher and notes what the watcher says and asks. */
async function play(
  steps: Step[],
  collection = deployments,
  isServed: () => Promise<boolean> = async () => true,
  {
    asked = [],
    isUnderstood = () => true,
    resumesSilent,
  }: {
    asked?: number[];
    isUnderstood?: () => boolean;
    resumesSilent?: boolean;
  } = {},
) {
  const notes: string[] = [];
  const stop = new AbortController();
  let nowMs = 0;
  function next<K extends 'list' | 'watch'>(kind: K) {
    const step = steps.shift();
    if (steps.length === 0) stop.abort();
    if (!step || !(kind in step)) throw new Error(`asked for ${kind}`);
    return step as Extract<Step, Record<K, unknown>>;
  }
  const api: KubernetesApi = {
    listClusters: async () => [],
    isServed,
    async *list() {
      const { list } = next('list');
      if (list instanceof ClusterReadError) throw list;
      yield* list;
    },
    async *watch(_cluster, _collection, from) {
      const step = next('watch');
      expect(from).toBe(step.from);
      nowMs += 5_000;
      for (const event of step.watch) {
        if (event instanceof ClusterReadError) throw event;
        yield event;
      }
    },
  };
  await new CollectionWatcher({
    api,
    cluster: 'fra',
    ...{ collection, resumesSilent },
    now: () => nowMs,
    random: () => 0,
    wait: async ms => {
      notes.push(`wait ${ms}`);
    },
    sink: {
      beginList: () => {
        let count = 0;
        return {
          add: objects => {
            count += objects.length;
          },
          complete: () => notes.push(`listed ${count}`),
        };
      },
      changed: (type, object) => notes.push(`${type} ${object}`),
      heard: askedAtMs => {
        asked.push(askedAtMs);
        notes.push('heard');
      },
      absent: () => notes.push('absent'),
      isUnderstood,
      failed: error => notes.push(`failed: ${error.message}`),
    },
  }).run(stop.signal);
  return notes;
}

const page = (items: unknown[], resourceVersion = '10') => ({
  items,
  resourceVersion,
});
const event = (
  type: WatchEvent['type'],
  object: unknown,
  resourceVersion: string,
): WatchEvent => ({ type, object, resourceVersion });
/** Ends a script: never reached. */
const end: Step = { watch: [], from: '' };

describe('CollectionWatcher', () => {
  it('lists all pages, then watches from the last version, again and again', async () => {
    const notes = await play([
      { list: [page([1, 2]), page([3], '11')] },
      {
        watch: [event('ADDED', 'x', '12'), event('BOOKMARK', {}, '20')],
        from: '11',
      },
      { watch: [event('DELETED', 'x', '21')], from: '20' },
      { watch: [], from: '21' },
      { ...end, from: '21' },
    ]);
    expect(notes).toEqual([
      'listed 3',
      'heard',
      'ADDED x',
      'heard',
      'heard',
      'heard',
      'DELETED x',
      'heard',
      'heard',
      'heard',
    ]);
  });

  it('says when it asked what is answered now', async () => {
    const asked: number[] = [];
    await play(
      [
        { list: [page([1])] },
        { watch: [event('ADDED', 'x', '12')], from: '10' },
        { watch: [], from: '12' },
        { ...end, from: '12' },
      ],
      deployments,
      undefined,
      { asked },
    );
    // The list, an event and the end of one watch, the end of the next.
    expect(asked).toEqual([0, 0, 0, 5_000]);
  });

  it('lists anew at once when its version is gone', async () => {
    const notes = await play([
      { list: [page([1])] },
      { watch: [failed('expired')], from: '10' },
      { list: [page([1, 2], '30')] },
      { watch: [], from: '30' },
      { ...end, from: '30' },
    ]);
    expect(notes).toEqual(['listed 1', 'heard', 'listed 2', 'heard', 'heard']);
  });

  it('waits when a server says again and again that the version is gone', async () => {
    const notes = await play([
      { list: failed('expired') },
      { list: failed('expired') },
      { list: [page([])] },
      { ...end, from: '10' },
    ]);
    expect(notes).toEqual([
      'failed: it expired',
      'wait 1000',
      'listed 0',
      'heard',
    ]);
  });

  it('waits longer after each failure, keeps its version twice and then lists anew', async () => {
    const notes = await play([
      { list: [page([1])] },
      { watch: [failed('failed')], from: '10' },
      { watch: [failed('failed')], from: '10' },
      { watch: [failed('failed')], from: '10' },
      { list: failed('failed') },
      { list: [page([1])] },
      { watch: [failed('failed')], from: '10' },
      { ...end, from: '10' },
    ]);
    expect(notes.filter(note => note.startsWith('wait'))).toEqual([
      'wait 500',
      'wait 1000',
      'wait 2000',
      'wait 4000',
      'wait 500',
    ]);
  });

  it('lists anew after a watch that fell silent', async () => {
    const silent = new ClusterReadError('no answer', {
      failure: 'silent',
      code: 'ECONNRESET',
    });
    const notes = await play([
      { list: [page([1])] },
      { watch: [silent], from: '10' },
      { list: [page([1, 2], '30')] },
      { ...end, from: '30' },
    ]);
    expect(notes).toEqual([
      'listed 1',
      'heard',
      'failed: no answer',
      'wait 500',
      'listed 2',
      'heard',
    ]);
  });

  it('goes on from its version after silence, where a list costs too much', async () => {
    const silent = new ClusterReadError('no answer', { failure: 'silent' });
    const notes = await play(
      [
        { list: [page([1])] },
        { watch: [silent], from: '10' },
        { watch: [event('MODIFIED', 2, '12'), silent], from: '10' },
        { ...end, from: '12' },
      ],
      deployments,
      undefined,
      { resumesSilent: true },
    );
    expect(notes.filter(note => note.startsWith('listed'))).toHaveLength(1);
    expect(notes).toContain('MODIFIED 2');
  });

  it('lists anew after a watch while something is not understood', async () => {
    const understood = [false, true];
    const notes = await play(
      [
        { list: [page([1])] },
        { watch: [event('BOOKMARK', {}, '20')], from: '10' },
        { list: [page([1, 2], '30')] },
        { watch: [event('BOOKMARK', {}, '40')], from: '30' },
        { ...end, from: '40' },
      ],
      deployments,
      undefined,
      { isUnderstood: () => understood.shift() ?? true },
    );
    expect(notes.filter(note => note.startsWith('listed'))).toEqual([
      'listed 1',
      'listed 2',
    ]);
  });

  it('looks now and then whether a missing resource was installed', async () => {
    const notes = await play(
      [
        { list: failed('absent') },
        { list: [page([1])] },
        { ...end, from: '10' },
      ],
      fleets,
    );
    expect(notes).toEqual(['absent', 'wait 45000', 'listed 1', 'heard']);
  });

  it('asks discovery whether a refused resource is installed', async () => {
    const forbidden = new ClusterReadError('no', {
      failure: 'failed',
      code: '403',
    });
    const steps = () => [
      { list: forbidden },
      { list: [page([1])] },
      { ...end, from: '10' },
    ];
    const notInstalled = await play(steps(), fleets, async () => false);
    expect(notInstalled[0]).toBe('absent');
    const installed = await play(steps(), fleets, async () => true);
    expect(installed[0]).toBe('failed: no');
    const unsure = await play(steps(), fleets, async () => {
      throw forbidden;
    });
    expect(unsure[0]).toBe('failed: no');
    const builtIn = await play(steps(), deployments, async () => false);
    expect(builtIn[0]).toBe('failed: no');
  });

  it('takes a missing resource that belongs to Kubernetes itself for a failure', async () => {
    const notes = await play([
      { list: failed('absent') },
      { list: [page([])] },
      { ...end, from: '10' },
    ]);
    expect(notes[0]).toBe('failed: it absent');
  });
});
