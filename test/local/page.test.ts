import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { MailRecord } from '../../lambdas/domain/delivery/ledger.ts';
import type { MailList } from '../../local/mail-stories.ts';
import { mailPage, overviewPage } from '../../local/page.ts';
import { createHubspotStore, type HubspotStore } from '../../local/sandbox-crm/hubspot/store.ts';
import { anEvent } from '../helpers/builders.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

const record = (mailId: string, more: Partial<MailRecord> = {}): MailRecord => ({
  mailId,
  objectKey: `inbound/${mailId}`,
  receivedAt: '2026-11-20T12:00:01.000Z',
  state: 'parsed',
  recipients: [],
  ...more,
});
const unread = (mailId: string, size: number) => ({
  objectKey: `inbound/${mailId}`,
  storedAt: '2026-11-20T12:00:02.000Z',
  size,
});

describe('overviewPage', () => {
  const folder = temporaryFolder();
  let crm: HubspotStore;

  beforeAll(() => {
    crm = createHubspotStore(join(folder, 'crm.sqlite'));
  });

  afterAll(() => {
    crm.close();
    rmSync(folder, { recursive: true });
  });

  /** Text of the mails' rows, without markup. */
  const rowsOf = (list: MailList): string[] =>
    (/<table id="mails">.*?<\/table>/s.exec(overviewPage(list, crm, 2525))?.[0] ?? '')
      .split('<tr')
      .slice(2)
      .map((row) =>
        row
          .replace(/^[^>]*>/, '')
          .replaceAll(/<[^>]+>/g, ' ')
          .replaceAll(/\s+/g, ' ')
          .trim(),
      );

  it('says how to send mail only when there is none', () => {
    expect(overviewPage({ entries: [], total: 0 }, crm, 2525)).toContain('No mail yet');
    expect(overviewPage({ entries: [unread('a', 1)], total: 1 }, crm, 2525)).not.toContain('No mail yet');
    expect(overviewPage({ entries: [{ mail: record('a'), deliveries: [] }], total: 1 }, crm, 2525)).not.toContain(
      'No mail yet',
    );
  });

  it.each([
    [0, '0 bytes'],
    [1023, '1023 bytes'],
    [1024, '1.0 KB'],
    [1_572_864, '1.5 MB'],
  ])('shows a mail of %i bytes that nobody has read, with its time and size', (size, shown) => {
    expect(rowsOf({ entries: [unread('a', size)], total: 1 })).toEqual([
      `12:00:02 received, not read yet, ${shown} pending`,
    ]);
  });

  it('shows a mail without recipients by its state', () => {
    const entries = [
      { mail: record('a', { state: 'quarantined' }), deliveries: [] },
      { mail: record('b'), deliveries: [] },
    ];

    expect(rowsOf({ entries, total: 2 })).toEqual([
      '12:00:01 (no subject) (none) (none) quarantined',
      '12:00:01 (no subject) (none) (none) unrouted',
    ]);
  });

  it('shows a forwarding confirmation with its link and code', () => {
    const event = anEvent({
      from: { address: 'forwarding-noreply@google.com' },
      subject: '(#123456789) Gmail Forwarding Confirmation',
      text: 'lea@gmail.com asks: https://mail.google.com/mail/vf-abc\n',
    });
    const page = overviewPage({ entries: [{ mail: record('a'), deliveries: [], event }], total: 1 }, crm, 2525);

    expect(page).toContain('gmail asks whether lea@gmail.com may forward to sales@inbound.localhost.');
    expect(page).toContain('<a href="https://mail.google.com/mail/vf-abc" rel="noreferrer">');
    expect(page).toContain('<code>123456789</code>');
    expect(mailPage({ mail: record('a'), deliveries: [], event })).toContain('vf-abc');
  });

  it('keeps the order and the total, and counts what is unread', () => {
    const entries = [unread('new', 10), { mail: record('old'), deliveries: [] }];
    const markup = overviewPage({ entries, total: 4711 }, crm, 2525);

    expect(rowsOf({ entries, total: 4711 }).map((row) => row.slice(0, 8))).toEqual(['12:00:02', '12:00:01']);
    expect(markup).toContain('Mails: 4711; shown are the newest 2. Received and not read yet: 1 of them');
  });

  it('shows a hostile object key as text', () => {
    expect(overviewPage({ entries: [unread('"><script>', 1)], total: 1 }, crm, 2525)).not.toContain('<script>');
  });
});
