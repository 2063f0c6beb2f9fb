import { createEvents } from '../../lambdas/api/events.ts';
import { anAttachment, bodyOf, eventRequest, portsOver, sharedEvent } from '../helpers/visible-mail.ts';

const routesOver = (situation: Parameters<typeof portsOver>[0] = {}) => createEvents(portsOver(situation).ports);

describe('createEvents', () => {
  it('shows an event with the state of its delivery', async () => {
    const steps = { contact: { state: 'done', at: '2026-11-20T09:00:01.000Z', id: '51' } } as const;
    const answer = await routesOver({ delivery: { state: 'done', fate: 'delivered', steps } }).show(
      eventRequest(),
      'acme',
    );

    expect(answer.statusCode).toBe(200);
    expect(bodyOf(answer)).toMatchObject({
      schema: 'email.received/1',
      eventId: sharedEvent.eventId,
      body: { text: 'Hello from Ada' },
      delivery: { integration: 'sales', tenant: 'acme', state: 'done', fate: 'delivered', crm: { contactId: '51' } },
    });
    expect(answer.body).not.toContain('secret@');
  });

  it('shows attachments as the antivirus has judged them since', async () => {
    const attachments = [anAttachment({ verdict: 'unscanned', reasons: ['antivirus.pending'] })];
    const scans = new Map([[attachments[0]!.key, { kind: 'infected', name: 'Eicar' } as const]]);
    const answer = await routesOver({ event: { attachments }, scans }).show(eventRequest(), 'acme');

    expect(bodyOf(answer).attachments[0]).toMatchObject({ verdict: 'blocked' });
  });

  it('says how to get an event that is too long for an answer', async () => {
    const event = { body: { ...sharedEvent.body, text: 'x'.repeat(6_000_000) } };
    const answer = await routesOver({ event }).show(eventRequest(), 'acme');

    expect(answer.statusCode).toBe(413);
    expect(bodyOf(answer)).toMatchObject({ links: { raw: `/v1/events/${sharedEvent.eventId}/raw` } });
  });

  it('traces the way of an event through the integrations of the caller', async () => {
    const answer = await routesOver().trace(eventRequest(), 'acme');

    expect(bodyOf(answer)).toMatchObject({
      eventId: sharedEvent.eventId,
      deliveries: [{ integration: 'sales', fate: 'pending' }],
      mails: [{ mailId: 'mail-1', recipients: [{ recipient: 'sales@inbound.localhost', fate: 'pending' }] }],
    });
    expect(answer.body).not.toContain('secret@');
  });

  it('traces an event whose object is gone', async () => {
    expect((await routesOver({ isObjectGone: true }).trace(eventRequest(), 'acme')).statusCode).toBe(200);
  });

  it('explains the decisions in an event', async () => {
    const { decisions, thread } = bodyOf(await routesOver().explain(eventRequest(), 'acme'));

    expect(thread).toEqual({ key: 'thread-1', matchedBy: 'none', confidence: expect.any(Number) });
    expect(decisions.map(({ decision }: { decision: string }) => decision)).toEqual(
      expect.arrayContaining(['identity', 'kind', 'newest reply', 'sender', 'trust', 'route']),
    );
  });

  it.each(['show', 'trace', 'explain'] as const)(
    'answers 404 to %s of an event of another tenant, as of one that is unknown',
    async (route) => {
      const foreign = await routesOver()[route](eventRequest(), 'gamma');

      expect(foreign.statusCode).toBe(404);
      expect(await routesOver()[route](eventRequest({ id: `evt_${'0'.repeat(32)}` }), 'gamma')).toEqual(foreign);
    },
  );
});
