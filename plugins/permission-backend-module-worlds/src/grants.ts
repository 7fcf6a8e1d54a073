import type { PermissionAttributes } from '@backstage/plugin-permission-common';

/** What somebody is, as told by the groups above them. */
export const roles = [
  'engineering',
  'leads',
  'support',
  'finops',
  'planning',
] as const;
export type Role = (typeof roles)[number];

export type Action = NonNullable<PermissionAttributes['action']>;

/** Gives permissions to roles. What no grant gives is denied. */
export interface Grant {
  /** Names of permissions; `*` stands for any run of characters. */
  permissions: string[];
  /** Permissions that the patterns would match but that this does not give. */
  except?: string[];
  roles: readonly (Role | 'everyone')[];
  /** Only permissions with one of these actions; absent: all. */
  actions?: Action[];
  /** Catalog entities only: those that the person owns. */
  ifOwner?: boolean;
}

const builders: Role[] = ['engineering', 'leads'];

/**
 * The house's rules. A permission that is new to this list can be used by
 * everyone if it reads and is not about cost, and by nobody otherwise: a plugin
 * that brings a new way to write stays closed until a grant opens it.
 */
export const defaultGrants: Grant[] = [
  {
    permissions: ['*'],
    except: ['cost.*', 'scaffolder.*', 'catalog.entities.unprocessed.*'],
    actions: ['read'],
    roles: ['everyone'],
  },
  {
    permissions: ['cost.*'],
    actions: ['read'],
    roles: ['engineering', 'leads', 'finops', 'planning'],
  },
  // Templates, dry runs, actions, and the tasks that come of them.
  { permissions: ['scaffolder.*'], roles: builders },
  // Registering what a template made, and checking it first.
  {
    permissions: [
      'catalog.entity.create',
      'catalog.entity.validate',
      'catalog.location.create',
      'catalog.location.analyze',
    ],
    roles: builders,
  },
  // What the catalog notes, raw, of files that it has not read or could not read.
  { permissions: ['catalog.entities.unprocessed.read'], roles: builders },
  {
    permissions: ['catalog.entity.refresh', 'catalog.entity.delete'],
    roles: builders,
    ifOwner: true,
  },
  // A location has no owner that could be asked for, and may hold many entities.
  { permissions: ['catalog.location.delete'], roles: ['leads'] },
  // Lifting a freeze in spite of a spent budget is for whoever answers for it.
  { permissions: ['slo.policy.override'], roles: ['leads'] },
  // Reaches a cluster with the portal's credentials, to write as well as to read.
  { permissions: ['kubernetes.proxy'], roles: builders },
];
