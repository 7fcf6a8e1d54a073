import { KubernetesObject } from '../World';
import {
  ControllerFacts,
  deploymentObject,
  replicaSetObjects,
  statefulSetObject,
} from './controllers';
import { fleetObject, gameServerSetObject } from './gameServers';
import { rolloutObject } from './rollout';

export interface Controllers {
  controller: KubernetesObject;
  /** ReplicaSet or GameServerSet that owns the newest pods. */
  set?: KubernetesObject;
  all: KubernetesObject[];
}

/** What runs a workload's pods, by its kind. */
export function buildControllers(facts: ControllerFacts): Controllers {
  switch (facts.workload.kind) {
    case 'StatefulSet': {
      const controller = statefulSetObject(facts);
      return { controller, all: [controller] };
    }
    case 'Fleet': {
      const controller = fleetObject(facts);
      const set = gameServerSetObject(facts, controller);
      return { controller, set, all: [controller, set] };
    }
    default: {
      const controller =
        facts.workload.kind === 'Rollout'
          ? rolloutObject(facts)
          : deploymentObject(facts);
      const sets = replicaSetObjects(facts, controller);
      return { controller, set: sets[0], all: [controller, ...sets] };
    }
  }
}
