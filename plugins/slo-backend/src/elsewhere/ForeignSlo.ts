/*
 * SLOs that Sloth or Pyrra define: there is no file of them here, only what their rules
 * record. For the rest of the backend they are SLOs like others, with one objective and
 * no alerts of ours; their names begin with the tool and a dot, which no name of OpenSLO
 * holds.
 */
import {
  defaultCoverageFloor,
  Duration,
  DurationUnit,
  durationMs,
  SloDefinition,
  SloRow,
} from '@worldscale/backstage-plugin-slo-common';
import {
  CatalogPicture,
  PYRRA_ANNOTATION,
  SLOTH_ANNOTATION,
} from '../definitions/CatalogReader';
import { KnownSlo } from '../definitions/Definitions';

export type ForeignTool = 'sloth' | 'pyrra';

/** An SLO as the labels of its series tell it. */
export interface ForeignSlo {
  tool: ForeignTool;
  /** `sloth_id`, or Pyrra's `slo`. */
  id: string;
  title: string;
  /** What the labels call its service. */
  service: string;
  /** Share that must be good. */
  target: number;
  periodMs: number;
}

const tools = {
  sloth: {
    title: 'Sloth',
    annotation: SLOTH_ANNOTATION,
    method: 'RatioTimeslices',
    meaning:
      'Recorded by Sloth: a mean of five-minute ratios (RatioTimeslices), in which a quiet minute counts as much as a busy one. How much of the window was observed is not recorded.',
  },
  pyrra: {
    title: 'Pyrra',
    annotation: PYRRA_ANNOTATION,
    method: 'Occurrences',
    meaning:
      'Recorded by Pyrra: a ratio of all events of the window (Occurrences). How much of the window was observed is not recorded.',
  },
} as const;

export function toolTitle(tool: ForeignTool): string {
  return tools[tool].title;
}

function durationOf(ms: number): Duration {
  const units: DurationUnit[] = ['d', 'h', 'm'];
  for (const unit of units) {
    const count = ms / durationMs({ count: 1, unit });
    if (Number.isInteger(count)) return { count, unit };
  }
  return { count: Math.max(1, Math.round(ms / 60_000)), unit: 'm' };
}

function definitionOf(slo: ForeignSlo): SloDefinition {
  const { tool, id, title, service, target, periodMs } = slo;
  const query = { sourceType: 'Prometheus', spec: {} };
  return {
    name: `${tool}.${id}`,
    displayName: title,
    service,
    labels: {},
    method: tools[tool].method,
    window: { kind: 'rolling', duration: durationOf(periodMs) },
    objectives: [
      {
        ...{ index: 0, target, indicatorName: id, weight: 1 },
        indicator: { kind: 'raw', rawType: 'failure', query },
      },
    ],
    ...{ isComposite: false, alerts: [], wantsDefaultAlerts: false },
    ...{ groupBy: [], exclusions: [], coverageFloor: defaultCoverageFloor },
    position: { file: tools[tool].title, line: 1, column: 1 },
  };
}

/** The entity that is meant: by annotation, else the component of that name. */
function entityOf({ tool, id, service }: ForeignSlo, picture: CatalogPicture) {
  const key = tool === 'sloth' ? `sloth:${service}` : `pyrra:${id}`;
  const named = `component:default/${service.toLocaleLowerCase('en-US')}`;
  const ref = picture.recorded.get(key) ?? named;
  return picture.entities.get(ref);
}

/** A foreign SLO with what the catalog knows of it. */
export function placeForeign(
  slo: ForeignSlo,
  picture: CatalogPicture,
): KnownSlo {
  const { tool, id, service } = slo;
  const { title, annotation, meaning } = tools[tool];
  const entity = entityOf(slo, picture);
  const wanted = tool === 'sloth' ? service : id;
  const lost = ` It belongs to no entity: expected a component named '${service}', or one with the annotation '${annotation}: ${wanted}'.`;
  return {
    definition: definitionOf(slo),
    file: {
      ...{ url: `${tool}:${id}`, entityRef: null, etag: null, error: null },
      text: `# ${title} defines this objective. Of its rules the portal reads what they record.\n${
        tool === 'sloth' ? 'sloth_id' : 'slo'
      }: ${id}\nservice: ${service}\nobjective: ${slo.target}\n`,
      ...{ readAtMs: null, checkedAtMs: null, failingSinceMs: null },
    },
    entity,
    world: entity?.world ? picture.entities.get(entity.world) : undefined,
    // Their past stays with whoever records it.
    generations: [],
    hourOffsetMs: 0,
    recordedBy: tool,
    note: entity ? meaning : meaning + lost,
  };
}

/** The same from a row that was measured before; undefined where the row is none. */
export function foreignOfRow(
  row: SloRow | undefined,
  picture: CatalogPicture,
): KnownSlo | undefined {
  const tool = row?.measuredBy;
  if (!row || (tool !== 'sloth' && tool !== 'pyrra')) return undefined;
  return placeForeign(
    {
      ...{ tool, id: row.slo.slice(tool.length + 1), title: row.displayName },
      ...{ service: row.service, target: row.target },
      periodMs: row.window.lengthMs,
    },
    picture,
  );
}
