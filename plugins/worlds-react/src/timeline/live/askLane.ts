import { Entity } from '@backstage/catalog-model';
import { ApiHolder } from '@backstage/core-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { LaneAnswer, LaneDeps, TimelineLane, TimeSpan } from '../lane';
import { checkAnswer } from './checkAnswer';

/** Longer than a slow Prometheus takes for a month; a lane that hangs is not waited for. */
export const ANSWER_WITHIN_MS = 30_000;

function depsOf(lane: TimelineLane, apis: ApiHolder): LaneDeps {
  return Object.fromEntries(
    Object.entries(lane.deps).map(([name, ref]) => {
      const api = apis.get(ref);
      if (api === undefined) {
        throw new NotFoundError(
          `it needs '${ref.id}', which is not part of this app`,
        );
      }
      return [name, api];
    }),
  );
}

/**
 * What a lane knows of entities within a span.
 *
 * @throws whatever the lane throws; Error where its answer cannot be drawn or does not come
 */
export async function askLane(
  lane: TimelineLane,
  query: TimeSpan & { entities: readonly Entity[] },
  apis: ApiHolder,
  signal: AbortSignal,
): Promise<LaneAnswer> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  signal.addEventListener('abort', abort);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      abort();
      reject(new Error(`no answer within ${ANSWER_WITHIN_MS / 1000} s`));
    }, ANSWER_WITHIN_MS);
  });
  const ask = async () => {
    const deps = depsOf(lane, apis);
    const load = await lane.loader();
    return load({ ...query, signal: controller.signal }, deps);
  };
  try {
    return checkAnswer(await Promise.race([ask(), late]));
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}
