import {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { DomainClient } from '@worldscale/backstage-plugin-worlds-common';

/** Finds the backends of domains. */
export interface DomainDirectory {
  /** A client of one domain that acts for the caller. */
  client(domain: string, caller: BackstageCredentials): Promise<DomainClient>;
}

/** Finds them through Backstage's discovery. */
export class DiscoveredDomains implements DomainDirectory {
  readonly #discovery: DiscoveryService;
  readonly #auth: AuthService;

  constructor(options: { discovery: DiscoveryService; auth: AuthService }) {
    this.#discovery = options.discovery;
    this.#auth = options.auth;
  }

  async client(domain: string, caller: BackstageCredentials) {
    const baseUrl = await this.#discovery.getBaseUrl(domain);
    return new DomainClient({
      baseUrl,
      fetch: async (url, init) => {
        const { token } = await this.#auth.getPluginRequestToken({
          onBehalfOf: caller,
          targetPluginId: domain,
        });
        const headers = { ...init?.headers, Authorization: `Bearer ${token}` };
        return fetch(url, { ...init, headers });
      },
    });
  }
}

/** Whether an error says that no backend offers the domain. */
export function isNotInstalled(error: unknown): boolean {
  return statusOf(error) === 404;
}

/** Whether an error says that the caller may not see the domain. */
export function isDenied(error: unknown): boolean {
  return statusOf(error) === 403;
}

function statusOf(error: unknown): unknown {
  return error instanceof Error && 'statusCode' in error
    ? error.statusCode
    : undefined;
}
