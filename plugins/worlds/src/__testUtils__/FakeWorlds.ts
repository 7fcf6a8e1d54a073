import {
  FleetHeatMap,
  FleetRequest,
  FleetResponse,
  FleetRow,
  FleetService,
  FleetStates,
  FleetUnread,
  JoinedSources,
  JoinedUnknowns,
  WorldsApi,
} from '@worldscale/backstage-plugin-worlds-common';

/** A row of the fleet as tests need it. */
export function fleetRow(changes: Partial<FleetRow> = {}): FleetRow {
  return {
    entityRef: 'component:default/gate',
    name: 'gate',
    title: 'Aurora Gate',
    type: 'world-service',
    lifecycle: 'production',
    owner: 'group:default/core',
    world: 'system:default/aurora',
    worldTitle: 'Aurora',
    region: 'eu',
    regionTitle: 'Europe',
    state: 'atRisk',
    reason: 'Only 2 replicas are left.',
    freshness: 'fresh',
    observedAt: '2026-11-01T12:00:00.000Z',
    path: 'scaling',
    values: { 'scaling.ready': 3, 'scaling.headroom': null },
    ...changes,
  };
}

/** A fleet's backend in memory; tests set what it answers and see what it is asked. */
export class FakeWorlds implements WorldsApi {
  /** If set, every question fails with it. */
  error: Error | undefined;
  rows: FleetRow[] = [fleetRow()];
  /** Rows on all pages; undefined: as many as there are in `rows`. */
  total: number | undefined;
  joinedSources: JoinedSources = { domains: [] };
  joinedUnknowns: JoinedUnknowns = { domains: [] };
  map: Omit<FleetHeatMap, 'unread'> = {
    services: [],
    worlds: [],
    regions: [],
    observations: [],
    cells: [],
  };
  unread: FleetUnread = [];
  readonly requests: FleetRequest[] = [];
  /** References of each question for states. */
  readonly statesAsked: string[][] = [];

  async fleet(request: FleetRequest): Promise<FleetResponse> {
    this.requests.push(request);
    const count = (state: string) =>
      this.rows.filter(row => row.state === state).length;
    return this.#answer({
      columns: [
        column('scaling.ready', 'Ready', 'number'),
        column('scaling.headroom', 'Headroom', 'percent'),
      ],
      rows: this.rows,
      total: this.total ?? this.rows.length,
      facets: {
        state: ['breached', 'atRisk', 'unknown', 'healthy'].flatMap(value =>
          count(value) ? [{ value, count: count(value) }] : [],
        ),
        world: [{ value: 'system:default/aurora', title: 'Aurora', count: 1 }],
        region: [{ value: 'eu', title: 'Europe', count: 1 }],
        owner: [{ value: 'group:default/core', count: 1 }],
        type: [],
        lifecycle: [],
      },
      unread: this.unread,
    });
  }

  async heatMap() {
    return this.#answer({ ...this.map, unread: this.unread });
  }

  async service(): Promise<FleetService> {
    return this.#answer({ columns: [], rows: this.rows });
  }

  async states(entityRefs: string[]): Promise<FleetStates> {
    this.statesAsked.push(entityRefs);
    const services = this.rows
      .filter(row => entityRefs.includes(row.entityRef))
      .map(({ values, cells, ...row }) => ({
        ...row,
        rows: 1,
        rowsInState: 1,
      }));
    return this.#answer({ services });
  }

  async sources() {
    return this.#answer(this.joinedSources);
  }

  async unknowns() {
    return this.#answer(this.joinedUnknowns);
  }

  #answer<T>(value: T): T {
    if (this.error) throw this.error;
    return value;
  }
}

function column(id: string, title: string, type: 'number' | 'percent') {
  return { id, title, type, domain: 'scaling', domainTitle: 'Scaling' };
}
