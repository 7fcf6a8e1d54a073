export interface Config {
  auth?: {
    providers?: {
      /**
       * Sign-in as one of a list of people, without a password. For
       * demonstrations and development only: refused in production.
       */
      personas?: {
        /** The people that a visitor may choose from, in the order shown. */
        people: Array<{
          /**
           * Name of the choice; unique in the list.
           * @visibility frontend
           */
          id: string;
          /**
           * Name of the person as shown on the sign-in page.
           * @visibility frontend
           */
          title: string;
          /**
           * What the person is, for example `Engineer`.
           * @visibility frontend
           */
          role?: string;
          /**
           * What the person may do, in one sentence.
           * @visibility frontend
           */
          description?: string;
          /**
           * The user of the catalog that the choice signs in as. Default:
           * `user:default/<id>`.
           */
          entityRef?: string;
        }>;
      };
    };
  };
}
