import { join } from 'node:path';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import request from 'supertest';
import { parse } from 'yaml';
import scaffolderModuleWorlds from '..';
import { catalogEntities, filesBelow, templateFolder } from './repositoryRoot';

/** Answers to every question of the form. */
export const answers = {
  kind: 'stateful-shard',
  name: 'aurora-auction',
  description: 'Auctions of Aurora.',
  owner: 'group:default/world-aurora',
  lifecycle: 'experimental',
  world: 'system:default/aurora',
  regions: ['resource:default/eu-frankfurt', 'resource:default/us-virginia'],
  capacity: { peakPlayers: 5000, playersPerInstance: 200 },
  image: `registry.lifeverse.example/starter@sha256:${'0123456789abcdef'.repeat(
    4,
  )}`,
  tier: 'tier-3',
};
export type Answers = Partial<
  typeof answers & { costCenter: string; pagerDutyServiceId: string }
>;

export interface DryRun {
  code: number;
  /** What went wrong, where anything did. */
  message: string;
  /** Files of the repository by their paths. */
  files: Map<string, string>;
  log: string[];
  output: { links?: { title: string; url?: string; entityRef?: string }[] };
}

/** The real scaffolder with our actions, beside a catalog in memory. */
export async function startScaffolder(options: {
  forgeUrl: string;
  config?: object;
  entities?: Entity[];
}) {
  const { forgeUrl, config, entities = catalogEntities() } = options;
  const backend = await startTestBackend({
    features: [
      scaffolderPlugin,
      scaffolderModuleWorlds,
      catalogServiceMock.factory({ entities }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:3000' },
          backend: { baseUrl: 'http://localhost:7007' },
          integrations: {
            gitea: [
              {
                host: new URL(forgeUrl).host,
                baseUrl: forgeUrl,
                username: 'worldscale',
                password: 'simulated',
              },
            ],
          },
          scaffolder: { worlds: { repositories: { owner: 'lifeverse' } } },
          ...config,
        },
      }),
    ],
  });
  const { server } = backend;
  const template = parse(filesBelow(templateFolder).get('template.yaml') ?? '');
  const directoryContents = [...filesBelow(templateFolder)].map(
    ([path, text]) => ({
      path,
      base64Content: Buffer.from(text).toString('base64'),
    }),
  );

  return {
    server,
    stop: () => backend.stop(),
    template,
    /** Runs the template as the editor's dry run does. */
    async dryRun(values: Answers = {}): Promise<DryRun> {
      const { body, status } = await request(server)
        .post('/api/scaffolder/v2/dry-run')
        .set('authorization', mockCredentials.user.header())
        .send({
          template,
          values: { ...answers, ...values },
          directoryContents,
        });
      const files = new Map<string, string>();
      for (const { path, base64Content } of body.directoryContents ?? []) {
        const inRepository = /^repository\/(.*)$/.exec(path)?.[1];
        if (!inRepository) throw new Error(`${join(path)} is outside`);
        files.set(
          inRepository,
          Buffer.from(base64Content, 'base64').toString(),
        );
      }
      return {
        code: status,
        message:
          body.error?.message ??
          body.errors?.map((error: object) => JSON.stringify(error)).join() ??
          '',
        files,
        log: (body.log ?? []).map(
          (entry: { body: { message: string } }) => entry.body.message,
        ),
        output: body.output ?? {},
      };
    },
  };
}
