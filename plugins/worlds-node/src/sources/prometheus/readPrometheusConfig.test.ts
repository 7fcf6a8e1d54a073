import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { readPrometheusConfig } from './readPrometheusConfig';

const read = (prometheus?: JsonObject) =>
  readPrometheusConfig(
    mockServices.rootConfig({ data: { worldscale: { prometheus } } }),
  );
const baseUrl = 'https://mimir.example.com/prometheus/';

describe('readPrometheusConfig', () => {
  it('is nothing where nothing is configured', () => {
    expect(read(undefined)).toBeUndefined();
  });

  it('has defaults', () => {
    expect(read({ baseUrl })).toEqual({
      title: 'Prometheus',
      baseUrl: 'https://mimir.example.com/prometheus',
      headers: {},
      timeoutMs: 20_000,
      maxConcurrent: 6,
      maxResponseBytes: 16 * 1024 * 1024,
      clusterLabel: 'cluster',
      clusterValues: {},
    });
  });

  it('reads credentials, headers, time, and how clusters are called', () => {
    expect(
      read({
        ...{ baseUrl, title: 'Mimir', timeout: { seconds: 3 } },
        basicAuth: { username: 'a', password: 'b' },
        headers: { 'X-Scope-OrgID': 'worlds' },
        clusterLabel: '',
        clusterValues: { fra: 'eu-1' },
      }),
    ).toMatchObject({
      title: 'Mimir',
      timeoutMs: 3_000,
      headers: { Authorization: 'Basic YTpi', 'X-Scope-OrgID': 'worlds' },
      clusterLabel: undefined,
      clusterValues: { fra: 'eu-1' },
    });
    expect(read({ baseUrl, bearerToken: 't' })?.headers).toEqual({
      Authorization: 'Bearer t',
    });
    expect(read({ baseUrl: 'http://p:9090/api/v1' })?.baseUrl).toBe(
      'http://p:9090',
    );
  });

  it.each<[string, JsonObject, RegExp]>([
    ['no address', {}, /baseUrl/],
    ['what is no address', { baseUrl: 'prometheus' }, /is not an address/],
    ['another protocol', { baseUrl: 'ftp://p' }, /must begin with http/],
    ['a query', { baseUrl: 'http://p/?a=b' }, /must begin with http/],
    [
      'credentials in the address',
      { baseUrl: 'http://a:geheim@p' },
      /holds credentials/,
    ],
    [
      'two kinds of credentials',
      { baseUrl, bearerToken: 't', headers: { authorization: 'x' } },
      /one of bearerToken, basicAuth/,
    ],
    ['no label', { baseUrl, clusterLabel: 'a-b' }, /cannot be the name/],
    ['no count', { baseUrl, maxConcurrent: 0 }, /whole number above 0/],
  ])('refuses %s', (_, config, message) => {
    expect(() => read(config)).toThrow(message);
  });

  it('never says what the credentials are', () => {
    expect(() => read({ baseUrl: 'http://a:geheim@p' })).not.toThrow(/geheim/);
  });
});
