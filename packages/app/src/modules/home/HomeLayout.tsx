import { Content } from '@backstage/core-components';
import type { HomePageLayoutProps } from '@backstage/plugin-home-react/alpha';
import { makeStyles } from '@material-ui/core/styles';
import { arrange } from './arrange';
import { Welcome } from './Welcome';

const useStyles = makeStyles(theme => ({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(12, minmax(0, 1fr))',
    gap: theme.spacing(2),
    alignItems: 'stretch',
    // Cards of one row are equally high.
    '& > * > *': { height: '100%' },
    [theme.breakpoints.down('sm')]: {
      gridTemplateColumns: 'minmax(0, 1fr)',
      '& > *': { gridColumn: '1 / -1 !important' },
    },
  },
}));

/** The home page: who is signed in, then the widgets on twelve columns. */
export function HomeLayout(props: HomePageLayoutProps) {
  const classes = useStyles();
  return (
    <main>
      <Content>
        <Welcome />
        <div className={classes.grid}>
          {arrange(props).map(({ widget, columns }) => (
            <div
              key={widget.name ?? widget.node.spec.id}
              style={{ gridColumn: `span ${columns}` }}
            >
              {widget.component}
            </div>
          ))}
        </div>
      </Content>
    </main>
  );
}
