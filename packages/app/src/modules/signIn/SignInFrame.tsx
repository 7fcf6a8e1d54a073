import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { ReactNode } from 'react';
import { Mark } from '../nav/Mark';

const useStyles = makeStyles(theme => ({
  page: {
    minHeight: '100vh',
    display: 'flex',
    flexDirection: 'column',
    background: theme.palette.background.default,
  },
  banner: {
    background: 'linear-gradient(120deg, #0d1430 20%, #27408b)',
    color: '#ffffff',
    padding: theme.spacing(6, 3, 5),
  },
  width: { width: '100%', maxWidth: 1120, margin: '0 auto' },
  brand: { display: 'flex', alignItems: 'center', gap: theme.spacing(2) },
  name: { fontSize: 34, fontWeight: 700, lineHeight: 1.1 },
  organization: { fontSize: 16, color: '#c3d0ff' },
  message: { marginTop: theme.spacing(2), maxWidth: 640, color: '#dfe6ff' },
  content: { flex: 1, padding: theme.spacing(4, 3, 6) },
}));

/** What every way to sign in looks like around its choices. */
export function SignInFrame({ children }: { children: ReactNode }) {
  const classes = useStyles();
  const config = useApi(configApiRef);
  const organization = config.getOptionalString('organization.name');
  const message =
    config.getOptionalString('app.signIn.message') ??
    'Every world, every service, every region: how it runs right now, and why.';

  return (
    <div className={classes.page}>
      <header className={classes.banner}>
        <div className={classes.width}>
          <div className={classes.brand}>
            <Mark size={56} />
            <div>
              <div className={classes.name}>Worldscale</div>
              {organization && (
                <div className={classes.organization}>{organization}</div>
              )}
            </div>
          </div>
          <Typography className={classes.message}>{message}</Typography>
        </div>
      </header>
      <main className={classes.content}>
        <div className={classes.width}>{children}</div>
      </main>
    </div>
  );
}
