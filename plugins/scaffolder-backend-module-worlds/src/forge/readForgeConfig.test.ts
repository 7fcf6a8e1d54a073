import { ConfigReader } from '@backstage/config';
import { GiteaForge } from './GiteaForge';
import { readForgeConfig } from './readForgeConfig';

const gitea = (...hosts: string[]) =>
  hosts.map(host => ({ host, username: 'portal', password: 'token' }));

const read = (integrations: object, repositories?: object) =>
  readForgeConfig(
    new ConfigReader({
      integrations,
      scaffolder: { worlds: { repositories } },
    } as never),
  );

describe('readForgeConfig', () => {
  it('takes the only forge there is', () => {
    expect(
      read({ gitea: gitea('code.example') }, { owner: 'worlds' }),
    ).toMatchObject({
      owner: 'worlds',
      integration: { host: 'code.example', baseUrl: 'https://code.example' },
    });
  });

  it('takes the one that is named, with its own address', () => {
    const { integration } = read(
      {
        gitea: [
          ...gitea('one.example'),
          {
            host: 'two.example',
            baseUrl: 'https://two.example/git/',
            password: 'token',
          },
        ],
      },
      { owner: 'worlds', host: 'two.example' },
    );
    expect(integration.baseUrl).toBe('https://two.example/git');
    const forge = new GiteaForge({ owner: 'worlds', integration });
    expect(forge.remoteUrl('auction')).toBe(
      'https://two.example/git/worlds/auction.git',
    );
    // A token alone is a user name to Gitea.
    expect(forge.gitCredentials()).toEqual({
      username: 'token',
      password: 'x-oauth-basic',
    });
  });

  it.each([
    [
      'no forge',
      { integrations: {}, repositories: { owner: 'worlds' } },
      'scaffolder.worlds.repositories.host must name one of integrations.gitea (there: none)',
    ],
    [
      'several without a choice',
      {
        integrations: { gitea: gitea('a.example', 'b.example') },
        repositories: { owner: 'worlds' },
      },
      '(there: a.example, b.example)',
    ],
    [
      'one that is not there',
      {
        integrations: { gitea: gitea('a.example') },
        repositories: { owner: 'worlds', host: 'c.example' },
      },
      "scaffolder.worlds.repositories.host is 'c.example', which is not among integrations.gitea (there: a.example)",
    ],
    [
      'no organisation',
      { integrations: { gitea: gitea('a.example') } },
      'scaffolder.worlds.repositories.owner must name the organisation',
    ],
  ])('says what is missing: %s', (_, { integrations, ...rest }, message) => {
    const { repositories } = rest as { repositories?: object };
    expect(() => read(integrations, repositories)).toThrow(message);
  });
});
