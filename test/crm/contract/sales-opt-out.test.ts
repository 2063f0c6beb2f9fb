import { anEvent } from '../../helpers/builders.ts';
import { memoryRecords } from '../../helpers/memory-ledger.ts';
import { aSuppression } from '../a-suppression.ts';
import { type Subject, subjects } from './subjects.ts';
import { walk } from './walk.ts';

// A no to what was offered, however polite, ends sales mail alone. Each CRM that has a place for it shows it, and no proof says
// more than the CRM shows.

const address = 'ada@customer.example';
/** CRMs that keep opt-outs of people in a place of their own; whether they have one for a no to sales. */
const keeps: Readonly<Record<string, boolean>> = {
  salesforce: true,
  zoho: true,
  close: true,
  freshsales: true,
  pipedrive: false,
};

describe.each(Object.entries(keeps))('a no to sales at %s', (vendor, keepsSales) => {
  let subject: Subject;
  beforeEach(async () => {
    subject = await new Map(subjects).get(vendor)!();
    const adapter = await subject.adapter();
    const { now, passes } = subject;
    await walk(anEvent({ from: { address } }), { adapter, records: memoryRecords(), now, passes });
    await passes(60_000);
  });
  afterEach(() => subject.stop());

  const write = async (suppressed: Parameters<typeof aSuppression>[0], settings?: Parameters<Subject['adapter']>[0]) =>
    (await subject.adapter(settings)).suppressions!.write(aSuppression({ address, ...suppressed }));

  it(`is ${keepsSales ? 'kept, and read back' : 'not kept, and said so'}`, async () => {
    const end = await write({ suppressed: ['sales'] });

    expect(end).toMatchObject({ kind: 'ok', value: { by: keepsSales ? 'read-back' : 'not-kept-here' } });
    expect(subject.isSuppressed!(address)).toBe(keepsSales);
  });

  it('is left to other systems where the connection says so, and a no to marketing is not', async () => {
    // Salesforce keeps the purposes apart, and takes no such setting.
    if (!keepsSales || vendor === 'salesforce') return;
    const leave = { salesOptOut: 'leave' } as const;

    const end = await write({ suppressed: ['sales'] }, leave);
    expect(end).toMatchObject({ kind: 'ok', value: { by: 'not-kept-here' } });
    expect(subject.isSuppressed!(address)).toBe(false);

    await write({ suppressed: ['marketing', 'sales'], version: 2 }, leave);
    expect(subject.isSuppressed!(address)).toBe(true);
  });

  it('leaves the mark of an opt-out when the person comes back, and claims nothing else', async () => {
    await write({ suppressed: ['marketing', 'sales'] });
    const end = await write({ suppressed: [], version: 2 });

    expect(end).toMatchObject({ kind: 'ok', how: 'unchanged', value: { by: 'not-kept-here' } });
    expect(subject.isSuppressed!(address)).toBe(true);
  });

  it('marks nobody who only gets no legal mail', async () => {
    expect(await write({ suppressed: ['legal'] })).toMatchObject({ how: 'unchanged' });
    expect(subject.isSuppressed!(address)).toBe(false);
  });
});
