import { SloRow } from '@worldscale/backstage-plugin-slo-common';
import { NoValue } from '@worldscale/backstage-plugin-worlds-react';
import { isLastKnown, UNKNOWN } from '../wording';

export interface FigureProps {
  row: Pick<SloRow, 'figures' | 'freshness'>;
  /** Of the row, in words. */
  text: string;
  /** Speaks of what is to come, and so of nothing where it is too old. */
  isAhead?: boolean;
}

/** A figure in a table: that of now, what it was when it was last known, or unknown. */
export function Figure({ row, text, isAhead = false }: FigureProps) {
  if (text === UNKNOWN || (isAhead && isLastKnown(row))) return <NoValue />;
  return isLastKnown(row) ? <NoValue word={`was ${text}`} /> : <>{text}</>;
}
