/** Limits of the judgement, each with its reason. */

/**
 * Below this share of the maximum left, a service is at risk. Hosts of game servers
 * advise to keep at least 15 % spare (Hathora's guide to capacity); rounded up to a
 * fifth, because small services can only keep whole replicas.
 */
export const LOW_HEADROOM_PERCENT = 20;

/**
 * So long may replicas take to become ready before it is worth a look: pulling a
 * large server image and loading a world takes up to two minutes.
 */
export const SLOW_START_MS = 2 * 60_000;

/**
 * So long a new autoscaler may go without metrics after its pods had their time to
 * start. Until it has some, these add up: the controller leaves out pods that are not
 * ready for 30 s after they started and looks every 15 s (kube-controller-manager:
 * `--horizontal-pod-autoscaler-initial-readiness-delay` and `-sync-period`), and
 * metrics-server needs a first reading of a pod, taken every 15 s (its
 * `--metric-resolution`).
 */
export const FIRST_METRICS_MS = 60_000;

/**
 * Without progress for so long a workload is stuck: the default of a Deployment's
 * `progressDeadlineSeconds` (apps/v1). Kinds without that field are judged by it too.
 */
export const DEFAULT_PROGRESS_DEADLINE_SECONDS = 600;

/**
 * Missing replicas up to this share do not breach: it is the tolerance within which
 * the Horizontal Pod Autoscaler itself does not act.
 */
export const TOLERATED_MISSING_SHARE = 0.1;

/**
 * A controller observes a change within a second or two; a quarter of a minute
 * without is no longer the moment of a change but a controller that does not work.
 */
export const OBSERVATION_GRACE_MS = 15_000;
