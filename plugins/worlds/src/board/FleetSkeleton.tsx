import { Skeleton } from '@material-ui/lab';

/** Stands where the board will be while it loads for the first time. */
export function FleetSkeleton() {
  return (
    <div role="status" aria-label="Loading the fleet">
      {Array.from({ length: 8 }, (_, i) => (
        <Skeleton key={i} height={48} animation="wave" />
      ))}
    </div>
  );
}
