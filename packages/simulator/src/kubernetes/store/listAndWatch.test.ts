import fc from 'fast-check';
import { aPod } from '../__fixtures__/clusterObjects';
import { ApiError } from '../ApiError';
import { KubernetesObject } from '../KubernetesObject';
import { ContinuePoint, encodeContinueToken } from './continueToken';
import { ResourceStore } from './ResourceStore';

/** What the store says now: key to version. */
function truth(store: ResourceStore) {
  return Object.fromEntries(
    store
      .snapshot('/Pod')
      .objects.map(({ key, resourceVersion }) => [key, resourceVersion]),
  );
}

/** A client as informers are: lists, watches from there, lists again after 410. */
class Informer {
  readonly known = new Map<string, number>();
  /** Events that do not follow from the ones before. */
  readonly surprises: string[] = [];
  private version = 0;
  private stop?: () => void;

  constructor(private readonly store: ResourceStore) {
    this.list();
  }

  connect() {
    if (this.stop) return;
    try {
      this.stop = this.store.watch('/Pod', this.version, event => {
        const isKnown = this.known.has(event.key);
        if (
          event.resourceVersion <= this.version ||
          isKnown !== (event.type !== 'ADDED')
        ) {
          this.surprises.push(`${event.type} ${event.key}`);
        }
        if (event.type === 'DELETED') this.known.delete(event.key);
        else this.known.set(event.key, event.resourceVersion);
        this.version = event.resourceVersion;
      });
    } catch (error) {
      if ((error as ApiError).code !== 410) throw error;
      this.list();
      this.connect();
    }
  }

  disconnect() {
    this.stop?.();
    this.stop = undefined;
  }

  /** A bookmark: everything up to now has been seen. */
  bookmark() {
    if (this.stop) this.version = this.store.resourceVersion;
  }

  private list() {
    const { objects, resourceVersion } = this.store.snapshot('/Pod');
    this.known.clear();
    for (const stored of objects) {
      this.known.set(stored.key, stored.resourceVersion);
    }
    this.version = resourceVersion;
  }
}

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ apply: fc.nat(6), uid: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ remove: fc.nat(6) }) },
  { weight: 2, arbitrary: fc.record({ replaceBy: fc.uniqueArray(fc.nat(6)) }) },
  { weight: 2, arbitrary: fc.constant({ connect: true }) },
  { weight: 2, arbitrary: fc.constant({ disconnect: true }) },
  { weight: 1, arbitrary: fc.constant({ bookmark: true }) },
);

type Step = {
  apply?: number;
  uid?: number;
  remove?: number;
  replaceBy?: number[];
  connect?: boolean;
  disconnect?: boolean;
  bookmark?: boolean;
};

function pod(number: number, uid = 0): KubernetesObject {
  const made = aPod(`p${number}`);
  return { ...made, metadata: { ...made.metadata, uid: `${number}-${uid}` } };
}

function change(store: ResourceStore, { apply, uid, remove, replaceBy }: Step) {
  if (apply !== undefined) store.apply(pod(apply, uid), 0);
  if (remove !== undefined) store.remove(pod(remove), 0);
  if (replaceBy)
    store.replace(
      replaceBy.map(each => pod(each)),
      0,
    );
}

function pageOf(store: ResourceStore, point: ContinuePoint) {
  try {
    return store.page('/Pod', point);
  } catch (error) {
    return error as ApiError;
  }
}

function isExpiredAt(error: ApiError, afterKey: string) {
  const { code, reason, metadata } = error.body();
  return (
    code === 410 &&
    reason === 'Expired' &&
    metadata.continue === encodeContinueToken({ afterKey })
  );
}

describe('list and watch', () => {
  it('end with the state of the store, whatever connections break', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60 }),
        fc.integer({ min: 1, max: 12 }),
        (steps: Step[], maxEvents) => {
          const store = new ResourceStore({ firstVersion: 0, maxEvents });
          const informer = new Informer(store);
          for (const each of steps) {
            change(store, each);
            if (each.connect) informer.connect();
            if (each.disconnect) informer.disconnect();
            if (each.bookmark) informer.bookmark();
          }
          informer.connect();
          expect(informer.surprises).toEqual([]);
          expect(Object.fromEntries(informer.known)).toEqual(truth(store));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('pages of a list add up to the state of the first page, or expire', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 20 }),
        fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 8 }),
        fc.integer({ min: 1, max: 12 }),
        (before: Step[], between: Step[][], maxEvents) => {
          const store = new ResourceStore({ firstVersion: 0, maxEvents });
          for (const each of before) change(store, each);
          const expected = truth(store);
          const version = store.resourceVersion;
          const found: Record<string, number> = {};
          let afterKey = '';
          for (const steps of [...between, [], [], [], [], [], [], []]) {
            const page = pageOf(store, { resourceVersion: version, afterKey });
            if (page instanceof ApiError) return isExpiredAt(page, afterKey);
            expect(page.resourceVersion).toBe(version);
            const [first] = page.objects;
            if (!first) break;
            found[first.key] = first.resourceVersion;
            afterKey = first.key;
            for (const each of steps) change(store, each);
          }
          expect(found).toEqual(expected);
          return true;
        },
      ),
      { numRuns: 500 },
    );
  });
});
