import { Link } from '@backstage/core-components';
import { SloRow } from '@worldscale/backstage-plugin-slo-common';
import { useSloPaths } from '../useSloPaths';
import { objectiveTitle } from '../wording';

/** Name of an objective, and the way to its page where there is one. */
export function SloLink({ row }: { row: SloRow }) {
  const path = useSloPaths().slo(row.slo, row.objective);
  const title = objectiveTitle(row);
  return path ? <Link to={path}>{title}</Link> : <>{title}</>;
}
