import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSources, readSources, summaryLine } from '../../cli/parse.ts';
import { anIntegration } from '../helpers/builders.ts';

/** A folder with these mails, in this order. */
function aFolder(...mails: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'postern-parse-'));
  for (const [nth, text] of mails.entries()) writeFileSync(join(folder, `${nth}.eml`), text);
  return folder;
}

const aMail = (headers: string): string => `From: Ada <ada@customer.example>\r\n${headers}\r\n\r\nHello.\r\n`;
const parse = (folder: string, integrations = [anIntegration()]) =>
  Array.fromAsync(parseSources([folder], integrations));

describe('parseSources', () => {
  it('gives a line for every mail, also for one that cannot be read', async () => {
    const lines = await parse(aFolder('', aMail('Subject: Hi')));

    expect(lines).toMatchObject([
      { index: 0, error: { code: 'empty' } },
      { index: 0, event: { message: { subject: 'Hi', from: { address: 'ada@customer.example' } } } },
    ]);
  });

  it('puts an answer into the conversation of an earlier mail', async () => {
    const lines = await parse(
      aFolder(aMail('Message-ID: <1@c.example>'), aMail('Message-ID: <2@c.example>\r\nIn-Reply-To: <1@c.example>')),
    );
    const keys = lines.map((line) => 'event' in line && line.event.thread?.key);

    expect(keys[0]).toBeTruthy();
    expect(keys[1]).toBe(keys[0]);
  });

  it('takes sender and time from the trace of the mail, where there is one', async () => {
    const trace = 'Return-Path: <bounce@c.example>\r\nReceived: from x by y; Fri, 20 Nov 2026 09:00:00 +0000';
    const [traced, dated, bare] = await parse(
      aFolder(aMail(trace), aMail('Date: Thu, 19 Nov 2026 08:00:00 +0000'), aMail('Subject: x')),
    );

    expect(traced).toMatchObject({
      event: { receivedAt: '2026-11-20T09:00:00.000Z', envelope: { mailFrom: 'bounce@c.example' } },
    });
    expect(dated).toMatchObject({ event: { receivedAt: '2026-11-19T08:00:00.000Z' } });
    expect(bare).toMatchObject({ event: { receivedAt: '1970-01-01T00:00:00.000Z' } });
  });
});

describe('readSources', () => {
  it('gives the parsed mail and the thread decision beside the event', async () => {
    const [mail] = await Array.fromAsync(readSources([aFolder(aMail('Subject: Hi'))], []));

    expect(mail).toMatchObject({
      mail: { subject: 'Hi' },
      event: { schema: expect.any(String) },
      thread: { claims: expect.anything() },
    });
  });
});

describe('summaryLine', () => {
  it('tells in one line what a mail is, or why it could not be read', async () => {
    const [mail, bare] = await parse(aFolder(aMail('Subject: Hi'), 'X-Other: y\r\n\r\nHello.\r\n'));

    expect(summaryLine({ ...mail!, source: 'a.eml' })).toMatch(/^a\.eml#0 {2}\S+ {2}ada@customer\.example {2}Hi$/);
    expect(summaryLine({ ...bare!, source: 'b.eml' })).toMatch(/\(no sender\) {2}\(no subject\)$/);
    expect(summaryLine({ source: 'c.eml', index: 2, error: { code: 'empty', message: 'no bytes' } })).toBe(
      'c.eml#2  unreadable: empty: no bytes',
    );
  });
});
