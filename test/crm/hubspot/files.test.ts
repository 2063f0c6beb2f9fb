import { hubspotFiles } from '../../../lambdas/crm/hubspot/files.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const file = { name: 'offer.pdf', contentType: 'application/pdf', key: 'k', externalId: 'ext-1' };

describe('hubspotFiles', () => {
  it('uploads private files into the folder of their mail, and no second one on a repetition', async () => {
    const { http, requests } = scriptedHttp({ 'POST /files/2026-03/files': reply({ id: '9' }) });

    const result = await hubspotFiles(http, 'evt_1').put(file, Buffer.from('bytes'), {});

    const { body, headers } = requests[0]!;
    const form = await new Response(new Uint8Array(body as Uint8Array), { headers: headers! }).formData();
    expect(result).toMatchObject({ value: { id: '9' }, how: 'created' });
    expect(form.get('folderPath')).toBe('/postern/evt_1');
    expect(JSON.parse(String(form.get('options')))).toMatchObject({
      access: 'PRIVATE',
      duplicateValidationStrategy: 'RETURN_EXISTING',
    });
    expect(await (form.get('file') as File).text()).toBe('bytes');
  });

  it('names all files to the e-mail at once', async () => {
    const { http, requests } = scriptedHttp({ 'PATCH /crm/objects/2026-09/emails/5': reply({ id: '5' }) });

    await hubspotFiles(http, 'evt_1').attach!(['8', '9'], { activity: { id: '5' } });

    expect(requests[0]?.body).toEqual({ properties: { hs_attachment_ids: '8;9' } });
  });

  it('names no file without an e-mail', async () => {
    expect(await hubspotFiles(scriptedHttp({}).http, 'evt_1').attach!(['8'], {})).toEqual({
      kind: 'ok',
      value: undefined,
    });
  });

  it('rejects a file that HubSpot refuses', async () => {
    const { http } = scriptedHttp({ POST: reply({ category: 'VALIDATION_ERROR' }, 400) });

    expect(await hubspotFiles(http, 'evt_1').put(file, Buffer.from(''), {})).toMatchObject({ kind: 'rejected' });
  });
});
