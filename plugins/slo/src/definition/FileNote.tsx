import { Link } from '@backstage/core-components';
import { Typography } from '@material-ui/core';
import { DefinitionFile } from '@worldscale/backstage-plugin-slo-common';
import {
  formatAge,
  StateIcon,
  useNow,
} from '@worldscale/backstage-plugin-worlds-react';
import { ProblemList } from './ProblemList';

/** The last part of an address, which people know the file by. */
function nameOf(url: string): string {
  const path = url.split(/[?#]/)[0];
  return path.split('/').filter(Boolean).pop() ?? url;
}

export interface FileNoteProps {
  file: DefinitionFile;
  /** Where in it the reader is. */
  line?: number;
}

/** A file of definitions: where it is, when it was read, and what is wrong with it. */
export function FileNote({ file, line }: FileNoteProps) {
  const now = useNow(10_000);
  const { url, readAt, error, failingSince, problems } = file;
  const ago = (at: string) => formatAge(Math.max(0, now - Date.parse(at)));
  return (
    <>
      <Typography variant="body2" component="div">
        <Link to={url}>{nameOf(url)}</Link>
        {line !== undefined && `, line ${line}`}
        {readAt ? `, read ${ago(readAt)} ago` : ', never read'}
      </Typography>
      {error && (
        <Typography variant="body2" component="div" role="status">
          <StateIcon state="unknown" size={14} /> It cannot be read
          {failingSince && ` for ${ago(failingSince)}`}: {error}{' '}
          {readAt && 'Its last content is in use.'}
        </Typography>
      )}
      {problems.length > 0 && <ProblemList problems={problems} />}
    </>
  );
}
