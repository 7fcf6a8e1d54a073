import { AuthService } from '@backstage/backend-plugin-api';
import {
  ContractError,
  DomainClient,
  SummariesRequest,
  SummaryChange,
  tellTrouble,
} from '@worldscale/backstage-plugin-worlds-common';
import {
  describeError,
  SourceMonitor,
} from '@worldscale/backstage-plugin-worlds-node';
import { DomainDirectory, isNotInstalled } from '../sources/DomainDirectory';
import { FleetWriter, PulledSummaries } from './FleetWriter';

/** Rows per page: a region of a large fleet in one or two requests. */
const PAGE_SIZE = 2000;

/** A page that takes longer is no answer; the next pull tries again. */
const PAGE_TIMEOUT_MS = 20_000;

/** Pages of a fleet of ten million rows; more means that a cursor goes in circles. */
const PAGES_MAX = 5000;

/** A domain that is not installed is asked less often: that takes a restart to change. */
const NOT_INSTALLED_PAUSE_MS = 60_000;

/** Id of a domain among the sources of the fleet. */
export const domainSource = (domain: string) => `domain:${domain}`;

export interface SummariesPullOptions {
  domains: DomainDirectory;
  auth: Pick<AuthService, 'getOwnServiceCredentials'>;
  writer: FleetWriter;
  monitor: SourceMonitor;
  now: () => Date;
  pageTimeoutMs?: number;
}

/**
 * Pulls what changed in one domain into the fleet. All pages are collected before the
 * first is written, so that a pull that fails half-way changes nothing: the rows keep
 * their last confirmation and grow old.
 */
export class SummariesPull {
  readonly #options: SummariesPullOptions;
  readonly #pausedUntilMs = new Map<string, number>();

  constructor(options: SummariesPullOptions) {
    this.#options = options;
  }

  /** Answers whether anything changed; a failure is noted with the sources. */
  async run(domain: string, signal?: AbortSignal): Promise<boolean> {
    const { writer, monitor, now, auth, domains } = this.#options;
    const source = domainSource(domain);
    const nowMs = now().getTime();
    if (nowMs < (this.#pausedUntilMs.get(domain) ?? 0)) return false;
    try {
      const caller = await auth.getOwnServiceCredentials();
      const client = await domains.client(domain, caller);
      const pull = await this.#pull(client, domain, signal);
      const changed = await writer.applySummaries(pull);
      await monitor.succeeded(source, now());
      return changed > 0;
    } catch (error) {
      if (isNotInstalled(error)) {
        this.#pausedUntilMs.set(domain, nowMs + NOT_INSTALLED_PAUSE_MS);
        await monitor.succeeded(source, now(), ['Not installed.']);
        return writer.noteStatus(domain, 'notInstalled');
      }
      await monitor.failed(source, error, now());
      const known = await writer.titleOf(domain);
      const trouble = tellTrouble(known, describeError(error));
      return writer.noteStatus(domain, 'failed', trouble);
    }
  }

  async #pull(
    client: DomainClient,
    domain: string,
    signal?: AbortSignal,
  ): Promise<PulledSummaries> {
    const rows: SummaryChange[] = [];
    let request: SummariesRequest = {
      ...(await this.#options.writer.pulled(domain)),
      limit: PAGE_SIZE,
    };
    let epoch: string | undefined;
    for (let page = 0; page < PAGES_MAX; page++) {
      const timeout = AbortSignal.timeout(
        this.#options.pageTimeoutMs ?? PAGE_TIMEOUT_MS,
      );
      const answer = await client.summaries(
        request,
        signal ? AbortSignal.any([signal, timeout]) : timeout,
      );
      if (answer.domain !== domain) {
        throw new ContractError(
          `'${domain}' answers as the domain '${answer.domain}'`,
        );
      }
      if (epoch !== undefined && epoch !== answer.epoch) {
        throw new ContractError(
          `'${domain}' was reset while it was read; it is read again next time`,
        );
      }
      epoch = answer.epoch;
      for (const row of answer.rows) {
        rows.push({
          ...row,
          entityRef: row.entityRef.toLocaleLowerCase('en-US'),
        });
      }
      if (!answer.nextCursor) return { ...answer, rows: lastOfEach(rows) };
      request = { cursor: answer.nextCursor, limit: PAGE_SIZE };
    }
    throw new ContractError(`'${domain}' has no last page`);
  }
}

/** A row that a domain names twice counts as it was named last. */
function lastOfEach(rows: SummaryChange[]): SummaryChange[] {
  return [
    ...new Map(rows.map(r => [`${r.entityRef}|${r.region}`, r])).values(),
  ];
}
