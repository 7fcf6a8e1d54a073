import { Entity } from '@backstage/catalog-model';
import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import { AuthResolverContext } from '@backstage/plugin-auth-node';
import { signInAsPersona } from './signInAsPersona';

const ada = { id: 'ada', title: 'Ada Byron', entityRef: 'user:default/ada' };

const user: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'ada' },
  relations: [{ type: 'memberOf', targetRef: 'group:default/aurora' }],
};
const group: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name: 'aurora' },
};

/** A catalog that has an entity from the given question about it on. */
function catalogThatHas(from: Record<string, { entity: Entity; ask: number }>) {
  const asked: Record<string, number> = {};
  const tokens: unknown[] = [];
  const ctx: AuthResolverContext = {
    async findCatalogUser(query) {
      const ref = 'entityRef' in query ? String(query.entityRef) : '';
      asked[ref] = (asked[ref] ?? 0) + 1;
      if (!from[ref] || asked[ref] < from[ref].ask) {
        throw new NotFoundError('User not found');
      }
      return { entity: from[ref].entity };
    },
    async resolveOwnershipEntityRefs() {
      return {
        ownershipEntityRefs: ['user:default/ada', 'group:default/aurora'],
      };
    },
    async issueToken({ claims }) {
      tokens.push(claims);
      return { token: 'token' };
    },
    async signInWithCatalogUser() {
      throw new Error('not asked for');
    },
  };
  return { ctx, asked, tokens };
}

const nothingUnread = async () => ({ waiting: 0, unreadable: [] });
const unreadable = [
  {
    part: 'location:default/org',
    reason: 'http://host/all.yaml was never read: connect ECONNREFUSED',
    since: null,
  },
];

const info = { result: ada, profile: {} };

describe('signInAsPersona', () => {
  it('signs in as the user with their groups', async () => {
    const { ctx, asked, tokens } = catalogThatHas({
      'user:default/ada': { entity: user, ask: 1 },
      'group:default/aurora': { entity: group, ask: 1 },
    });
    await expect(
      signInAsPersona({ patienceMs: 0, unread: nothingUnread })(info, ctx),
    ).resolves.toEqual({ token: 'token' });
    expect(tokens).toEqual([
      {
        sub: 'user:default/ada',
        ent: ['user:default/ada', 'group:default/aurora'],
      },
    ]);
    expect(asked['user:default/ada']).toBe(1);
  });

  it('waits for a user and groups that the catalog is about to have', async () => {
    const { ctx, asked } = catalogThatHas({
      'user:default/ada': { entity: user, ask: 2 },
      'group:default/aurora': { entity: group, ask: 2 },
    });
    await expect(
      signInAsPersona({ patienceMs: 60_000, unread: nothingUnread })(info, ctx),
    ).resolves.toEqual({ token: 'token' });
    expect(asked).toEqual({ 'user:default/ada': 2, 'group:default/aurora': 2 });
  });

  it('refuses a user that the catalog does not get', async () => {
    const { ctx } = catalogThatHas({});
    await expect(
      signInAsPersona({ patienceMs: 0, unread: nothingUnread })(info, ctx),
    ).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringContaining("no 'user:default/ada'"),
    });
  });

  it('signs in without a group that the catalog does not get', async () => {
    const { ctx } = catalogThatHas({
      'user:default/ada': { entity: user, ask: 1 },
    });
    await expect(
      signInAsPersona({ patienceMs: 0, unread: nothingUnread })(info, ctx),
    ).resolves.toEqual({ token: 'token' });
  });

  it('asks to come again while the catalog is being read', async () => {
    const { ctx, tokens } = catalogThatHas({});
    await expect(
      signInAsPersona({
        patienceMs: 0,
        unread: async () => ({ waiting: 40, unreadable: [] }),
      })(info, ctx),
    ).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message:
        "The catalog is still being read. It does not have 'user:default/ada' yet.",
    });
    expect(tokens).toEqual([]);
  });

  it('asks to come again where a group is still being read', async () => {
    const { ctx, tokens } = catalogThatHas({
      'user:default/ada': { entity: user, ask: 1 },
    });
    await expect(
      signInAsPersona({
        patienceMs: 0,
        unread: async () => ({ waiting: 1, unreadable: [] }),
      })(info, ctx),
    ).rejects.toThrow("It does not have 'group:default/aurora' yet.");
    expect(tokens).toEqual([]);
  });

  it('says what the catalog cannot read where the user may be in it', async () => {
    const { ctx } = catalogThatHas({});
    await expect(
      signInAsPersona({
        patienceMs: 0,
        unread: async () => ({
          waiting: 0,
          unreadable: [...unreadable, ...unreadable],
        }),
      })(info, ctx),
    ).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message:
        "The catalog does not have 'user:default/ada' yet, and cannot read all that it should: http://host/all.yaml was never read: connect ECONNREFUSED. Nor can it read 1 more.",
    });
  });

  it('signs in without a group where only broken files are left', async () => {
    const { ctx } = catalogThatHas({
      'user:default/ada': { entity: user, ask: 1 },
    });
    await expect(
      signInAsPersona({
        patienceMs: 0,
        unread: async () => ({ waiting: 0, unreadable }),
      })(info, ctx),
    ).resolves.toEqual({ token: 'token' });
  });

  it('refuses, with a hint, where the catalog does not tell what it has read', async () => {
    const { ctx } = catalogThatHas({});
    await expect(
      signInAsPersona({ patienceMs: 0, unread: async () => undefined })(
        info,
        ctx,
      ),
    ).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringMatching(/no 'user:default\/ada'.*try again/),
    });
  });

  it('asks to come again where the catalog could not say what it has read', async () => {
    const outOfTime = async () => {
      throw new DOMException('The operation timed out', 'TimeoutError');
    };
    for (const [known, missing] of [
      [{}, 'user:default/ada'],
      [
        { 'user:default/ada': { entity: user, ask: 1 } },
        'group:default/aurora',
      ],
    ] as const) {
      const { ctx, tokens } = catalogThatHas(known);
      await expect(
        signInAsPersona({ patienceMs: 0, unread: outOfTime })(info, ctx),
      ).rejects.toMatchObject({
        name: 'ServiceUnavailableError',
        message: expect.stringContaining(
          `The catalog does not have '${missing}' yet, and could not say what it has read.`,
        ),
      });
      expect(tokens).toEqual([]);
    }
  });

  it('passes on why the catalog did not answer', async () => {
    const { ctx } = catalogThatHas({});
    ctx.findCatalogUser = async () => {
      throw new ServiceUnavailableError('the catalog is away');
    };
    await expect(
      signInAsPersona({ patienceMs: 60_000, unread: nothingUnread })(info, ctx),
    ).rejects.toThrow('the catalog is away');
  });
});
