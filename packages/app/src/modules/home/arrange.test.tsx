import type { HomePageLayoutProps } from '@backstage/plugin-home-react/alpha';
import { arrange } from './arrange';

type Widget = HomePageLayoutProps['widgets'][number];

const widget = (name: string, layout?: Widget['layout']): Widget => ({
  node: {} as Widget['node'],
  component: <div>{name}</div>,
  name,
  layout,
});

const at = (component: string, row: number, column: number, width: number) => ({
  component,
  row,
  column,
  width,
  height: 1,
});

const namesOf = (props: HomePageLayoutProps) =>
  arrange(props).map(({ widget: { name }, columns }) => `${name}:${columns}`);

describe('arrange', () => {
  it('goes by row, then by column', () => {
    expect(
      namesOf({
        widgets: [widget('a'), widget('b'), widget('c')],
        defaultConfig: [at('a', 1, 6, 6), at('b', 1, 0, 6), at('c', 0, 0, 12)],
      }),
    ).toEqual(['c:12', 'b:6', 'a:6']);
  });

  it('puts widgets that are not named at the end, in their own width', () => {
    expect(
      namesOf({
        widgets: [
          widget('new', { width: { defaultColumns: 8 } }),
          widget('a'),
          widget('newer'),
        ],
        defaultConfig: [at('a', 0, 0, 4)],
      }),
    ).toEqual(['a:4', 'new:8', 'newer:4']);
  });

  it('lets the widgets of the domains stand in the middle by default', () => {
    expect(
      namesOf({
        widgets: [
          widget('HomePageStarredEntities'),
          widget('ServicesAtRisk', { width: { defaultColumns: 12 } }),
          widget('OwnServices'),
          widget('HomePageSearchBar'),
        ],
      }),
    ).toEqual([
      'HomePageSearchBar:12',
      'OwnServices:4',
      'ServicesAtRisk:12',
      'HomePageStarredEntities:4',
    ]);
  });

  it('puts what is wrong now before what lies ahead', () => {
    expect(
      namesOf({
        widgets: [
          widget('ScalingRisks'),
          widget('HomePageStarredEntities'),
          widget('Costs'),
          widget('BurningObjectives'),
          widget('ServicesAtRisk'),
        ],
      }),
    ).toEqual([
      'ServicesAtRisk:4',
      'BurningObjectives:4',
      'ScalingRisks:4',
      'Costs:4',
      'HomePageStarredEntities:4',
    ]);
  });

  it('passes over names that no widget has', () => {
    expect(
      namesOf({
        widgets: [widget('a')],
        defaultConfig: [at('gone', 0, 0, 4), at('a', 1, 0, 4)],
      }),
    ).toEqual(['a:4']);
  });

  it('keeps widths within the twelve columns', () => {
    expect(
      namesOf({
        widgets: [widget('a'), widget('b')],
        defaultConfig: [at('a', 0, 0, 40), at('b', 1, 0, 0)],
      }),
    ).toEqual(['a:12', 'b:1']);
  });
});
