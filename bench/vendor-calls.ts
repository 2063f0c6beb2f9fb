import { knownFrom } from '../lambdas/domain/delivery/known-person.ts';
import { subjects } from '../test/crm/contract/subjects.ts';
import { walk } from '../test/crm/contract/walk.ts';
import { anEvent } from '../test/helpers/builders.ts';
import { memoryRecords } from '../test/helpers/memory-ledger.ts';

/** Counts the calls to each CRM's stand-in for one mail. */
export async function benchVendorCalls(say: (line?: string) => void): Promise<void> {
  say('### Calls to the CRM per mail');
  say(
    'of a sender of a new company, of somebody new of a known company, and of somebody known, by the stand-ins; in a backlog a function works on ten conversations at once',
  );
  say();
  say('| CRM | first mail | new person, known company | reply | first mail, ten at once | reply, ten at once |');
  say('|---|---|---|---|---|---|');
  for (const [vendor, start] of subjects.filter(([name]) => name !== 'template')) {
    const subject = await start();
    const adapter = await subject.adapter();
    const records = memoryRecords();
    const { now, passes } = subject;
    const mail = (nth: number, address: string) =>
      anEvent({ messageId: `${nth}@x.example`, from: { address }, text: `${nth}` });
    const callsOf = async (work: () => Promise<unknown>): Promise<number> => {
      const before = subject.calls.length;
      await work();
      return subject.calls.length - before;
    };
    // An adapter asks for the settings of the account once; they are not counted.
    await walk(mail(0, 'somebody@gmail.com'), { adapter, records, now, passes });
    let known: ReturnType<typeof knownFrom>;
    const first = await callsOf(async () => {
      const walked = await walk(mail(1, 'ada@customer.example'), { adapter, records, now, passes });
      known = walked.kind === 'written' ? knownFrom(walked.steps, now().toISOString()) : undefined;
    });
    const colleague = await callsOf(() => walk(mail(2, 'grace@customer.example'), { adapter, records, now, passes }));
    const reply = await callsOf(() =>
      walk(mail(3, 'ada@customer.example'), { adapter, records, now, passes, known: known! }),
    );
    const ten = Array.from({ length: 10 }, (_, nth) => nth);
    const people = new Map<number, NonNullable<typeof known>>();
    const firsts = await callsOf(() =>
      Promise.all(
        ten.map(async (nth) => {
          const event = mail(10 + nth, `p${nth}@company${nth}.example`);
          const walked = await walk(event, { adapter, records, now, passes });
          const learned = walked.kind === 'written' ? knownFrom(walked.steps, now().toISOString()) : undefined;
          if (learned !== undefined) people.set(nth, learned);
        }),
      ),
    );
    const replies = await callsOf(() =>
      Promise.all(
        ten.map((nth) =>
          walk(mail(20 + nth, `p${nth}@company${nth}.example`), {
            adapter,
            records,
            now,
            passes,
            known: people.get(nth)!,
          }),
        ),
      ),
    );
    say(
      `| ${vendor} | ${first} | ${colleague} | ${reply} | ${(firsts / ten.length).toFixed(1)} | ${(replies / ten.length).toFixed(1)} |`,
    );
    await subject.stop();
  }
  say();
}
