import { deflateSync } from 'node:zlib';
import { pdfReasons } from '../../lambdas/inspect/pdf.ts';

const budget = () => ({ objectBytes: 1024 * 1024, packedObjectBytes: 1024 * 1024 });
const objectStream = (content: string): Buffer => {
  const packed = deflateSync(Buffer.from(content));
  return Buffer.concat([
    Buffer.from(`%PDF-1.7\n1 0 obj\n<< /Type /ObjStm /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`),
    packed,
    Buffer.from('\nendstream\nendobj\n'),
  ]);
};

describe('pdfReasons', () => {
  it.each<[string, Buffer | string, string[]]>([
    ['a page to read', '%PDF-1.4\n<< /Type /Page >>', []],
    ['JavaScript', '%PDF-1.4\n<< /S /JavaScript /JS (app.alert) >>', ['pdf.javascript']],
    ['a name in hexadecimal digits', '%PDF-1.4\n<< /S /#4aavaScript >>', ['pdf.javascript']],
    ['a program to start', '%PDF-1.4\n<< /S /Launch >>', ['pdf.launch']],
    ['files within', '%PDF-1.4\n<< /EmbeddedFiles 1 0 R >>', ['pdf.embedded-file']],
    ['a form that is sent', '%PDF-1.4\n<< /S /SubmitForm >>', ['pdf.submit-form']],
    ['encryption', '%PDF-1.4\ntrailer << /Encrypt 5 0 R >>', ['pdf.encrypted']],
    ['a name that only begins alike', '%PDF-1.4\n<< /LaunchPad 1 >>', []],
    ['JavaScript in a packed object', objectStream('<< /S /JavaScript >>'), ['pdf.javascript']],
  ])('finds %s', async (_name, content, reasons) => {
    expect(await pdfReasons(Buffer.from(content), budget(), async () => [])).toEqual(reasons);
  });

  it('says that objects are unread where the budget is spent', async () => {
    const spent = { objectBytes: 0, packedObjectBytes: 0 };

    expect(await pdfReasons(objectStream('<< >>'), spent, async () => [])).toContain('pdf.unread');
  });
});
