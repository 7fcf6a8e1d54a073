import { Link } from '@backstage/core-components';
import { LaneItem } from '../lane';

/** Title of an item; leads to where more of it stands, if the lane knows where. */
export function ItemLink({ item }: { item: LaneItem }) {
  return item.href ? (
    <Link to={item.href}>{item.title}</Link>
  ) : (
    <>{item.title}</>
  );
}
