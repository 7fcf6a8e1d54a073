import { serviceRequestSchema } from '@worldscale/backstage-plugin-scaling-common';
import { parseServiceRequest } from './parseServiceRequest';

describe('a question about one service', () => {
  const params = { kind: 'Component', namespace: 'default', name: 'gateway' };
  const ask = (change: Record<string, string>, query = {}) =>
    parseServiceRequest(serviceRequestSchema.strict(), {
      ...{ params: { ...params, ...change }, query },
    });

  it('names a component in any case', () => {
    expect(ask({})).toEqual(params);
  });

  it('about anything else finds nothing, and says why', () => {
    expect(() => ask({ kind: 'group', name: 'social' })).toThrow(
      "'group:default/social' is no component: only components are scaled",
    );
  });

  it('refuses parameters that it does not know or that the path has', () => {
    expect(() => ask({}, { regoin: 'eu' })).toThrow(/Invalid query: .*regoin/);
    expect(() => ask({}, { name: 'login' })).toThrow(
      "Invalid query: 'name' belongs into the path",
    );
  });
});
