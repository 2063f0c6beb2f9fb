import { anEvent } from '../../helpers/builders.ts';
import { memoryRecords } from '../../helpers/memory-ledger.ts';
import { type Subject, subjects } from './subjects.ts';
import { type WalkOptions, walk } from './walk.ts';

// After a restore the ledger may lack deliveries whose records are at the CRM: nothing may be made twice.

const file = {
  filename: 'offer.pdf',
  key: 'attachments/evt_1/0',
  contentType: 'application/pdf',
  size: 10,
  sha256: 'a'.repeat(64),
  inline: false,
  verdict: 'clean' as const,
  reasons: [],
};
const mail = {
  ...anEvent({ messageId: 'm1@customer.example', subject: 'Mail 1', text: 'Text 1\n' }),
  attachments: [file],
};
const integration = { deals: 'thread', files: { maxFileMiB: 1 } } as const;
const task = { title: 'Call back', inDays: 1 };

/** Where our key is unique, a repeated write makes nothing. */
const uniqueActivities = ['hubspot', 'salesforce'];

describe.each(subjects)('%s', (vendor, start) => {
  let subject: Subject;
  beforeEach(async () => {
    subject = await start();
  });
  afterEach(() => subject.stop());

  /** Delivers the mail under a ledger that knows nothing. */
  const deliver = async (options: Partial<WalkOptions> = {}) =>
    walk(mail, {
      adapter: await subject.adapter(),
      records: memoryRecords(),
      now: subject.now,
      passes: subject.passes,
      integration,
      task,
      ...options,
    });
  const made = () => ({ ...subject.seen(), tasks: subject.tasks(), files: subject.files?.() });

  it.each([0, 60_000])(
    'makes nothing twice when the ledger is restored from before the mail, %i ms after its write',
    async (passedMs) => {
      await deliver();
      const before = made();
      await subject.passes(passedMs);

      const again = await deliver({ restoredUntil: subject.now() });

      expect(again.kind).toBe('written');
      expect(made()).toEqual(before);
      expect(before.activities).toEqual(['Mail 1']);
      expect(before.tasks).not.toEqual([]);
    },
  );

  it('would make the activity twice if nobody said that the ledger is restored, unless its key is unique', async () => {
    await deliver();
    await subject.passes(60_000);

    await deliver();

    expect(made().activities).toHaveLength(uniqueActivities.includes(vendor) ? 1 : 2);
  });
});
