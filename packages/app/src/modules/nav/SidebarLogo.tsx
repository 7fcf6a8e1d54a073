import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { Mark } from './Mark';

const useStyles = makeStyles(theme => ({
  link: {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1.5),
    height: 64,
    // Puts the mark over the middle of the closed bar.
    paddingLeft: (sidebarConfig.drawerWidthClosed - 32) / 2,
    color: theme.palette.navigation.selectedColor,
  },
  name: { fontWeight: 700, fontSize: 17, lineHeight: 1.2 },
  organization: { fontSize: 12, color: theme.palette.navigation.color },
}));

export function SidebarLogo() {
  const classes = useStyles();
  const { isOpen } = useSidebarOpenState();
  const organization =
    useApi(configApiRef).getOptionalString('organization.name');

  return (
    <Link
      to="/"
      underline="none"
      className={classes.link}
      aria-label={isOpen ? undefined : 'Worldscale, home'}
    >
      <Mark />
      {isOpen && (
        <div>
          <div className={classes.name}>Worldscale</div>
          {organization && (
            <div className={classes.organization}>{organization}</div>
          )}
        </div>
      )}
    </Link>
  );
}
