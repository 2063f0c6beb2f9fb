import {
  addTask,
  emailSource,
  emailType,
  findActivity,
  findTask,
  logActivity,
} from '../../../lambdas/crm/freshsales/activity.ts';
import { anActivity, aTask, marker, reply, scriptedHttp } from '../scripted-http.ts';

const contact = { id: '3' };
const deal = { id: '4' };
const none = { kind: 'ok', value: undefined };

describe('emailSource', () => {
  it.each([
    [
      reply({
        lead_sources: [
          { id: 1, name: 'Web' },
          { id: 2, name: 'E-Mail' },
        ],
      }),
      { kind: 'ok', value: '2' },
    ],
    [reply({ lead_sources: [{ id: 1, name: 'Email campaign' }, { id: 2 }] }), { kind: 'ok', value: undefined }],
    [reply({}, 404), { kind: 'ok', value: undefined }],
    [reply({ sources: 'another shape' }), { kind: 'ok', value: undefined }],
    [{ kind: 'misconfigured', code: 'HTTP 403', message: 'no' } as const, { kind: 'ok', value: undefined }],
    [{ kind: 'unknown' } as const, { kind: 'unknown' }],
  ])('takes the source that is called an e-mail, and needs none', async (answer, expected) => {
    expect(await emailSource(scriptedHttp({ 'GET /selector/lead_sources': answer }).http)).toEqual(expected);
  });
});

describe('emailType', () => {
  it.each([
    [
      'takes the type that is called an e-mail',
      [
        { id: 1, name: 'Call' },
        { id: 2, name: 'E-Mail' },
      ],
      { kind: 'ok', value: '2' },
    ],
    ['takes any type where none is', [{ id: 1, name: 'Call' }], { kind: 'ok', value: '1' }],
    ['needs one type at least', [], { kind: 'misconfigured', code: 'NO_ACTIVITY_TYPE' }],
  ])('%s', async (_name, types, expected) => {
    const { http } = scriptedHttp({ 'GET /selector/sales_activity_types': reply({ sales_activity_types: types }) });

    expect(await emailType(http)).toMatchObject(expected);
  });
});

describe('logActivity and findActivity', () => {
  it.each([
    [
      { contact, deal },
      { targetable_type: 'Contact', targetable_id: 3 },
    ],
    [{ deal }, { targetable_type: 'Deal', targetable_id: 4 }],
  ])('log a mail with the contact, else with the deal: %j', async (refs, target) => {
    const { http, requests } = scriptedHttp({ 'POST /sales_activities': reply({ sales_activity: { id: 1 } }) });

    expect(await logActivity(http, '5', anActivity(), refs)).toMatchObject({ value: { id: '1' }, how: 'created' });
    expect(requests[0]?.body).toMatchObject({
      sales_activity: { sales_activity_type_id: 5, notes: expect.stringContaining(marker), ...target },
    });
  });

  it('find a mail by its marker in the list of its record', async () => {
    const activities = [
      { id: 1, notes: null },
      { id: 2, notes: marker },
    ];
    const { http } = scriptedHttp({ 'GET /deals/4/activities': reply({ sales_activities: activities }) });

    expect(await findActivity(http, anActivity(), { deal })).toEqual({ kind: 'ok', value: { id: '2' } });
  });

  const older = '2026-11-20T08:00:00Z';
  const newer = '2026-11-20T09:00:05Z';
  it.each([
    ['finds it by another name of the list', { activities: [{ id: 2, notes: marker }] }, { value: { id: '2' } }],
    ['finds it inside an entry', { activities: [{ id: 2, action_data: { notes: marker } }] }, { value: { id: '2' } }],
    ['has not written it where no entry shows it', { activities: [{ id: 1, notes: 'other' }] }, none],
    ['has not written it into an empty list', { sales_activities: [] }, none],
    ['has not written an entry from before', { activities: [{ id: 1, created_at: older }] }, none],
    ['cannot tell by an entry without notes', { activities: [{ id: 1, created_at: newer }] }, { kind: 'unknown' }],
    ['cannot tell by an entry without a time', { activities: [{ id: 1 }] }, { kind: 'unknown' }],
    ['cannot tell by an answer without a list', { timeline: [] }, { kind: 'unknown' }],
  ])('%s', async (_name, json, expected) => {
    const { http } = scriptedHttp({ 'GET /contacts/3/activities': reply(json) });

    expect(await findActivity(http, anActivity(), { contact })).toMatchObject(expected);
  });

  it('need a contact or a deal', async () => {
    const { http } = scriptedHttp({});

    expect(await logActivity(http, '5', anActivity(), {})).toMatchObject({ code: 'NO_PARENT' });
    expect(await findActivity(http, anActivity(), {})).toEqual(none);
  });
});

describe('addTask and findTask', () => {
  it('add a task to the record with an owner', async () => {
    const { http, requests } = scriptedHttp({ 'POST /tasks': reply({ task: { id: 1 } }) });

    await addTask(http, aTask({ owner: '9' }), { contact });

    expect(requests[0]?.body).toMatchObject({
      task: { title: 'Call back: Mail 1', due_date: '2026-11-23T12:00:00Z', owner_id: 9, targetable_id: 3 },
    });
  });

  it.each([
    [[{ id: 1, description: marker }], { kind: 'ok', value: { id: '1' } }],
    [null, none],
  ])('find a task with its record: %j', async (tasks, expected) => {
    const { http } = scriptedHttp({ 'GET /contacts/3?include=tasks': reply({ tasks }) });

    expect(await findTask(http, aTask(), { contact })).toEqual(expected);
  });

  it('need a contact or a deal', async () => {
    const { http } = scriptedHttp({});

    expect([await addTask(http, aTask(), {}), await findTask(http, aTask(), {})]).toEqual([none, none]);
  });
});
