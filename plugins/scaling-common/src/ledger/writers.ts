import { SizeWriter } from '../kubernetes/origin';
import { ChangeActor } from './ledgerContract';

/**
 * What programs call themselves in `metadata.managedFields` when they set
 * `spec.replicas`: kubectl by its command (kubectl, `--field-manager`), others by the
 * name of their binary. A person may also sit behind a pipeline and a script behind
 * kubectl; what is told is which kind of program wrote.
 */
const PERSONS =
  /^(kubectl(-.+)?|oc|k9s|lens|openlens|freelens|headlamp(-.+)?|dashboard|kubernetes-dashboard|mozilla|rancher-dashboard)$/i;
const PIPELINES =
  /^(argocd(-.+)?|argo-cd|gitops-engine|kustomize-controller|helm-controller|flux(-.+)?|helm|terraform(-.+)?|pulumi(-.+)?|ansible(-.+)?|spinnaker|clouddriver|fleet-?agent|rancher|crossplane(-.+)?|kapp(-controller)?|skaffold|jenkins|gitlab-runner|openapi-generator|opentofu)$/i;
const ROLLOUTS = /^(rollouts-controller|argo-rollouts)$/i;
const KEDA = /^(keda|keda-operator)$/i;
const HPA = /^(kube-controller-manager|horizontal-pod-autoscaler)$/i;
/** The binary of Agones' controller is called no more than that. */
const AGONES = /^(controller|agones-controller|agones)$/i;

export function actorTypeOf(
  { manager, subresource }: SizeWriter,
  workloadKind: string,
): ChangeActor['type'] {
  if (KEDA.test(manager)) return 'autoscaler';
  // It sets sizes for autoscalers only, and through the subresource.
  if (HPA.test(manager) && subresource !== 'status') return 'autoscaler';
  if (workloadKind === 'Fleet' && AGONES.test(manager)) return 'autoscaler';
  if (PERSONS.test(manager)) return 'person';
  if (PIPELINES.test(manager)) return 'automation';
  if (ROLLOUTS.test(manager)) return 'rollout';
  return 'unknown';
}

/** Whether this entry tells of the latest change, and not of an earlier one. */
export function isNewWriter(
  writer: SizeWriter,
  before: SizeWriter | null,
): boolean {
  return (
    !before ||
    before.manager !== writer.manager ||
    before.subresource !== writer.subresource ||
    before.at !== writer.at
  );
}
