import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import FormControl from '@material-ui/core/FormControl';
import FormHelperText from '@material-ui/core/FormHelperText';
import FormLabel from '@material-ui/core/FormLabel';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { CapacityTable } from './CapacityTable';
import { Capacity, TriedPlan, tryPlan } from './tryPlan';

const useStyles = makeStyles(theme => ({
  inputs: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(2),
    margin: theme.spacing(2, 0),
  },
  input: { flex: '1 1 14em' },
  sum: { marginBottom: theme.spacing(1) },
}));

/** A problem's message without the name of the field, which it stands beside. */
function problemOf({ problem }: TriedPlan, field: keyof Capacity) {
  const prefix = `${field}: `;
  return problem?.startsWith(prefix) ? problem.slice(prefix.length) : undefined;
}

function sentenceOf({ plan, kind, regions }: TriedPlan): string {
  if (!plan) return 'Fill in both numbers to see the size that follows.';
  const things = kind === 'stateful-shard' ? 'shards' : 'pods';
  const where =
    regions === 1 ? 'In its region' : `In each of ${regions} regions`;
  const count = (value: number) => value.toLocaleString('en-US');
  return `${where}: ${count(plan.min)} to ${count(plan.max)} ${things}, ${count(
    plan.buffer,
  )} of them in reserve.`;
}

/** Players in, size out, with the arithmetic between them. */
export function CapacityField(props: FieldExtensionComponentProps<Capacity>) {
  const { formData = {}, onChange, schema, idSchema, rawErrors } = props;
  const classes = useStyles();
  const tried = tryPlan(formData, props.formContext?.formData);
  const isShard = tried.kind === 'stateful-shard';
  const helpId = `${idSchema.$id}-help`;
  const input = (field: keyof Capacity, label: string, help: string) => {
    const problem = problemOf(tried, field);
    return (
      <TextField
        id={`${idSchema.$id}-${field}`}
        className={classes.input}
        type="number"
        label={label}
        value={formData[field] ?? ''}
        onChange={({ target }) =>
          onChange({
            ...formData,
            [field]: target.value === '' ? undefined : Number(target.value),
          })
        }
        required
        disabled={props.disabled}
        error={Boolean(problem)}
        helperText={problem ?? help}
        inputProps={{ min: 1, step: 1, inputMode: 'numeric' }}
      />
    );
  };
  return (
    <FormControl
      component="fieldset"
      aria-describedby={helpId}
      error={Boolean(rawErrors?.length)}
      fullWidth
    >
      <FormLabel component="legend">{schema.title ?? 'Size'}</FormLabel>
      <FormHelperText id={helpId}>{schema.description}</FormHelperText>
      <div className={classes.inputs}>
        {input(
          'peakPlayers',
          'Concurrent players at the peak',
          'All regions together, on an ordinary evening',
        )}
        {input(
          'playersPerInstance',
          isShard ? 'Players per shard' : 'Players per pod',
          isShard ? 'When the shard is full' : 'At full load of its CPU',
        )}
      </div>
      <Typography className={classes.sum} aria-live="polite">
        {sentenceOf(tried)}
      </Typography>
      {tried.plan && <CapacityTable plan={tried.plan} />}
    </FormControl>
  );
}
