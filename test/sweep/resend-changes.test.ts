import type { ConsentChange } from '../../lambdas/domain/consent/change.ts';
import type { Delivery } from '../../lambdas/domain/delivery/delivery.ts';
import type { EmailReceived } from '../../lambdas/domain/mail/event.ts';
import { createResendChanges } from '../../lambdas/sweep/resend-changes.ts';
import { aDelivery, anEvent, anIntegration, subjectFor } from '../helpers/builders.ts';

const address = 'gone@example.org';
const bounce = { recipients: [{ address, type: 'hard', status: '5.1.1' }] };
const bounced = (): EmailReceived => {
  const event = anEvent();
  return { ...event, classification: { ...event.classification, kind: 'bounce', bounce } } as EmailReceived;
};

async function resend(event: EmailReceived | undefined, row: Partial<Delivery> = {}, key = 'sales') {
  const changes: ConsentChange[] = [];
  const givenUp: string[] = [];
  const stored = aDelivery(event ?? anEvent(), row);
  await createResendChanges({
    mail: { getEvent: async () => event },
    control: { integrations: async () => [anIntegration({ key })] },
    ledger: {
      load: async () => ({ delivery: { ...stored, attempts: 0, fence: 0, steps: {} } }),
      giveUp: async (_id, reason) => void givenUp.push(reason),
    },
    queues: { sendChange: async (change) => void changes.push(change) },
    subjectHash: async () => subjectFor,
    now: () => new Date('2026-11-20T10:00:00.000Z'),
  })({ schema: 'delivery/1', eventId: stored.eventId, integration: 'sales', threadKey: 't' });
  return { changes: changes.map(({ signal, standing }) => [signal, standing]), givenUp };
}

describe('createResendChanges', () => {
  it('queues the changes of a mail, believed as far as the ledger keeps evidence for it', async () => {
    const reportedOn = [subjectFor('acme', address)];

    expect(await resend(bounced(), { reportedOn })).toEqual({ changes: [['hard-bounce', undefined]], givenUp: [] });
    expect(await resend(bounced())).toEqual({ changes: [['hard-bounce', 'hint']], givenUp: [] });
  });

  it('believes the copy of the mail that brought the delivery', async () => {
    const { changes } = await resend(bounced(), { authentication: { dmarc: 'fail' } });

    expect(changes).toEqual([['hard-bounce', 'noted']]);
  });

  it.each<[string, EmailReceived | undefined, string, string]>([
    ['whose event is gone', undefined, 'sales', 'the event object is gone'],
    ['that says nothing of consent any more', anEvent(), 'sales', 'the mail says nothing of consent any more'],
    ['whose integration is not configured any more', bounced(), 'other', 'the mail says nothing of consent any more'],
  ])('gives up a mail %s', async (_case, event, key, reason) => {
    expect(await resend(event, {}, key)).toEqual({ changes: [], givenUp: [reason] });
  });
});
