import {
  catalogEntityCreatePermission,
  catalogEntityDeletePermission,
  catalogEntityReadPermission,
  catalogEntityRefreshPermission,
  catalogEntityValidatePermission,
  catalogLocationAnalyzePermission,
  catalogLocationCreatePermission,
  catalogLocationDeletePermission,
  catalogLocationReadPermission,
} from '@backstage/plugin-catalog-common/alpha';
import {
  kubernetesClustersReadPermission,
  kubernetesProxyPermission,
  kubernetesResourcesReadPermission,
} from '@backstage/plugin-kubernetes-common';
import {
  createPermission,
  type Permission,
  type PermissionAttributes,
} from '@backstage/plugin-permission-common';
import {
  actionExecutePermission,
  taskCancelPermission,
  taskCreatePermission,
  taskReadPermission,
  templateDryRunPermission,
  templateManagementPermission,
  templateParameterReadPermission,
  templateStepReadPermission,
} from '@backstage/plugin-scaffolder-common/alpha';
import { decide, Decision, matches } from './decide';
import { defaultGrants, Grant, Role } from './grants';

const basic = (name: string, action?: PermissionAttributes['action']) =>
  createPermission({ name, attributes: { action } });

const columns: (Role | undefined)[] = [
  'engineering',
  'leads',
  'support',
  'finops',
  'planning',
  undefined,
];
const cells: Record<string, Decision> = {
  y: 'allow',
  o: 'ifOwner',
  '-': 'deny',
};

// One character for each of: engineering, leads, support, finops, planning, no group.
const table: [permission: Permission, decisions: string][] = [
  [catalogEntityReadPermission, 'yyyyyy'],
  [catalogLocationReadPermission, 'yyyyyy'],
  [kubernetesClustersReadPermission, 'yyyyyy'],
  [kubernetesResourcesReadPermission, 'yyyyyy'],
  [basic('scaling.state.read', 'read'), 'yyyyyy'],
  [basic('scaling.change.read', 'read'), 'yyyyyy'],
  [basic('worlds.fleet.read', 'read'), 'yyyyyy'],
  [basic('never.heard.of.read', 'read'), 'yyyyyy'],
  [basic('cost.report.read', 'read'), 'yy-yy-'],
  [basic('cost.budget.update', 'update'), '------'],
  [taskCreatePermission, 'yy----'],
  [taskReadPermission, 'yy----'],
  [taskCancelPermission, 'yy----'],
  [templateParameterReadPermission, 'yy----'],
  [templateStepReadPermission, 'yy----'],
  [templateDryRunPermission, 'yy----'],
  [templateManagementPermission, 'yy----'],
  [actionExecutePermission, 'yy----'],
  [catalogEntityCreatePermission, 'yy----'],
  [catalogEntityValidatePermission, 'yy----'],
  [catalogLocationCreatePermission, 'yy----'],
  [catalogLocationAnalyzePermission, 'yy----'],
  [basic('catalog.entities.unprocessed.read', 'read'), 'yy----'],
  [basic('catalog.entities.unprocessed.delete', 'delete'), '------'],
  [catalogEntityRefreshPermission, 'oo----'],
  [catalogEntityDeletePermission, 'oo----'],
  [catalogLocationDeletePermission, '-y----'],
  [kubernetesProxyPermission, 'yy----'],
  [basic('never.heard.of.create', 'create'), '------'],
  [basic('never.heard.of.delete', 'delete'), '------'],
  [basic('never.heard.of'), '------'],
];

describe('the house rules', () => {
  it.each(
    table.flatMap(([permission, decisions]) =>
      columns.map(
        (role, i) =>
          [
            cells[decisions[i]],
            permission.name,
            role ?? 'somebody without a group',
            permission,
            role,
          ] as const,
      ),
    ),
  )('answer %s to %s for %s', (expected, _name, _who, permission, role) => {
    expect(decide(permission, role ? [role] : [], defaultGrants)).toBe(
      expected,
    );
  });
});

describe('decide', () => {
  it('adds up what several roles may do', () => {
    expect(
      decide(taskCreatePermission, ['support', 'leads'], defaultGrants),
    ).toBe('allow');
  });

  it('prefers a grant without a condition', () => {
    const grants: Grant[] = [
      { permissions: ['catalog.*'], roles: ['support'], ifOwner: true },
      { permissions: ['catalog.entity.*'], roles: ['support'] },
    ];
    expect(decide(catalogEntityDeletePermission, ['support'], grants)).toBe(
      'allow',
    );
  });

  it('denies where ownership is asked for and cannot be told', () => {
    const grants: Grant[] = [
      { permissions: ['*'], roles: ['everyone'], ifOwner: true },
    ];
    expect(decide(basic('a.b', 'update'), [], grants)).toBe('deny');
  });

  it('denies everything without grants', () => {
    expect(decide(catalogEntityReadPermission, ['leads'], [])).toBe('deny');
  });
});

describe('matches', () => {
  it.each([
    ['a.b', 'a.b', true],
    ['a.b', 'a.b.c', false],
    ['a.*', 'a.b.c', true],
    ['a.*', 'ab.c', false],
    ['*', '', true],
    ['*.read', 'a.read', true],
    ['*.read', 'a.read.b', false],
    ['a.*.read', 'a.b.c.read', true],
    ['a.*.read', 'a.read', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['ab*ba', 'aba', false],
    ['a.b', 'a-b', false],
  ])("'%s' and '%s': %s", (pattern, name, expected) => {
    expect(matches(pattern, name)).toBe(expected);
  });
});
