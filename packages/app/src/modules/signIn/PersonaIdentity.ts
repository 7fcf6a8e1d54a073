import type {
  BackstageUserIdentity,
  DiscoveryApi,
  IdentityApi,
  ProfileInfo,
} from '@backstage/frontend-plugin-api';
import { ResponseError } from '@backstage/errors';
import { isNotReady } from './providerErrors';

/** Name of the browser's note of who was chosen, so that a reload stays signed in. */
const STORAGE_KEY = 'worldscale.persona';

/** A new token is fetched this long before the old one ends. */
const MARGIN_MS = 5 * 60_000;

interface Session {
  profile: ProfileInfo;
  backstageIdentity: {
    token: string;
    expiresInSeconds?: number;
    identity: BackstageUserIdentity;
  };
}

interface Options {
  discoveryApi: DiscoveryApi;
  storage?: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  fetch?: typeof fetch;
  /** Unix milliseconds. */
  now?: () => number;
}

/** Who was chosen in this browser before, if anybody. */
export function rememberedPersona(
  storage: Pick<Storage, 'getItem'> = window.localStorage,
): string | undefined {
  return storage.getItem(STORAGE_KEY) ?? undefined;
}

/** Lets the next visit begin with the choice of a person. */
export function forgetPersona(
  storage: Pick<Storage, 'removeItem'> = window.localStorage,
): void {
  storage.removeItem(STORAGE_KEY);
}

/** An identity that the `personas` provider gives to whoever asks. */
export class PersonaIdentity implements IdentityApi {
  private expiresAtMs = 0;
  private pending?: Promise<Session>;

  private constructor(
    private readonly persona: string,
    private readonly options: Required<Options>,
    private session?: Session,
  ) {}

  /**
   * Signs in and remembers the choice in this browser.
   *
   * @throws ResponseError with the provider's reason, where it refuses
   */
  static async signIn(persona: string, options: Options) {
    const all: Required<Options> = {
      storage: window.localStorage,
      fetch: window.fetch.bind(window),
      now: Date.now,
      ...options,
    };
    const identity = new PersonaIdentity(persona, all);
    try {
      await identity.current();
    } catch (error) {
      // A provider that is not ready has not refused anybody.
      if (!isNotReady(error)) forgetPersona(all.storage);
      throw error;
    }
    all.storage.setItem(STORAGE_KEY, persona);
    return identity;
  }

  async getProfileInfo() {
    return (await this.current()).profile;
  }

  async getBackstageIdentity() {
    return (await this.current()).backstageIdentity.identity;
  }

  async getCredentials() {
    return { token: (await this.current()).backstageIdentity.token };
  }

  async signOut() {
    forgetPersona(this.options.storage);
  }

  private async current(): Promise<Session> {
    if (this.session && this.options.now() < this.expiresAtMs) {
      return this.session;
    }
    this.pending ??= this.fetchSession().finally(() => {
      this.pending = undefined;
    });
    return this.pending;
  }

  private async fetchSession(): Promise<Session> {
    const { discoveryApi, fetch, now } = this.options;
    const response = await fetch(
      `${await discoveryApi.getBaseUrl('auth')}/personas/refresh`,
      {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'X-Requested-With': 'XMLHttpRequest',
        },
        body: JSON.stringify({ persona: this.persona }),
      },
    );
    if (!response.ok) throw await ResponseError.fromResponse(response);
    const session: Session = await response.json();
    const lifetimeMs = (session.backstageIdentity.expiresInSeconds ?? 0) * 1000;
    this.expiresAtMs = now() + Math.max(lifetimeMs - MARGIN_MS, 0);
    this.session = session;
    return session;
  }
}
