import { useApiHolder } from '@backstage/core-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { useEffect, useState } from 'react';
import { TimelineLane } from '../lane';

/**
 * Which lanes the signed-in person may see; undefined: still being asked. Where that
 * cannot be asked a lane is shown, since its backend decides again and says so.
 */
export function useSeenLanes(
  lanes: readonly TimelineLane[],
): { seen: TimelineLane[]; hidden: TimelineLane[] } | undefined {
  const permissions = useApiHolder().get(permissionApiRef);
  const [may, setMay] = useState<Map<string, boolean>>();
  useEffect(() => {
    let isDisposed = false;
    const ask = async ({ permission, id }: TimelineLane) => {
      if (!permission || !permissions) return [id, true] as const;
      try {
        const { result } = await permissions.authorize({ permission });
        return [id, result === AuthorizeResult.ALLOW] as const;
      } catch {
        return [id, true] as const;
      }
    };
    Promise.all(lanes.map(ask)).then(answers => {
      if (!isDisposed) setMay(new Map(answers));
    });
    return () => {
      isDisposed = true;
    };
  }, [lanes, permissions]);
  return (
    may && {
      seen: lanes.filter(({ id }) => may.get(id)),
      hidden: lanes.filter(({ id }) => may.get(id) === false),
    }
  );
}
