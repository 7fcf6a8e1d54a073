import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useOpenPages } from './useOpenPages';

const useStyles = makeStyles(theme => ({
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(180px, 1fr))',
    gap: theme.spacing(1),
  },
  link: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: theme.spacing(1.5),
    height: '100%',
    padding: theme.spacing(1.5),
    borderRadius: 8,
    border: `1px solid ${theme.palette.border}`,
    color: theme.palette.text.primary,
    '&:hover': { borderColor: theme.palette.primary.main },
  },
  icon: { color: theme.palette.link, display: 'flex', fontSize: 24 },
  title: { fontWeight: 600, lineHeight: 1.4 },
  what: { color: theme.palette.textSubtle, fontSize: 13, lineHeight: 1.4 },
}));

/** What is behind each page, for whoever does not know the portal yet. */
const descriptions: Record<string, string> = {
  'page:worlds': 'All services, region by region',
  'page:scaling/shards': 'Every shard, and how full it is',
  'page:slo': 'What was promised, and what burns',
  'page:catalog': 'Worlds, services, owners',
  'page:api-docs': 'What services offer to others',
  'page:techdocs': 'How things work and are run',
  'page:scaffolder': 'A new service, step by step',
  'page:search': 'Find anything by name',
};

/** The portal's own pages; those that the domains bring stand before them. */
const last = [
  'page:catalog',
  'page:api-docs',
  'page:techdocs',
  'page:scaffolder',
  'page:search',
];

/** Pages that have a better place than this list. */
const elsewhere = [
  'page:home',
  'page:notifications',
  'page:user-settings',
  'page:catalog-import',
  'page:catalog-graph',
];

/** The pages that the signed-in person may open; others are not part of the app. */
export function QuickLinks() {
  const classes = useStyles();
  const pages = useOpenPages();
  const shown = pages
    .filter(({ id }) => !elsewhere.includes(id))
    .sort((a, b) => last.indexOf(a.id) - last.indexOf(b.id));
  return (
    <ul className={classes.list}>
      {shown.map(({ id, href, title, icon }) => (
        <li key={id}>
          <Link to={href} underline="none" className={classes.link}>
            <span className={classes.icon} aria-hidden="true">
              {icon}
            </span>
            <span>
              <Typography
                component="span"
                display="block"
                className={classes.title}
              >
                {title}
              </Typography>
              {descriptions[id] && (
                <Typography
                  component="span"
                  display="block"
                  className={classes.what}
                >
                  {descriptions[id]}
                </Typography>
              )}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
