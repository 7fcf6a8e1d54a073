import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  DomainClient,
  DomainStatus,
  JoinedSources,
  JoinedUnknowns,
  UnknownReason,
} from '@worldscale/backstage-plugin-worlds-common';
import {
  describeError,
  SourceMonitor,
} from '@worldscale/backstage-plugin-worlds-node';
import { domainSource } from '../ingest/SummariesPull';
import { DomainDirectory, isDenied, isNotInstalled } from './DomainDirectory';

/** A domain that has not answered by then is shown as failed; the page waits. */
const ANSWER_TIMEOUT_MS = 8000;

export interface JoinedSourcesOptions {
  domainIds: string[];
  domains: DomainDirectory;
  monitor: SourceMonitor;
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  /** What people call regions, by name. */
  regionTitles(): Promise<ReadonlyMap<string, string>>;
  answerTimeoutMs?: number;
}

interface Asked<T> {
  domain: string;
  title: string;
  status: DomainStatus;
  error?: string;
  answer?: T;
}

/** Asks all domains for the caller and puts their answers together. */
export class JoinedSourcesService {
  readonly #options: JoinedSourcesOptions;

  constructor(options: JoinedSourcesOptions) {
    this.#options = options;
  }

  /** Sources of the fleet itself first, then those of each domain. */
  async sources(caller: BackstageCredentials): Promise<JoinedSources> {
    const [own, asked] = await Promise.all([
      this.#options.monitor.snapshot(),
      this.#ask(caller, (client, signal) => client.sources(signal)),
    ]);
    const absent = new Set(
      asked
        .filter(({ status }) => status === 'notInstalled')
        .map(({ domain }) => domainSource(domain)),
    );
    const titles = new Map(
      asked.map(({ domain, title }) => [
        domainSource(domain),
        `Domain ${title}`,
      ]),
    );
    const sources = own
      .filter(({ id }) => !absent.has(id))
      .map(source => ({
        ...source,
        title: titles.get(source.id) ?? source.title,
      }));
    return {
      domains: [
        { domain: 'worlds', title: 'Fleet', status: 'ok', sources },
        ...asked.map(({ answer, ...rest }) => ({
          ...rest,
          sources: answer?.sources ?? [],
        })),
      ],
    };
  }

  /** @throws NotFoundError where the caller sees no such entity */
  async unknowns(
    entityRef: string,
    caller: BackstageCredentials,
  ): Promise<JoinedUnknowns> {
    const entity = await this.#options.catalog.getEntityByRef(entityRef, {
      credentials: caller,
    });
    if (!entity) throw new NotFoundError(`There is no entity '${entityRef}'`);
    const [own, asked, titles] = await Promise.all([
      this.#ownUnknowns(),
      this.#ask(caller, (client, signal) => client.unknowns(entityRef, signal)),
      this.#options.regionTitles(),
    ]);
    const titled = (unknown: UnknownReason): UnknownReason => {
      const regionTitle = titles.get(unknown.region);
      return regionTitle ? { ...unknown, regionTitle } : unknown;
    };
    return {
      domains: [
        { domain: 'worlds', title: 'Fleet', status: 'ok', unknowns: own },
        ...asked.map(({ answer, ...rest }) => ({
          ...rest,
          unknowns: answer?.unknowns.map(titled) ?? [],
        })),
      ],
    };
  }

  /** What the fleet itself cannot read at present. */
  async #ownUnknowns(): Promise<UnknownReason[]> {
    const sources = await this.#options.monitor.snapshot();
    return sources
      .filter(source => source.reachable === false)
      .map(source => ({
        region: '',
        reason: `The fleet cannot read ${source.title}: ${
          source.lastError?.message ?? 'no answer'
        }. What it showed last grows old until that works again.`,
        source: source.id,
        since: source.lastSuccessAt,
      }));
  }

  async #ask<T extends { title: string }>(
    caller: BackstageCredentials,
    question: (client: DomainClient, signal: AbortSignal) => Promise<T>,
  ): Promise<Asked<T>[]> {
    const { domainIds, domains, answerTimeoutMs } = this.#options;
    return Promise.all(
      domainIds.map(async (domain): Promise<Asked<T>> => {
        const known = { domain, title: domain };
        const signal = AbortSignal.timeout(
          answerTimeoutMs ?? ANSWER_TIMEOUT_MS,
        );
        try {
          const client = await domains.client(domain, caller);
          const answer = await question(client, signal);
          return { domain, title: answer.title, status: 'ok', answer };
        } catch (error) {
          if (isNotInstalled(error))
            return { ...known, status: 'notInstalled' };
          if (isDenied(error)) return { ...known, status: 'denied' };
          const { message } = describeError(error);
          return { ...known, status: 'failed', error: message };
        }
      }),
    );
  }
}

/** How the fleet's own sources are declared to its monitor. */
export function fleetSources(catalogSource: string, domainIds: string[]) {
  return [
    { id: catalogSource, kind: 'catalog', title: 'Software catalog' },
    ...domainIds.map(domain => ({
      id: domainSource(domain),
      kind: 'domain',
      title: `Domain ${domain}`,
    })),
  ];
}
