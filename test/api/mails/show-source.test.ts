import { createShowSource } from '../../../lambdas/api/mails/show-source.ts';
import { aCaller, anAttachment, bodyOf, eventRequest, portsOver, sharedEvent } from '../../helpers/visible-mail.ts';

const raw = Buffer.from('Subject: Hello\r\nContent-Type: text/plain\r\n\r\nBody é\r\n');

function sourceOver(situation: Parameters<typeof portsOver>[0] = {}, bytes: Uint8Array | undefined = raw) {
  const { ports, recorded } = portsOver(situation);
  const show = createShowSource({
    ...ports,
    events: ports,
    deliveries: async () =>
      new Map([[sharedEvent.eventId, (await ports.ledgerEvent(sharedEvent.eventId))!.deliveries]]),
    rawMail: async (key) => (key === 'inbound/mail-1' ? bytes : undefined),
    recordView: async (view) => void recorded.push(view),
  });
  const ask = async (query: Record<string, string> = {}, tenant: string | undefined = 'acme') => {
    const answer = await show({ ...eventRequest({ id: 'mail-1' }, query), ip: '192.0.2.1' }, tenant, aCaller);
    return { status: answer.statusCode, body: bodyOf(answer) };
  };
  return { ask, recorded };
}

describe('createShowSource', () => {
  it('shows headers, parts and source, and keeps for the audit trail who saw them', async () => {
    const { ask, recorded } = sourceOver();

    expect((await ask()).body).toEqual({
      headers: [
        ['Subject', 'Hello'],
        ['Content-Type', 'text/plain'],
      ],
      parts: { type: 'text/plain', bytes: 9 },
      source: raw.toString(),
      bytes: raw.length,
      isCut: false,
    });
    expect(recorded).toEqual([
      { actor: 'key acme/crm', content: 'source', ip: '192.0.2.1', eventId: sharedEvent.eventId, integration: 'sales' },
    ]);
  });

  it('cuts a long source', async () => {
    const { body } = await sourceOver({}, Buffer.concat([raw, Buffer.alloc(600_000, 'x')])).ask();

    expect(body).toMatchObject({ isCut: true, bytes: 600_000 + raw.length });
    expect(body.source).toHaveLength(524_288 - 1);
  });

  it.each<[string, Parameters<typeof portsOver>[0], string | undefined, string]>([
    ['of an integration that redacts', { integration: { dataLoss: { redact: true, rules: [] } } }, 'acme', 'redacted'],
    [
      'with a blocked file',
      { event: { attachments: [anAttachment({ verdict: 'blocked' })] } },
      'acme',
      'confirm-danger',
    ],
    ['of another tenant', {}, 'gamma', 'not-found'],
  ])('refuses the source of a mail %s, and keeps nothing', async (_, situation, tenant, name) => {
    const { ask, recorded } = sourceOver(situation);

    expect((await ask({}, tenant)).body.type).toBe(`urn:postern:problem:${name}`);
    expect(recorded).toEqual([]);
  });

  it('shows a dangerous mail to somebody who knows, and says when a mail is gone', async () => {
    const dangerous = sourceOver({ event: { attachments: [anAttachment({ verdict: 'blocked' })] } });

    expect((await dangerous.ask({ anyway: '1' })).status).toBe(200);
    expect((await sourceOver({}, new Uint8Array()).ask()).status).toBe(200);
  });
});
