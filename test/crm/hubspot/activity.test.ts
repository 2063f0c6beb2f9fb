import { emailWriter, taskWriter } from '../../../lambdas/crm/hubspot/activity.ts';
import type { HubspotCalls, NewRecord } from '../../../lambdas/crm/hubspot/batch.ts';
import { stepKeys } from '../../../lambdas/crm/vendor-kit.ts';
import type { StepKey } from '../../../lambdas/domain/crm/crm-step.ts';
import { ok } from '../../../lambdas/domain/crm/outcome.ts';
import { anActivity, aTask, marker, reply, scriptedHttp } from '../scripted-http.ts';

const refs = { contact: { id: '1' }, company: { id: '7' }, deal: { id: '4' } };

/** Clients that keep the created records, together or alone. */
function aClient() {
  const created: Array<readonly [string, NewRecord]> = [];
  const callsOf = (name: string): HubspotCalls => ({
    create: async (record) => {
      created.push([name, record]);
      return ok({ id: '5' });
    },
    upsertCompany: async () => ({ kind: 'unknown' }),
    companiesOf: async () => ({ kind: 'unknown' }),
  });
  const { http } = scriptedHttp({ POST: reply({ results: [{ id: '5' }, { id: '6' }] }) });
  return { clients: { http, single: callsOf('single'), batched: callsOf('batched') }, created };
}

/** The writer of an account without details. */
const emails = (clients: Parameters<typeof emailWriter>[0], activity: StepKey) =>
  emailWriter(clients, { activity, hasDetails: false });

describe.each([
  ['emails', emails, anActivity()],
  ['tasks', taskWriter, aTask()],
] as const)('%s at HubSpot', (type, writerOf, record) => {
  it('shares a call where the key is unique, and needs no search', async () => {
    const { clients, created } = aClient();
    const writer = writerOf(clients, stepKeys.unique);

    expect(await writer.write(record as never, refs)).toMatchObject({ value: { id: '5' }, how: 'created' });
    expect(created.map(([name, { type, key }]) => [name, type, key])).toEqual([['batched', type, 'postern_ext_id']]);
    expect(writer.find).toBeUndefined();
  });

  it('sends an activity alone where a repetition would write twice, and finds it by a search', async () => {
    const { clients, created } = aClient();
    const writer = writerOf(clients, stepKeys.search);

    await writer.write(record as never, refs);

    expect(created.map(([name]) => name)).toEqual(['single']);
    expect(await writer.find!(record as never, refs)).toEqual(ok({ id: '5', duplicates: ['6'] }));
  });

  it('associates the activity with every record of the mail', async () => {
    const { clients, created } = aClient();

    await writerOf(clients, stepKeys.unique).write(record as never, refs);

    const ids = (created[0]![1].associations as Array<{ to: { id: string } }>).map(({ to }) => to.id);
    expect(ids).toEqual(['1', '7', '4']);
  });
});

describe('emailWriter and taskWriter', () => {
  it.each([
    ['inbound', 'INCOMING_EMAIL'],
    ['outbound', 'EMAIL'],
  ] as const)('write an %s mail as %s', async (direction, expected) => {
    const { clients, created } = aClient();

    await emails(clients, stepKeys.unique).write(anActivity({ direction, cc: ['bob@x.example'] }), {});

    const { properties } = created[0]![1];
    expect(properties).toMatchObject({
      hs_email_direction: expected,
      postern_event_id: 'evt_1',
      postern_kind: 'human',
    });
    expect(JSON.parse(properties.hs_email_headers!)).toEqual({
      from: { email: 'ada@customer.example', firstName: 'Ada', lastName: 'Lovelace' },
      to: [{ email: 'sales@inbound.localhost' }],
      cc: [{ email: 'bob@x.example' }],
      bcc: [],
    });
  });

  it('give a task its owner, its day and its marker', async () => {
    const { clients, created } = aClient();

    await taskWriter(clients, stepKeys.unique).write(aTask({ owner: '9' }), {});

    expect(created[0]![1].properties).toMatchObject({
      hs_task_subject: 'Call back: Mail 1',
      hs_task_body: expect.stringContaining(marker),
      hs_timestamp: '2026-11-23T12:00:00.000Z',
      hubspot_owner_id: '9',
    });
  });

  it('tells trust and attachments where the account has properties for them', async () => {
    const { clients, created } = aClient();
    const activity = anActivity({ trust: { score: 90, reasons: ['dmarc.pass'] }, attachments: 2 });

    await emails(clients, stepKeys.unique).write(activity, {});
    await emailWriter(clients, { activity: stepKeys.unique, hasDetails: true }).write(activity, {});

    const [without, having] = created.map(([, { properties }]) => properties);
    expect(Object.keys(without!).filter((name) => name in having!)).toHaveLength(Object.keys(having!).length - 2);
    expect(having).toMatchObject({ postern_trust: '90', postern_attachments: '2' });
  });

  it('keeps headers shorter than a property may be, and whole as JSON', async () => {
    const { clients, created } = aClient();
    const to = Array.from({ length: 3000 }, (_, nth) => `${'x'.repeat(60)}${nth}@${'y'.repeat(180)}.example`);
    const from = { email: 'ada@customer.example', firstName: 'A'.repeat(70_000) };

    await emails(clients, stepKeys.unique).write(anActivity({ to, cc: to.slice(0, 3), from }), {});

    const headers = created[0]![1].properties.hs_email_headers!;
    expect(headers.length).toBeLessThanOrEqual(65_536);
    expect(JSON.parse(headers)).toMatchObject({ cc: [{ email: to[0] }, {}, {}] });
  });
});

describe('the body of an e-mail at HubSpot', () => {
  const bodyOf = async (changes: Parameters<typeof anActivity>[0]) => {
    const { clients, created } = aClient();
    await emails(clients, stepKeys.unique).write(anActivity(changes), refs);
    const { hs_email_text: text, hs_email_html: html } = created[0]![1].properties;
    return { text, html };
  };
  const link = { url: 'https://api.example/m/k1', attachments: 0 };

  it('is text and HTML, each with the link, without pictures that nobody else shows', async () => {
    const html = '<p>Hello</p><img src="/attachments/evt_1/0" alt="logo">';

    expect(await bodyOf({ text: 'Hello', html, link })).toEqual({
      text: `Hello\n\n-- \nThe whole mail: ${link.url}\n`,
      html: `<p>Hello</p><br><br>-- <br>The whole mail: ${link.url}<br>`,
    });
  });

  it.each([
    ['has no HTML', {}],
    ['has more than a body may be long', { html: `<p>${'x'.repeat(65_000)}</p>` }],
  ])('is text alone where the mail %s', async (_what, changes) => {
    expect((await bodyOf({ text: 'Hello', ...changes })).html).toBeUndefined();
  });
});
