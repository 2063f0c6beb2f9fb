import { noParentCode } from '../../../lambdas/domain/crm/outcome.ts';
import { knownFrom } from '../../../lambdas/domain/delivery/known-person.ts';
import type { ParsedMail } from '../../../lambdas/domain/mail/parsed-mail.ts';
import type { ResolvedMapping } from '../../../lambdas/domain/mapping/mapping.ts';
import { anEvent } from '../../helpers/builders.ts';
import { memoryRecords } from '../../helpers/memory-ledger.ts';
import { type Subject, subjects, takesNewest, users } from './subjects.ts';
import { type Walked, type WalkOptions, walk } from './walk.ts';

// Every adapter's treatment of a mail with a From that is proven false: it is logged on records that are there, and neither
// makes nor changes any.

/** Vendors that keep an activity which belongs to no record. */
const keepsAlone = ['hubspot', 'salesforce', 'pipedrive'];

const mail = (nth: number, changes: Partial<ParsedMail> = {}) =>
  anEvent({ messageId: `m${nth}@customer.example`, subject: `Mail ${nth}`, text: `Text ${nth}\n`, ...changes });

const falseMail = (nth: number, changes: Partial<ParsedMail> = {}) => ({
  ...mail(nth, { from: { name: 'Eve Evil', address: 'ada@customer.example' }, ...changes }),
  authentication: { dmarc: 'fail' as const },
});

describe.each(subjects)('a mail with a From that is proven false, at %s', (vendor, start) => {
  let subject: Subject;
  let records: ReturnType<typeof memoryRecords>;
  beforeEach(async () => {
    subject = await start();
    records = memoryRecords();
  });
  afterEach(() => subject.stop());

  const deliver = async (event: ReturnType<typeof mail>, options: Partial<WalkOptions> = {}): Promise<Walked> =>
    walk(event, { adapter: await subject.adapter(), records, now: subject.now, passes: subject.passes, ...options });
  const onlyRecords = { contacts: ['ada@customer.example'], companies: ['customer.example'], deals: [] };
  const nobody = { contacts: [], companies: [], deals: [] };
  const fieldsOf = ({ ownField, standard }: Subject): ResolvedMapping => ({
    name: 'own@1',
    owner: 'RevOps',
    fields: [
      { target: ownField.target, value: 'EVIL', transform: [] },
      { target: standard.phone, value: '+49 666', transform: [], onlyIfEmpty: true },
    ],
  });
  const idOf = (walked: Walked, step: 'contact' | 'deal' | 'activity') =>
    walked.kind === 'written' ? walked.steps[step]?.id : walked.failure;

  it.each([
    ['that the ledger remembers', true],
    ['that the CRM is asked for', false],
  ])('logs the mail on the contact %s, and changes nothing of the contact', async (_whose, isRemembered) => {
    const adapter = await subject.adapter();
    const first = await deliver(mail(1), { adapter });
    await subject.passes(60_000);
    const before = subject.standard.held();
    const known = first.kind === 'written' ? knownFrom(first.steps, '2026-11-20T09:00:00.000Z') : undefined;

    const calls = subject.calls.length;

    const walked = await deliver(falseMail(2), {
      adapter,
      mapping: fieldsOf(subject),
      ...(isRemembered ? { known: known! } : { records: memoryRecords() }),
    });

    if (isRemembered) expect(subject.calls.slice(calls)).toHaveLength(adapter.calls.known);
    else expect(idOf(walked, 'contact')).toBe(idOf(first, 'contact'));
    expect(idOf(walked, 'activity')).toEqual(expect.any(String));
    expect(subject.seen()).toEqual({ ...onlyRecords, activities: ['Mail 1', 'Mail 2'] });
    expect(subject.standard.held()).toBe(before);
  });

  it('makes no contact, no company and no deal, and is rejected where the CRM keeps no mail without one', async () => {
    const walked = await deliver(falseMail(1), { integration: { deals: 'thread' }, mapping: fieldsOf(subject) });

    if (keepsAlone.includes(vendor)) {
      expect(walked.kind).toBe('written');
      expect(subject.seen()).toEqual({ ...nobody, activities: ['Mail 1'] });
    } else {
      expect(walked).toMatchObject({ kind: 'failed', failure: { kind: 'rejected', code: noParentCode } });
      expect(subject.seen()).toEqual({ ...nobody, activities: [] });
    }
  });

  it('leaves contact and company to the first mail that is believed', async () => {
    await deliver(falseMail(1));
    await deliver(mail(2));

    expect(subject.seen()).toMatchObject(onlyRecords);
    expect(subject.seen().activities).toContain('Mail 2');
  });

  it('logs the mail on the deal that its address names', async () => {
    if (subject.addDeal === undefined) return;
    const id = subject.addDeal();
    await subject.passes(60_000);

    const walked = await deliver(falseMail(1), { token: { type: 'deal', id } });

    expect([idOf(walked, 'deal'), idOf(walked, 'contact')]).toEqual([id, undefined]);
    expect(subject.seen()).toEqual({ contacts: [], companies: [], deals: ['A deal'], activities: ['Mail 1'] });
  });

  it('logs the mail on the deal of its conversation, under whichever name it comes', async () => {
    if (subject.addDeal === undefined) return;
    const deals = { integration: { deals: 'thread' as const, ownerField: subject.owner.field } };
    const first = await deliver(mail(1), deals);
    const before = subject.standard.held();
    const [user] = users(vendor);

    const walked = await deliver(falseMail(2, { subject: 'Re: Mail 1', from: { address: 'eve@other.example' } }), {
      ...deals,
      mapping: {
        name: 'own@1',
        owner: 'RevOps',
        fields: [{ target: subject.standard.stage[0], value: 'evil', transform: [], onlyIfEmpty: true }],
      },
      contactFields: { [subject.owner.field]: user },
    });

    expect(idOf(walked, 'deal')).toBe(idOf(first, 'deal'));
    expect(subject.seen()).toEqual({ ...onlyRecords, deals: ['Mail 1'], activities: ['Mail 1', 'Re: Mail 1'] });
    expect(subject.standard.held()).toBe(before);
  });

  it('takes no more calls than a mail of a new sender', async () => {
    const adapter = await subject.adapter();
    await deliver(mail(0, { from: { address: 'grace@gmail.com' } }), { adapter });
    const before = subject.calls.length;

    await deliver(falseMail(1), { adapter });

    expect(subject.calls.length - before).toBeLessThanOrEqual(adapter.calls.unknown);
  });

  it('makes nothing twice when any one of its calls ends badly', async () => {
    const prepare = async () => {
      await deliver(mail(0));
      await subject.passes(60_000);
    };
    await prepare();
    const before = subject.calls.length;
    await deliver(falseMail(1), { records: memoryRecords() });
    const count = subject.calls.length - before;
    for (const action of ['drop-after-commit', 'drop-before', '500', '429'])
      for (let nth = 0; nth < count; nth += 1) {
        await subject.stop();
        subject = await start();
        records = memoryRecords();
        await prepare();
        let seen = 0;
        const { next } = subject.faults;
        subject.faults.next = (method, path) => {
          seen += 1;
          if (seen - 1 !== nth) return next(method, path);
          return { match: '', action, probability: 1, retryAfterSeconds: 1, delayMs: 0 } as ReturnType<typeof next>;
        };

        const walked = await deliver(falseMail(1), { records: memoryRecords() });

        expect([action, nth, walked.kind]).toEqual([action, nth, 'written']);
        expect([action, nth, subject.seen()]).toEqual([
          action,
          nth,
          { ...onlyRecords, activities: ['Mail 0', 'Mail 1'] },
        ]);
      }
  }, 30_000);

  it('asks a person when several contacts have the address, or takes the newest where that is usual', async () => {
    if (subject.twin === undefined) return;
    for (let nth = 0; nth < 2; nth += 1) subject.twin('ada@customer.example');
    await subject.passes(60_000);

    expect(await deliver(falseMail(1))).toMatchObject(
      takesNewest.includes(vendor) ? { kind: 'written' } : { kind: 'failed', failure: { kind: 'ambiguous' } },
    );
  });
});
