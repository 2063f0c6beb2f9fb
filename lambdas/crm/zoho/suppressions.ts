import * as z from 'zod/mini';
import { type Outcome, ok } from '../../domain/crm/outcome.ts';
import type { SuppressionTarget } from '../../domain/crm/suppression-target.ts';
import type { CrmHttp } from '../http.ts';
import { absentPerson, readBackProof } from '../suppression-proofs.ts';
import { asFailure } from '../vendor-call.ts';
import { query, quoted, writeRecord } from './api.ts';

const personWithBox = z.object({ id: z.string(), Email_Opt_Out: z.nullish(z.boolean()) });
type Person = z.infer<typeof personWithBox>;
type Module = 'Contacts' | 'Leads';

/**
 * The box *Email Opt Out* of contacts and leads, read back. It is only ever ticked: a box that somebody ticked at Zoho
 * must not be lost because the person came back elsewhere.
 */
export const createZohoSuppressions = (http: CrmHttp): SuppressionTarget => ({
  async write({ address, suppressed }) {
    let count = 0;
    for (const module of ['Contacts', 'Leads'] as const) {
      const people = await peopleOf(http, module, address);
      if (people.kind !== 'ok') return people;
      count += people.value.length;
      if (!suppressed.includes('marketing')) continue;
      const ticked = await tick(http, module, people.value.filter(isOpen));
      if (ticked.kind !== 'ok') return ticked;
      const readBack = await peopleOf(http, module, address);
      if (readBack.kind !== 'ok') return readBack;
      if (readBack.value.some(isOpen)) return { kind: 'unknown' };
    }
    return count === 0 ? absentPerson('no such person') : readBackProof(`${count} people hold it`);
  },
});

const peopleOf = (http: CrmHttp, module: Module, address: string) =>
  query(http, `select id, Email_Opt_Out from ${module} where Email = ${quoted(address)} limit 200`, personWithBox);

const isOpen = ({ Email_Opt_Out: isTicked }: Person): boolean => isTicked !== true;

async function tick(http: CrmHttp, module: Module, people: readonly Person[]): Promise<Outcome<undefined>> {
  for (const { id } of people) {
    const answer = await writeRecord(http, 'PUT', `/${module}`, { data: [{ id, Email_Opt_Out: true }] });
    if (answer.kind !== 'ok') return asFailure(answer);
  }
  return ok(undefined);
}
