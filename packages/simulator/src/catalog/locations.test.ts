/* How far an error in one file of the catalog reaches, by the catalog's own backend. */
import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import {
  Entity,
  getCompoundEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import { startSimulator, Simulator } from '../startSimulator';
import { CatalogFolder } from './__testUtils__/CatalogFolder';

// Reading all of LifeVerse takes seconds on a busy machine.
jest.setTimeout(180_000);

// A backend that stops leaves SQLite open; what is made here is closed at the end.
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

interface WithStatus extends Entity {
  status?: {
    items?: { type: string; level: string; message: string }[];
  };
}

interface Ancestry {
  items: { entity: WithStatus }[];
}

describe('the catalog, where one of its files has an error', () => {
  let simulator: Simulator;
  let backend: Awaited<ReturnType<typeof startTestBackend>>;
  const folder = new CatalogFolder();
  const entities = folder.entities();

  beforeAll(async () => {
    simulator = await startSimulator({ tickMs: 0 });
    const forge = simulator.urls.forge;
    backend = await startTestBackend({
      features: [
        catalogPlugin,
        mockServices.database.factory({
          knex: await databases.init('SQLITE_3'),
        }),
        mockServices.rootConfig.factory({
          data: {
            integrations: {
              gitea: [{ host: new URL(forge).host, baseUrl: forge }],
            },
            catalog: {
              processingInterval: { seconds: 2 },
              rules: [
                {
                  allow: [
                    ...new Set(entities.map(({ entity }) => entity.kind)),
                  ],
                },
              ],
              locations: [
                {
                  type: 'url',
                  target: `${forge}/lifeverse/lifeverse/src/branch/main/catalog/all.yaml`,
                },
              ],
            },
          },
        }),
      ],
    });
    await eventually(async () => {
      const known = await get<Entity[]>('/entities?fields=kind,metadata');
      const refs = new Set(known.map(entity => stringifyEntityRef(entity)));
      const missing = entities.filter(({ ref }) => !refs.has(ref));
      if (missing.length > 0) throw new Error(`${missing[0].ref} is missing`);
    });
  });

  afterAll(async () => {
    await backend.stop();
    await simulator.close();
  });

  async function get<T>(path: string): Promise<T> {
    const response = await fetch(
      `http://localhost:${backend.server.port()}/api/catalog${path}`,
    );
    expect(response.status).toBe(200);
    return response.json() as Promise<T>;
  }

  /** Commits a file to the default branch of LifeVerse's repository. */
  async function commit(file: string, text: string) {
    const url = `${simulator.urls.forge}/api/v1/repos/lifeverse/lifeverse/contents/${file}`;
    const headers = {
      'content-type': 'application/json',
      authorization: `Basic ${btoa('worldscale:simulated')}`,
    };
    const { sha } = (await (await fetch(url)).json()) as { sha?: string };
    const response = await fetch(url, {
      method: 'PUT',
      headers,
      body: JSON.stringify({
        content: Buffer.from(text).toString('base64'),
        message: `Change ${file}`,
        ...(sha && { sha }),
      }),
    });
    expect(response.ok).toBe(true);
  }

  const pathOf = (entity: Entity) => {
    const { kind, namespace, name } = getCompoundEntityRef(entity);
    return `/entities/by-name/${kind}/${namespace}/${name}`.toLowerCase();
  };

  /** The entity that comes from a file, as the repository has it. */
  const entityIn = (file: string) =>
    entities.find(
      item => item.file === file && item.entity.kind !== 'Location',
    )!.entity as Entity;

  const titleOf = async (entity: Entity) =>
    (await get<Entity>(pathOf(entity))).metadata.title;

  /** What the page of an entity warns of: errors of itself and of where it comes from. */
  async function errorsOf(entity: Entity) {
    const { items } = await get<Ancestry>(`${pathOf(entity)}/ancestry`);
    return items.flatMap(({ entity: ancestor }) =>
      (ancestor.status?.items ?? []).map(({ message }) => ({
        at: stringifyEntityRef(ancestor),
        message,
      })),
    );
  }

  const withTitle = (file: string, title: string) =>
    folder.read(file).replace(/^ {2}title: .*$/m, `  title: ${title}`);

  const broken = 'catalog/worlds/aurora/gateway/catalog-info.yaml';
  const neighbours = [
    'catalog/worlds/aurora/chat/catalog-info.yaml',
    'catalog/worlds/aurora/catalog-info.yaml',
    'catalog/worlds/ember/gateway/catalog-info.yaml',
    'catalog/platform/identity/catalog-info.yaml',
    'catalog/regions/ap-tokyo.yaml',
  ];

  it.each([
    [
      'does not parse',
      `${folder.read(broken)}\n  indented: wrongly: twice\n`,
      /YAML error at url:http.*catalog\/worlds\/aurora\/gateway\/catalog-info\.yaml/,
      'location:default/aurora-gateway',
    ],
    [
      'describes what is no entity',
      folder.read(broken).replace(/^kind:.*$/m, 'sort: Component'),
      /\/kind|kind/,
      'location:default/aurora-gateway',
    ],
    [
      'lacks what its kind must have',
      folder.read(broken).replace(/^ +owner:.*\n/m, ''),
      /owner/,
      'component:default/aurora-gateway',
    ],
  ])(
    'goes on with all other files where one %s, and keeps and names what that one described',
    async (what, text, message, at) => {
      const gateway = entityIn(broken);
      const before = await titleOf(gateway);
      await commit(broken, text);
      await eventually(async () => {
        expect(await errorsOf(gateway)).toEqual([
          { at, message: expect.stringMatching(message) },
        ]);
      });

      for (const file of neighbours) {
        await commit(file, withTitle(file, `Changed while one ${what}`));
      }
      await eventually(async () => {
        for (const file of neighbours) {
          expect(await titleOf(entityIn(file))).toBe(
            `Changed while one ${what}`,
          );
        }
      });

      // Still there as it was, and nobody else has to do with it.
      expect(await titleOf(gateway)).toBe(before);
      for (const file of neighbours) {
        expect(await errorsOf(entityIn(file))).toEqual([]);
      }

      await commit(broken, withTitle(broken, `Mended after it ${what}`));
      await eventually(async () => {
        expect(await titleOf(gateway)).toBe(`Mended after it ${what}`);
        expect(await errorsOf(gateway)).toEqual([]);
      });
    },
  );
});

/** Waits for what comes about by itself. */
async function eventually(check: () => Promise<void>) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await check();
      return;
    } catch (error) {
      if (attempt >= 200) throw error;
    }
    await new Promise(resolve => setTimeout(resolve, 250));
  }
}
