import {
  defineSlos,
  generationOf,
  readOpenSlo,
} from '@worldscale/backstage-plugin-slo-common';
import { KnownSlo } from '../definitions/Definitions';
import { sloFile } from './sloFile';

/** An SLO as a file defines it, of no entity. */
export function knownSlo(
  name: string,
  more: Parameters<typeof sloFile>[1] = {},
): KnownSlo {
  const text = sloFile(name, { window: '28d', ...more });
  const [definition] = defineSlos([readOpenSlo(text, 'slo.yaml')]).slos;
  return {
    definition,
    file: {
      ...{ url: 'slo.yaml', entityRef: null, text, etag: null, readAtMs: 0 },
      ...{ checkedAtMs: 0, error: null, failingSinceMs: null },
    },
    entity: undefined,
    world: undefined,
    generations: [generationOf(definition, definition.objectives[0])],
    hourOffsetMs: 0,
  };
}
