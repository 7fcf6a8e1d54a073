/**
 * The Kubernetes objects of one workload, with their identity kept: as long as
 * nothing in an object changes, asking again yields the same reference. Each group
 * of objects has a signature of what it is made from and is rebuilt only when that
 * differs.
 */
import { isOpen } from '../autoscalers/fleetRules';
import { KedaHold } from '../demand/incidents';
import { KubernetesObject } from '../World';
import { Simulation } from '../workloads/Simulation';
import {
  budgetName,
  heldFromMs,
  isBlueGreen,
  Workload,
} from '../workloads/Workload';
import { WorkloadState } from '../workloads/RunState';
import { hpaObject, scaledObject } from './autoscalers';
import { ClusterNodes } from './cluster/ClusterNodes';
import { buildControllers, Controllers } from './buildControllers';
import { ControllerFacts } from './controllers';
import { eventObjects, recentChanges } from './events';
import { fleetAutoscalerObject, gameServerObject } from './gameServers';
import { holdingsAt, withHeld } from './fleetHoldings';
import { ownerReference } from './metadata';
import { podMetricsObject, podObject } from './pod';
import { PodFacts, PodList, podsAt } from './podFacts';
import { PodTemplate, podTemplateOf } from './podTemplate';
import { podUsage } from './podUsage';
import { pdbObject, standingObjects } from './surroundings';
import { versionFacts } from './versionFacts';

interface Kept<T> {
  signature: string;
  value: T;
}

interface KeptPod {
  signature: string;
  facts: PodFacts;
  pod: KubernetesObject;
  gameServer?: KubernetesObject;
  /** Units of the fleet's counter or list that the game server holds. */
  held: number;
}

export class WorkloadObjects {
  private readonly templates = new Map<number, PodTemplate>();
  private readonly standing: KubernetesObject[];
  private readonly keda: KubernetesObject | undefined;
  private readonly heldKeda: KubernetesObject | undefined;
  private list: (PodList & { signature: string; fromMs: number }) | undefined;
  private pods = new Map<string, KeptPod>();
  private podObjects: KubernetesObject[] = [];
  private controllers: Kept<Controllers> | undefined;
  private hpa: Kept<KubernetesObject> | undefined;
  private fleetAutoscaler: Kept<KubernetesObject> | undefined;
  private pdb: Kept<KubernetesObject> | undefined;
  private events: Kept<KubernetesObject[]> | undefined;
  private metrics: Kept<KubernetesObject[]> | undefined;

  constructor(
    private readonly simulation: Simulation,
    readonly workload: Workload,
    private readonly nodes: ClusterNodes,
    /** How often the metrics server is seen to have new values. */
    private readonly metricsEveryMs: number,
  ) {
    this.standing = workload.manifests ? [] : standingObjects(workload);
    if (workload.scaler.kind === 'hpa' && workload.scaler.scaledObject) {
      this.keda = scaledObject(workload, workload.scaler);
      const { kedaHold } = workload.faults;
      this.heldKeda =
        kedaHold && scaledObject(workload, workload.scaler, kedaHold.how);
    }
  }

  /** Appends all objects at a step. */
  collect(atMs: number, into: KubernetesObject[]) {
    const { simulation, workload } = this;
    if (!simulation.exists(workload, atMs)) return;
    const state = simulation.stateAt(workload, atMs);
    const list = this.podsOf(state);
    const controllers = this.controllersOf(state, list.pods, list.signature);
    this.updatePods(list.pods, controllers, state.atMs);
    for (const object of this.standing) into.push(object);
    for (const object of controllers.all) into.push(object);
    for (const object of this.podObjects) into.push(object);
    const hold = this.holdAt(atMs);
    const autoscaler = this.autoscalerOf(state, hold);
    if (autoscaler) into.push(autoscaler);
    const keda = hold ? this.heldKeda : this.keda;
    if (keda) into.push(keda);
    const budget = budgetName(workload);
    if (budget !== undefined) into.push(this.pdbOf(state, budget));
    for (const object of this.metricsOf(state)) into.push(object);
    for (const object of this.eventsOf(state, list, controllers, autoscaler)) {
      into.push(object);
    }
  }

  /** Pods at a step. */
  podsOf(state: WorkloadState): PodList & { signature: string } {
    const signature = `${state.replicas}|${state.ready}|${state.allocated}|${
      state.lastScaleMs ?? ''
    }`;
    const { list } = this;
    if (
      list &&
      list.signature === signature &&
      state.atMs >= list.fromMs &&
      state.atMs < list.validUntilMs
    ) {
      return list;
    }
    const fresh = podsAt(
      this.simulation,
      this.workload,
      state,
      (workload, revision) => this.templateOf(workload, revision),
    );
    this.list = { ...fresh, signature, fromMs: state.atMs };
    return this.list;
  }

  private templateOf(workload: Workload, revision: number): PodTemplate {
    let template = this.templates.get(revision);
    if (!template) {
      template = podTemplateOf(workload, revision, this.simulation.rollouts);
      // History may wander far; the newest few versions are all that is needed.
      if (this.templates.size > 8) this.templates.clear();
      this.templates.set(revision, template);
    }
    return template;
  }

  private controllersOf(
    state: WorkloadState,
    pods: readonly PodFacts[],
    podSignature: string,
  ): Controllers {
    const { workload, simulation } = this;
    const { rollouts } = simulation;
    const revision = rollouts.revisionAt(workload, state.atMs);
    const stuckMs = workload.faults.stuckFromMs;
    const heldMs = heldFromMs(workload);
    const isHeld = heldMs !== undefined && state.atMs >= heldMs;
    const isPreviewed =
      isBlueGreen(workload) && pods.some(pod => pod.revision > revision);
    const newest = isHeld || isPreviewed ? revision + 1 : revision;
    const updated = pods.filter(pod => pod.revision >= newest);
    const isLate = stuckMs !== undefined && state.atMs >= stuckMs + 600_000;
    const isNext = pods.some(pod => pod.revision > newest);
    const readyPods = pods.filter(pod => pod.ready).length;
    const signature = `${podSignature}|${newest}|${updated.length}|${pods.length}|${readyPods}|${isLate}|${isNext}|${state.taken}`;
    if (this.controllers?.signature === signature)
      return this.controllers.value;
    const facts: ControllerFacts = {
      workload,
      state,
      revision: newest,
      rollouts,
      template: this.templateOf(workload, newest),
      previous: this.templateOf(workload, newest - 1),
      pods: pods.length,
      updatedPods: updated.length,
      versions: versionFacts(workload, newest, pods, rollouts, version =>
        this.templateOf(workload, version),
      ),
    };
    const value = buildControllers(facts);
    this.controllers = { signature, value };
    return value;
  }

  private updatePods(
    pods: readonly PodFacts[],
    controllers: Controllers,
    atMs: number,
  ) {
    const known = this.pods;
    let isSame = known.size === pods.length;
    const next = new Map<string, KeptPod>();
    const heldBy = holdingsAt(
      this.simulation,
      this.workload,
      atMs,
      this.metricsEveryMs,
    );
    for (const facts of pods) {
      const held = heldBy(facts);
      const old = known.get(facts.name);
      const signature =
        old?.facts === facts ? old.signature : signatureOf(facts);
      const isKept = old?.signature === signature;
      if (isKept && old.held === held) {
        next.set(facts.name, old);
        continue;
      }
      isSame = false;
      next.set(
        facts.name,
        isKept
          ? { ...old, held, gameServer: withHeld(this.workload, old, held) }
          : this.buildPod(facts, signature, controllers, held),
      );
    }
    if (isSame) return;
    this.pods = next;
    this.podObjects = [];
    for (const { pod, gameServer } of next.values()) {
      this.podObjects.push(pod);
      if (gameServer) this.podObjects.push(gameServer);
    }
  }

  private buildPod(
    facts: PodFacts,
    signature: string,
    controllers: Controllers,
    held: number,
  ): KeptPod {
    const { workload } = this;
    const template = this.templateOf(workload, facts.revision);
    const place = this.nodes.placeOf(workload, facts.slot, facts.name);
    if (workload.kind === 'Fleet') {
      const gameServer = gameServerObject(
        workload,
        facts,
        template,
        place,
        ownerReference(controllers.set!),
        held,
      );
      const pod = podObject(
        workload,
        facts,
        template,
        place,
        ownerReference(gameServer),
        {
          'agones.dev/role': 'gameserver',
          'agones.dev/gameserver': facts.name,
        },
      );
      return { signature, facts, pod, gameServer, held };
    }
    const newest = controllers.set;
    const owner =
      newest && !facts.name.startsWith(`${newest.metadata.name}-`)
        ? controllers.all.find(
            object =>
              object.kind === 'ReplicaSet' &&
              facts.name.startsWith(`${object.metadata.name}-`),
          ) ?? newest
        : newest ?? controllers.controller;
    const pod = podObject(
      workload,
      facts,
      template,
      place,
      ownerReference(owner),
    );
    return { signature, facts, pod, held };
  }

  private holdAt(atMs: number): KedaHold['how'] | undefined {
    const { kedaHold } = this.workload.faults;
    return kedaHold && atMs >= kedaHold.fromMs ? kedaHold.how : undefined;
  }

  private autoscalerOf(
    current: WorkloadState,
    hold: KedaHold['how'] | undefined,
  ): KubernetesObject | undefined {
    const { workload } = this;
    // A paused ScaledObject has no autoscaler; one that falls back feeds its own what
    // keeps the size.
    if (hold === 'paused') return undefined;
    const state =
      hold && workload.scaler.kind === 'hpa'
        ? {
            ...current,
            isMetricKnown: true,
            metricMilli: workload.scaler.targetMilli,
          }
        : current;
    const { scaler } = workload;
    if (scaler.kind === 'buffer') {
      const { rule } = scaler;
      const open = rule?.type === 'Chain' && isOpen(rule, state.atMs);
      const signature = `${state.before}|${state.replicas}|${state.isLimited}|${state.lastScaleMs}|${open}`;
      if (this.fleetAutoscaler?.signature !== signature) {
        this.fleetAutoscaler = {
          signature,
          value: fleetAutoscalerObject(workload, scaler, state),
        };
      }
      return this.fleetAutoscaler.value;
    }
    if (scaler.kind !== 'hpa') return undefined;
    const signature = `${state.before}|${state.replicas}|${state.metricMilli}|${state.isMetricKnown}|${state.able}|${state.limit}|${state.isLimited}|${state.limitedSinceMs}|${state.lastScaleMs}`;
    if (this.hpa?.signature !== signature) {
      this.hpa = {
        signature,
        value: hpaObject(workload, scaler, state, this.keda),
      };
    }
    return this.hpa.value;
  }

  private pdbOf(state: WorkloadState, name: string): KubernetesObject {
    const signature = `${state.replicas}|${state.ready}`;
    if (this.pdb?.signature !== signature) {
      this.pdb = { signature, value: pdbObject(this.workload, state, name) };
    }
    return this.pdb.value;
  }

  private metricsOf(state: WorkloadState): KubernetesObject[] {
    // Staggered, so that not all workloads of a large world change at once.
    const phaseMs = (this.workload.seed % 60) * (this.metricsEveryMs / 60);
    const window = Math.floor((state.atMs - phaseMs) / this.metricsEveryMs);
    const signature = `${window}|${this.list?.signature}|${this.list?.fromMs}`;
    if (this.metrics?.signature === signature) return this.metrics.value;
    const windowMs = window * this.metricsEveryMs + phaseMs;
    const value: KubernetesObject[] = [];
    for (const { facts, pod } of this.pods.values()) {
      // Until the first scrape there is nothing to report.
      if (facts.phase !== 'Running' || facts.waiting) continue;
      const template = this.templateOf(this.workload, facts.revision);
      const usage = podUsage(
        this.simulation,
        this.workload,
        state,
        facts,
        windowMs,
      );
      value.push(
        podMetricsObject(pod, windowMs, usage, template.spec.containers),
      );
    }
    this.metrics = { signature, value };
    return value;
  }

  private eventsOf(
    state: WorkloadState,
    list: PodList & { signature: string },
    controllers: Controllers,
    autoscaler: KubernetesObject | undefined,
  ): KubernetesObject[] {
    const { workload } = this;
    const changes = recentChanges(this.simulation, workload, state.atMs);
    const troubled =
      !state.isMetricKnown ||
      list.pods.some(
        pod => pod.lastStop !== undefined || pod.waiting === 'ImagePullBackOff',
      );
    const minute = troubled ? Math.floor(state.atMs / 60_000) : '';
    const signature = `${changes.length}|${changes[0]?.atMs}|${
      changes.at(-1)?.atMs
    }|${minute}`;
    if (this.events?.signature === signature) return this.events.value;
    const before = new Map(
      this.events?.value.map(event => [event.metadata.uid, event]),
    );
    const value = eventObjects(workload, state, changes, list.pods, {
      controller: controllers.controller,
      set: controllers.set,
      autoscaler,
      podOf: facts => this.pods.get(facts.name)!.pod,
    }).map(event => {
      const old = before.get(event.metadata.uid);
      return old?.count === event.count ? old! : event;
    });
    this.events = { signature, value };
    return value;
  }
}

function signatureOf(facts: PodFacts): string {
  return `${facts.bornMs}|${facts.phase}|${facts.ready}|${facts.readySinceMs}|${
    facts.restarts
  }|${facts.waiting ?? ''}|${facts.allocated}|${facts.revision}`;
}
