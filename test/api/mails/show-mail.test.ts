import { createShowMail, type ShowMailPorts } from '../../../lambdas/api/mails/show-mail.ts';
import { indexOf } from '../../helpers/memory-mail-index.ts';
import { bodyOf, eventRequest, portsOver, sharedEvent } from '../../helpers/visible-mail.ts';

/** A mail that reached the integrations `sales` of acme and `other` of beta. */
function showOver(situation: Parameters<typeof portsOver>[0] = {}, changes: Partial<ShowMailPorts> = {}) {
  const { ports } = portsOver(situation);
  const show = createShowMail({
    ...ports,
    events: ports,
    deliveries: async () =>
      new Map([[sharedEvent.eventId, (await ports.ledgerEvent(sharedEvent.eventId))!.deliveries]]),
    index: async () =>
      indexOf([{ tenant: 'acme', place: `${sharedEvent.receivedAt}#mail-1`, words: ['thread:thread-1'] }]),
    feedTimes: async () => new Map([['sales', '2026-11-20T09:00:02.000Z']]),
    suppressions: async () => [],
    connection: async () => ({ vendor: 'hubspot' }) as never,
    ...changes,
  });
  return async (id: string, tenant?: string) => {
    const answer = await show(eventRequest({ id }), tenant);
    return { status: answer.statusCode, body: bodyOf(answer) };
  };
}

describe('createShowMail', () => {
  it.each([['mail-1'], [sharedEvent.eventId]])('shows a mail by %s, with all that is known of it', async (id) => {
    const steps = { contact: { state: 'done', at: '2026-11-20T09:00:03.000Z', id: '7' } } as const;
    const { status, body } = await showOver({ delivery: { steps } })(id, 'acme');

    expect(status).toBe(200);
    expect(body).toMatchObject({
      card: { mailId: 'mail-1', eventId: sharedEvent.eventId, to: ['sales@inbound.localhost'] },
      event: { eventId: sharedEvent.eventId, delivery: { fate: 'pending' } },
      trace: { deliveries: [{ integration: 'sales' }] },
      explain: { decisions: expect.arrayContaining([expect.objectContaining({ decision: 'kind' })]) },
      siblings: { thread: [], copies: [] },
      suppressions: [],
      records: [{ integration: 'sales', connection: 'main', vendor: 'hubspot', type: 'contact', id: '7' }],
    });
    expect(body.timeline.map(({ hop }: { hop: string }) => hop)).toEqual(['received', 'read', 'written', 'settled']);
    expect(JSON.stringify(body)).not.toContain('secret@inbound.localhost');
  });

  it('lists the other mails of the conversation', async () => {
    const index = async () =>
      indexOf([{ tenant: 'acme', place: '2026-11-19T09:00:00.000Z#mail-1', words: ['thread:thread-1'] }]);
    const { body } = await showOver({}, { index })('mail-1', 'acme');

    expect(body.siblings.thread).toMatchObject([{ mailId: 'mail-1' }]);
  });

  it('shows what is left of a mail whose event is gone', async () => {
    const { body } = await showOver({ isObjectGone: true })('mail-1', 'acme');

    expect(body).toMatchObject({ card: { mailId: 'mail-1' }, trace: { eventId: sharedEvent.eventId } });
    expect(body).not.toHaveProperty('event');
  });

  it.each(['mail-2', `evt_${'0'.repeat(32)}`, '__proto__'])('does not know %s', async (id) => {
    expect((await showOver()(id, 'acme')).status).toBe(404);
  });

  it('knows no mail of another tenant', async () => {
    expect((await showOver()('mail-1', 'gamma')).status).toBe(404);
    expect((await showOver()(sharedEvent.eventId, 'gamma')).status).toBe(404);
  });
});
