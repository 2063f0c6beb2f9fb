import { useState } from 'preact/hooks';
import { Dialog } from '../ui/dialog.tsx';
import { DryRunDialog } from './dry-run-dialog.tsx';

/** Places a mail under a legal hold: asks for the case, shows what would be held, then does it. */
export function LegalHoldDialog({ eventId, onClose }: { readonly eventId: string; readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const [isChosen, setChosen] = useState(false);
  if (isChosen)
    return (
      <DryRunDialog
        onClose={onClose}
        act={{
          title: 'Place a legal hold',
          text: `Keeps this mail with all its rows and files for the case “${name}”, also past its retention and against erasure, until the hold is released.`,
          path: '/v1/legal-holds',
          body: { event: eventId, case: name },
          verb: 'Place the hold',
        }}
      />
    );
  return (
    <Dialog title="Place a legal hold" onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          setChosen(name.trim() !== '');
        }}
      >
        <label>
          <span>Case</span>
          <input required value={name} onInput={({ currentTarget }) => setName(currentTarget.value)} />
        </label>
        <p class="buttons">
          <button type="submit" class="primary">
            Show what would be held
          </button>
        </p>
      </form>
    </Dialog>
  );
}
