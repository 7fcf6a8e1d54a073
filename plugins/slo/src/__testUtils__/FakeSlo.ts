import {
  EntitySlos,
  OverrideRequest,
  PolicyDecision,
  SloApi,
  SloChange,
  SloDetail,
  SloHistory,
  SloHistoryRequest,
  SloList,
  SloListRequest,
  SloRow,
  WorldSlos,
} from '@worldscale/backstage-plugin-slo-common';
import {
  at,
  detailOf,
  entitySlosOf,
  policyOf,
  sloRow,
  worldSlosOf,
} from './sloFixture';

/** The SLO backend in memory; tests set what it answers and see what it is asked. */
export class FakeSlo implements SloApi {
  /** If set, every question fails with it. */
  error: Error | undefined;
  rows: SloRow[] = [sloRow()];
  /** Rows on all pages; undefined: as many as there are in `rows`. */
  total: number | undefined;
  brokenFiles = 0;
  brokenDefinitions = 0;
  unreadableFiles = 0;
  troubles: SloList['troubles'];
  isReading = false;
  detail: SloDetail = detailOf();
  changes: SloChange[] = [];
  /** Undefined: a backend that does not say. */
  changesKnownSince: string | null | undefined;
  entity: EntitySlos = entitySlosOf();
  world: WorldSlos = worldSlosOf();
  policy: PolicyDecision = policyOf();
  history: Omit<SloHistory, 'slo' | 'objective'> = {
    total: {
      ...{ startAt: at, endAt: at, sli: 0.9981, consumed: 1.9 },
      ...{ badEvents: 3100, totalEvents: 1_630_000, coverage: 0.97 },
    },
    results: [],
  };
  readonly listed: SloListRequest[] = [];
  readonly historyAsked: SloHistoryRequest[] = [];
  readonly lifted: OverrideRequest[] = [];

  async listSlos(request: SloListRequest): Promise<SloList> {
    this.listed.push(request);
    const rows = request.state
      ? this.rows.filter(({ state }) => request.state!.includes(state))
      : this.rows;
    return this.#answer({
      rows,
      total: this.total ?? rows.length,
      facets: {
        state: (['breached', 'atRisk', 'unknown', 'healthy'] as const).map(
          value => ({
            value,
            count: this.rows.filter(({ state }) => state === value).length,
          }),
        ),
        world: [{ value: 'system:default/aurora', title: 'Aurora', count: 1 }],
        owner: [{ value: 'group:default/aurora-core', count: 1 }],
      },
      brokenFiles: this.brokenFiles,
      brokenDefinitions: this.brokenDefinitions,
      unreadableFiles: this.unreadableFiles,
      isReading: this.isReading,
      troubles: this.troubles,
    });
  }

  async getSlo() {
    return this.#answer(this.detail);
  }

  async getHistory(slo: string, request: SloHistoryRequest) {
    this.historyAsked.push(request);
    const { objective = '0' } = request;
    return this.#answer({ slo, objective, ...this.history });
  }

  async getChanges() {
    return this.#answer({
      changes: this.changes,
      knownSince: this.changesKnownSince,
    });
  }

  async getEntity() {
    return this.#answer(this.entity);
  }

  async getWorld() {
    return this.#answer(this.world);
  }

  async getPolicy() {
    return this.#answer(this.policy);
  }

  async override(_: unknown, request: OverrideRequest) {
    this.lifted.push(request);
    return this.#answer(this.policy);
  }

  #answer<T>(value: T): T {
    if (this.error) throw this.error;
    return value;
  }
}
