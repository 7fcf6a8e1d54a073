import { Link } from '@backstage/core-components';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { HighlightedSearchResultText } from '@backstage/plugin-search-react';
import {
  ResultHighlight,
  SearchDocument,
} from '@backstage/plugin-search-common';
import { ListItemIcon, makeStyles, Typography } from '@material-ui/core';
import { ReactNode } from 'react';
import { LiveState } from './LiveState';
import { readServiceRef, ServiceDocument } from './serviceDocument';
import { useServiceState } from './useServiceState';

const useStyles = makeStyles(theme => ({
  body: { flex: 1, minWidth: 0, overflowWrap: 'break-word' },
  facts: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 2),
    margin: theme.spacing(0.5, 0, 1),
    color: theme.palette.text.secondary,
    fontSize: theme.typography.body2.fontSize,
    '& div': { display: 'flex', gap: theme.spacing(0.5) },
    '& dd': { margin: 0, color: theme.palette.text.primary },
  },
}));

export interface WorldServiceResultProps {
  result?: SearchDocument;
  highlight?: ResultHighlight;
  icon?: JSX.Element;
}

/** A world service among search results: what and whose it is, and how it is now. */
export function WorldServiceResult(props: WorldServiceResultProps) {
  const entityRef = props.result && readServiceRef(props.result);
  if (!entityRef) return null;
  return (
    <Result
      {...props}
      entityRef={entityRef}
      result={props.result as ServiceDocument}
    />
  );
}

function Result(
  props: WorldServiceResultProps & {
    entityRef: string;
    result: ServiceDocument;
  },
) {
  const { entityRef, result, highlight, icon } = props;
  const classes = useStyles();
  const reading = useServiceState(entityRef);
  const { state } = reading;
  const marked = (field: 'title' | 'text'): ReactNode => {
    const text = highlight?.fields[field];
    if (!highlight || !text) return result[field];
    const { preTag, postTag } = highlight;
    return <HighlightedSearchResultText {...{ text, preTag, postTag }} />;
  };
  const facts: Array<[title: string, value: ReactNode]> = [
    [
      'World',
      state?.world && (
        <EntityRefLink
          entityRef={state.world}
          title={state.worldTitle ?? undefined}
          defaultKind="system"
          hideIcon
        />
      ),
    ],
    [
      'Owner',
      // What search knows is as written in the catalog, which may be a mere name.
      state?.owner ? (
        <EntityRefLink entityRef={state.owner} defaultKind="group" hideIcon />
      ) : (
        result.owner
      ),
    ],
    ['Lifecycle', result.lifecycle],
    ['Type', result.type],
  ];
  return (
    <>
      {icon && <ListItemIcon>{icon}</ListItemIcon>}
      <div className={classes.body}>
        <Typography variant="h6" component="div">
          <Link noTrack to={result.location}>
            {marked('title')}
          </Link>
        </Typography>
        <Typography variant="body2" color="textSecondary">
          {marked('text')}
        </Typography>
        <dl className={classes.facts}>
          {facts
            .filter(([, value]) => value)
            .map(([title, value]) => (
              <div key={title}>
                <dt>{title}</dt>
                <dd>{value}</dd>
              </div>
            ))}
        </dl>
        <LiveState reading={reading} />
      </div>
    </>
  );
}
