import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { Progress } from '@backstage/core-components';
import Checkbox from '@material-ui/core/Checkbox';
import FormControl from '@material-ui/core/FormControl';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormGroup from '@material-ui/core/FormGroup';
import FormHelperText from '@material-ui/core/FormHelperText';
import FormLabel from '@material-ui/core/FormLabel';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { REGION_TYPE } from '@worldscale/backstage-plugin-worlds-common';
import {
  EmptyNote,
  ErrorNote,
} from '@worldscale/backstage-plugin-worlds-react';
import { useEntityOptions } from './useEntityOptions';

const useStyles = makeStyles(theme => ({
  // The words of a region stand beside its box also where they take several lines.
  option: {
    alignItems: 'flex-start',
    margin: theme.spacing(0.5, 0, 0.5, -1.5),
  },
  words: { paddingTop: theme.spacing(1) },
}));

/** Some of the catalog's regions, by their titles. */
export function RegionsPicker(props: FieldExtensionComponentProps<string[]>) {
  const { formData = [], onChange, schema, idSchema, rawErrors } = props;
  // Where a template asks for one with minItems, the fault is an entry's, not the list's.
  const isWrong =
    Boolean(rawErrors?.length) ||
    Object.keys(props.errorSchema ?? {}).length > 0;
  const classes = useStyles();
  const { options, error } = useEntityOptions('Resource', REGION_TYPE);
  if (error) {
    return <ErrorNote title="The regions are not known" error={error} />;
  }
  if (!options) return <Progress />;
  if (options.length === 0) {
    return (
      <EmptyNote title="The catalog has no region">
        A region is a Resource of type {REGION_TYPE}.
      </EmptyNote>
    );
  }
  const toggle = (ref: string, isChosen: boolean) =>
    // In the order in which they are shown, whichever was chosen first.
    onChange(
      options
        .map(option => option.ref)
        .filter(other => (other === ref ? isChosen : formData.includes(other))),
    );
  const helpId = `${idSchema.$id}-help`;
  return (
    <FormControl
      component="fieldset"
      aria-describedby={helpId}
      required={props.required}
      error={isWrong}
      disabled={props.disabled}
      fullWidth
    >
      <FormLabel component="legend">{schema.title ?? 'Regions'}</FormLabel>
      <FormHelperText id={helpId}>
        {isWrong ? 'Choose at least one region.' : schema.description}
      </FormHelperText>
      <FormGroup>
        {options.map(({ ref, title, description }, index) => {
          const id = index === 0 ? idSchema.$id : `${idSchema.$id}-${index}`;
          return (
            <FormControlLabel
              key={ref}
              className={classes.option}
              control={
                <Checkbox
                  id={id}
                  checked={formData.includes(ref)}
                  onChange={(_, isChosen) => toggle(ref, isChosen)}
                  inputProps={{
                    'aria-labelledby': `${id}-title`,
                    'aria-describedby': `${id}-description`,
                  }}
                />
              }
              label={
                <div className={classes.words}>
                  <Typography variant="body1" id={`${id}-title`}>
                    {title}
                  </Typography>
                  <Typography
                    variant="body2"
                    color="textSecondary"
                    id={`${id}-description`}
                  >
                    {description}
                  </Typography>
                </div>
              }
            />
          );
        })}
      </FormGroup>
    </FormControl>
  );
}
