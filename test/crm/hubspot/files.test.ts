import type { CrmHttp } from '../../../lambdas/crm/http.ts';
import { hubspotFiles } from '../../../lambdas/crm/hubspot/files.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const upload = 'POST /files/2026-03/files';
const stat = 'GET /files/2026-03/files/stat/';
const absent = reply({ category: 'OBJECT_NOT_FOUND' }, 404);
/** Files of one mail, in a process that remembers its uploads. */
const filesAt = ({ http }: { readonly http: CrmHttp }, uploads = new Map<string, string>()) =>
  hubspotFiles(http, 'evt_1', uploads);
const file = { name: 'offer.pdf', contentType: 'application/pdf', key: 'k', externalId: 'ext-1' };

describe('hubspotFiles', () => {
  it('uploads private files into the folder of their mail, and no second one on a repetition', async () => {
    const account = scriptedHttp({ [stat]: absent, [upload]: reply({ id: '9' }) });

    const result = await filesAt(account).put(file, Buffer.from('bytes'), {});

    const { body, headers } = account.requests[1]!;
    const form = await new Response(new Uint8Array(body as Uint8Array), { headers: headers! }).formData();
    expect(result).toMatchObject({ value: { id: '9' }, how: 'created' });
    expect(form.get('folderPath')).toBe('/postern/evt_1/ext-1');
    expect(account.requests[0]?.path).toMatch(/\/postern%2Fevt_1%2Fext-1%2Foffer.pdf$/);
    expect(JSON.parse(String(form.get('options')))).toMatchObject({
      access: 'PRIVATE',
      duplicateValidationStrategy: 'RETURN_EXISTING',
    });
    expect(await (form.get('file') as File).text()).toBe('bytes');
  });

  it('names all files to the e-mail at once', async () => {
    const { http, requests } = scriptedHttp({ 'PATCH /crm/objects/2026-09/emails/5': reply({ id: '5' }) });

    await filesAt({ http }).attach!(['8', '9'], { activity: { id: '5' } });

    expect(requests[0]?.body).toEqual({ properties: { hs_attachment_ids: '8;9' } });
  });

  it('names no file without an e-mail', async () => {
    expect(await filesAt(scriptedHttp({})).attach!(['8'], {})).toEqual({
      kind: 'ok',
      value: undefined,
    });
  });

  it('rejects a file that HubSpot refuses', async () => {
    const account = scriptedHttp({ [stat]: absent, POST: reply({ category: 'VALIDATION_ERROR' }, 400) });

    expect(await filesAt(account).put(file, Buffer.from(''), {})).toMatchObject({ kind: 'rejected' });
  });

  it.each([
    // FileStat of the published contract: the file stands in `file`.
    ['finds the file of an upload without a clear answer', reply({ file: { id: '9' } }), ['9'], 1],
    ['uploads where a folder has the path', reply({ folder: { id: '9' } }), ['7'], 2],
    ['uploads where the answer names no file', reply({}), ['7'], 2],
    ['uploads where the path is not taken', reply({}, 400), ['7'], 2],
    ['waits where nothing is clear', { kind: 'unknown' } as const, [], 1],
  ])('%s', async (_what, answer, ids, count) => {
    const account = scriptedHttp({ [stat]: answer, [upload]: reply({ id: '7' }) });

    const result = await filesAt(account).put(file, Buffer.from('bytes'), {});

    expect(result.kind === 'ok' ? [result.value?.id] : []).toEqual(ids);
    expect(account.calls()).toHaveLength(count);
  });

  it('asks for no file that the same process has uploaded', async () => {
    const account = scriptedHttp({ [stat]: absent, [upload]: reply({ id: '9' }) });
    const uploads = new Map<string, string>();

    await filesAt(account, uploads).put(file, Buffer.from('bytes'), {});

    expect(await filesAt(account, uploads).put(file, Buffer.from('bytes'), {})).toMatchObject({
      value: { id: '9' },
      how: 'existing',
    });
    expect(account.calls()).toHaveLength(2);
  });

  it('forgets the oldest of many uploads', async () => {
    const account = scriptedHttp({ [stat]: absent, [upload]: reply({ id: '9' }) });
    const uploads = new Map(Array.from({ length: 500 }, (_, nth) => [`old-${nth}`, '1']));

    await filesAt(account, uploads).put(file, Buffer.from('bytes'), {});

    expect([uploads.size, uploads.has('old-0'), uploads.get('ext-1')]).toEqual([500, false, '9']);
  });
});
