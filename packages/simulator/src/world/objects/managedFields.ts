import { Workload } from '../workloads/Workload';
import { WorkloadState } from '../workloads/RunState';
import { foundedAt, timestamp } from './metadata';

/** What the API server calls the controller that applies manifests. */
const GITOPS = 'argocd-controller';

/**
 * Who wrote the size of a workload last, as the API server notes it: an autoscaler
 * through the subresource `scale`, Agones' controller the fleet itself, and otherwise
 * whoever applied the manifest. Other fields are left out; nobody asks for their owner.
 */
export function managedFieldsOf(workload: Workload, state: WorkloadState) {
  const { scaler, kind } = workload;
  const apiVersion = {
    Deployment: 'apps/v1',
    StatefulSet: 'apps/v1',
    Rollout: 'argoproj.io/v1alpha1',
    Fleet: 'agones.dev/v1',
  }[kind];
  const entry = (manager: string, atMs: number) => ({
    manager,
    operation: 'Update',
    apiVersion,
    time: timestamp(atMs),
    fieldsType: 'FieldsV1',
    fieldsV1: { 'f:spec': { 'f:replicas': {} } },
  });
  const scaledMs = state.lastScaleMs;
  if (scaledMs !== undefined && scaler.kind === 'hpa') {
    return [
      { ...entry('kube-controller-manager', scaledMs), subresource: 'scale' },
    ];
  }
  if (scaledMs !== undefined && scaler.kind !== 'none') {
    return [entry('controller', scaledMs)];
  }
  const applied = (workload.versions ?? [])
    .map(({ atMs }) => atMs)
    .filter(atMs => atMs <= state.atMs);
  return [entry(GITOPS, Math.max(foundedAt(workload), ...applied))];
}
