import { MalformedEventError } from '../../lambdas/domain/consent/intake/sender-event.ts';
import { createTakeFeedback } from '../../lambdas/feedback/take-feedback.ts';
import { anIntegration } from '../helpers/builders.ts';

const receivedAt = new Date('2026-11-20T10:00:00.000Z');

/** Takes an event, and returns the queued changes and the indexed mail. */
async function take(json: unknown, tenants: readonly string[] = ['acme']) {
  const calls: string[] = [];
  const takeFeedback = createTakeFeedback({
    control: { integrations: async () => tenants.map((tenant) => anIntegration({ key: tenant, tenant })) },
    async take(events, { tenant, source }) {
      calls.push(`${source} ${tenant} ${events.map(({ type, address }) => `${type} ${address}`).join(', ')}`);
      return events.length;
    },
    configurationSets: [],
    outbound: { learn: async (tenant, { messageIds }) => void calls.push(`sent ${tenant} ${messageIds[0]}`) },
    region: 'eu-west-1',
  });
  return { result: await takeFeedback(json, receivedAt), calls };
}

const mail = { timestamp: '2026-11-20T09:00:00.000Z', messageId: '0100018f', destination: ['lea@example.org'] };
const complaint = (tags = {}) => ({
  eventType: 'Complaint',
  mail: { ...mail, tags },
  complaint: {
    complainedRecipients: [{ emailAddress: 'lea@example.org' }],
    timestamp: '2026-11-20T09:00:05.000Z',
    feedbackId: 'f1',
  },
});

describe('createTakeFeedback', () => {
  it('queues the changes of the only tenant', async () => {
    expect(await take(complaint())).toEqual({
      result: { changes: 1, isSend: false },
      calls: ['ses acme complaint lea@example.org'],
    });
  });

  it('indexes a mail that was sent, under the Message-ID of its region', async () => {
    const { result, calls } = await take({ eventType: 'Send', mail: { ...mail, tags: {} }, send: {} });

    expect(result).toEqual({ changes: 0, isSend: true });
    expect(calls).toEqual(['sent acme 0100018f@eu-west-1.amazonses.com']);
  });

  it('goes by the tag where there are several tenants', async () => {
    expect((await take(complaint({ 'postern-tenant': ['b'] }), ['a', 'b'])).calls).toEqual([
      'ses b complaint lea@example.org',
    ]);
  });

  it.each([
    ['no tag', {}],
    ['an unknown tenant', { 'postern-tenant': ['c'] }],
  ])('refuses %s where there are several tenants', async (_, tags) => {
    await expect(take(complaint(tags), ['a', 'b'])).rejects.toThrow(MalformedEventError);
  });

  it('ignores an event of another application', async () => {
    const json = { source: 'aws.ses', detail: { eventType: 'Send', mail: { tags: {} } } };

    expect(await take(json)).toEqual({ result: { ignored: 'foreign' }, calls: [] });
  });
});
