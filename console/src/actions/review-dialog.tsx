import { useState } from 'preact/hooks';
import { compact } from '../../../lambdas/compact.ts';
import type { MailCard } from '../contract.ts';
import { kindWords } from '../fate-words.ts';
import { Dialog } from '../ui/dialog.tsx';
import { DryRunDialog } from './dry-run-dialog.tsx';
import { intents, kinds } from './review-values.ts';

/** A verdict of a person on how a mail was understood. */
export function ReviewDialog({ card, onClose }: { readonly card: MailCard; readonly onClose: () => void }) {
  const [kind, setKind] = useState(card.kind ?? '');
  const [intent, setIntent] = useState(card.intent ?? '');
  const [isChosen, setChosen] = useState(false);
  const isRight = kind === (card.kind ?? '') && intent === (card.intent ?? '');
  if (isChosen)
    return (
      <DryRunDialog
        onClose={onClose}
        act={{
          title: isRight ? 'Rightly understood' : 'Wrongly understood',
          text: 'The verdict counts for the accuracy that the board shows. The mail and its records stay as they are.',
          path: '/v1/reviews',
          body: compact({
            eventId: card.eventId,
            right: isRight ? true : undefined,
            kind: kind === card.kind || kind === '' ? undefined : kind,
            intent: intent === (card.intent ?? '') || intent === '' ? undefined : intent,
          }),
          verb: 'Keep the verdict',
        }}
      />
    );
  return (
    <Dialog title="Review this mail" onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          setChosen(true);
        }}
      >
        <Options label="Kind" value={kind} values={kinds} onChange={setKind} />
        <Options label="Intent" value={intent} values={intents} onChange={setIntent} />
        <p class="buttons">
          <button type="submit" class="primary">
            {isRight ? 'It is right' : 'Correct it'}
          </button>
        </p>
      </form>
    </Dialog>
  );
}

const Options = ({
  label,
  value,
  values,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly values: readonly string[];
  readonly onChange: (value: string) => void;
}) => (
  <label>
    <span>{label}</span>
    <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
      <option value="">unknown</option>
      {values.map((each) => (
        <option key={each} value={each}>
          {kindWords(each)}
        </option>
      ))}
    </select>
  </label>
);
