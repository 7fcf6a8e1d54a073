/**
 * Machines of one cluster and which pod runs where. Every slot that a workload can
 * ever have gets a node of its own choice once, so a pod keeps its node and no node
 * is ever overbooked. Slots of a workload go round the region's zones.
 */
import { KubernetesObject } from '../../World';
import { RegionSpec } from '../../lifeverse';
import { hashText, mix } from '../../noise';
import { Workload } from '../../workloads/Workload';
import { FOUNDED_MS, metadataOf, timestamp } from '../metadata';
import { PodPlace } from '../pod';
import { podRequest } from '../podTemplate';

interface Node {
  name: string;
  zone: string;
  ip: string;
  cpuMilli: number;
  memoryMi: number;
  pods: number;
}

/** A 16-core machine less what the kubelet and the system keep. */
const allocatable = { cpuMilli: 15_890, memoryMi: 59_392, pods: 110 };
const capacity = { cpu: '16', memory: '65011712Ki', pods: '110' };

/** Room for the node agent and the like on each node. */
const reserved = { cpuMilli: 200, memoryMi: 256, pods: 3 };

/** Slots beyond the ceiling: pods that surge or hang in a rollout. */
const SURGE_SLOTS = 2;

export class ClusterNodes {
  private readonly nodes: Node[] = [];
  private readonly byZone: Node[][];
  private readonly cursors: number[];
  private readonly places = new Map<string, Node[]>();
  private objects: KubernetesObject[] | undefined;

  constructor(
    private readonly region: RegionSpec,
    workloads: Iterable<Workload>,
  ) {
    this.byZone = region.zones.map(() => []);
    this.cursors = region.zones.map(() => 0);
    const all = [...workloads];
    let cpuMilli = 0;
    let memoryMi = 0;
    let pods = 0;
    for (const workload of all) {
      const slots = workload.ceiling + SURGE_SLOTS;
      const request = podRequest(workload);
      cpuMilli += slots * request.cpuMilli;
      memoryMi += slots * request.memoryMi;
      pods += slots;
    }
    const needed = Math.max(
      cpuMilli / (allocatable.cpuMilli - reserved.cpuMilli),
      memoryMi / (allocatable.memoryMi - reserved.memoryMi),
      pods / (allocatable.pods - reserved.pods),
    );
    const perZone = Math.max(
      1,
      Math.ceil((needed * 1.05) / region.zones.length),
    );
    region.zones.forEach((_, zone) => {
      for (let i = 0; i < perZone; i++) this.addNode(zone);
    });
    all.forEach(workload => this.placesOf(workload));
  }

  get names(): string[] {
    return this.nodes.map(node => node.name);
  }

  /** Where the pod in a slot of a workload runs. */
  placeOf(workload: Workload, slot: number, podName: string): PodPlace {
    const places = this.placesOf(workload);
    const node = places[slot % places.length];
    const seed = mix(hashText(podName), slot);
    return {
      nodeName: node.name,
      nodeIp: node.ip,
      podIp: `10.${64 + (seed & 63)}.${(seed >>> 8) & 255}.${
        1 + ((seed >>> 16) % 254)
      }`,
    };
  }

  ipOf(nodeName: string): string {
    return this.nodes.find(node => node.name === nodeName)?.ip ?? '';
  }

  nodeObjects(): readonly KubernetesObject[] {
    this.objects ??= this.nodes.map(node => nodeObject(this.region, node));
    return this.objects;
  }

  private placesOf(workload: Workload): Node[] {
    let places = this.places.get(workload.key);
    if (!places || places.length < workload.ceiling + SURGE_SLOTS) {
      places = [];
      for (let slot = 0; slot < workload.ceiling + SURGE_SLOTS; slot++) {
        const zone = (slot + workload.seed) % this.byZone.length;
        places.push(this.take(zone, workload));
      }
      this.places.set(workload.key, places);
    }
    return places;
  }

  private take(zone: number, workload: Workload): Node {
    const nodes = this.byZone[zone];
    const request = podRequest(workload);
    const { cpuMilli, memoryMi } = request;
    for (let tried = 0; tried < nodes.length; tried++) {
      const node = nodes[this.cursors[zone]++ % nodes.length];
      if (
        node.cpuMilli >= cpuMilli &&
        node.memoryMi >= memoryMi &&
        node.pods >= 1
      ) {
        return book(node, request);
      }
    }
    return book(this.addNode(zone), request);
  }

  private addNode(zone: number): Node {
    const index = this.nodes.length + 1;
    const { cluster, zones } = this.region;
    const node: Node = {
      name: `${cluster}-${'abcdef'[zone]}-node-${String(index).padStart(
        3,
        '0',
      )}`,
      zone: zones[zone],
      ip: `10.${hashText(cluster) % 60}.${index >> 8}.${index & 255}`,
      cpuMilli: allocatable.cpuMilli - reserved.cpuMilli,
      memoryMi: allocatable.memoryMi - reserved.memoryMi,
      pods: allocatable.pods - reserved.pods,
    };
    this.nodes.push(node);
    this.byZone[zone].push(node);
    this.objects = undefined;
    return node;
  }
}

function book(
  node: Node,
  request: { cpuMilli: number; memoryMi: number },
): Node {
  node.cpuMilli -= request.cpuMilli;
  node.memoryMi -= request.memoryMi;
  node.pods -= 1;
  return node;
}

function nodeObject(region: RegionSpec, node: Node): KubernetesObject {
  const condition = (
    type: string,
    status: string,
    reason: string,
    message: string,
  ) => ({
    type,
    status,
    reason,
    message,
    lastHeartbeatTime: timestamp(FOUNDED_MS),
    lastTransitionTime: timestamp(FOUNDED_MS),
  });
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: metadataOf(region.cluster, 'Node', undefined, node.name, {
      labels: {
        'kubernetes.io/hostname': node.name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'node.kubernetes.io/instance-type': 'standard-16',
        'topology.kubernetes.io/region': region.name,
        'topology.kubernetes.io/zone': node.zone,
      },
    }),
    spec: { providerID: `lifeverse:///${node.zone}/${node.name}` },
    status: {
      capacity,
      allocatable: {
        cpu: `${allocatable.cpuMilli}m`,
        memory: `${allocatable.memoryMi}Mi`,
        pods: `${allocatable.pods}`,
      },
      addresses: [
        { type: 'InternalIP', address: node.ip },
        { type: 'Hostname', address: node.name },
      ],
      conditions: [
        condition(
          'MemoryPressure',
          'False',
          'KubeletHasSufficientMemory',
          'kubelet has sufficient memory available',
        ),
        condition(
          'DiskPressure',
          'False',
          'KubeletHasNoDiskPressure',
          'kubelet has no disk pressure',
        ),
        condition(
          'PIDPressure',
          'False',
          'KubeletHasSufficientPID',
          'kubelet has sufficient PID available',
        ),
        condition(
          'Ready',
          'True',
          'KubeletReady',
          'kubelet is posting ready status',
        ),
      ],
      nodeInfo: {
        architecture: 'amd64',
        operatingSystem: 'linux',
        osImage: 'Debian GNU/Linux 13 (trixie)',
        kernelVersion: '6.12.48',
        kubeletVersion: 'v1.35.2',
        kubeProxyVersion: '',
        containerRuntimeVersion: 'containerd://2.1.4',
        machineID: '',
        systemUUID: '',
        bootID: '',
      },
    },
  };
}
