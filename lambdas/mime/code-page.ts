import { decodeText } from './charset.ts';

/** Windows code pages whose charset has another name than `windows-<number>`. */
const names: Readonly<Record<number, string>> = {
  437: 'cp437',
  850: 'cp850',
  852: 'cp852',
  866: 'cp866',
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  1200: 'utf-16le',
  10000: 'macintosh',
  20127: 'us-ascii',
  20866: 'koi8-r',
  28591: 'iso-8859-1',
  28592: 'iso-8859-2',
  28605: 'iso-8859-15',
  50220: 'iso-2022-jp',
  65001: 'utf-8',
};

/** Text of a Windows code page, by its number, as MAPI and RTF name charsets. */
export function codePageText(bytes: Buffer, page: number): string {
  const name = names[page] ?? (page >= 1250 && page <= 1258 ? `windows-${page}` : 'windows-1252');
  return decodeText(bytes, name);
}
