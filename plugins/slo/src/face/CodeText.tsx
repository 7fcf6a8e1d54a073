import { Button, makeStyles } from '@material-ui/core';
import { useEffect, useState } from 'react';

const useStyles = makeStyles(theme => ({
  head: { display: 'flex', justifyContent: 'flex-end' },
  code: {
    maxHeight: 420,
    overflow: 'auto',
    margin: 0,
    padding: theme.spacing(1.5),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.default,
    color: theme.palette.text.primary,
    fontSize: theme.typography.body2.fontSize,
    fontFamily: 'ui-monospace, Menlo, Consolas, monospace',
    '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}` },
  },
}));

/** Long enough to be read. */
const ANSWER_MS = 4000;

export interface CodeTextProps {
  /** What it is, for people who do not see it. */
  label: string;
  text: string;
}

/** Text that is read and copied, never written. */
export function CodeText({ label, text }: CodeTextProps) {
  const classes = useStyles();
  const [answer, setAnswer] = useState<string>();
  useEffect(() => {
    if (answer === undefined) return undefined;
    const timer = setTimeout(() => setAnswer(undefined), ANSWER_MS);
    return () => clearTimeout(timer);
  }, [answer]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setAnswer('Copied');
    } catch {
      // Browsers refuse without a secure connection; the text can still be marked.
      setAnswer('The browser does not let it be copied');
    }
  };
  return (
    <>
      <div className={classes.head}>
        <span role="status">{answer}</span>
        <Button size="small" aria-label={`Copy ${label}`} onClick={copy}>
          Copy
        </Button>
      </div>
      <pre
        className={classes.code}
        role="region"
        aria-label={label}
        // It scrolls, so it needs the keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        <code>{text}</code>
      </pre>
    </>
  );
}
