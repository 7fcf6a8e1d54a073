import { EntitySlos } from '@worldscale/backstage-plugin-slo-common';
import { EmptyNote } from '@worldscale/backstage-plugin-worlds-react';

/** In place of objectives: none were defined, or the file could not be used. */
export function NoObjectives({ slos }: { slos: EntitySlos }) {
  const unreadable = slos.files.filter(file => file.error !== null);
  const broken = slos.files.filter(file =>
    file.problems.some(({ severity }) => severity === 'error'),
  );
  if (unreadable.length > 0) {
    return (
      <EmptyNote title="Objectives are not known">
        The file that defines them cannot be read.
      </EmptyNote>
    );
  }
  if (broken.length > 0) {
    return (
      <EmptyNote title="No objective can be used">
        What is wrong with the definition is named with its file.
      </EmptyNote>
    );
  }
  if (slos.files.some(file => file.readAt === null)) {
    return (
      <EmptyNote title="Not known yet">
        Its definitions are still being read.
      </EmptyNote>
    );
  }
  return (
    <EmptyNote title="No objectives">
      Nothing is promised for this service yet. Put OpenSLO definitions beside
      it and name the file: <code>worldscale.io/slo: ./slo.yaml</code>
    </EmptyNote>
  );
}
