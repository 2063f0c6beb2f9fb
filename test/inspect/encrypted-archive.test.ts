import { isEncryptedArchive } from '../../lambdas/inspect/encrypted-archive.ts';
import { inspect } from '../../lambdas/inspect/inspect.ts';

const bytes = (base64: string): Buffer => Buffer.from(base64, 'base64');

/** Archives of 7z that py7zr wrote: plain, with encrypted content, and with an encrypted list as well. */
const plain = bytes(
  'N3q8ryccAATEIWXNYAAAAAAAAAAUAAAAAAAAABZg1k0BAAVoZWxsbwoA4ABQAE5dAACBMweuD85vVl756sDh8hK5fKk3GmoNiA19ZY0mbkCObsZ+59gpaTP4F9+/Mt0nDHv6v8uXez+ajI5JFGdiI8mKJd0AqAIOmT6OYAAAAAAXBgoBCVYABwsBAAEhIQEYDFEAAA==',
);
const locked = bytes(
  'N3q8ryccAARFmI7BeQAAAAAAAAAUAAAAAAAAAIHWvcq4Nth1LFt2qbej+c3dkO9OAQBkAQQGAAEJEAoBd9nZ8QAHCwEAAiQG8QcBElMPNCS8Dh1jBsHcBYwLj8ULAiEhARgBAAwKBgAICgEgMDo2AAAFARENAGgALgB0AHgAdAAAABQKAQCAsp0sEoHdARUGAQAggKSBAAAAFwYQAQlpAAcLAQABISEBGAxlAAA=',
);
const lockedList = bytes(
  'N3q8ryccAAQA+pYOgAAAAAAAAAAoAAAAAAAAANmfZKhGrBovBufbA4FVCpESZFA+on3JH3T1zNWWr3Plo2UV4r30ed+vmj8fKw2hIcZw+XwbaVav8r3EA6+aeEcd9AKvMlbqFKU24i47whfdGE1xOt5o8MpXDiB/cVBqmcI8iiq2vsp3MXvZvtYe0yw5ufsYtZsggWtXv8Q5mQfUrxN+sRcGEAEJcAAHCwEAASQG8QcBElMPhr9NbypUNA5Hk64UsfzjUgxlAAA=',
);

const rar4Mark = '526172211a0700';
const rar5Mark = '526172211a070100';
/** Blocks of RAR 4: the archive's, and one of a file with its packed bytes. */
const archive4 = (flags: string): string => `cf9073${flags}0d00000000000000`;
const file4 = (flags: string, packed: string): string =>
  `000074${flags}2100${Buffer.from([packed.length / 2]).toString('hex')}000000${'00'.repeat(21)}61${packed}`;
const rar4 = (...blocks: string[]): Buffer => Buffer.from(rar4Mark + blocks.join(''), 'hex');
/** Headers of RAR 5: checksum, size, type, flags, and the rest. */
const header5 = (content: string): string => `00000000${Buffer.from([content.length / 2]).toString('hex')}${content}`;
const main5 = header5('010000');
const file5 = (extra: string, data: string): string =>
  header5(`0203${hex(extra.length / 2)}${hex(data.length / 2)}0000${extra}`) + data;
const hex = (size: number): string => Buffer.from([size]).toString('hex');
const rar5 = (...headers: string[]): Buffer => Buffer.from(rar5Mark + headers.join(''), 'hex');

describe('isEncryptedArchive', () => {
  it.each<[string, Buffer]>([
    ['7z with encrypted content', locked],
    ['7z with an encrypted list', lockedList],
    ['RAR 4 with an encrypted list', rar4(archive4('8000'))],
    ['RAR 4 with an encrypted file', rar4(archive4('0000'), file4('0480', '616263'))],
    ['RAR 4 whose second file is encrypted', rar4(archive4('0000'), file4('0080', '61'), file4('0480', '62'))],
    ['RAR 5 with an encrypted list', rar5(header5('0400000f'))],
    ['RAR 5 with an encrypted file', rar5(main5, file5('03010000', '6162'))],
    ['RAR 5 with another record before', rar5(main5, file5('0302000003010000', '61'))],
    ['RAR 5 whose second file is encrypted', rar5(main5, file5('03020000', '6162'), file5('03010000', '61'))],
  ])('knows %s', (_, content) => {
    expect(isEncryptedArchive(content)).toBe(true);
  });

  it.each<[string, Buffer]>([
    ['no bytes', Buffer.alloc(0)],
    ['plain 7z', plain],
    ['7z that is cut', locked.subarray(0, 20)],
    ['7z that names a place beyond its end', Buffer.concat([plain.subarray(0, 12), Buffer.alloc(20, 0xff)])],
    ['plain RAR 4', rar4(archive4('0000'), file4('0080', '616263'))],
    ['RAR 4 that is cut', rar4('cf9073')],
    ['RAR 4 with a header without a size', rar4('00007300000000', '00007300000000')],
    ['plain RAR 5', rar5(main5, file5('03020000', '6162'))],
    ['RAR 5 with a number without an end', rar5('00000000ffffffffffffffff')],
    ['RAR 5 with records without a size', rar5(main5, file5('00010000', '61'))],
    ['another archive', Buffer.from('504b0304', 'hex')],
  ])('says nothing of %s', (_, content) => {
    expect(isEncryptedArchive(content)).toBe(false);
  });
});

describe('inspect', () => {
  it.each([
    ['plain', plain, 'unscanned', ['archive.format']],
    ['locked', locked, 'suspicious', ['archive.format', 'archive.encrypted']],
  ])('judges a %s archive of 7z', async (_, content, verdict, reasons) => {
    const file = { filename: 'a.7z', contentType: 'application/x-7z-compressed', size: content.length };

    expect(await inspect({ ...file, head: content, read: async () => content })).toMatchObject({ verdict, reasons });
  });
});
