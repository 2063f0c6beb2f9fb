import { fileInAddress, innerFile } from '../../lambdas/inspect/data-address.ts';

const program = Buffer.from('MZ program');
const picture = Buffer.from('89504e470d0a1a0a', 'hex');

describe('fileInAddress', () => {
  it.each<[string, string]>([
    ['in base64', `data:application/octet-stream;base64,${program.toString('base64')}`],
    ['with blanks and tabs', ` da\tta:application/octet-stream ; base64,${program.toString('base64')}`],
    ['in capital letters', `DATA:;BASE64,${program.toString('base64')}`],
    ['in plain characters', 'data:,MZ program'],
    ['with escapes', 'data:text/plain,%4D%5a%20program'],
    ['with escapes in base64', `data:;base64,${encodeURIComponent(program.toString('base64'))}`],
    ['with an escaped encoding', `data:;b%61se64,${program.toString('base64')}`],
  ])('reads a file %s', (_name, address) => {
    expect(fileInAddress(address, 'a.bin', true)).toEqual({ name: 'a.bin', content: program, isShown: false });
    expect(fileInAddress(address, '', false)).toEqual({ name: '', content: program, isShown: true });
  });

  it.each(['https://x.example/data:,MZ', 'data:MZ', 'database:,MZ', ''])('finds none in %j', (address) => {
    expect(fileInAddress(address, '', true)).toBeUndefined();
  });

  it('leaves out pictures and fonts that are shown', () => {
    expect(fileInAddress(`data:image/png;base64,${picture.toString('base64')}`, '', true)).toBeUndefined();
    expect(fileInAddress(`data:;base64,${picture.toString('base64')}`, '', false)).toBeUndefined();
  });
});

describe('innerFile', () => {
  it('leaves out what is only shown and is no program', () => {
    expect(innerFile('', picture, true)).toBeUndefined();
    expect(innerFile('', picture, false)).toBeDefined();
    expect(innerFile('', program, true)).toBeDefined();
  });
});
