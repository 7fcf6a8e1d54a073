import { z } from 'zod';
import {
  budgetSpec,
  fleetAutoscalerSpec,
  fleetSpec,
  hpaSpec,
  workloadSpec,
} from './manifest';

export interface ManifestKind {
  apiVersion: string;
  /** False: belongs to the whole cluster. */
  isNamespaced: boolean;
  spec?: z.ZodType;
}

const kind = (
  apiVersion: string,
  spec?: z.ZodType,
  isNamespaced = true,
): ManifestKind => ({ apiVersion, spec, isNamespaced });

const ofCluster = (apiVersion: string) => kind(apiVersion, undefined, false);

/**
 * Kinds that are taken from a repository. The clusters serve all of them; a test holds
 * that.
 */
export const manifestKinds: Readonly<Record<string, ManifestKind | undefined>> =
  {
    Deployment: kind('apps/v1', workloadSpec),
    StatefulSet: kind('apps/v1', workloadSpec),
    Rollout: kind('argoproj.io/v1alpha1', workloadSpec),
    Fleet: kind('agones.dev/v1', fleetSpec),
    HorizontalPodAutoscaler: kind('autoscaling/v2', hpaSpec),
    FleetAutoscaler: kind('autoscaling.agones.dev/v1', fleetAutoscalerSpec),
    PodDisruptionBudget: kind('policy/v1', budgetSpec),
    Service: kind('v1'),
    ServiceAccount: kind('v1'),
    ConfigMap: kind('v1'),
    ResourceQuota: kind('v1'),
    LimitRange: kind('v1'),
    Ingress: kind('networking.k8s.io/v1'),
    NetworkPolicy: kind('networking.k8s.io/v1'),
    Role: kind('rbac.authorization.k8s.io/v1'),
    RoleBinding: kind('rbac.authorization.k8s.io/v1'),
    PrometheusRule: kind('monitoring.coreos.com/v1'),
    ServiceMonitor: kind('monitoring.coreos.com/v1'),
    PodMonitor: kind('monitoring.coreos.com/v1'),
    Namespace: ofCluster('v1'),
    PriorityClass: ofCluster('scheduling.k8s.io/v1'),
  };

export const workloadKinds = ['Deployment', 'StatefulSet', 'Rollout', 'Fleet'];
export const autoscalerKinds = ['HorizontalPodAutoscaler', 'FleetAutoscaler'];
