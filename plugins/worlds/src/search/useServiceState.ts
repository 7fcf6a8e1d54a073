import { createApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useCallback, useSyncExternalStore } from 'react';
import { ServiceStates, StateReading } from './ServiceStates';

/** One for all views, so that what they show is asked for together. */
export const serviceStatesApiRef = createApiRef<ServiceStates>({
  id: 'plugin.worlds.service-states',
});

/** The state of one service, kept up to date while it is shown. */
export function useServiceState(entityRef: string): StateReading {
  const states = useApi(serviceStatesApiRef);
  const watch = useCallback(
    (onChange: () => void) => states.watch(entityRef, onChange),
    [states, entityRef],
  );
  return useSyncExternalStore(watch, () => states.read(entityRef));
}
