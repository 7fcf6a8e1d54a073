import { Box, Typography } from '@material-ui/core';
import { ReactNode } from 'react';

export interface EmptyNoteProps {
  title: string;
  /** Why there is nothing, and what would change that. */
  children?: ReactNode;
  action?: ReactNode;
}

/** Says that there is nothing to show, and why; not an error. */
export function EmptyNote(props: EmptyNoteProps) {
  return (
    <Box textAlign="center" padding={4}>
      <Typography variant="h6" component="p">
        {props.title}
      </Typography>
      {props.children && (
        <Typography variant="body2" component="div" color="textSecondary">
          {props.children}
        </Typography>
      )}
      {props.action && <Box marginTop={2}>{props.action}</Box>}
    </Box>
  );
}
