import { pipedriveFiles } from '../../../lambdas/crm/pipedrive/files.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const file = { name: 'offer.pdf', contentType: 'application/pdf', key: 'attachments/a', externalId: 'f1' };
const refs = { contact: { id: '3' }, activity: { id: '8' } };
const page = (data: unknown, next?: number) =>
  reply({
    success: true,
    data,
    additional_data: { pagination: { more_items_in_collection: next !== undefined, next_start: next } },
  });

describe('pipedriveFiles', () => {
  it('lists the files of the activity among those of its person, page by page', async () => {
    const { http, calls } = scriptedHttp({
      GET: [
        page(
          [
            { id: 1, activity_id: 8, name: 'a.pdf' },
            { id: 2, activity_id: 7, name: 'b.pdf' },
          ],
          100,
        ),
        page([
          { id: 3, activity_id: null, name: 'c.pdf' },
          { id: 4, activity_id: 8, name: 'd.pdf' },
        ]),
      ],
    });

    const listed = await pipedriveFiles(http).list!(refs);

    expect(listed).toEqual({
      kind: 'ok',
      value: new Map([
        ['a.pdf', '1'],
        ['d.pdf', '4'],
      ]),
    });
    expect(calls()).toEqual([
      'GET /api/v1/persons/3/files?start=0&limit=100',
      'GET /api/v1/persons/3/files?start=100&limit=100',
    ]);
  });

  it.each([
    ['no files', refs, page(null), { kind: 'ok', value: new Map() }],
    ['a deal alone', { deal: { id: '4' }, activity: { id: '8' } }, page([]), { kind: 'ok', value: new Map() }],
    ['nobody', { activity: { id: '8' } }, page([]), { kind: 'ok', value: new Map() }],
    ['no clear answer', refs, { kind: 'unknown' } as const, { kind: 'unknown' }],
  ])('finds %s', async (_what, records, answer, expected) => {
    expect(await pipedriveFiles(scriptedHttp({ GET: answer }).http).list!(records)).toEqual(expected);
  });

  it('uploads a file with its activity and its person', async () => {
    const { http, requests } = scriptedHttp({ POST: reply({ success: true, data: { id: 9 } }) });

    expect(await pipedriveFiles(http).put(file, Buffer.from('bytes'), refs)).toMatchObject({ value: { id: '9' } });
    const form = Buffer.from(requests[0]?.body as Uint8Array).toString();
    expect(form).toMatch(/name="activity_id"\s+8\s/);
    expect(form).toMatch(/name="person_id"\s+3\s/);
  });

  it('uploads nothing without an activity', async () => {
    expect(await pipedriveFiles(scriptedHttp({}).http).put(file, Buffer.from(''), {})).toEqual({
      kind: 'ok',
      value: undefined,
    });
  });
});
