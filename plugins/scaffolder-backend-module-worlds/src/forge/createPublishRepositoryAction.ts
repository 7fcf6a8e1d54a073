import { existsSync, readdirSync } from 'node:fs';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { GiteaForge } from './GiteaForge';
import { publishRepository, requireOwn } from './publishRepository';

const BRANCH = 'main';

/** `worlds:publishRepository`: a repository of files, once, however often it runs. */
export function createPublishRepositoryAction({
  forge,
  config,
}: {
  forge: () => GiteaForge;
  config: Config;
}) {
  return createTemplateAction({
    id: 'worlds:publishRepository',
    description:
      'Makes a repository on a Gitea-compatible forge from files of the workspace. May be repeated after a crash at any point: it finds what it has made and goes on.',
    supportsDryRun: true,
    schema: {
      input: {
        name: z => z.string().min(1).describe('Name of the repository'),
        description: z => z.string().describe('One line about it'),
        sourcePath: z =>
          z
            .string()
            .optional()
            .describe('Folder of the workspace; default: all'),
        commitMessage: z =>
          z.string().optional().describe('Default: Create <name>'),
      },
      output: {
        remoteUrl: z => z.string().describe('For git clone'),
        repoContentsUrl: z =>
          z.string().describe('Address of its files, for catalog registration'),
        pageUrl: z => z.string().describe('Its page'),
        commitHash: z => z.string().optional().describe('Its first commit'),
      },
    },
    async handler(ctx) {
      const { name, description, sourcePath = '.' } = ctx.input;
      const host = forge();
      const folder = resolveSafeChildPath(ctx.workspacePath, sourcePath);
      const person = ctx.user?.entity?.spec.profile;
      const user = ctx.user?.ref ?? 'unknown';
      const mark = { taskId: ctx.task.id, user };
      ctx.output('remoteUrl', host.remoteUrl(name));
      ctx.output('pageUrl', host.pageUrl(name));
      ctx.output('repoContentsUrl', host.contentsUrl(name, BRANCH));
      if (!/^[\w.-]{1,100}$/.test(name)) {
        throw new InputError(`name: '${name}' cannot name a repository`);
      }
      // A task that goes on elsewhere has only the files that were kept for it.
      if (!existsSync(folder) || readdirSync(folder).length === 0) {
        throw new InputError(
          `sourcePath: '${sourcePath}' holds no files. Where tasks go on after a restart, scaffolder.taskRecovery.workspaceProvider must say where their files are kept.`,
        );
      }
      if (ctx.isDryRun) {
        const taken = await host.repository(name, ctx.signal);
        if (taken) requireOwn(host, name, taken, mark);
        ctx.logger.info(`Would create ${host.pageUrl(name)}`);
        return;
      }
      const commitHash = await publishRepository(
        host,
        {
          name,
          description,
          branch: BRANCH,
          folder,
          title: ctx.input.commitMessage ?? `Create ${name}`,
          author: {
            name:
              person?.displayName ??
              config.getOptionalString('scaffolder.defaultAuthor.name') ??
              'Scaffolder',
            email:
              person?.email ??
              config.getOptionalString('scaffolder.defaultAuthor.email') ??
              'scaffolder@backstage.io',
          },
          mark,
        },
        {
          signal: ctx.signal,
          onProgress: message => ctx.logger.info(message),
          onFailure: ({ message }, pauseMs) =>
            ctx.logger.warn(`${message} Again in ${pauseMs / 1000} s.`),
        },
      );
      ctx.output('commitHash', commitHash);
    },
  });
}
