import { PersonaIdentity, rememberedPersona } from './PersonaIdentity';

function memoryStorage() {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  };
}

/** A provider that gives out numbered tokens, each for an hour. */
function provider(status = 200) {
  const requests: { url: string; body: unknown }[] = [];
  const fetch: typeof window.fetch = async (url, init) => {
    requests.push({ url: String(url), body: JSON.parse(String(init?.body)) });
    const body =
      status === 200
        ? {
            profile: { displayName: 'Ada Byron' },
            backstageIdentity: {
              token: `token-${requests.length}`,
              expiresInSeconds: 3600,
              identity: {
                type: 'user',
                userEntityRef: 'user:default/ada',
                ownershipEntityRefs: ['user:default/ada'],
              },
            },
          }
        : {
            error: { name: 'NotAllowedError', message: 'refused' },
            response: { statusCode: status },
          };
    return {
      ok: status === 200,
      status,
      statusText: '',
      headers: new Headers({ 'content-type': 'application/json' }),
      json: async () => body,
      text: async () => JSON.stringify(body),
    } as Response;
  };
  return { fetch, requests };
}

const discoveryApi = {
  getBaseUrl: async (plugin: string) => `http://backend/api/${plugin}`,
};

describe('PersonaIdentity', () => {
  it('asks the provider once and answers from what it was told', async () => {
    const { fetch, requests } = provider();
    const storage = memoryStorage();
    const identity = await PersonaIdentity.signIn('ada', {
      discoveryApi,
      storage,
      fetch,
      now: () => 0,
    });
    await expect(identity.getProfileInfo()).resolves.toEqual({
      displayName: 'Ada Byron',
    });
    await expect(identity.getBackstageIdentity()).resolves.toMatchObject({
      userEntityRef: 'user:default/ada',
    });
    await expect(identity.getCredentials()).resolves.toEqual({
      token: 'token-1',
    });
    expect(requests).toEqual([
      {
        url: 'http://backend/api/auth/personas/refresh',
        body: { persona: 'ada' },
      },
    ]);
  });

  it('fetches one new token for all who ask, five minutes before the old one ends', async () => {
    const { fetch, requests } = provider();
    let nowMs = 0;
    const identity = await PersonaIdentity.signIn('ada', {
      discoveryApi,
      storage: memoryStorage(),
      fetch,
      now: () => nowMs,
    });
    nowMs = 54 * 60_000;
    await identity.getCredentials();
    expect(requests).toHaveLength(1);
    nowMs = 55 * 60_000;
    const tokens = await Promise.all([
      identity.getCredentials(),
      identity.getCredentials(),
    ]);
    expect(tokens).toEqual([{ token: 'token-2' }, { token: 'token-2' }]);
    expect(requests).toHaveLength(2);
  });

  it('remembers the choice until the person signs out', async () => {
    const storage = memoryStorage();
    const identity = await PersonaIdentity.signIn('ada', {
      discoveryApi,
      storage,
      fetch: provider().fetch,
      now: () => 0,
    });
    expect(rememberedPersona(storage)).toBe('ada');
    await identity.signOut();
    expect(rememberedPersona(storage)).toBeUndefined();
  });

  it('forgets a choice that the provider refuses', async () => {
    const storage = memoryStorage();
    storage.setItem('worldscale.persona', 'ada');
    await expect(
      PersonaIdentity.signIn('ada', {
        discoveryApi,
        storage,
        fetch: provider(403).fetch,
        now: () => 0,
      }),
    ).rejects.toMatchObject({ cause: { message: 'refused' } });
    expect(rememberedPersona(storage)).toBeUndefined();
  });

  it('remembers a choice for which the provider is not ready', async () => {
    const storage = memoryStorage();
    storage.setItem('worldscale.persona', 'ada');
    await expect(
      PersonaIdentity.signIn('ada', {
        discoveryApi,
        storage,
        fetch: provider(503).fetch,
        now: () => 0,
      }),
    ).rejects.toMatchObject({ statusCode: 503 });
    expect(rememberedPersona(storage)).toBe('ada');
  });
});
