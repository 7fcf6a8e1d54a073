import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  GiteaIntegrationConfig,
  ScmIntegrations,
} from '@backstage/integration';

/** Where new services get their repository. */
export interface ForgeConfig {
  integration: GiteaIntegrationConfig & { baseUrl: string };
  /** Organisation that owns the repositories. */
  owner: string;
}

const ROOT = 'scaffolder.worlds.repositories';

/**
 * Reads `scaffolder.worlds.repositories` and the integration that it means.
 *
 * @throws InputError naming the key that is missing or wrong
 */
export function readForgeConfig(config: Config): ForgeConfig {
  const forges = ScmIntegrations.fromConfig(config)
    .gitea.list()
    .map(integration => integration.config);
  const hosts = forges.map(({ host }) => host).join(', ') || 'none';
  const host = config.getOptionalString(`${ROOT}.host`);
  if (!host && forges.length !== 1) {
    throw new InputError(
      `${ROOT}.host must name one of integrations.gitea (there: ${hosts})`,
    );
  }
  const found = forges.find(forge => !host || forge.host === host);
  if (!found) {
    throw new InputError(
      `${ROOT}.host is '${host}', which is not among integrations.gitea (there: ${hosts})`,
    );
  }
  const owner = config.getOptionalString(`${ROOT}.owner`);
  if (!owner) {
    throw new InputError(
      `${ROOT}.owner must name the organisation that owns new repositories`,
    );
  }
  const baseUrl = found.baseUrl ?? `https://${found.host}`;
  return { integration: { ...found, baseUrl }, owner };
}
