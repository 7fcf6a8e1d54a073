import { Selector, walk } from '../prometheus/promql/ast';
import { matchesAll } from '../prometheus/promql/Matcher';
import { parsePromQl } from '../prometheus/promql/parse';
import { createWorld } from '../world';
import { CatalogFolder } from './__testUtils__/CatalogFolder';

/** Every query that the catalog holds, with the file that it stands in. */
function queriesOf(catalog: CatalogFolder): [file: string, query: string][] {
  const fromRunbooks = catalog
    .files('catalog', '.md')
    .flatMap(file =>
      [...catalog.read(file).matchAll(/```promql\n([\s\S]*?)```/g)].map(
        (match): [string, string] => [file, match[1].trim()],
      ),
    );
  const fromObjectives = catalog
    .files('catalog', 'slo.yaml')
    .flatMap(file =>
      [...catalog.read(file).matchAll(/^ +query: (.+)$/gm)].map(
        (match): [string, string] => [file, match[1]],
      ),
    );
  return [...fromRunbooks, ...fromObjectives];
}

function selectorsOf(query: string): Selector[] {
  return [...walk(parsePromQl(query))].filter(
    (part): part is Selector => part.kind === 'selector',
  );
}

describe('queries of objectives and runbooks', () => {
  const queries = queriesOf(new CatalogFolder());

  it('are understood by the simulated Prometheus', () => {
    const refused = queries.flatMap(([file, query]) => {
      try {
        return selectorsOf(query).length ? [] : [`${file}: asks for no series`];
      } catch (error) {
        return [`${file}: ${(error as Error).message}`];
      }
    });
    expect(queries.length).toBeGreaterThan(200);
    expect(refused).toEqual([]);
  });

  it('ask for series that the simulated world has', () => {
    // Errors may not have happened yet, so their code is not asked for.
    const wanted = queries.flatMap(([file, query]) =>
      selectorsOf(query).map(({ matchers }) => ({
        file,
        query,
        matchers: matchers.filter(matcher => matcher.name !== 'code'),
      })),
    );
    const names = new Set(
      wanted.flatMap(({ matchers }) =>
        matchers.filter(m => m.name === '__name__').map(m => m.value),
      ),
    );
    const noon = Date.UTC(2026, 10, 2, 12);
    const series = [
      ...createWorld({ anchorMs: noon })
        .metrics()
        .series(name => names.has(name)),
    ];
    const missing = wanted
      .filter(
        ({ matchers }) =>
          !series.some(({ labels }) => matchesAll(matchers, labels)),
      )
      .map(({ file, query }) => `${file}: ${query}`);
    expect(missing).toEqual([]);
  });
});
