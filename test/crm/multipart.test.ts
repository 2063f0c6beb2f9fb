import { multipart } from '../../lambdas/crm/multipart.ts';

describe('multipart', () => {
  it('encodes a form so that a reader of its content type gets the same fields and bytes', async () => {
    const form = new FormData();
    form.append('folder', '/postern');
    form.append(
      'file',
      new Blob([Buffer.from([0, 255, 13, 10])], { type: 'application/pdf' }),
      'Bedingungen für Ada.pdf',
    );

    const { body, headers } = await multipart(form);

    const decoded = await new Response(new Uint8Array(body), { headers }).formData();
    const file = decoded.get('file') as File;
    expect(headers['content-type']).toMatch(/^multipart\/form-data; ?boundary=/);
    expect(decoded.get('folder')).toBe('/postern');
    expect([file.name, file.type]).toEqual(['Bedingungen für Ada.pdf', 'application/pdf']);
    expect([...new Uint8Array(await file.arrayBuffer())]).toEqual([0, 255, 13, 10]);
  });
});
