import { makeStyles, Typography } from '@material-ui/core';
import { ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  card: {
    padding: theme.spacing(1.5),
    marginBottom: theme.spacing(1),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
  },
  title: { overflowWrap: 'anywhere' },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(130px, 1fr))',
    gap: theme.spacing(0.5),
    margin: theme.spacing(1, 0, 0),
    '& dt': {
      color: theme.palette.text.secondary,
      fontSize: theme.typography.caption.fontSize,
    },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  },
}));

export interface RowCard {
  key: string;
  title: ReactNode;
  /** Where it belongs; left out where that stands above all of them. */
  place?: string;
  /** How it is. */
  standing: ReactNode;
  /** Each with what it is called. */
  facts: readonly (readonly [title: string, value: ReactNode])[];
}

/** The rows of a table one below the other, for narrow screens. */
export function RowCards(props: {
  label: string;
  cards: readonly RowCard[];
  /** Level of the titles; below that of what they stand under. */
  heading?: 'h2' | 'h4';
}) {
  const classes = useStyles();
  const { label, cards, heading = 'h2' } = props;
  return (
    <ul className={classes.list} aria-label={label}>
      {cards.map(({ key, title, place, standing, facts }) => (
        <li key={key} className={classes.card}>
          <Typography
            variant="subtitle1"
            component={heading}
            className={classes.title}
          >
            {title}
          </Typography>
          {place && (
            <Typography variant="body2" color="textSecondary" gutterBottom>
              {place}
            </Typography>
          )}
          {standing}
          <dl className={classes.facts}>
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}
