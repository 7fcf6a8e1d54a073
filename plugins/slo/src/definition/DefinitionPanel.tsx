import { makeStyles, Typography } from '@material-ui/core';
import {
  ObjectiveDetail,
  SloDetail,
} from '@worldscale/backstage-plugin-slo-common';
import { datedMinuteText } from '@worldscale/backstage-plugin-worlds-react';
import { ReactNode, useState } from 'react';
import { CodeText } from '../face/CodeText';
import { Panel } from '../face/Panel';
import { FileNote } from './FileNote';

const useStyles = makeStyles(theme => ({
  fold: {
    marginTop: theme.spacing(1),
    '& summary': { cursor: 'pointer' },
    '& summary:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
    },
  },
  list: { margin: theme.spacing(0.5, 0), paddingLeft: theme.spacing(2.5) },
}));

/** What is large is made when it is first looked at. */
function Fold(props: { title: string; children: ReactNode }) {
  const classes = useStyles();
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className={classes.fold}
      onToggle={event => setOpen(event.currentTarget.open)}
    >
      <summary>{props.title}</summary>
      {isOpen && props.children}
    </details>
  );
}

const rulesWords = (areLoaded: boolean | null) => {
  if (areLoaded === null)
    return 'Whether Prometheus has the compiled rules is not known.';
  return areLoaded
    ? 'Prometheus has the compiled rules.'
    : 'Prometheus does not have the compiled rules: no alert of this objective can fire there.';
};

export interface DefinitionPanelProps {
  detail: SloDetail;
  generations: ObjectiveDetail['generations'];
}

/** How the objective is defined, and what was made of that. */
export function DefinitionPanel(props: DefinitionPanelProps) {
  const { definition, excluded, labels, slo } = props.detail;
  const { generations } = props;
  const classes = useStyles();
  const row = props.detail.objectives[0]?.row;
  // There is no file of it, and whoever records it has its rules.
  const isElsewhere =
    row?.measuredBy === 'sloth' || row?.measuredBy === 'pyrra';
  return (
    <Panel title="Definition">
      {isElsewhere ? (
        <Typography variant="body2">{row?.note}</Typography>
      ) : (
        <>
          <FileNote file={definition.file} line={definition.line} />
          <Typography variant="body2">
            {rulesWords(definition.areRulesLoaded)}
          </Typography>
        </>
      )}
      {Object.keys(labels).length > 0 && (
        <Typography variant="body2">
          Labels:{' '}
          {Object.entries(labels)
            .map(([name, value]) => `${name}=${[value].flat().join(', ')}`)
            .join('; ')}
        </Typography>
      )}
      <Fold title="As it is written">
        <CodeText label={`definition of ${slo}`} text={definition.text} />
      </Fold>
      {!isElsewhere && (
        <Fold title="Compiled rules for Prometheus">
          <CodeText label={`rules of ${slo}`} text={definition.rules} />
        </Fold>
      )}
      {excluded.length > 0 && (
        <Fold title={`Time that does not count (${excluded.length})`}>
          <ul className={classes.list}>
            {excluded.map(({ startAt, endAt, reason, by, isRetroactive }) => (
              <Typography
                key={startAt + endAt + reason}
                component="li"
                variant="body2"
              >
                {datedMinuteText(Date.parse(startAt))} to{' '}
                {datedMinuteText(Date.parse(endAt))}: {reason}, decided by {by}
                {isRetroactive && <b> only after it had begun</b>}
              </Typography>
            ))}
          </ul>
        </Fold>
      )}
      {generations.length > 0 && (
        <Fold title={`Generations (${generations.length})`}>
          <Typography variant="body2">
            Each change of what is counted begins a history of its own; a change
            of the target does not.
          </Typography>
          <ul className={classes.list}>
            {generations.map(({ generation, since }, i) => (
              <Typography
                key={generation + since}
                component="li"
                variant="body2"
              >
                <code>{generation}</code>{' '}
                {since
                  ? `since ${datedMinuteText(Date.parse(since))}`
                  : 'since before it was first seen'}
                {i === generations.length - 1 && ', in force'}
              </Typography>
            ))}
          </ul>
        </Fold>
      )}
    </Panel>
  );
}
