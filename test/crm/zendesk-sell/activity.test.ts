import { addTask, findNote, findTask, logNote } from '../../../lambdas/crm/zendesk-sell/activity.ts';
import { anActivity, aTask, marker, reply, scriptedHttp } from '../scripted-http.ts';

const contact = { id: '3' };
const deal = { id: '4' };
const none = { kind: 'ok', value: undefined };

describe('logNote and findNote', () => {
  it.each([
    [{ contact }, { resource_type: 'contact', resource_id: 3 }],
    [
      { contact, deal },
      { resource_type: 'deal', resource_id: 4 },
    ],
  ])('log a mail with its deal, else with its contact, and a tag: %j', async (refs, resource) => {
    const { http, requests } = scriptedHttp({ 'POST /v2/notes': reply({ data: { id: 1 } }) });

    await logNote(http, anActivity(), refs);

    expect(requests[0]?.body).toMatchObject({
      data: { ...resource, content: expect.stringMatching(/^Mail 1\n/), tags: ['email-sourced', marker] },
    });
  });

  it('find a note by its tag', async () => {
    const items = [null, [marker]].map((tags, id) => ({ data: { id, tags } }));
    const { http, calls } = scriptedHttp({ 'GET /v2/notes': reply({ items }) });

    expect(await findNote(http, anActivity(), { contact })).toEqual({ kind: 'ok', value: { id: '1' } });
    expect(calls()[0]).toContain('resource_type=contact&resource_id=3&sort_by=created_at:desc');
  });

  it('need a contact or a deal', async () => {
    const { http } = scriptedHttp({});

    expect(await logNote(http, anActivity(), {})).toMatchObject({ code: 'NO_PARENT' });
    expect(await findNote(http, anActivity(), {})).toEqual(none);
  });
});

describe('addTask and findTask', () => {
  it('add a task with an owner, and find it by its marker', async () => {
    const { http, requests } = scriptedHttp({
      'POST /v2/tasks': reply({ data: { id: 1 } }),
      'GET /v2/tasks': reply({ items: [{ data: { id: 1, content: marker } }] }),
    });

    await addTask(http, aTask({ owner: '9' }), { deal });

    expect(requests[0]?.body).toMatchObject({
      data: { due_date: '2026-11-23T12:00:00Z', owner_id: 9, resource_type: 'deal', resource_id: 4 },
    });
    expect(await findTask(http, aTask(), { deal })).toEqual({ kind: 'ok', value: { id: '1' } });
  });

  it('need a contact or a deal', async () => {
    const { http } = scriptedHttp({});

    expect([await addTask(http, aTask(), {}), await findTask(http, aTask(), {})]).toEqual([none, none]);
  });
});
