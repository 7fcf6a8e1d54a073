import ButtonBase from '@material-ui/core/ButtonBase';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { PersonaChoice } from './readPersonas';

const useStyles = makeStyles(theme => ({
  cards: {
    listStyle: 'none',
    margin: theme.spacing(3, 0, 0),
    padding: 0,
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(300px, 1fr))',
    gap: theme.spacing(2),
    '@media (max-width: 360px)': { gridTemplateColumns: '1fr' },
  },
  card: {
    width: '100%',
    height: '100%',
    display: 'flex',
    alignItems: 'flex-start',
    justifyContent: 'flex-start',
    gap: theme.spacing(2),
    textAlign: 'left',
    padding: theme.spacing(2.5),
    borderRadius: 12,
    background: theme.palette.background.paper,
    border: `1px solid ${theme.palette.border}`,
    transition: 'border-color 120ms',
    '&:hover, &:focus-visible': { borderColor: theme.palette.primary.main },
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
      outlineOffset: 2,
    },
    '&:disabled': { opacity: 0.6 },
  },
  initials: {
    flex: 'none',
    width: 44,
    height: 44,
    borderRadius: '50%',
    display: 'grid',
    placeItems: 'center',
    fontWeight: 700,
    background: theme.palette.infoBackground,
    color: theme.palette.infoText,
  },
  /** Part of the button's name, although it is not seen. */
  spoken: {
    position: 'absolute',
    width: 1,
    height: 1,
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
  title: { fontSize: 17, fontWeight: 600, lineHeight: 1.3 },
  role: { color: theme.palette.link, fontWeight: 600, fontSize: 14 },
  description: {
    marginTop: theme.spacing(0.5),
    fontSize: 14,
    color: theme.palette.textSubtle,
  },
}));

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words[words.length - 1] : '']
    .map(word => word.charAt(0).toLocaleUpperCase('en-US'))
    .join('');
}

export function PersonaCards(props: {
  personas: PersonaChoice[];
  /** Id of the person being signed in. */
  pending?: string;
  onChoose(id: string): void;
}) {
  const classes = useStyles();
  return (
    <ul className={classes.cards} aria-label="People">
      {props.personas.map(({ id, title, role, description }) => (
        <li key={id}>
          <ButtonBase
            className={classes.card}
            disabled={props.pending !== undefined}
            aria-busy={props.pending === id}
            onClick={() => props.onChoose(id)}
          >
            <span className={classes.initials} aria-hidden="true">
              {initialsOf(title)}
            </span>
            <span>
              <span className={classes.spoken}>Sign in as </span>
              <Typography
                component="span"
                display="block"
                className={classes.title}
              >
                {title}
              </Typography>
              {role && (
                <Typography
                  component="span"
                  display="block"
                  className={classes.role}
                >
                  {role}
                </Typography>
              )}
              {description && (
                <Typography
                  component="span"
                  display="block"
                  className={classes.description}
                >
                  {description}
                </Typography>
              )}
            </span>
          </ButtonBase>
        </li>
      ))}
    </ul>
  );
}
