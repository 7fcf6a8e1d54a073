import { Button } from '@material-ui/core';
import { EmptyNote } from '../notes/EmptyNote';

export interface UnreadAddressProps {
  /** `The address asks for something that shards do not have` */
  title: string;
  /** What of it is not understood. */
  problem: string;
  onClear: () => void;
}

/** In place of a list whose address cannot be read. */
export function UnreadAddress({ title, problem, onClear }: UnreadAddressProps) {
  return (
    <EmptyNote
      title={title}
      action={
        <Button variant="outlined" onClick={onClear}>
          Clear filters
        </Button>
      }
    >
      Not understood: {problem}
    </EmptyNote>
  );
}
