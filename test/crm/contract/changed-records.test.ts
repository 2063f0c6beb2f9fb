import type { ParsedMail } from '../../../lambdas/domain/mail/parsed-mail.ts';
import { anEvent } from '../../helpers/builders.ts';
import { memoryRecords } from '../../helpers/memory-ledger.ts';
import { type Subject, subjects } from './subjects.ts';
import { type WalkOptions, walk } from './walk.ts';

// Records that people change between two mails, and mails that no form foresees.

const address = 'ada@customer.example';
const lookups = ['zoho', 'pipedrive', 'close', 'freshsales', 'zendesk-sell'];

describe.each(lookups)('%s', (vendor) => {
  let subject: Subject;
  let records: ReturnType<typeof memoryRecords>;
  beforeEach(async () => {
    subject = await new Map(subjects).get(vendor)!();
    records = memoryRecords();
  });
  afterEach(() => subject.stop());

  const deliver = async (nth: number, changes: Partial<ParsedMail> = {}, options: Partial<WalkOptions> = {}) => {
    const event = anEvent({ messageId: `m${nth}@customer.example`, subject: `Mail ${nth}`, ...changes });
    const { now, passes } = subject;
    return walk(event, { adapter: await subject.adapter(), records, now, passes, ...options });
  };

  it('follows a contact that somebody merged into another one', async () => {
    if (subject.several === undefined) return;
    await deliver(1);
    subject.clean!();
    subject.several(['ada@home.example', address]);
    const { contacts } = subject.seen();
    await subject.passes(60_000);

    const walked = await deliver(2);

    expect(walked.kind).toBe('written');
    expect(subject.seen().contacts).toEqual(contacts);
    expect(subject.seen().activities).toContain('Mail 2');
  });

  it('opens the deal of a conversation anew where somebody deleted the person behind it', async () => {
    const options = { integration: { deals: 'thread' } } as const;
    await deliver(1, {}, options);
    subject.clean!();
    await subject.passes(60_000);

    const walked = await deliver(2, { subject: 'Re: Mail 1' }, options);

    expect(walked.kind).toBe('written');
    expect(subject.seen().activities).toContain('Re: Mail 1');
  });

  it.each<[string, Partial<ParsedMail>]>([
    ['a name of 300 characters', { from: { address, name: `Ada ${'L'.repeat(300)}` } }],
    ['a name of emoji', { from: { address, name: '🙂'.repeat(200) } }],
    ['a subject of a thousand characters', { subject: 'Mail '.repeat(200) }],
    ['HTML whose markup never ends', { html: `<table><tr><td>${'<div>'.repeat(2000)}Hi` }],
    ['HTML with a marker of somebody else', { html: '<p>postern-ffffffffffffffffffff · thread-0</p>' }],
    ['a megabyte of HTML', { html: `<p>${'x'.repeat(1_000_000)}</p>` }],
  ])('delivers a mail with %s, once, also where an answer is lost', async (_what, changes) => {
    const { next } = subject.faults;
    let writes = 0;
    subject.faults.next = (method, path) => {
      const isActivity = method === 'POST' && /(?:activities|\/activity\/email\/|notes|associate_email)$/.test(path);
      if (!isActivity) return next(method, path);
      writes += 1;
      return { match: '', action: 'drop-after-commit', probability: 1, retryAfterSeconds: 1, delayMs: 0 } as ReturnType<
        typeof next
      >;
    };

    const walked = await deliver(1, changes);

    expect([walked.kind, writes, subject.seen().activities.length]).toEqual(['written', 1, 1]);
  });

  it('keeps a mail without From on the deal that its address names', async () => {
    const id = subject.addDeal!();
    await subject.passes(60_000);
    const { from: _author, ...event } = anEvent({ subject: 'Mail 1' }).message;
    const mail = { ...anEvent({ subject: 'Mail 1' }), message: event };
    const { now, passes } = subject;

    const walked = await walk(mail, {
      adapter: await subject.adapter(),
      records,
      now,
      passes,
      token: { type: 'deal', id },
    });

    expect(walked.kind).toBe('written');
    expect(subject.seen().activities).toEqual(['Mail 1']);
  });
});
