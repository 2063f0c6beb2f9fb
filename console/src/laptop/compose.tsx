import { useMutation } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { sendToSandbox } from '../api.ts';
import { Page } from '../boards/page.tsx';
import { useSession } from '../session-context.ts';
import { ErrorBox } from '../ui/state-boxes.tsx';
import { DropZone } from './drop-zone.tsx';
import { Passing } from './passing.tsx';

/** Fields of a mail that a person writes. */
interface Draft {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

const firstDraft: Draft = {
  from: 'Ada Byron <ada@customer.example>',
  to: 'deals@inbound.localhost',
  subject: 'An offer for ten seats',
  text: 'Hello,\n\nplease send us an offer for ten seats.\n\nAda',
};

interface Injected {
  readonly mailId: string;
}

/** Writes a mail, or takes an .eml file, sends it through the local SMTP server, and shows it pass. */
export function ComposePage() {
  const { settings } = useSession();
  const [draft, setDraft] = useState(firstDraft);
  const send = useMutation({
    mutationFn: (mail: Draft | File) =>
      sendToSandbox<Injected>(
        'POST',
        '/sandbox/mails',
        settings.runToken,
        mail instanceof File
          ? { type: 'message/rfc822', content: mail }
          : { type: 'application/json', content: JSON.stringify(mail) },
      ),
  });
  const field = (name: keyof Draft) => ({
    name,
    value: draft[name],
    onInput: ({ currentTarget }: { readonly currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
      setDraft({ ...draft, [name]: currentTarget.value }),
  });
  return (
    <Page
      title="Compose"
      lead="Sends a mail through the SMTP server of this machine, as any sender would. Nothing leaves the machine."
    >
      <div class="two-columns">
        <form
          class="form"
          onSubmit={(event) => {
            event.preventDefault();
            send.mutate(draft);
          }}
        >
          <label>
            <span>From</span>
            <input required {...field('from')} />
          </label>
          <label>
            <span>To</span>
            <input required {...field('to')} />
          </label>
          <label>
            <span>Subject</span>
            <input {...field('subject')} />
          </label>
          <label>
            <span>Text</span>
            <textarea rows={8} {...field('text')} />
          </label>
          <p class="buttons">
            <button type="submit" class="primary" disabled={send.isPending}>
              Send
            </button>
          </p>
        </form>
        <div>
          <DropZone onFile={(file) => send.mutate(file)} />
          {send.error != null && <ErrorBox error={send.error} />}
          {send.data !== undefined && <Passing mailId={send.data.mailId} />}
          {send.data === undefined && (
            <p class="quiet">
              Or send a folder of mails: <code>npx postern send fixtures/emails --wait</code>.{' '}
              <Link href="/">All mails</Link>
            </p>
          )}
        </div>
      </div>
    </Page>
  );
}
