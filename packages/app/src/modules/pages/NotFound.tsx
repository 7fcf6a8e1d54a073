import { Content, Link } from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';

/** For addresses that are no page, or none for the signed-in person. */
export function NotFound() {
  return (
    <Content>
      <Typography variant="h2" component="h1">
        There is no such page
      </Typography>
      <Typography paragraph>
        The address may be wrong, or the page is one that you may not open.
      </Typography>
      <Link to="/">Go to the home page</Link>
    </Content>
  );
}
