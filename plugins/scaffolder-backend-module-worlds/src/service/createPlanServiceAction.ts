import { CatalogService } from '@backstage/plugin-catalog-node';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { GiteaForge } from '../forge/GiteaForge';
import { patiently } from '../forge/patiently';
import { requireOwn } from '../forge/publishRepository';
import { planService, toJson } from './planService';
import { ServiceCatalog } from './ServiceCatalog';
import { serviceInput } from './serviceInput';

/** `worlds:planService`: checks a form's answers, and works out what follows. */
export function createPlanServiceAction({
  catalog,
  forge,
}: {
  catalog: CatalogService;
  forge: () => GiteaForge;
}) {
  return createTemplateAction({
    id: 'worlds:planService',
    description:
      'Checks what a new world service is to be (its name, world, regions, owner and size) and works out what its files need. Changes nothing.',
    supportsDryRun: true,
    schema: {
      input: {
        ...serviceInput,
        checkRepository: z =>
          z
            .boolean()
            .optional()
            .describe(
              'Whether the name must be free on the configured forge too (default: true); false where another step publishes elsewhere',
            ),
      },
      output: {
        service: z =>
          z
            .object({})
            .passthrough()
            .describe('Values for the skeleton; see ServicePlan'),
        repository: z =>
          z
            .object({ host: z.string(), owner: z.string(), url: z.string() })
            .optional()
            .describe('Where its repository will be, on the configured forge'),
      },
    },
    async handler(ctx) {
      const credentials = await ctx.getInitiatorCredentials();
      const plan = await planService(
        ctx.input,
        new ServiceCatalog(catalog, credentials),
      );
      for (const { title, formula, result, reason } of plan.capacity.steps) {
        ctx.logger.info(`${title}: ${formula} = ${result} (${reason})`);
      }
      ctx.output('service', toJson(plan));
      if (ctx.input.checkRepository === false) return;
      const host = forge();
      const taken = await patiently(
        () => host.repository(plan.name, ctx.signal),
        {
          signal: ctx.signal,
          onFailure: ({ message }, pauseMs) =>
            ctx.logger.warn(`${message} Again in ${pauseMs / 1000} s.`),
        },
      );
      const user = ctx.user?.ref ?? 'unknown';
      if (taken) {
        requireOwn(host, plan.name, taken, { taskId: ctx.task.id, user });
      }
      ctx.output('repository', {
        host: host.host,
        owner: host.owner,
        url: host.pageUrl(plan.name),
      });
    },
  });
}
