import { zipSync } from 'fflate';

/** A ZIP archive of these files, each by its name. */
export const aZip = (files: Readonly<Record<string, Uint8Array | string>>): Buffer =>
  Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([name, body]) => [name, Buffer.from(body)]))));

/** One member of a tar archive. */
interface TarMember {
  readonly name: string;
  readonly content?: Uint8Array | string;
  /** `0` is a file, `2` a symbolic link, `x` the fields of the next member. */
  readonly kind?: string;
  readonly link?: string;
}

/** A tar archive (POSIX ustar) of these members. */
export function aTar(members: readonly TarMember[]): Buffer {
  const blocks = members.map(({ name, content = '', kind = '0', link = '' }) => {
    const bytes = Buffer.from(content);
    const header = Buffer.alloc(512);
    header.write(name.slice(0, 100), 0, 'utf8');
    header.write('0000644\0', 100);
    header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write(' '.repeat(8), 148);
    header.write(kind, 156);
    header.write(link, 157);
    header.write('ustar\x0000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** A program of Windows, as far as its headers go. */
export const aProgram = (): Buffer => {
  const bytes = Buffer.alloc(192);
  bytes.write('MZ', 0);
  bytes.writeUInt32LE(0x80, 0x3c);
  bytes.write('PE\0\0', 0x80, 'latin1');
  return bytes;
};
