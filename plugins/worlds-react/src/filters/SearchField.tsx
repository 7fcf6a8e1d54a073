import { makeStyles, TextField } from '@material-ui/core';
import { useEffect, useId, useRef, useState } from 'react';

const useStyles = makeStyles(theme => ({
  field: {
    flex: '1 1 90px',
    minWidth: 90,
    maxWidth: 420,
    '& .MuiInputLabel-root, & .MuiInputBase-root': {
      fontSize: theme.typography.body2.fontSize,
    },
  },
}));

/** Long enough to type a word, short enough to seem immediate. */
const PAUSE_MS = 300;

export interface SearchFieldProps {
  value: string;
  onChange: (value: string) => void;
}

/** Free text; asks once the typing pauses. */
export function SearchField({ value, onChange }: SearchFieldProps) {
  const [text, setText] = useState(value);
  const id = useId();
  const classes = useStyles();
  const sent = useRef(value);
  const notify = useRef(onChange);
  notify.current = onChange;

  // The address changed by itself: back button, cleared filters.
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setText(value);
  }, [value]);

  useEffect(() => {
    if (text === sent.current) return undefined;
    const timer = setTimeout(() => {
      sent.current = text.trim();
      notify.current(text.trim());
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);

  return (
    <TextField
      id={id}
      type="search"
      size="small"
      variant="outlined"
      label="Search"
      value={text}
      onChange={event => setText(event.target.value)}
      className={classes.field}
      inputProps={{ maxLength: 200 }}
    />
  );
}
