import { addTask, findByMarker, logActivity } from '../../../lambdas/crm/pipedrive/activity.ts';
import { anActivity, aTask, marker, reply, scriptedHttp } from '../scripted-http.ts';

const answer = (data: unknown) => reply({ success: true, data });
const contact = { id: '3' };
const deal = { id: '4' };

describe('logActivity, addTask and findByMarker', () => {
  it('log a mail as done, as HTML, with its people', async () => {
    const { http, requests } = scriptedHttp({ 'POST /api/v2/activities': answer({ id: 1 }) });

    await logActivity(http, anActivity({ text: '<b>' }), { contact, deal });

    expect(requests[0]?.body).toMatchObject({
      subject: 'Mail 1',
      type: 'email',
      done: true,
      due_date: '2026-11-20',
      due_time: '09:00',
      note: expect.stringMatching(/^&lt;b&gt;<br><br>-- .*postern-/),
      participants: [{ person_id: 3, primary: true }],
      deal_id: 4,
    });
  });

  it('show HTML that fits, with the marker below it', async () => {
    const { http, requests } = scriptedHttp({ POST: answer({ id: 1 }) });

    await logActivity(http, anActivity({ html: '<p>Hi</p>' }), { contact });
    await logActivity(http, anActivity({ html: 'ä'.repeat(50_000) }), { contact });

    const notes = requests.map(({ body }) => (body as { note: string }).note);
    expect(notes.map((note) => note.slice(0, 9))).toEqual(['<p>Hi</p>', 'Text 1<br']);
    for (const note of notes) expect(note.endsWith(marker)).toBe(true);
  });

  it('keep the marker under a note of any length, counted in bytes', async () => {
    const { http, requests } = scriptedHttp({ POST: answer({ id: 1 }) });

    await logActivity(http, anActivity({ text: 'ä🙂'.repeat(100_000) }), {});

    const { note } = requests[0]!.body as { note: string };
    expect(Buffer.byteLength(note)).toBeLessThanOrEqual(100_000);
    expect(note.endsWith(marker)).toBe(true);
  });

  it('add a task with its owner', async () => {
    const { http, requests } = scriptedHttp({ POST: answer({ id: 1 }) });

    await addTask(http, aTask({ owner: '9' }), { contact });

    expect(requests[0]?.body).toMatchObject({ type: 'task', done: false, due_date: '2026-11-23', owner_id: 9 });
  });

  it.each([
    [{ contact, deal }, 'person_id=3&'],
    [{ deal }, 'deal_id=4&'],
    [{}, ''],
  ])('find an activity by its marker among those since the mail came: %j', async (refs, filter) => {
    const notes = answer([
      { id: 1, note: null },
      { id: 2, note: marker },
    ]);
    const { http, calls } = scriptedHttp({ 'GET /api/v2/activities': notes });

    expect(await findByMarker(http, anActivity(), refs)).toEqual({ kind: 'ok', value: { id: '2' } });
    expect(calls()).toEqual([`GET /api/v2/activities?${filter}updated_since=2026-11-20T09%3A00%3A01Z&limit=500`]);
  });
});
