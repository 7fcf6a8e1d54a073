import { Typography } from '@material-ui/core';

/** Above rows that are not all there yet. */
export function StillReadingNote() {
  return (
    <Typography variant="body2" role="status" gutterBottom>
      Not complete yet: the catalog is still being read.
    </Typography>
  );
}
