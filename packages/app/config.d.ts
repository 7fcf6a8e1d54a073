export interface Config {
  app?: {
    /** How people sign in. */
    signIn?: {
      /**
       * The provider of the sign-in page: one of a list of people
       * (`auth.providers.personas`), or an OIDC provider (`auth.providers.oidc`).
       * Default: `oidc`.
       * @visibility frontend
       */
      provider?: 'personas' | 'oidc';
      /**
       * Name of the OIDC provider for people, for example `Example SSO`.
       * @visibility frontend
       */
      title?: string;
      /**
       * One sentence below the title of the sign-in page.
       * @visibility frontend
       */
      message?: string;
    };
  };
  auth?: {
    providers?: {
      /** What the sign-in page shows of the people that may be chosen. */
      personas?: {
        people: Array<{
          /** @visibility frontend */
          id: string;
          /** @visibility frontend */
          title: string;
          /** @visibility frontend */
          role?: string;
          /** @visibility frontend */
          description?: string;
        }>;
      };
    };
  };
}
