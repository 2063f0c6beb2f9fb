import type { ApiRequest } from '../../lambdas/api/request.ts';
import { createView } from '../../lambdas/api/view.ts';
import type { Integration } from '../../lambdas/domain/configuration/integration.ts';
import type { Delivery } from '../../lambdas/domain/delivery/delivery.ts';
import type { EmailReceived } from '../../lambdas/domain/mail/event.ts';
import { readTokenKeys } from '../../lambdas/domain/mail/signed-text.ts';
import { mintFileToken } from '../../lambdas/domain/planning/file-link.ts';
import { aDelivery, anEvent, anIntegration } from '../helpers/builders.ts';

const keys = readTokenKeys('{"current":"k1","k1":"a key"}');
const event = anEvent();
const expiresAt = new Date('2026-11-20T11:00:00.000Z');

interface Situation {
  readonly at?: string;
  readonly attachment?: Partial<EmailReceived['attachments'][number]>;
  readonly delivery?: Partial<Delivery>;
  readonly integration?: Partial<Integration>;
  readonly hasLinks?: boolean;
  readonly isGone?: boolean;
  readonly query?: Readonly<Record<string, string>>;
  readonly nth?: string;
  readonly token?: string;
}

/** One request for the file behind a link. */
async function click(situation: Situation = {}) {
  const {
    at = '2026-11-20T10:59:59.000Z',
    delivery = {},
    integration = {},
    hasLinks = true,
    isGone = false,
  } = situation;
  const {
    query = {},
    nth = '0',
    token = mintFileToken({ integration: 'sales', eventId: event.eventId, expiresAt }, keys),
  } = situation;
  const recorded: object[] = [];
  const attachment = {
    key: `attachments/${event.eventId}/0`,
    filename: 'plan.pdf',
    contentType: 'application/pdf',
    detectedType: 'application/pdf',
    size: 5,
    verdict: 'clean',
    reasons: [],
    ...situation.attachment,
  } as EmailReceived['attachments'][number];
  const view = createView({
    tokenKeys: async () => keys,
    control: {
      integrations: async () => [anIntegration(integration)],
      connection: async () => ({
        vendor: 'webhook',
        baseUrl: 'https://x.example',
        credentials: 'env:X',
        ...(hasLinks && { attachmentLinks: { minutes: 60 } }),
      }),
    },
    deliveries: async () => [{ ...aDelivery(event), attempts: 0, fence: 0, steps: {}, ...delivery }],
    mail: { getEvent: async () => (isGone ? undefined : { ...event, attachments: [attachment] }) },
    findScans: async () => new Map(),
    attachmentUrl: async (key, { disposition }) => `https://bucket.example/${key}?${disposition}`,
    attachmentsOrigin: async () => 'https://bucket.example',
    recordView: async (opened) => void recorded.push(opened),
    log: { info: () => {}, warn: () => {}, error: () => {} },
    now: () => new Date(at),
  });
  const request: ApiRequest = { route: '', path: { token, nth }, query, headers: {}, body: '', ip: '192.0.2.1' };
  const { statusCode, headers, body } = await view.attachment(request);
  return { statusCode, headers, body: String(body ?? ''), recorded };
}

describe('showLinkedFile', () => {
  it('leads to a clean file as a download, and notes for the audit trail who asked', async () => {
    const { statusCode, headers, recorded } = await click();

    expect(statusCode).toBe(302);
    expect(headers).toMatchObject({
      location: expect.stringMatching(/^https:\/\/bucket\.example\/attachments\/evt_\w+\/0\?attachment;/),
      'referrer-policy': 'no-referrer',
    });
    expect(recorded).toEqual([{ eventId: event.eventId, integration: 'sales', attachment: 0, ip: '192.0.2.1' }]);
  });

  it('shows a picture as one, and no other file', async () => {
    const picture = { detectedType: 'image/png', contentType: 'image/png' };
    const query = { as: 'picture' };

    expect(await click({ attachment: picture, query })).toMatchObject({
      statusCode: 302,
      headers: { location: expect.stringMatching(/\?inline$/) },
    });
    expect((await click({ query })).statusCode).toBe(404);
  });

  it('serves the notification of a connection, by the key of its delivery', async () => {
    const token = mintFileToken({ integration: 'sales~hook', eventId: event.eventId, expiresAt }, keys);

    expect((await click({ token, delivery: { integration: 'sales~hook' } })).statusCode).toBe(302);
  });

  it('ends at its time, and says where to have another address', async () => {
    const { statusCode, body, recorded } = await click({ at: '2026-11-20T11:00:00.000Z' });

    expect(statusCode).toBe(410);
    expect(JSON.parse(body)).toMatchObject({
      type: 'urn:postern:problem:link-expired',
      refresh: `/v1/events/${event.eventId}/attachments/0`,
    });
    expect(recorded).toEqual([]);
  });

  it.each<[string, Situation, number]>([
    ['a file that was blocked since', { attachment: { verdict: 'blocked' } }, 403],
    ['a suspicious file, also with anyway=1', { attachment: { verdict: 'suspicious' }, query: { anyway: '1' } }, 403],
    ['a file that nothing looked into', { attachment: { verdict: 'unscanned' } }, 403],
    ['a file whose scan has not ended', { attachment: { reasons: ['antivirus.pending'] }, at: event.receivedAt }, 503],
    ['a number that the mail does not have', { nth: '7' }, 404],
    ['a number that is none', { nth: 'x' }, 404],
    ['a connection that has no links any more', { hasLinks: false }, 404],
    ['an integration that is switched off', { integration: { mode: 'off' } }, 404],
    ['an integration that is not configured any more', { integration: { key: 'other' } }, 404],
    ['an event that is gone', { isGone: true }, 404],
    ['an erased mail', { delivery: { erasedAt: '2026-11-20T10:00:00.000Z' } }, 404],
    ['a mail that was quarantined', { delivery: { fate: 'quarantined' } }, 404],
  ])('gives nothing for %s', async (_case, situation, status) => {
    const { statusCode, recorded } = await click(situation);

    expect(statusCode).toBe(status);
    expect(recorded).toEqual([]);
  });
});
