import { calendarReasons, isCalendar } from '../../lambdas/inspect/calendar-files.ts';
import type { InnerFile } from '../../lambdas/inspect/data-address.ts';
import { inspect } from '../../lambdas/inspect/inspect.ts';
import { aProgram, aZip } from '../helpers/archives.ts';

const base64 = (content: Uint8Array | string): string => Buffer.from(content).toString('base64');
const program = base64(aProgram());
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
const inEvent = (...lines: string[]): string =>
  ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');
const inCard = (...lines: string[]): string => ['BEGIN:VCARD', 'VERSION:3.0', ...lines, 'END:VCARD', ''].join('\r\n');
const folded = (line: string, blank = ' '): string => line.match(/.{1,74}/g)!.join(`\r\n${blank}`);
const judge = async (content: Uint8Array | string, filename = 'a.ics'): Promise<readonly string[]> => {
  const bytes = Buffer.from(content);
  const found = await inspect({ filename, contentType: '', size: bytes.length, head: bytes, read: async () => bytes });
  return [found.verdict, ...found.reasons];
};

describe('isCalendar', () => {
  it.each<[string, boolean]>([
    ['BEGIN:VCALENDAR\r\n', true],
    ['\r\nbegin : vcard\n', true],
    ['Write BEGIN:VCARD first', false],
    ['BEGIN:VERSE', false],
  ])('judges %j', (text, expected) => {
    expect(isCalendar(text)).toBe(expected);
  });
});

describe('calendarReasons', () => {
  const filesOf = (text: string): Array<[string, string]> => {
    const files: InnerFile[] = [];
    calendarReasons(text, (file) => files.push(file));
    return files.map(({ name, content }) => [name, content.toString('latin1')]);
  };

  it('gives each attached file with its name', () => {
    expect(filesOf(inEvent('ATTACH;X-FILENAME="a;b:c.txt";ENCODING=BASE64;VALUE=BINARY:SGk='))).toEqual([
      ['a;b:c.txt', 'Hi'],
    ]);
    expect(filesOf(inEvent('ATTACH;FILENAME=b.txt;ENCODING=BASE64:SGk=', 'ATTACH:data:text/plain,Ho'))).toEqual([
      ['b.txt', 'Hi'],
      ['', 'Ho'],
    ]);
  });

  it('leaves out words, pictures, and addresses of the web', () => {
    expect(
      filesOf(inEvent('DESCRIPTION:SGk=', 'ATTACH:https://x.example/a', `IMAGE;ENCODING=BASE64:${png}`, 'x')),
    ).toEqual([]);
  });
});

describe('a calendar or a card that carries a program', () => {
  it.each<[string, string | Buffer]>([
    ['as an attached file', inEvent(`ATTACH;ENCODING=BASE64;VALUE=BINARY:${program}`)],
    ['in folded lines', inEvent(folded(`ATTACH;VALUE=BINARY;ENCODING=BASE64:${program}`))],
    ['in lines that are folded with a tab', inEvent(folded(`ATTACH;ENCODING=BASE64:${program}`, '\t'))],
    ['in lines without the blank', inCard(`PHOTO;ENCODING=b:`, ...program.match(/.{1,76}/g)!)],
    ['with a name that is folded', inEvent(`AT\r\n TACH;ENCO\r\n DING=BA\r\n SE64:${program}`)],
    [
      'in lower case',
      inEvent(`attach;encoding=base64:${program}`).toLowerCase().replace(program.toLowerCase(), program),
    ],
    ['with the encoding in quotes', inEvent(`ATTACH;ENCODING="BASE64":${program}`)],
    ['behind a colon in quotes', inEvent(`ATTACH;X-A="b:c";ENCODING=BASE64:${program}`)],
    ['behind a quote without an end', inEvent(`ATTACH;X-A="b;ENCODING=BASE64:${program}`)],
    ['as the picture of a person', inCard(`PHOTO;TYPE=JPEG;ENCODING=b:${program}`)],
    ['as a key', inCard(`KEY;BASE64:${program}`)],
    ['in a group', inCard(`item1.LOGO;ENCODING=BASE64:${program}`)],
    ['as an address', inCard(`PHOTO:data:image/png;base64,${program}`)],
    ['as the sound of an alarm', inEvent('BEGIN:VALARM', `SOUND;ENCODING=B:${program}`, 'END:VALARM')],
    ['by the name alone', inEvent('ATTACH;FILENAME=agenda.pdf.exe;ENCODING=BASE64:SGk=')],
    ['as a script', inEvent('ATTACH;FMTTYPE=text/plain;X-FILENAME="notes.vbs";ENCODING=BASE64:SGk=')],
    ['as a script by its first line', inEvent(`X-ANY;ENCODING=BASE64:${base64('#!/bin/sh\nls')}`)],
    ['in a zip', inEvent(`ATTACH;ENCODING=BASE64:${base64(aZip({ 'a.js': 'x' }))}`)],
    ['with ends of lines of Unix', inEvent(folded(`ATTACH;ENCODING=BASE64:${program}`)).replaceAll('\r', '')],
    ['in UTF-16', Buffer.from(`\ufeff${inEvent(`ATTACH;ENCODING=BASE64:${program}`)}`, 'utf16le')],
    ['in a calendar within', inEvent(`ATTACH;ENCODING=BASE64:${base64(inEvent(`ATTACH;ENCODING=BASE64:${program}`))}`)],
  ])('%s is blocked', async (_name, content) => {
    expect(await judge(content)).toEqual(expect.arrayContaining(['blocked', 'archive.executable']));
    expect(await judge(content, 'a.txt')).toContain('blocked');
  });

  it.each<[string, string]>([
    ['a program of the machine', inEvent('ATTACH:file:///C:/Windows/System32/calc.exe')],
    ['a program on a server', inEvent('ATTACH;VALUE=URI:\\\\192.0.2.7\\share\\setup.lnk')],
    ['a sound on a server', inEvent('BEGIN:VALARM', 'ATTACH;FMTTYPE=audio/basic:file://192.0.2.7/a.wav', 'END:VALARM')],
    ['a search', inCard('URL:search-ms:query=x&crumb=location:x')],
    [
      'an alarm that runs something',
      inEvent('BEGIN:VALARM', 'ACTION:Procedure', 'ATTACH:ftp://x.example/a', 'END:VALARM'),
    ],
  ])('a link to %s is suspicious', async (_name, content) => {
    expect(await judge(content)).toEqual(['suspicious', 'calendar.program-link']);
  });

  it.each<[string, string]>([
    ['words and links', inEvent('SUMMARY:Run setup.exe', 'URL:https://x.example/setup.exe', 'ATTACH:CID:a@x.example')],
    ['a file of its writer', inEvent('ATTACH:file:///C:/Users/a/agenda.docx')],
    ['an attached text', inEvent(`ATTACH;FILENAME=a.txt;ENCODING=BASE64:${base64('Agenda')}`)],
    ['a picture', inCard(folded(`PHOTO;ENCODING=b;TYPE=PNG:${png}`))],
    ['a picture in lines without the blank', inCard('PHOTO;BASE64;PNG:', png, '', 'TEL:1')],
    ['a key', inCard(`KEY;ENCODING=b:${base64('0\x82\x01\x02key')}`)],
    ['many pictures', inCard(folded(`PHOTO;ENCODING=b:${png}`)).repeat(2000)],
    ['an alarm that shows words', inEvent('BEGIN:VALARM', 'ACTION:DISPLAY', 'END:VALARM')],
  ])('%s: clean', async (_name, content) => {
    expect(await judge(content)).toEqual(['clean']);
  });
});
