import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { getGiteaRequestOptions } from '@backstage/integration';
import { z } from 'zod';
import { ForgeConfig } from './readForgeConfig';

/** Longest that one answer may take; creating a repository takes Gitea about 0.3 s. */
const TIMEOUT_MS = 15_000;

/** Commits that are searched for the portal's own: nobody pushes more in a minute. */
const COMMITS = 50;

const repositorySchema = z.object({
  name: z.string(),
  owner: z.object({ login: z.string() }),
  description: z.string().nullish(),
  empty: z.boolean(),
  default_branch: z.string().nullish(),
  created_at: z.string(),
});

const commitsSchema = z.array(
  z.object({ sha: z.string(), commit: z.object({ message: z.string() }) }),
);

export interface ForgeRepository {
  description: string;
  isEmpty: boolean;
  /** RFC 3339. */
  createdAt: string;
}

/**
 * The few requests of Gitea's API that making a repository needs. Failures that may
 * pass (no answer, half of one, 5xx, 429) are ServiceUnavailableErrors; no message
 * holds credentials.
 */
export class GiteaForge {
  readonly host: string;
  readonly owner: string;
  private readonly base: string;

  constructor(private readonly config: ForgeConfig) {
    this.host = config.integration.host;
    this.owner = config.owner;
    this.base = config.integration.baseUrl;
  }

  /** Address of a repository's page. */
  pageUrl(name: string) {
    return `${this.base}/${this.owner}/${name}`;
  }

  /** Address that Git pushes to. */
  remoteUrl(name: string) {
    return `${this.pageUrl(name)}.git`;
  }

  /** Address of a branch's files, with a slash at its end. */
  contentsUrl(name: string, branch: string) {
    return `${this.pageUrl(name)}/src/branch/${branch}/`;
  }

  /** What Git is given as user and password. */
  gitCredentials() {
    const { username, password = '' } = this.config.integration;
    // A token alone is a user name to Gitea.
    return username
      ? { username, password }
      : { username: password, password: 'x-oauth-basic' };
  }

  /** @returns undefined where there is none of that name */
  async repository(
    name: string,
    signal?: AbortSignal,
  ): Promise<ForgeRepository | undefined> {
    const answer = await this.request('GET', this.path(name), { signal });
    if (answer.status === 404) return undefined;
    const found = await this.parsed(answer, repositorySchema);
    // One that was renamed answers under its old name, which is free again.
    if (found.name.toLowerCase() !== name.toLowerCase()) return undefined;
    return {
      description: found.description ?? '',
      isEmpty: found.empty,
      createdAt: found.created_at,
    };
  }

  /**
   * Makes an empty repository. Of several that try, one succeeds.
   *
   * @throws ConflictError where the name is taken; NotFoundError where the
   * organisation does not exist
   */
  async create(
    wanted: { name: string; description: string; defaultBranch: string },
    signal?: AbortSignal,
  ): Promise<void> {
    const answer = await this.request(
      'POST',
      `/orgs/${encodeURIComponent(this.owner)}/repos`,
      {
        signal,
        body: {
          name: wanted.name,
          description: wanted.description,
          default_branch: wanted.defaultBranch,
          private: false,
          auto_init: false,
        },
      },
    );
    if (answer.status === 404) {
      throw new NotFoundError(
        `The forge ${this.base} has no organisation '${this.owner}'`,
      );
    }
    if (answer.status === 409) {
      throw new ConflictError(
        `The forge ${this.base} has a repository ${this.owner}/${wanted.name} already`,
      );
    }
    await this.parsed(answer, z.unknown());
  }

  /** Newest commits of a branch, newest first. */
  async commits(name: string, branch: string, signal?: AbortSignal) {
    const answer = await this.request(
      'GET',
      `${this.path(name)}/commits?sha=${encodeURIComponent(
        branch,
      )}&limit=${COMMITS}&stat=false&verification=false&files=false`,
      { signal },
    );
    // 404: no such branch; 409: no commit at all.
    if (answer.status === 404 || answer.status === 409) return [];
    const found = await this.parsed(answer, commitsSchema);
    return found.map(({ sha, commit }) => ({ sha, message: commit.message }));
  }

  private path(name: string) {
    return `/repos/${encodeURIComponent(this.owner)}/${encodeURIComponent(
      name,
    )}`;
  }

  private async request(
    method: string,
    path: string,
    { body, signal }: { body?: object; signal?: AbortSignal },
  ): Promise<Response> {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    let answer: Response;
    try {
      answer = await fetch(`${this.base}/api/v1${path}`, {
        method,
        headers: {
          ...getGiteaRequestOptions(this.config.integration).headers,
          accept: 'application/json',
          ...(body && { 'content-type': 'application/json' }),
        },
        body: body && JSON.stringify(body),
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw this.unavailable(reasonOf(error));
    }
    if (answer.status >= 500 || answer.status === 429) {
      throw this.unavailable(`it answered ${answer.status}`);
    }
    if (answer.status === 401 || answer.status === 403) {
      throw new NotAllowedError(
        `The forge ${this.base} refused the portal's credentials (${answer.status}). See integrations.gitea in app-config.`,
      );
    }
    return answer;
  }

  /** @throws ServiceUnavailableError for half an answer; InputError for a refusal */
  private async parsed<T>(answer: Response, schema: z.ZodType<T>): Promise<T> {
    let text: string;
    try {
      text = await answer.text();
    } catch (error) {
      throw this.unavailable(reasonOf(error));
    }
    if (!answer.ok) {
      throw new InputError(
        `The forge ${this.base} answered ${answer.status}: ${messageOf(text)}`,
      );
    }
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      throw this.unavailable('its answer broke off');
    }
    const result = schema.safeParse(body);
    if (result.success) return result.data;
    throw this.unavailable(
      `its answer is not Gitea's: ${result.error.issues[0].path.join('.')}: ${
        result.error.issues[0].message
      }`,
    );
  }

  private unavailable(reason: string) {
    return new ServiceUnavailableError(
      `The forge ${this.base} is not available: ${reason}.`,
    );
  }
}

/** Why a request failed; the cause of `fetch failed` says more than it does. */
export function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: unknown };
  if (name === 'TimeoutError') return 'it did not answer in time';
  const { code, message: inner } = (cause ?? {}) as {
    code?: string;
    message?: string;
  };
  return code ?? inner ?? message;
}

/** What an error in Gitea's format says, shortened. */
function messageOf(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    if (typeof message === 'string') return message.slice(0, 300);
  } catch {
    // Not Gitea's format: the beginning has to do.
  }
  return text.slice(0, 300);
}
