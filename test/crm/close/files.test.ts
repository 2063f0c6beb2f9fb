import { logMail } from '../../../lambdas/crm/close/activity.ts';
import { attachmentsOf, closeFiles } from '../../../lambdas/crm/close/files.ts';
import type { HttpResult } from '../../../lambdas/crm/http.ts';
import { anActivity, reply, scriptedHttp } from '../scripted-http.ts';

const file = (name: string) => ({
  name,
  contentType: 'application/pdf',
  key: `attachments/${name}`,
  externalId: `id of ${name}`,
});
const files = [file('a.pdf'), file('b.pdf')];
const download = { url: 'https://app.close.com/go/file/1?a;b' };
const url = 'https://api.close.com';
const slot = (place = 'https://close-files.s3.amazonaws.com/') =>
  reply({ upload: { url: place, fields: { key: 'k1' } }, download });

/** Uploads the second file, and keeps what reaches the storage. */
async function upload(answer: HttpResult, stored: HttpResult = reply(undefined, 201)) {
  const storage = scriptedHttp({ POST: stored });
  const places: string[] = [];
  const { http } = scriptedHttp({ 'POST /api/v1/files/upload/': answer });
  const toStorage = (place: string) => {
    places.push(place);
    return storage.http;
  };
  const end = await closeFiles(http, { storage: toStorage, url }, files).put(files[1]!, Buffer.from('bytes'), {});
  return { end, places, requests: storage.requests };
}

describe('closeFiles', () => {
  it('puts a file where Close says, with the fields that Close names, and names it by its place in the mail', async () => {
    const { end, places, requests } = await upload(slot());

    expect(end).toMatchObject({ kind: 'ok', value: { id: `1:5:${encodeURIComponent(download.url)}` } });
    expect(places).toEqual(['https://close-files.s3.amazonaws.com/']);
    const form = Buffer.from(requests[0]?.body as Uint8Array).toString();
    // Amazon ignores every field behind the file.
    expect(form.indexOf('name="key"')).toBeLessThan(form.indexOf('name="file"'));
  });

  it.each([
    'http://close-files.s3.amazonaws.com/',
    'https://169.254.169.254/',
    'https://s3.amazonaws.com.example/',
    'x',
  ])('sends no bytes to %s', async (place) => {
    const { end, places } = await upload(slot(place));

    expect(end).toMatchObject({ kind: 'rejected', code: 'UPLOAD' });
    expect(places).toEqual([]);
  });

  it.each([
    [reply({ error: 'x' }, 400), undefined, 'rejected'],
    [reply({}), undefined, 'unknown'],
    [slot(), { kind: 'unknown' } as const, 'unknown'],
    [slot(), reply(undefined, 400), 'rejected'],
    [slot(), { kind: 'misconfigured', code: 'HTTP 403', message: 'no' } as const, 'rejected'],
  ])('leaves a file out that is refused, and tries again what is unclear', async (answer, stored, kind) => {
    expect((await upload(answer, stored)).end).toMatchObject({ kind });
  });

  it('come into the mail with name, size and type', () => {
    const uploads = { files: { id: `1:5:${encodeURIComponent(download.url)};7:1:x` } };

    expect(attachmentsOf(uploads, files)).toEqual([
      { url: download.url, filename: 'b.pdf', content_type: 'application/pdf', size: 5 },
    ]);
    expect(attachmentsOf({}, files)).toBeUndefined();
  });

  it('do not hold a mail up whose files Close no longer has', async () => {
    const refs = { contact: { id: 'lead_1/cont_2' }, files: { id: '0:5:x' } };
    const { http, requests } = scriptedHttp({
      POST: [reply({ 'field-errors': { attachments: {} } }, 400), reply({ id: 'acti_1' })],
    });

    expect(await logMail(http, anActivity(), refs, files)).toMatchObject({ value: { id: 'acti_1' } });
    expect(requests.map(({ body }) => 'attachments' in (body as object))).toEqual([true, false]);
  });
});
