import { parseEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
  MenuItem,
  TextField,
} from '@material-ui/core';
import {
  PolicyDecision,
  sloPolicyOverridePermission,
} from '@worldscale/backstage-plugin-slo-common';
import { ErrorNote } from '@worldscale/backstage-plugin-worlds-react';
import { FormEvent, useId, useState } from 'react';
import { sloApiRef } from '../api';

/** A working day is offered first; a week is the most that the backend takes. */
const lengths = [
  [2, '2 hours'],
  [8, '8 hours'],
  [24, 'a day'],
  [72, '3 days'],
  [168, 'a week'],
] as const;

export interface LiftFreezeProps {
  policy: PolicyDecision;
  onLifted: () => void;
}

/**
 * For those who may: lifts a freeze to slowing down, for a while, with a reason that is
 * recorded. Nothing where there is no freeze.
 */
export function LiftFreeze({ policy, onLifted }: LiftFreezeProps) {
  const { allowed } = usePermission({
    permission: sloPolicyOverridePermission,
  });
  const [isOpen, setOpen] = useState(false);
  if (!allowed || policy.decision !== 'freeze') return null;
  return (
    <>
      <Button size="small" variant="outlined" onClick={() => setOpen(true)}>
        Lift the freeze
      </Button>
      {isOpen && (
        <LiftDialog
          entityRef={policy.entityRef}
          onClose={() => setOpen(false)}
          onLifted={onLifted}
        />
      )}
    </>
  );
}

function LiftDialog(props: {
  entityRef: string;
  onClose: () => void;
  onLifted: () => void;
}) {
  const { entityRef, onClose, onLifted } = props;
  const api = useApi(sloApiRef);
  const id = useId();
  const [reason, setReason] = useState('');
  const [hours, setHours] = useState<number>(8);
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<Error>();
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setSending(true);
    try {
      await api.override(parseEntityRef(entityRef), {
        reason: reason.trim(),
        hours,
      });
      onLifted();
      onClose();
    } catch (e) {
      setError(e instanceof Error ? e : new Error(String(e)));
      setSending(false);
    }
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby={`${id}-title`}>
      <form onSubmit={send}>
        <DialogTitle id={`${id}-title`}>Lift the freeze</DialogTitle>
        <DialogContent>
          <DialogContentText>
            Changes go ahead, slowed down, until then. Your name and the reason
            are recorded, and everybody sees them.
          </DialogContentText>
          {error && (
            <ErrorNote title="The freeze could not be lifted" error={error} />
          )}
          <TextField
            id={`${id}-reason`}
            label="Reason"
            value={reason}
            onChange={event => setReason(event.target.value)}
            inputProps={{ maxLength: 1000 }}
            required
            fullWidth
            multiline
            margin="normal"
            variant="outlined"
          />
          <TextField
            id={`${id}-hours`}
            select
            label="For"
            value={hours}
            onChange={event => setHours(Number(event.target.value))}
            margin="normal"
            variant="outlined"
          >
            {lengths.map(([value, title]) => (
              <MenuItem key={value} value={value}>
                {title}
              </MenuItem>
            ))}
          </TextField>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            color="primary"
            variant="contained"
            disabled={isSending || reason.trim() === ''}
          >
            Lift the freeze
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
