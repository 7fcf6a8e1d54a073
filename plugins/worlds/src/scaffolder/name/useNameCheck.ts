import { useEffect, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import {
  ServiceKind,
  serviceNameProblem,
} from '@worldscale/backstage-plugin-worlds-common';
import { checkServiceName } from './checkServiceName';

/** Somebody who types pauses for about this long when the word is done. */
const SETTLE_MS = 400;

export type NameCheck =
  | { state: 'none' | 'checking' | 'free' }
  | { state: 'refused' | 'unknown'; reason: string };

/** What is known of a name while it is typed. */
export function useNameCheck(
  kind: ServiceKind | undefined,
  name: string,
): NameCheck {
  const catalog = useApi(catalogApiRef);
  const [checked, setChecked] = useState<{ of: string; check: NameCheck }>();
  const problem = name ? serviceNameProblem(kind, name) : undefined;
  const of = `${kind} ${name}`;
  useEffect(() => {
    if (!name || problem) return undefined;
    let isStale = false;
    const timer = setTimeout(async () => {
      const check = await checkServiceName(catalog, kind, name).then(
        (reason): NameCheck =>
          reason ? { state: 'refused', reason } : { state: 'free' },
        (error: Error): NameCheck => ({
          state: 'unknown',
          reason: `The catalog does not say whether it is free: ${error.message}`,
        }),
      );
      if (!isStale) setChecked({ of, check });
    }, SETTLE_MS);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [catalog, kind, name, problem, of]);
  if (!name) return { state: 'none' };
  if (problem) return { state: 'refused', reason: problem };
  return checked?.of === of ? checked.check : { state: 'checking' };
}
