import {
  AuthService,
  DiscoveryService,
  LoggerService,
} from '@backstage/backend-plugin-api';

/** Tasks of the search backend's scheduler; one per type of document. */
const tasks = ['search_index_software_catalog', 'search_index_techdocs'];

/**
 * Has the search index built now rather than at its next turn. Only hastens: what
 * fails here happens by itself a little later, so it is noted and no more.
 */
export async function hastenSearch({
  auth,
  discovery,
  logger,
}: {
  auth: AuthService;
  discovery: DiscoveryService;
  logger: LoggerService;
}): Promise<void> {
  try {
    const base = await discovery.getBaseUrl('search');
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: await auth.getOwnServiceCredentials(),
      targetPluginId: 'search',
    });
    for (const task of tasks) {
      const answer = await fetch(
        `${base}/.backstage/scheduler/v1/tasks/${task}/trigger`,
        {
          method: 'POST',
          headers: { authorization: `Bearer ${token}` },
          signal: AbortSignal.timeout(5_000),
        },
      );
      // 409: it runs at this moment, and may have begun before the service came.
      if (!answer.ok) logger.debug(`${task} was not started: ${answer.status}`);
    }
  } catch (error) {
    logger.debug(`The search index was not hastened: ${error}`);
  }
}
