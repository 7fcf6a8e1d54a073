import { createFrontendModule } from '@backstage/frontend-plugin-api';
import searchPlugin from '@backstage/plugin-search/alpha';
import { SearchResultListItemBlueprint } from '@backstage/plugin-search-react/alpha';
import List from '@material-ui/core/List';

const { item: itemRef } = SearchResultListItemBlueprint.dataRefs;

/**
 * The search page puts its results, which are list items, into no list. Readers of
 * screens then announce none; so each brings the list that it belongs to.
 */
const searchPage = searchPlugin.getExtension('page:search').override({
  factory: (originalFactory, { inputs }) =>
    originalFactory({
      inputs: {
        ...inputs,
        items: inputs.items.map(item => {
          const { component: Item, ...rest } = item.get(itemRef);
          return [
            itemRef({
              ...rest,
              component: props => (
                <List disablePadding>
                  <Item {...props} />
                </List>
              ),
            }),
          ];
        }),
      },
    }),
});

export const searchModule = createFrontendModule({
  pluginId: 'search',
  extensions: [searchPage],
});
