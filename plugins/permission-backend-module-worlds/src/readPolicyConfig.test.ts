import { ConfigReader } from '@backstage/config';
import { defaultGrants } from './grants';
import { readPolicyConfig } from './readPolicyConfig';

const read = (worlds?: object) =>
  readPolicyConfig(new ConfigReader({ permission: { worlds } } as never));

describe('readPolicyConfig', () => {
  it('needs no configuration', () => {
    const { groups, grants } = read();
    expect(groups.leads).toEqual(['group:default/team-leads']);
    expect(grants).toEqual(defaultGrants);
  });

  it('lets other groups play a role and leaves the other roles alone', () => {
    const { groups } = read({
      groups: { finops: ['Group:money/Controllers', 'bookkeeping'] },
    });
    expect(groups.finops).toEqual([
      'group:money/controllers',
      'group:default/bookkeeping',
    ]);
    expect(groups.support).toEqual(['group:default/support']);
  });

  it('adds grants to the built-in ones', () => {
    const grant = {
      permissions: ['argocd.*'],
      roles: ['engineering', 'everyone'],
      actions: ['read', 'update'],
    };
    expect(read({ grants: [grant] }).grants.slice(-1)).toEqual([grant]);
  });

  it.each([
    ['a role', { groups: { admins: [] } }, /groups: no such role: 'admins'/],
    [
      'a role of a grant',
      { grants: [{ permissions: ['*'], roles: ['admins'] }] },
      /grants\[0\]: no such role: 'admins'/,
    ],
    [
      'an action',
      { grants: [{ permissions: ['*'], roles: ['leads'], actions: ['run'] }] },
      /grants\[0\]: no such action: 'run'/,
    ],
    [
      'a reference',
      { groups: { leads: ['group:'] } },
      /groups.leads: 'group:' is not an entity reference/,
    ],
  ])('refuses %s that does not exist', (_, worlds, message) => {
    expect(() => read(worlds)).toThrow(message);
  });
});
