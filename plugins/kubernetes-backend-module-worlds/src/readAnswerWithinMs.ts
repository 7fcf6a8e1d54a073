import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

const KEY = 'kubernetes.worlds.answerWithinSeconds';

/**
 * Kubernetes' own objective for lists within a namespace is 5 s in 99 of 100 cases
 * (SIG Scalability, API call latency); the tab asks again every 10 s. In between, nobody
 * waits for an answer that the next request would overtake.
 */
const DEFAULT_SECONDS = 8;

/** Longer, and whoever stands between browser and backend gives up first. */
const MAX_SECONDS = 120;

/** @throws InputError naming the key, for what is not a usable number of seconds */
export function readAnswerWithinMs(config: Config): number {
  const seconds = config.getOptionalNumber(KEY) ?? DEFAULT_SECONDS;
  if (!(seconds > 0 && seconds <= MAX_SECONDS)) {
    throw new InputError(
      `${KEY} must be more than 0 and at most ${MAX_SECONDS}, and is ${seconds}`,
    );
  }
  return seconds * 1000;
}
