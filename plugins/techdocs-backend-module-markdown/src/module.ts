import {
  coreServices,
  createBackendModule,
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { Config, readDurationFromConfig } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import {
  TechdocsGenerator,
  techdocsGeneratorExtensionPoint,
  techdocsPublisherExtensionPoint,
} from '@backstage/plugin-techdocs-node';
import { durationToMilliseconds, HumanDuration } from '@backstage/types';
import { BuildAllDocs } from './builds/BuildAllDocs';
import { FreshLocalPublisher } from './builds/FreshLocalPublisher';
import { syncEntity } from './builds/syncEntity';
import { MarkdownGenerator } from './MarkdownGenerator';
import { parsePortalPaths } from './site/portalPaths';

const defaultSchedule: SchedulerServiceTaskScheduleDefinition = {
  initialDelay: { seconds: 10 },
  frequency: { minutes: 1 },
  timeout: { minutes: 30 },
};
const defaultRecheck = { minutes: 30 };

function scheduleOf(
  config: Config,
): SchedulerServiceTaskScheduleDefinition | undefined {
  const builds = config.getOptionalConfig('techdocs.markdown.builds');
  if (builds?.getOptionalBoolean('enabled') === false) return undefined;
  const schedule = builds?.getOptionalConfig('schedule');
  return schedule
    ? readSchedulerServiceTaskScheduleDefinitionFromConfig(schedule)
    : defaultSchedule;
}

function recheckAfter(config: Config): HumanDuration {
  const key = 'techdocs.markdown.builds.recheckAfter';
  return config.has(key)
    ? readDurationFromConfig(config, { key })
    : defaultRecheck;
}

/** Where a later Backstage lets generators be told apart by name. */
interface NamedGenerators {
  registerGenerator(name: string, factory: () => MarkdownGenerator): void;
}

function hasNamedGenerators(point: object): point is NamedGenerators {
  return 'registerGenerator' in point && !('setTechdocsGenerator' in point);
}

/** Docs of every entity, built from Markdown in the backend's own process. */
export const techdocsModuleMarkdown = createBackendModule({
  pluginId: 'techdocs',
  moduleId: 'markdown',
  register({ registerInit }) {
    registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        generators: techdocsGeneratorExtensionPoint,
        logger: coreServices.logger,
        publishers: techdocsPublisherExtensionPoint,
        scheduler: coreServices.scheduler,
      },
      async init({
        auth,
        catalog,
        config,
        discovery,
        generators,
        logger,
        publishers,
        scheduler,
      }) {
        const settings = config.getOptionalConfig('techdocs.markdown');
        const cacheMegabytes = settings?.getOptionalNumber('cacheMegabytes');
        const maxPageSeconds = settings?.getOptionalNumber('maxPageSeconds');
        const portalPaths = settings?.getOptionalStringArray('portalPaths');
        const generator = new MarkdownGenerator({
          logger,
          scmIntegrations: ScmIntegrations.fromConfig(config),
          cacheBytes:
            cacheMegabytes === undefined
              ? undefined
              : cacheMegabytes * 1024 * 1024,
          maxPageLength: settings?.getOptionalNumber('maxPageCharacters'),
          maxPageMs:
            maxPageSeconds === undefined ? undefined : maxPageSeconds * 1000,
          iframeHosts: config.getOptionalStringArray(
            'techdocs.sanitizer.allowedIframeHosts',
          ),
          portalPaths: portalPaths && parsePortalPaths(portalPaths),
        });
        if (hasNamedGenerators(generators))
          generators.registerGenerator('markdown', () => generator);
        // The parameter is a class with private members, although only `run` of it
        // is ever called.
        else
          generators.setTechdocsGenerator(
            generator as unknown as TechdocsGenerator,
          );

        const publisher =
          config.getOptionalString('techdocs.publisher.type') ?? 'local';
        if (
          publisher === 'local' &&
          settings?.getOptionalBoolean('removeStaleFiles') !== false
        )
          publishers.registerPublisher(
            'local',
            await FreshLocalPublisher.fromConfig(config, { logger, discovery }),
          );

        const builder = config.getOptionalString('techdocs.builder') ?? 'local';
        const schedule = scheduleOf(config);
        if (builder !== 'local' || !schedule) return;
        const builds = new BuildAllDocs({
          auth,
          catalog,
          logger,
          sync: (entity, signal) =>
            syncEntity(entity, { auth, discovery, signal }),
          pauseMs: 50,
          recheckMs: durationToMilliseconds(recheckAfter(config)),
          now: Date.now,
        });
        await scheduler.scheduleTask({
          id: 'build-all-docs',
          ...schedule,
          fn: signal => builds.run(signal),
        });
      },
    });
  },
});
