import type { ExportIndex } from '../../../cli/data/export-index.ts';
import { readMe } from '../../../cli/data/export-readme.ts';
import { findSubject } from '../../../cli/data/find-subject.ts';
import { type ExportPorts, exportEntries, recordsOf, safeName } from '../../../cli/data/subject-export.ts';
import { runMasked } from '../../../cli/masking.ts';
import { aDelivery, anEvent, subjectFor } from '../../helpers/builders.ts';
import { aStoreOfData } from '../../helpers/stored-data.ts';

const ada = 'ada@customer.example';
const madeAt = new Date('2026-12-01T10:00:00.000Z');
const at = '2026-11-20T09:00:00.000Z';

/** A person with one mail of one file, one mail that could not be read, and a no to marketing. */
async function exported({ isMasked = false } = {}) {
  const data = aStoreOfData();
  const event = anEvent();
  const key = `attachments/${event.eventId}/0`;
  const file = {
    filename: '../../etc/offer.pdf',
    contentType: 'application/pdf',
    size: 3,
    sha256: 'f'.repeat(64),
    inline: false,
    key,
    verdict: 'clean',
    reasons: [],
  } as const;
  const pk = `EVENT#${event.eventId}`;
  data.put('mail', `events/${event.eventId}.json`, JSON.stringify({ ...event, attachments: [file] }));
  data.put('mail', 'inbound/m1', 'the raw mail');
  data.put('attachments', key, 'pdf');
  data.put('mail', 'inbound/m2', `From: ${ada}`);
  data.put('mail', 'receipts/m2.json', '{"receipt":true}');
  const steps = { contact: { state: 'done', at, id: '51' }, files: { state: 'done', at, id: '7;8' } };
  const mail = {
    mailId: 'm1',
    objectKey: 'inbound/m1',
    receivedAt: at,
    state: 'parsed',
    recipients: [],
    eventId: event.eventId,
  };
  data.tables.ledger.push(
    { pk: 'MAIL#m1', sk: 'MAIL', ...mail },
    { pk, sk: 'EVENT', mails: new Set(['m1']) },
    {
      pk,
      sk: 'DELIVERY#sales',
      ...aDelivery(event),
      fate: 'delivered',
      recipients: new Set(['x']),
      attempts: 0,
      fence: 0,
      steps,
    },
  );
  const consent: ExportPorts['consent'] = {
    readWithHold: async () => ({ record: { version: 3 }, memberships: { version: 0, entries: [] } }) as never,
    history: async () => [{ changeId: 'chg_1' }] as never,
    progress: async () => [{ target: 'main' }] as never,
  };
  const findings = await findSubject(data, { address: ada, tenant: 'acme', connections: ['main'], subjectFor });
  const request = {
    address: ada,
    tenant: 'acme',
    subject: 'hash',
    connectionOf: new Map([['sales', 'main']]),
    madeAt,
    isMasked,
  };
  const files = new Map<string, string>();
  for await (const { path, content } of exportEntries({ ...data, consent }, request, findings))
    files.set(
      path,
      typeof content === 'string'
        ? content
        : Buffer.concat(content instanceof Uint8Array ? [content] : await Array.fromAsync(content)).toString(),
    );
  return { files, index: JSON.parse(files.get('index.json')!) as ExportIndex };
}

describe('an export', () => {
  it('has every mail with its files, what could not be read, consent, traces, an index and a page', async () => {
    const { files } = await exported();
    const mail = 'mails/00001-2026-11-20';

    expect([...files.keys()]).toEqual([
      `${mail}/event.json`,
      `${mail}/deliveries.json`,
      `${mail}/receipt.json`,
      `${mail}/mail.eml`,
      `${mail}/attachments/1-_._.._etc_offer.pdf`.replace('_._.._', '__.._'),
      'unread/m2/receipt.json',
      'unread/m2/mail.eml',
      'consent.json',
      'traces.json',
      'index.json',
      'README.txt',
    ]);
    expect(files.get(`${mail}/mail.eml`)).toBe('the raw mail');
    expect(files.get('unread/m2/mail.eml')).toBe(`From: ${ada}`);
    expect(JSON.parse(files.get('consent.json')!)).toMatchObject({
      history: [{ changeId: 'chg_1' }],
      targets: [{ target: 'main' }],
    });
    expect(JSON.parse(files.get('traces.json')!)).toHaveLength(3);
  });

  it('has an index that names each file of the archive once, and each record at other systems', async () => {
    const { files, index } = await exported();
    const listed = index.mails.flatMap((mail) => mail.files);

    expect([...listed, 'consent.json', 'traces.json', 'index.json', 'README.txt']).toEqual([...files.keys()]);
    expect(index).toMatchObject({
      schema: 'postern.subject-export/1',
      address: ada,
      tenant: 'acme',
      names: ['Ada Lovelace'],
    });
    expect(index.records.map(({ connection, step, id }) => `${connection} ${step} ${id}`)).toEqual([
      'main contact 51',
      'main files 7',
      'main files 8',
    ]);
    expect(index.mails.map(({ eventId, role }) => [eventId?.slice(0, 4), role])).toEqual([
      ['evt_', 'author'],
      [undefined, undefined],
    ]);
  });

  it('has a page that a person understands', async () => {
    const { index, files } = await exported();

    expect(files.get('README.txt')).toBe(readMe(index));
    expect(readMe(index)).toContain(`Everything that is stored about ${ada}`);
    expect(readMe(index)).toContain('2 mails, 1 of them written by this address');
    expect(readMe(index)).toContain('main: contact 51');
    expect(readMe({ ...index, records: [] })).toContain('Nothing was written to another system.');
  });

  it.each([
    ['../../etc/passwd', '__.._etc_passwd'],
    ['.profile', '_profile'],
    ['a/b\\c:d*e', 'a_b_c_d_e'],
    ['', 'file'],
    [undefined, 'file'],
    ['Grüße 1.pdf', 'Grüße 1.pdf'],
    [`${'x'.repeat(200)}.pdf`, `${'x'.repeat(96)}.pdf`],
  ])('gives the file %j a harmless name', (name, safe) => {
    expect(safeName(name)).toBe(safe);
  });

  it('names an integration that is configured no more in place of its connection', () => {
    const delivery = {
      ...aDelivery(anEvent()),
      steps: { contact: { state: 'done', at, id: '5' } },
      attempts: 0,
      fence: 0,
    } as const;

    expect(recordsOf(delivery, new Map())).toEqual([{ connection: 'sales', step: 'contact', id: '5' }]);
  });
});

describe('a masked export', () => {
  const masked = () => runMasked(() => exported({ isMasked: true }));

  it('has ids, times, kinds, verdicts and consent, and no mail, file or row', async () => {
    const { files, index } = await masked();
    const event = anEvent();

    expect([...files.keys()]).toEqual([
      'mails/00001-2026-11-20/event.json',
      'mails/00001-2026-11-20/deliveries.json',
      'mails/00001-2026-11-20/receipt.json',
      'consent.json',
      'traces.json',
      'index.json',
      'README.txt',
    ]);
    expect(index).toMatchObject({ masked: true, address: 'a***@customer.example', names: [] });
    expect(JSON.parse(files.get('mails/00001-2026-11-20/event.json')!)).toMatchObject({
      eventId: event.eventId,
      attachments: [{ contentType: 'application/pdf', size: 3, verdict: 'clean' }],
    });
  });

  it('holds no address, name, subject or word of the mail, and no name of a file', async () => {
    const { files } = await masked();
    const { message, body } = anEvent();
    const all = [...files.values()].join('\n');

    for (const word of [ada, message.subject, message.from?.name, body.text, 'offer.pdf', 'the raw mail'])
      if (word !== undefined) expect(all).not.toContain(word);
    expect(files.get('README.txt')).toContain('masked');
  });
});
