import type { LedgerEvent } from '../../lambdas/aws/ledger-reader.ts';
import type { Delivery } from '../../lambdas/domain/delivery/delivery.ts';
import type { MailRecord } from '../../lambdas/domain/delivery/ledger.ts';
import type { StoredMail } from '../../lambdas/domain/mail/receipt.ts';

/** A parsed mail that became the event of the same number. */
export const aMailRecord = (index: number, changes: Partial<MailRecord> = {}): MailRecord => ({
  mailId: `mail-${index}`,
  objectKey: `inbound/mail-${index}`,
  receivedAt: '2026-11-20T09:00:00.000Z',
  state: 'parsed',
  eventId: `evt_${index}`,
  recipients: [{ address: 'sales@inbound.localhost', integration: 'sales' }],
  ...changes,
});

export const aStoredMail = (index: number, storedAt = '2026-11-20T09:00:00.000Z'): StoredMail => ({
  objectKey: `inbound/mail-${index}`,
  storedAt,
});

/** A settled delivery. */
export const aSettledDelivery = (index: number, changes: Partial<Delivery> = {}): Delivery => ({
  eventId: `evt_${index}`,
  integration: 'sales',
  tenant: 'acme',
  lane: 'conversation',
  threadKey: `thread-${index}`,
  matchedBy: 'none',
  recipients: ['sales@inbound.localhost'],
  receivedAt: '2026-11-20T09:00:00.000Z',
  state: 'done',
  fate: 'delivered',
  attempts: 0,
  fence: 1,
  steps: {},
  settledAt: '2026-11-20T09:00:02.000Z',
  ...changes,
});

/** The ledger and the bucket as the command line reads them, over the given rows. */
export function aFakeReader({
  stored = [],
  mails = [],
  deliveries = [],
}: {
  readonly stored?: readonly StoredMail[];
  readonly mails?: readonly MailRecord[];
  readonly deliveries?: readonly Delivery[];
}) {
  return {
    store: {
      async *rawMails(since: Date) {
        yield* stored.filter(({ storedAt }) => storedAt >= since.toISOString());
      },
    },
    reader: {
      async mails(ids: readonly string[]) {
        return new Map(mails.filter(({ mailId }) => ids.includes(mailId)).map((mail) => [mail.mailId, mail]));
      },
      async event(eventId: string): Promise<LedgerEvent | undefined> {
        const copies = mails.filter((mail) => mail.eventId === eventId);
        const own = deliveries.filter((delivery) => delivery.eventId === eventId);
        if (copies.length === 0 && own.length === 0) return undefined;
        return { eventId, mails: copies.map(({ mailId }) => mailId), deliveries: own };
      },
      async deliveries(of: readonly MailRecord[]): Promise<ReadonlyMap<string, readonly Delivery[]>> {
        const wanted = new Set(of.map(({ eventId }) => eventId));
        return Map.groupBy(
          deliveries.filter(({ eventId }) => wanted.has(eventId)),
          ({ eventId }) => eventId,
        );
      },
    },
  };
}
