import { createListMails } from '../../../lambdas/api/mails/list-mails.ts';
import { readTokenKeys } from '../../../lambdas/domain/mail/signed-text.ts';
import { aDelivery, anEvent, anIntegration } from '../../helpers/builders.ts';
import { type IndexedPlace, indexOf } from '../../helpers/memory-mail-index.ts';
import { bodyOf } from '../../helpers/visible-mail.ts';

const keys = readTokenKeys('{"current":"k1","k1":"a key"}');
const timeOf = (nth: number): string => `2026-11-20T09:00:00.${String(nth).padStart(3, '0')}Z`;
const integrations = [
  anIntegration({ key: 'sales' }),
  anIntegration({ key: 'help', connection: 'desk' }),
  anIntegration({ key: 'other', tenant: 'beta', connection: 'desk' }),
  anIntegration({ key: 'postern-canary', tenant: 'postern-canary' }),
];
const stored = [
  { nth: 1, integration: 'sales', tenant: 'acme' },
  { nth: 2, integration: 'help', tenant: 'acme' },
  { nth: 3, integration: 'other', tenant: 'beta' },
  { nth: 4, integration: undefined, tenant: '-' },
];

function listOver(extra: readonly IndexedPlace[] = []) {
  const mails = stored.map(({ nth, integration }) => ({
    mailId: `m${nth}`,
    objectKey: `inbound/m${nth}`,
    receivedAt: timeOf(nth),
    state: 'parsed' as const,
    eventId: `e${nth}`,
    recipients: [{ address: `to${nth}@inbound.localhost`, ...(integration === undefined ? {} : { integration }) }],
  }));
  const places = stored.map(({ nth, integration, tenant }) => ({
    tenant,
    place: `${timeOf(nth)}#m${nth}`,
    words: ['hello', `integration:${integration}`],
  }));
  const list = createListMails({
    control: { integrations: async () => integrations },
    mails: async (ids) =>
      new Map(mails.filter(({ mailId }) => ids.includes(mailId)).map((mail) => [mail.mailId, mail])),
    deliveries: async () =>
      new Map(
        stored.flatMap(({ nth, integration, tenant }) =>
          integration === undefined
            ? []
            : [
                [
                  `e${nth}`,
                  [
                    {
                      ...aDelivery(anEvent()),
                      eventId: `e${nth}`,
                      integration,
                      tenant,
                      attempts: 0,
                      fence: 0,
                      steps: {},
                    },
                  ],
                ] as const,
              ],
        ),
      ),
    mail: { getEvent: async (eventId) => ({ ...anEvent({ subject: `Subject ${eventId}` }), eventId }) },
    index: async () => indexOf([...places, ...extra]),
    tokenKeys: async () => keys,
    waiting: async () => ({ pending: 0, parked: 0 }),
  });
  return async (query: Record<string, string> = {}, tenant?: string) => {
    const answer = await list({ route: '', path: {}, query, headers: {}, body: '' }, tenant);
    return { status: answer.statusCode, body: bodyOf(answer) };
  };
}
const idsIn = ({ body }: { body: { mails: Array<{ mailId: string }> } }) => body.mails.map(({ mailId }) => mailId);

describe('createListMails', () => {
  it('lists the mail of all tenants, the newest first, with content from the events', async () => {
    const answer = await listOver()();

    expect(idsIn(answer)).toEqual(['m4', 'm3', 'm2', 'm1']);
    expect(answer.body).toMatchObject({ hasMore: false, waiting: { pending: 0, parked: 0 } });
    expect(answer.body.mails[3]).toMatchObject({
      subject: 'Subject e1',
      tenant: 'acme',
      to: ['to1@inbound.localhost'],
    });
    expect(answer.body).not.toHaveProperty('cursor');
  });

  it.each<[string, Record<string, string>, string | undefined, string[]]>([
    ['of one tenant', {}, 'acme', ['m2', 'm1']],
    ['of a tenant that is not configured', {}, 'nobody', []],
    ['with a word', { q: 'HELLO' }, undefined, ['m4', 'm3', 'm2', 'm1']],
    ['with a word that no mail has', { q: 'hello absent' }, undefined, []],
    ['of an integration', { integration: 'help' }, undefined, ['m2']],
    ['of a connection, of any integration', { connection: 'desk' }, undefined, ['m3', 'm2']],
    ['of a connection of another tenant', { connection: 'main' }, 'beta', []],
    ['since a time', { since: timeOf(3) }, undefined, ['m4', 'm3']],
    ['until a time', { until: timeOf(3) }, undefined, ['m2', 'm1']],
    ['of a period', { since: timeOf(2), until: timeOf(3), q: 'hello' }, undefined, ['m2']],
  ])('lists the mail %s', async (_, query, tenant, expected) => {
    expect(idsIn(await listOver()(query, tenant))).toEqual(expected);
  });

  it('goes on behind a cursor of the same reader only', async () => {
    const list = listOver();
    const first = await list({ limit: '3' });
    const { cursor } = first.body;

    expect(first.body.hasMore).toBe(true);
    expect(idsIn(await list({ cursor }))).toEqual(['m1']);
    expect((await list({ cursor }, 'acme')).status).toBe(400);
    expect((await list({ cursor: `${cursor}x` })).status).toBe(400);
  });

  it('passes a place whose mail is gone', async () => {
    const gone = { tenant: 'acme', place: `${timeOf(9)}#gone`, words: [] };

    expect(idsIn(await listOver([gone])({}, 'acme'))).toEqual(['m2', 'm1']);
  });

  it('says how far it looked where one request may not look further, and goes on from there', async () => {
    // Two words that never meet: each look leaps from one to the other.
    const apart = Array.from({ length: 600 }, (_, nth) => ({
      tenant: 'acme',
      place: `2026-11-19T09:00:00.${String(nth).padStart(3, '0')}Z#x${nth}`,
      words: [nth % 2 === 0 ? 'even' : 'odd', ...(nth === 0 ? ['odd'] : [])],
    }));
    const list = listOver(apart);
    let { body } = await list({ q: 'even odd' }, 'acme');
    expect(body).toMatchObject({ mails: [], hasMore: true, searchedUntil: expect.stringMatching(/^2026-11-19T/) });
    let pages = 1;
    for (; body.hasMore; pages += 1) ({ body } = await list({ q: 'even odd', cursor: body.cursor }, 'acme'));

    expect(pages).toBeGreaterThan(3);
    expect(body).not.toHaveProperty('searchedUntil');
  });
});
