import { isExecutableType, typeOf } from '../../lambdas/inspect/type-of.ts';

const pdf = Buffer.from('%PDF-1.4\n<< /S /Launch >>');
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

describe('typeOf', () => {
  it.each<[string, Buffer, string | undefined]>([
    ['a PDF', pdf, 'application/pdf'],
    ['a picture', png, 'image/png'],
    ['plain text', Buffer.from('Hello, world'), undefined],
    ['less than any magic', Buffer.from('PK'), undefined],
    ['HTML by its first tag', Buffer.from('\n <!-- by us -->\n<HTML lang=de>'), 'text/html'],
    ['HTML by its document type', Buffer.from('<!DOCTYPE html><p>Hi'), 'text/html'],
    ['HTML in UTF-16', Buffer.from('\ufeff<body>Hi</body>', 'utf16le'), 'text/html'],
    ['HTML behind the mark of UTF-8', Buffer.from('\ufeff<div>Hi</div>'), 'text/html'],
    [
      'XHTML',
      Buffer.from('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>'),
      'application/xhtml+xml',
    ],
    ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml'],
    [
      'a drawing with a document type and a prefix',
      Buffer.from(
        '<?xml version="1.0"?>\n<!DOCTYPE svg [<!ENTITY a "b">]>\n<s:svg xmlns:s="http://www.w3.org/2000/svg"/>',
      ),
      'image/svg+xml',
    ],
    ['other XML', Buffer.from('<?xml version="1.0"?><invoice/>'), 'application/xml'],
    ['words in angle brackets', Buffer.from('<hello@example.com> wrote'), undefined],
    ['a help file with programs', Buffer.from('ITSF\x03\0\0\0\x60\0\0\0', 'latin1'), 'application/vnd.ms-htmlhelp'],
    ['a disk', Buffer.from('conectix\0\0\0\x02', 'latin1'), 'application/x-virtual-disk'],
    ['a notebook', Buffer.from('e4525c7b8cd8a74daeb15378d02996d30000', 'hex'), 'application/onenote'],
  ])('knows %s by its bytes', async (_name, bytes, type) => {
    expect(await typeOf(bytes)).toBe(type);
  });
});

describe('isExecutableType', () => {
  it.each([
    ['application/x-msdownload', true],
    ['application/java-archive', true],
    ['application/pdf', false],
    [undefined, false],
  ])('judges %s', (type, isProgram) => {
    expect(isExecutableType(type)).toBe(isProgram);
  });
});
