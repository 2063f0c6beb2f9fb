import type { Integration } from '../lambdas/domain/configuration/integration.ts';
import type { Connection } from '../lambdas/domain/crm/connection.ts';
import { knownFrom } from '../lambdas/domain/delivery/known-person.ts';
import { subjects } from '../test/crm/contract/subjects.ts';
import { walk } from '../test/crm/contract/walk.ts';
import { anEvent } from '../test/helpers/builders.ts';
import { memoryRecords } from '../test/helpers/memory-ledger.ts';

const salesforce = new Map(subjects).get('salesforce')!;
const zoho = new Map(subjects).get('zoho')!;

/** Each CRM as it is, and settings that change the calls. */
const measured: ReadonlyArray<
  readonly [
    label: string,
    start: typeof salesforce,
    integration: Partial<Integration>,
    connection?: Partial<Connection>,
  ]
> = [
  ...subjects.flatMap(([name, start]) => (name === 'template' ? [] : [[name, start, {}] as const])),
  ['salesforce, `person: lead`', salesforce, { person: 'lead' }],
  ['salesforce, `relations: all`', salesforce, { relations: 'all' }],
  ['zoho, `companyByColleagues: true`', zoho, {}, { companyByColleagues: true }],
];

/** Counts the calls to each CRM's stand-in for one mail. */
export async function benchVendorCalls(printLine: (line?: string) => void): Promise<void> {
  printLine('### Calls to the CRM per mail');
  printLine(
    'for a sender of a new company, a new person of a known company, and a known person, counted by the emulated CRMs; in a backlog a function delivers ten conversations at once',
  );
  printLine();
  printLine('| CRM | first mail | new person, known company | reply | first mail, ten at once | reply, ten at once |');
  printLine('|---|---|---|---|---|---|');
  for (const [label, start, integration, connection] of measured) {
    const subject = await start();
    const adapter = await subject.adapter(connection);
    const records = memoryRecords();
    const { now, passes } = subject;
    const mail = (index: number, address: string) =>
      anEvent({ messageId: `${index}@x.example`, from: { address }, text: `${index}` });
    const callsOf = async (work: () => Promise<unknown>): Promise<number> => {
      const before = subject.calls.length;
      await work();
      return subject.calls.length - before;
    };
    // An adapter asks for the settings of the account once; they are not counted.
    await walk(mail(0, 'somebody@gmail.com'), { adapter, records, now, passes, integration });
    let known: ReturnType<typeof knownFrom>;
    const first = await callsOf(async () => {
      const delivery = await walk(mail(1, 'ada@customer.example'), { adapter, records, now, passes, integration });
      known = delivery.kind === 'written' ? knownFrom(delivery.steps, now().toISOString()) : undefined;
    });
    const colleague = await callsOf(() =>
      walk(mail(2, 'grace@customer.example'), { adapter, records, now, passes, integration }),
    );
    const reply = await callsOf(() =>
      walk(mail(3, 'ada@customer.example'), { adapter, records, now, passes, integration, known: known! }),
    );
    const ten = Array.from({ length: 10 }, (_, index) => index);
    const people = new Map<number, NonNullable<typeof known>>();
    const firsts = await callsOf(() =>
      Promise.all(
        ten.map(async (index) => {
          const event = mail(10 + index, `p${index}@company${index}.example`);
          const delivery = await walk(event, { adapter, records, now, passes, integration });
          const person = delivery.kind === 'written' ? knownFrom(delivery.steps, now().toISOString()) : undefined;
          if (person !== undefined) people.set(index, person);
        }),
      ),
    );
    const replies = await callsOf(() =>
      Promise.all(
        ten.map((index) =>
          walk(mail(20 + index, `p${index}@company${index}.example`), {
            adapter,
            records,
            now,
            passes,
            integration,
            known: people.get(index)!,
          }),
        ),
      ),
    );
    printLine(
      `| ${label} | ${first} | ${colleague} | ${reply} | ${(firsts / ten.length).toFixed(1)} | ${(replies / ten.length).toFixed(1)} |`,
    );
    await subject.stop();
  }
  printLine();
}
