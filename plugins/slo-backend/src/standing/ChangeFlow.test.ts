/**
 * The real notifications backend finds out who belongs to a group.
 *
 * @jest-environment node
 */
import {
  coreServices,
  createBackendPlugin,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import notificationsPlugin from '@backstage/plugin-notifications-backend';
import { notificationService } from '@backstage/plugin-notifications-node';
import { SloChange } from '@worldscale/backstage-plugin-slo-common';
import request from 'supertest';
import { ChangeFlow } from './ChangeFlow';
import { ChangeStore } from './ChangeStore';

jest.setTimeout(60_000);

const entityRef = 'component:default/aurora-gateway';
const owner = 'group:default/world-aurora';

function person(name: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name, namespace: 'default' },
    spec: {},
    relations: [{ type: 'memberOf', targetRef: owner }],
  };
}

const group: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name: 'world-aurora', namespace: 'default' },
  spec: { type: 'team', children: [] },
  relations: ['mira', 'tomas'].map(name => ({
    type: 'hasMember',
    targetRef: `user:default/${name}`,
  })),
};

function change(
  kind: SloChange['kind'],
  text: string,
  more: Partial<SloChange> = {},
): SloChange {
  return {
    at: '2026-11-20T20:00:00.000Z',
    ...{ kind, entityRef, text, severity: null },
    ...{ slo: 'aurora-gateway-availability', objective: '0', ...more },
  };
}

const burns = change(
  'alertFired',
  'Aurora Gateway: availability: players fail to log in to Aurora in Europe (Frankfurt); budget gone in 3 hours. Runbook: https://git.example/lost-region.md',
  { severity: 'page' },
);
const spent = change('budgetSpent', 'Aurora Gateway: the budget is spent.');
const freeze = change(
  'policyChanged',
  'Aurora Gateway must not be deployed. Its budget is spent.',
  { slo: null, objective: null, severity: 'freeze' },
);
const better = change('alertResolved', 'Aurora Gateway: the alert is over.');

describe('what owners are told', () => {
  it('reaches every member of the group once, and nobody else', async () => {
    let store: ChangeStore | undefined;
    let flow: ChangeFlow | undefined;
    const teller = createBackendPlugin({
      pluginId: 'slo',
      register(env) {
        env.registerInit({
          deps: {
            database: coreServices.database,
            logger: coreServices.logger,
            notifications: notificationService,
          },
          async init({ database, logger, notifications }) {
            const db = await database.getClient();
            await db.migrate.latest({
              directory: resolvePackagePath(
                '@worldscale/backstage-plugin-slo-backend',
                'migrations',
              ),
            });
            store = new ChangeStore(db);
            flow = new ChangeFlow({
              ...{ changes: store, logger, notifications },
              signals: { publish: async () => {} },
              picture: () => ({
                entities: new Map([
                  [
                    entityRef,
                    {
                      ...{ entityRef, owner, title: 'Aurora Gateway' },
                      ...{ world: null, isWorld: false },
                    },
                  ],
                ]),
                files: [],
                flaws: new Map(),
                recorded: new Map(),
              }),
            });
          },
        });
      },
    });
    const backend = await startTestBackend({
      features: [
        teller,
        notificationsPlugin,
        mockServices.rootConfig.factory({
          data: { app: { baseUrl: 'http://portal.test' } },
        }),
        catalogServiceMock.factory({
          entities: [group, ...['mira', 'tomas', 'ada'].map(person)],
        }),
      ],
    });
    const inboxOf = async (name: string) => {
      const { status, body } = await request(backend.server)
        .get('/api/notifications/notifications')
        .set(
          'Authorization',
          mockCredentials.user.header(`user:default/${name}`),
        );
      expect(status).toBe(200);
      return (
        body.notifications as {
          payload: {
            title: string;
            description: string | null;
            link: string;
            severity: string;
          };
        }[]
      ).map(({ payload: { title, description, link, severity } }) => [
        ...[
          title,
          description,
          severity,
          new URL(link, 'http://portal.test').pathname,
        ],
      ]);
    };

    await store!.add([burns, spent, freeze, better], true);
    // Two backends may look at the same time.
    await Promise.all([flow!.run(true), flow!.run(true)]);
    await flow!.run(true);

    const page = '/slos/aurora-gateway-availability';
    const all = [
      [
        'Aurora Gateway: availability: players fail to log in to Aurora in Europe (Frankfurt); budget gone in 3 hours.',
        'Runbook: https://git.example/lost-region.md',
        'critical',
        page,
      ],
      [
        'Aurora Gateway must not be deployed.',
        'Its budget is spent.',
        'normal',
        '/catalog/default/component/aurora-gateway/slos',
      ],
      ['Aurora Gateway: the budget is spent.', null, 'high', page],
    ];
    for (const member of ['mira', 'tomas']) {
      const inbox = await inboxOf(member);
      expect(inbox.sort()).toEqual([...all].sort());
    }
    expect(await inboxOf('ada')).toEqual([]);
    await backend.stop();
  });
});
