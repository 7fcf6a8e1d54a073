import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core';

const useStyles = makeStyles(theme => ({
  unknown: { color: theme.palette.text.secondary, fontStyle: 'italic' },
}));

/** A word in place of a value: it is not known, or there is none. */
export function NoValue({ word = 'unknown' }: { word?: string }) {
  return <span className={useStyles().unknown}>{word}</span>;
}

/** The world of a row (full reference); null: it is shared by all worlds. */
export function WorldLink(props: {
  world: string | null;
  title: string | null;
}) {
  const { world, title } = props;
  if (!world) return <>all</>;
  return (
    <EntityRefLink
      entityRef={world}
      title={title ?? undefined}
      defaultKind="system"
      hideIcon
    />
  );
}

/** The owner of a row (full reference); null: the catalog names none. */
export function OwnerLink({ owner }: { owner: string | null }) {
  if (!owner) return <NoValue word="none" />;
  return <EntityRefLink entityRef={owner} defaultKind="group" hideIcon />;
}
