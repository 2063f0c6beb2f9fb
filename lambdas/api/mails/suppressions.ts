import { compact } from '../../compact.ts';
import type { ConsentLedger } from '../../domain/consent/consent-ledger.ts';
import type { Delivery } from '../../domain/delivery/delivery.ts';

/** A change of consent that a mail brought, and how far it has come. */
interface MailSuppression {
  readonly channel?: string;
  readonly change: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** How the statement is proven; absent: it is. */
  readonly standing?: string;
  readonly targets: ReadonlyArray<{
    readonly target: string;
    readonly state: 'done' | 'waits';
    readonly at?: string;
    readonly reason?: string;
  }>;
}

export type FindSuppressions = (deliveries: readonly Delivery[]) => Promise<MailSuppression[]>;

/** Finds what a mail changed: of each address that it has evidence about, the changes with its event as their proof. */
export const createFindSuppressions =
  (consent: Pick<ConsentLedger, 'history' | 'progress'>): FindSuppressions =>
  async (deliveries) => {
    const subjects = new Map(
      deliveries.flatMap(({ tenant, eventId, reportedOn = [] }) =>
        reportedOn.map((subject) => [`${tenant} ${subject}`, { tenant, eventId, subject }] as const),
      ),
    );
    const found = await Promise.all([...subjects.values()].map((each) => changesOf(consent, each)));
    return found.flat();
  };

async function changesOf(
  consent: Pick<ConsentLedger, 'history' | 'progress'>,
  { tenant, eventId, subject }: Pick<Delivery, 'tenant' | 'eventId'> & { readonly subject: string },
): Promise<MailSuppression[]> {
  const [history, progress] = await Promise.all([consent.history(tenant, subject), consent.progress(tenant, subject)]);
  const targets = progress.map(({ target, wanted, done, verifiedAt, reason }) =>
    compact({ target, state: done >= wanted ? ('done' as const) : ('waits' as const), at: verifiedAt, reason }),
  );
  return history
    .filter(({ evidence }) => evidence === eventId)
    .map(({ channel, signal, at, standing }) => compact({ channel, change: signal, at, standing, targets }));
}
