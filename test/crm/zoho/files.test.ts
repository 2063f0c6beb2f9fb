import { logMail } from '../../../lambdas/crm/zoho/activity.ts';
import { attachmentsOf, zohoFiles } from '../../../lambdas/crm/zoho/files.ts';
import { anActivity, reply, scriptedHttp } from '../scripted-http.ts';

const file = { name: 'offer.pdf', contentType: 'application/pdf', key: 'attachments/a', externalId: 'f1' };
const associated = reply({ Emails: [{ status: 'success', code: 'SUCCESS', details: { message_id: 'z1' } }] });

describe('zohoFiles', () => {
  it.each([
    [reply({ data: [{ status: 'success', details: { name: 'offer.pdf', id: 'f9' } }] }), { value: { id: 'f9' } }],
    [reply({ code: 'FILE_SIZE_MORE_THAN_ALLOWED_SIZE', status: 'error' }, 400), { kind: 'rejected' }],
    [reply({ code: 'VIRUS_DETECTED', status: 'error' }, 400), { kind: 'rejected' }],
    [reply({ data: [] }), { kind: 'unknown' }],
    [{ kind: 'unknown' } as const, { kind: 'unknown' }],
  ])('stores a file before the mail, which names it later', async (answer, expected) => {
    const { http, requests } = scriptedHttp({ 'POST /crm/v8/files': answer });

    expect(await zohoFiles(http).put(file, Buffer.from('bytes'), {})).toMatchObject(expected);
    expect(requests[0]?.headers?.['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(Buffer.from(requests[0]?.body as Uint8Array).toString()).toContain('filename="offer.pdf"');
  });

  it('come into the mail by their ids', () => {
    expect(attachmentsOf({ files: { id: 'f1;f2' } })).toEqual([{ id: 'f1' }, { id: 'f2' }]);
    expect(attachmentsOf({})).toBeUndefined();
  });

  it.each([
    ['rejected', reply({ code: 'INVALID_DATA', status: 'error' }, 400), 2, { kind: 'ok' }],
    ['unclear', { kind: 'unknown' } as const, 1, { kind: 'unknown' }],
  ])('do not hold a mail up that is %s with them', async (_what, first, count, expected) => {
    const { http, requests } = scriptedHttp({ POST: [first, associated] });

    expect(await logMail(http, new Map(), anActivity(), { contact: { id: '3' }, files: { id: 'f1' } })).toMatchObject(
      expected,
    );
    const mails = requests.map(({ body }) => (body as { Emails: object[] }).Emails[0]);
    expect(mails).toHaveLength(count);
    expect(mails[0]).toMatchObject({ attachments: [{ id: 'f1' }] });
    if (count === 2) expect(JSON.stringify(mails[1])).not.toContain('attachments');
  });
});
