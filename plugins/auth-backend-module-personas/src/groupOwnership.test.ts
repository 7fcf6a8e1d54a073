import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { GroupOwnershipResolver } from './groupOwnership';

function entity(
  kind: string,
  name: string,
  ...relations: [type: string, targetRef: string][]
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name },
    relations: relations.map(([type, targetRef]) => ({ type, targetRef })),
  };
}

function ownershipOf(user: Entity, groups: Entity[]) {
  return new GroupOwnershipResolver(
    catalogServiceMock({ entities: groups }),
    mockServices.auth(),
    mockServices.logger.mock(),
  ).resolveOwnershipEntityRefs(user);
}

describe('GroupOwnershipResolver', () => {
  it('climbs from the groups of a user to the groups above them', async () => {
    const user = entity(
      'User',
      'ada',
      ['memberOf', 'group:default/world-aurora'],
      ['memberOf', 'group:default/on-call'],
      ['ownerOf', 'component:default/gateway'],
    );
    await expect(
      ownershipOf(user, [
        entity('Group', 'world-aurora', [
          'childOf',
          'group:default/engineering',
        ]),
        entity('Group', 'on-call', ['childOf', 'group:default/engineering']),
        entity('Group', 'engineering', ['childOf', 'group:default/company']),
        entity('Group', 'company', ['parentOf', 'group:default/engineering']),
      ]),
    ).resolves.toEqual({
      ownershipEntityRefs: [
        'user:default/ada',
        'group:default/world-aurora',
        'group:default/on-call',
        'group:default/engineering',
        'group:default/company',
      ],
    });
  });

  it('ends where groups are above each other in a circle', async () => {
    const user = entity('User', 'ada', ['memberOf', 'group:default/a']);
    const { ownershipEntityRefs } = await ownershipOf(user, [
      entity('Group', 'a', ['childOf', 'group:default/b']),
      entity('Group', 'b', ['childOf', 'group:default/a']),
    ]);
    expect(ownershipEntityRefs).toEqual([
      'user:default/ada',
      'group:default/a',
      'group:default/b',
    ]);
  });

  it('keeps a group that the catalog does not have, and says so', async () => {
    const logger = mockServices.logger.mock();
    const resolver = new GroupOwnershipResolver(
      catalogServiceMock({ entities: [] }),
      mockServices.auth(),
      logger,
    );
    await expect(
      resolver.resolveOwnershipEntityRefs(
        entity('User', 'ada', ['memberOf', 'group:default/gone']),
      ),
    ).resolves.toEqual({
      ownershipEntityRefs: ['user:default/ada', 'group:default/gone'],
    });
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('group:default/gone'),
    );
  });

  it('gives a user without groups only themselves', async () => {
    await expect(ownershipOf(entity('User', 'ada'), [])).resolves.toEqual({
      ownershipEntityRefs: ['user:default/ada'],
    });
  });
});
