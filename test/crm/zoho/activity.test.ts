import { noSender } from '../../../lambdas/crm/mailboxes.ts';
import { addTask, findMail, findTask, logMail } from '../../../lambdas/crm/zoho/activity.ts';
import { anActivity, aTask, marker, reply, scriptedHttp } from '../scripted-http.ts';

const contact = { id: '3' };
const deal = { id: '4' };
const none = { kind: 'ok', value: undefined };
const id = '<0123456789abcdef0123456789abcdef.postern>';
const moduleIds = new Map([
  ['Contacts', 'id of Contacts'],
  ['Deals', 'id of Deals'],
]);
const associated = (status: string, details?: object) =>
  reply({ Emails: [{ status, code: status === 'success' ? 'SUCCESS' : 'INVALID', details }] });

describe('logMail and findMail', () => {
  it.each([
    [{ contact }, '/crm/v8/Contacts/3', 'Contacts', '3'],
    [{ contact, deal }, '/crm/v8/Contacts/3', 'Deals', '4'],
    [{ deal }, '/crm/v8/Deals/4', 'Deals', '4'],
  ])('log a mail with the contact and link it to the deal: %j', async (refs, parent, module, linked) => {
    const { http, requests } = scriptedHttp({ POST: associated('success') });

    expect(await logMail(http, moduleIds, anActivity(), refs)).toMatchObject({ value: { id }, how: 'created' });
    expect(requests[0]?.path).toBe(`${parent}/actions/associate_email`);
    expect(requests[0]?.body).toMatchObject({
      Emails: [
        {
          original_message_id: id,
          date_time: '2026-11-20T09:00:00+00:00',
          sent: false,
          from: { user_name: 'Ada Lovelace', email: 'ada@customer.example' },
          to: [{ user_name: 'sales', email: 'sales@inbound.localhost' }],
          linked_record: { module: { api_name: module, id: `id of ${module}` }, id: linked },
        },
      ],
    });
  });

  it.each([
    [associated('success', { message_id: 'z1' }), { value: { id: 'z1' }, how: 'created' }],
    [associated('error'), { kind: 'rejected', code: 'INVALID' }],
    [reply({ Emails: [] }), { kind: 'rejected', code: 'ASSOCIATE_EMAIL' }],
  ])("read Zoho's own id, or the refusal under a 200", async (answer, expected) => {
    const { http } = scriptedHttp({ POST: answer });

    expect(await logMail(http, moduleIds, anActivity(), { contact })).toMatchObject(expected);
  });

  it.each([
    ['nobody', undefined, noSender],
    [
      'an address that Zoho refuses',
      { email: 'jörg@customer.example' },
      { ...noSender, name: 'jörg@customer.example' },
    ],
  ])('log a mail from %s with a stand-in for its author', async (_name, from, { email, name }) => {
    const { http, requests } = scriptedHttp({ POST: associated('success') });
    const { from: _author, ...rest } = anActivity();

    await logMail(http, moduleIds, { ...rest, ...(from && { from }), to: ['undisclosed recipients'] }, { contact });

    expect(requests[0]?.body).toMatchObject({
      Emails: [
        {
          from: { user_name: name, email },
          to: [],
          content: expect.stringMatching(/^Also to: undisclosed recipients\nText 1\n/),
        },
      ],
    });
  });

  it('name a module without its id where the account does not tell it', async () => {
    const { http, requests } = scriptedHttp({ POST: associated('success') });

    await logMail(http, new Map(), anActivity(), { contact });

    expect(requests[0]?.body).toMatchObject({ Emails: [{ linked_record: { module: { api_name: 'Contacts' } } }] });
  });

  it.each([
    ['<p>Hi <b>there</b></p>', 'html', '<p>Hi <b>there</b></p><br><br>-- <br>'],
    [`<p>${'x'.repeat(65_000)}</p>`, 'text', 'Text 1\n\n\n-- \n'],
    [undefined, 'text', 'Text 1\n\n\n-- \n'],
  ])('show HTML that fits, and the kind, the files and the mapping below it', async (html, format, begin) => {
    const { http, requests } = scriptedHttp({ POST: associated('success') });

    await logMail(http, moduleIds, anActivity({ attachments: 2, ...(html !== undefined && { html }) }), { contact });

    const [mail] = (requests[0]!.body as { Emails: Array<{ content: string; mail_format: string }> }).Emails;
    expect(mail?.mail_format).toBe(format);
    expect(mail?.content).toBe(`${begin}inbound · human · 2 attachments · default@1 · evt_1`);
  });

  it('link a mail to a lead', async () => {
    const { http, requests } = scriptedHttp({ POST: associated('success') });

    await logMail(http, new Map([['Leads', 'id of Leads']]), anActivity(), { contact: { id: 'Leads/7' } });

    expect(requests[0]?.path).toBe('/crm/v8/Leads/7/actions/associate_email');
    const linked_record = { module: { api_name: 'Leads', id: 'id of Leads' }, id: '7' };
    expect(requests[0]?.body).toMatchObject({ Emails: [{ linked_record }] });
  });

  it('need a contact or a deal', async () => {
    expect(await logMail(scriptedHttp({}).http, moduleIds, anActivity(), {})).toMatchObject({ code: 'NO_PARENT' });
  });

  it.each([
    [reply({ available: true, record: { id: '3' } }), { kind: 'ok', value: { id } }],
    [reply({ available: false }), none],
    [reply({}, 404), none],
    [reply({}), { kind: 'unknown' }],
  ])('find a mail by our id', async (answer, expected) => {
    const { http, calls } = scriptedHttp({ GET: answer });

    expect(await findMail(http, anActivity())).toEqual(expected);
    expect(calls()[0]).toContain(`orginal_message_id=${encodeURIComponent(id)}`);
  });
});

describe('addTask and findTask', () => {
  it.each([
    [{ contact }, { Who_Id: { id: '3' } }],
    [
      { contact, deal },
      { Who_Id: { id: '3' }, What_Id: { id: '4' }, $se_module: 'Deals' },
    ],
    [{}, {}],
    [{ contact: { id: 'Leads/7' } }, { What_Id: { id: '7' }, $se_module: 'Leads' }],
  ])('name the person and the deal of a task: %j', async (refs, fields) => {
    const success = reply({ data: [{ status: 'success', code: 'SUCCESS', details: { id: '1' } }] });
    const { http, requests } = scriptedHttp({ 'POST /crm/v8/Tasks': success });

    await addTask(http, aTask({ owner: '9' }), refs);

    const { data } = requests[0]!.body as { data: object[] };
    expect(data).toEqual([
      {
        Subject: 'Call back: Mail 1',
        Due_Date: '2026-11-23',
        Description: expect.stringContaining(marker),
        Owner: { id: '9' },
        ...fields,
      },
    ]);
  });

  it('find a task page by page in the list of its record', async () => {
    const page = (Description: string | null, more: boolean) =>
      reply({ data: [{ id: '1', Description }], info: { more_records: more } });
    const { http, calls } = scriptedHttp({ 'GET /crm/v8/Contacts/3/Tasks': [page(null, true), page(marker, false)] });

    expect(await findTask(http, aTask(), { contact })).toEqual({ kind: 'ok', value: { id: '1' } });
    expect(calls().map((call) => call.split('page=')[2])).toEqual(['1', '2']);
  });

  it('find no task under a 204, and without a record', async () => {
    const { http } = scriptedHttp({ GET: reply(undefined, 204) });

    expect([await findTask(http, aTask(), { deal }), await findTask(http, aTask(), {})]).toEqual([none, none]);
  });
});
