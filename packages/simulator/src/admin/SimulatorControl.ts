import { GitOpsState } from '../gitops/GitOps';
import { Faults } from '../serving/Faults';

/** One face as its users see it. */
export interface FaceSummary {
  /** `prometheus`, `forge` or `kubernetes/{cluster}`. */
  name: string;
  kind: 'kubernetes' | 'prometheus' | 'forge';
  url: string;
}

/** What can be seen and changed from outside while the simulator runs. */
export interface SimulatorControl {
  readonly scenario: string;
  readonly seed: number;
  readonly isClockManual: boolean;
  readonly faults: Faults;
  nowMs(): number;
  faces(): FaceSummary[];
  /** Brings all faces to the present of the clock. */
  sync(): void;
  /**
   * Sets the clock, then brings all faces there.
   *
   * @throws AdminError 409 where the clock is the machine's
   */
  moveClock(atMs: number): void;
  /** What became of the manifests in the forge's repositories. */
  gitOps(): GitOpsState[];
  /** For kubectl: one context per cluster. */
  kubeconfig(): string;
  /** For Backstage: where everything is, as YAML. */
  backstageConfig(): string;
}
