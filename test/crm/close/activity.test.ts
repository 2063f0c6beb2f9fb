import { addTask, findMail, findTask, logMail } from '../../../lambdas/crm/close/activity.ts';
import { anActivity, aTask, marker, reply, scriptedHttp } from '../scripted-http.ts';

const refs = { contact: { id: 'lead_1/cont_2' } };
const none = { kind: 'ok', value: undefined };

describe('logMail and findMail', () => {
  it.each([
    ['inbound', 'inbox'],
    ['outbound', 'sent'],
  ] as const)('log an %s mail with the status %s, which sends nothing', async (direction, status) => {
    const { http, requests } = scriptedHttp({ 'POST /api/v1/activity/email/': reply({ id: 'acti_1' }) });

    const result = await logMail(http, anActivity({ direction }), refs);

    expect(result).toMatchObject({ value: { id: 'acti_1' }, how: 'created' });
    expect(requests[0]?.body).toMatchObject({
      status,
      lead_id: 'lead_1',
      contact_id: 'cont_2',
      sender: '"Ada Lovelace" <ada@customer.example>',
      body_text: expect.stringContaining(marker),
    });
  });

  it.each([
    [undefined, '"Unknown sender" <unknown@sender.invalid>'],
    [{ email: 'jörg@customer.example' }, '"jörg@customer.example" <unknown@sender.invalid>'],
    [{ email: 'a@customer.example', lastName: 'The "A"\r\nBcc: b\\' }, '"The \\"A\\" Bcc: b\\\\" <a@customer.example>'],
    [{ email: 'a@customer.example' }, '"a" <a@customer.example>'],
  ])('name a sender with an address, for Close requires one: %j', async (from, sender) => {
    const { http, requests } = scriptedHttp({ 'POST /api/v1/activity/email/': reply({ id: 'acti_1' }) });
    const { from: _author, ...rest } = anActivity();

    await logMail(http, { ...rest, ...(from && { from }) }, refs);

    expect(requests[0]?.body).toMatchObject({ sender });
  });

  it('show HTML beside the text, each with the foot', async () => {
    const { http, requests } = scriptedHttp({ POST: reply({ id: 'acti_1' }) });

    await logMail(http, anActivity({ html: '<p>Hi</p>' }), refs);

    const { body_text: text, body_html: html } = requests[0]!.body as { body_text: string; body_html: string };
    expect(text).toMatch(/^Text 1\n/);
    expect(html).toMatch(/^<p>Hi<\/p><br><br>-- <br>/);
    for (const body of [text, html]) expect(body).toContain(`default@1 · evt_1 · thread-`);
  });

  it('answer the newest mail of the conversation where the integration relates all', async () => {
    const logged = scriptedHttp({ POST: reply({ id: 'acti_1' }) });
    await logMail(logged.http, anActivity(), refs);
    const { body_text } = logged.requests[0]!.body as { body_text: string };
    const data = [
      { id: 'acti_1', body_text, activity_at: '2026-11-19T09:00:00Z' },
      { id: 'acti_2', body_text, activity_at: '2026-11-19T10:00:00Z' },
      { id: 'acti_3', body_text: 'of another', activity_at: '2026-11-19T11:00:00Z' },
      { id: 'acti_4', body_text: null, activity_at: null },
    ];
    const bodies = [];
    for (const answer of [reply({ data }), reply({ data: [] }), { kind: 'unknown' } as const, reply({}, 404)]) {
      const { http, requests } = scriptedHttp({ POST: reply({ id: 'acti_9' }), GET: answer });
      expect(await logMail(http, anActivity({ relations: 'all' }), refs)).toMatchObject({ value: { id: 'acti_9' } });
      bodies.push(requests[1]?.body);
    }

    expect(bodies[0]).toMatchObject({ in_reply_to_id: 'acti_2' });
    for (const body of bodies.slice(1)) expect(body).not.toHaveProperty('in_reply_to_id');
  });

  it("ask for the lead of a mail's deal where it has neither contact nor company", async () => {
    const { http, requests, calls } = scriptedHttp({
      'GET /api/v1/opportunity/oppo_1/': reply({ lead_id: 'lead_9' }),
      'POST /api/v1/activity/email/': reply({ id: 'acti_1' }),
    });

    await logMail(http, anActivity(), { deal: { id: 'oppo_1' } });

    expect(calls()).toEqual(['GET /api/v1/opportunity/oppo_1/', 'POST /api/v1/activity/email/']);
    expect(requests[1]?.body).toMatchObject({ lead_id: 'lead_9' });
  });

  it('reject a mail without a lead, and search nowhere', async () => {
    const { http } = scriptedHttp({});

    expect(await logMail(http, anActivity(), {})).toMatchObject({ kind: 'rejected', code: 'NO_PARENT' });
    expect(await findMail(http, anActivity(), {})).toEqual(none);
  });

  it('find a mail among those of its second, with duplicates', async () => {
    const data = ['acti_0', 'acti_1', 'acti_2'].map((id) => ({ id, body_text: id === 'acti_0' ? null : marker }));
    const { http, calls } = scriptedHttp({ 'GET /api/v1/activity/email/': reply({ data }) });

    const match = await findMail(http, anActivity(), refs);

    expect(match).toEqual({ kind: 'ok', value: { id: 'acti_1', duplicates: ['acti_2'] } });
    expect(calls()[0]).toContain('lead_id=lead_1&activity_at__gte=2026-11-20T09%3A00%3A00.000Z');
  });
});

describe('addTask and findTask', () => {
  it('add a task to the lead and find it by its marker', async () => {
    const { http, requests } = scriptedHttp({
      'POST /api/v1/task/': reply({ id: 'task_1' }),
      'GET /api/v1/task/': reply({ data: [{ id: 'task_1', text: `x ${marker}` }] }),
    });

    await addTask(http, aTask({ owner: 'user_7' }), refs);

    expect(requests[0]?.body).toMatchObject({
      _type: 'lead',
      lead_id: 'lead_1',
      date: '2026-11-23',
      assigned_to: 'user_7',
      text: expect.stringMatching(/^Call back: Mail 1\n/),
    });
    expect(await findTask(http, aTask(), refs)).toEqual({ kind: 'ok', value: { id: 'task_1' } });
  });

  it('need a lead for a task', async () => {
    const { http } = scriptedHttp({});

    expect([await addTask(http, aTask(), {}), await findTask(http, aTask(), {})]).toEqual([none, none]);
  });
});
