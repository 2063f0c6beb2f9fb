import { Link } from 'wouter-preact';
import { useSession } from '../session-context.ts';
import { EmptyBox } from '../ui/state-boxes.tsx';

/** The list before the first mail. */
export function NoMail({ unread }: { readonly unread: number }) {
  const { settings } = useSession();
  if (unread > 0)
    return (
      <EmptyBox title={`${unread} mails wait to be read`}>
        <p>
          They are stored and appear here once they are read. If that stays so: <code>npx postern doctor</code>.
        </p>
      </EmptyBox>
    );
  if (settings.home === 'aws')
    return (
      <EmptyBox title="No mail yet">
        <p>
          Write to an address of an integration. If nothing comes: <code>npx postern readiness</code> says what is
          missing.
        </p>
      </EmptyBox>
    );
  return (
    <EmptyBox title="No mail yet">
      <p>
        Send the examples: <code>npx postern send fixtures/emails --wait</code>, or any mail program to{' '}
        <code>127.0.0.1:{settings.smtpPort}</code>.
      </p>
      <p>
        <Link href="/compose">Write a mail here</Link>
      </p>
    </EmptyBox>
  );
}
