import { Entity } from '@backstage/catalog-model';
import { CatalogPicture } from './CatalogPicture';

function region(name: string, clusters?: string, title?: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name,
      title,
      annotations: clusters ? { 'worldscale.io/clusters': clusters } : {},
    },
    spec: { type: 'region' },
  };
}

describe('CatalogPicture', () => {
  const picture = new CatalogPicture(
    [],
    [
      region('eu-frankfurt', 'fra-1, fra-2', 'Europe (Frankfurt)'),
      region('ap-tokyo', 'nrt'),
    ],
  );

  it('finds the region of each of its clusters', () => {
    expect(picture.regionOf('fra-2')).toBe('eu-frankfurt');
    expect(picture.regionOf('nrt')).toBe('ap-tokyo');
  });

  it('takes the own name of a cluster that no region claims', () => {
    expect(picture.regionOf('gru')).toBe('gru');
  });

  it('knows what people call a region, where the catalog says so', () => {
    expect(picture.titleOf('eu-frankfurt')).toBe('Europe (Frankfurt)');
    expect(picture.titleOf('ap-tokyo')).toBeUndefined();
  });
});
