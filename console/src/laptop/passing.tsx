import { useQuery } from '@tanstack/preact-query';
import { Link } from 'wouter-preact';
import type { MailDetail } from '../contract.ts';
import { readMail } from '../mail/read-mail.ts';
import { StoryTab } from '../mail/story-tab.tsx';
import { RequestError } from '../problem.ts';
import { Badge } from '../ui/badge.tsx';
import { ErrorBox } from '../ui/state-boxes.tsx';

const pollMs = 500;

/** A mail on its way, hop by hop: it has no row before it is read. */
export function Passing({ mailId }: { readonly mailId: string }) {
  const mail = useQuery({
    queryKey: ['passing', mailId],
    queryFn: () =>
      readMail(mailId).catch((error: unknown) => {
        if (error instanceof RequestError && error.problem.status === 404) return null;
        throw error;
      }),
    refetchInterval: ({ state }) => (state.data == null || hasOpen(state.data) ? pollMs : false),
  });
  return (
    <section class="card" aria-live="polite">
      <p class="line">
        <Link href={`/mails/${mailId}`} class="grow">
          Open the mail
        </Link>
        {mail.data == null && <Badge tone="wait">received, not read yet</Badge>}
      </p>
      {mail.error != null && <ErrorBox error={mail.error} />}
      {mail.data != null && <StoryTab detail={mail.data} />}
    </section>
  );
}

const hasOpen = ({ card: { deliveries } }: MailDetail): boolean => deliveries.some(({ fate }) => fate === 'pending');
