import { Button, ButtonGroup } from '@material-ui/core';
import { ObjectiveDetail } from '@worldscale/backstage-plugin-slo-common';
import {
  StateIcon,
  stateWords,
} from '@worldscale/backstage-plugin-worlds-react';
import { targetText } from '../wording';

export interface ObjectivePickerProps {
  objectives: readonly ObjectiveDetail[];
  chosen: ObjectiveDetail | undefined;
  onChoose: (place: string) => void;
}

function nameOf({ row }: ObjectiveDetail): string {
  if (row.objective === 'all') return 'All parts together';
  return row.objectiveName ?? `Target ${targetText(row.target)}`;
}

/** The objectives of an SLO that has several. */
export function ObjectivePicker(props: ObjectivePickerProps) {
  const { objectives, chosen, onChoose } = props;
  if (objectives.length < 2) return null;
  return (
    <ButtonGroup
      size="small"
      aria-label="Objective"
      style={{ flexWrap: 'wrap', marginBottom: 12 }}
    >
      {objectives.map(objective => {
        const { row } = objective;
        const isChosen = objective === chosen;
        return (
          <Button
            key={row.objective}
            aria-pressed={isChosen}
            variant="outlined"
            style={isChosen ? { fontWeight: 700 } : undefined}
            startIcon={<StateIcon state={row.state} />}
            title={stateWords[row.state]}
            onClick={() => onChoose(row.objective)}
          >
            {nameOf(objective)}
          </Button>
        );
      })}
    </ButtonGroup>
  );
}
