export interface Config {
  permission?: {
    /** Who may do what: the policy by group. */
    worlds?: {
      /**
       * Which groups of the catalog play which role. A role that is not named
       * keeps its default: engineering: `group:default/engineering`, leads:
       * `group:default/team-leads`, support: `group:default/support`, finops:
       * `group:default/finops`, planning: `group:default/planning`.
       */
      groups?: {
        engineering?: string[];
        leads?: string[];
        support?: string[];
        finops?: string[];
        planning?: string[];
      };
      /** Grants beyond the built-in ones, for example for further plugins. */
      grants?: Array<{
        /** Names of permissions; `*` stands for any run of characters. */
        permissions: string[];
        /** Roles that are given them; `everyone` is whoever is signed in. */
        roles: Array<
          | 'everyone'
          | 'engineering'
          | 'leads'
          | 'support'
          | 'finops'
          | 'planning'
        >;
        /** Only permissions with one of these actions. Default: all. */
        actions?: Array<'create' | 'read' | 'update' | 'delete'>;
      }>;
    };
  };
}
