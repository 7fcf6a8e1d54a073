import { LoggerService } from '@backstage/backend-plugin-api';
import {
  FetchResponse,
  KubernetesFetchError,
} from '@backstage/plugin-kubernetes-common';
import {
  FetchResponseWrapper,
  KubernetesFetcher,
  ObjectFetchParams,
  ObjectToFetch,
} from '@backstage/plugin-kubernetes-node';
import { readableObjects } from './readableObjects';
import { reasonOf } from './reasonOf';
import { StartTimer, withinTime } from './withinTime';

export interface BoundedKubernetesFetcherOptions {
  /** How long a cluster has for its answer. */
  answerWithinMs: number;
  logger: LoggerService;
  startTimer?: StartTimer;
}

/** What one cluster said about one type of object. */
interface Answer extends FetchResponseWrapper {
  type: ObjectToFetch;
  /** Why there is none. */
  failure?: string;
}

/** Objects that cannot be read are named up to this number; the rest is counted. */
const NAMED_PROBLEMS = 3;

/**
 * A fetcher around another that always answers, and in time: what a cluster does not
 * give, or gives in a form that nobody can read, is missing and named among the errors.
 *
 * Each type of object is asked for by itself, as the fetcher of Backstage does anyway,
 * so that one that fails takes nothing else with it.
 */
export class BoundedKubernetesFetcher implements KubernetesFetcher {
  constructor(
    private readonly inner: KubernetesFetcher,
    private readonly options: BoundedKubernetesFetcherOptions,
  ) {}

  async fetchObjectsForService(
    params: ObjectFetchParams,
  ): Promise<FetchResponseWrapper> {
    const cluster = params.clusterDetails.name;
    const answers = await Promise.all([
      ...[...params.objectTypesToFetch].map(type =>
        this.ask(type, {
          ...params,
          objectTypesToFetch: new Set([type]),
          customResources: [],
        }),
      ),
      ...params.customResources.map(type =>
        this.ask(type, {
          ...params,
          objectTypesToFetch: new Set(),
          customResources: [type],
        }),
      ),
    ]);
    return {
      responses: answers.flatMap(({ responses }) => responses),
      errors: [
        ...failuresOf(answers).map(what => this.error(cluster, what)),
        ...answers.flatMap(({ errors }) => errors),
      ],
    };
  }

  async fetchPodMetricsByNamespaces(
    ...args: Parameters<KubernetesFetcher['fetchPodMetricsByNamespaces']>
  ): Promise<FetchResponseWrapper> {
    const [{ name }] = args;
    try {
      return await this.inTime(() =>
        this.inner.fetchPodMetricsByNamespaces(...args),
      );
    } catch (error) {
      const what = `what pods use of CPU and memory is missing: ${reasonOf(
        error,
      )}`;
      return { responses: [], errors: [this.error(name, what)] };
    }
  }

  private async ask(
    type: ObjectToFetch,
    params: ObjectFetchParams,
  ): Promise<Answer> {
    const answer: Answer = { type, responses: [], errors: [] };
    try {
      const { responses, errors } = await this.inTime(() =>
        this.inner.fetchObjectsForService(params),
      );
      answer.errors.push(...errors);
      for (const response of responses) {
        if (!Array.isArray(response.resources)) {
          answer.failure = 'the answer holds no list of objects';
          continue;
        }
        const all: unknown[] = response.resources;
        const { readable, problems } = readableObjects(type, all);
        answer.responses.push({
          ...response,
          resources: readable,
        } as FetchResponse);
        if (problems.length === 0) continue;
        const more = problems.length - NAMED_PROBLEMS;
        const what = [
          `${problems.length} of ${all.length} ${type.plural} cannot be read`,
          'and are left out:',
          problems.slice(0, NAMED_PROBLEMS).join('; '),
          ...(more > 0 ? [`and ${more} more`] : []),
        ].join(' ');
        answer.errors.push(this.error(params.clusterDetails.name, what));
      }
    } catch (error) {
      answer.failure = reasonOf(error);
    }
    return answer;
  }

  private inTime<T>(work: () => Promise<T>): Promise<T> {
    const { answerWithinMs, startTimer } = this.options;
    return withinTime(answerWithinMs, work, startTimer);
  }

  private error(cluster: string, what: string): KubernetesFetchError {
    const message = `Cluster ${cluster}: ${what}`;
    this.options.logger.warn(message);
    return { errorType: 'FETCH_ERROR', message };
  }
}

/** What is missing and why: one sentence per reason, or one if there is nothing at all. */
function failuresOf(answers: readonly Answer[]): string[] {
  const missing = new Map<string, string[]>();
  for (const { type, failure } of answers) {
    if (!failure) continue;
    missing.set(failure, [...(missing.get(failure) ?? []), type.plural]);
  }
  const failed = answers.filter(({ failure }) => failure);
  if (failed.length > 0 && failed.length === answers.length) {
    return [`everything is missing: ${[...missing.keys()].join('; ')}`];
  }
  return [...missing].map(
    ([reason, plurals]) => `missing are ${plurals.join(', ')}: ${reason}`,
  );
}
