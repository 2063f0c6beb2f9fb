import * as z from 'zod/mini';
import { type Outcome, ok } from '../../domain/crm/outcome.ts';
import type { SuppressionTarget } from '../../domain/crm/suppression-target.ts';
import type { CrmHttp } from '../http.ts';
import { absentPerson, readBackProof, type SalesOptOut, unlessTicked } from '../suppression-proofs.ts';
import { asFailure } from '../vendor-call.ts';
import { hasAddress, query, writeRecord } from './api.ts';

const personWithBox = z.object({ id: z.string(), Email_Opt_Out: z.nullish(z.boolean()) });
type Person = z.infer<typeof personWithBox>;
const modules = ['Contacts', 'Leads'] as const;
type Module = (typeof modules)[number];

/**
 * The box *Email Opt Out* of contacts and leads, read back. Whoever has it gets no more mail from the Zoho account, so a
 * no to marketing and a no to sales both tick it. It is only ever ticked: a box that somebody ticked at Zoho must not be
 * lost because the person came back elsewhere.
 *
 * @see https://help.zoho.com/portal/en/kb/crm/customize-crm-account/customizing-fields/articles/standard-modules-fields
 */
export const createZohoSuppressions = (http: CrmHttp, salesOptOut: SalesOptOut): SuppressionTarget => ({
  async write({ address, suppressed }) {
    const nothing = unlessTicked(suppressed, salesOptOut, 'the box is only ever ticked');
    if (nothing !== undefined) return nothing;
    let count = 0;
    for (const module of modules) {
      const people = await peopleOf(http, module, address);
      if (people.kind !== 'ok') return people;
      count += people.value.length;
      const open = people.value.filter(isOpen);
      if (open.length === 0) continue;
      const ticked = await tick(http, module, open);
      if (ticked.kind !== 'ok') return ticked;
      const readBack = await peopleOf(http, module, address);
      if (readBack.kind !== 'ok') return readBack;
      if (readBack.value.length < people.value.length || readBack.value.some(isOpen)) return { kind: 'unknown' };
    }
    return count === 0 ? absentPerson('no such person') : readBackProof(`${count} people hold it`);
  },
});

/** By either of their addresses: the box is the person's. */
const peopleOf = (http: CrmHttp, module: Module, address: string) =>
  query(http, `select id, Email_Opt_Out from ${module} where ${hasAddress(address)} limit 200`, personWithBox);

const isOpen = ({ Email_Opt_Out: isTicked }: Person): boolean => isTicked !== true;

async function tick(http: CrmHttp, module: Module, people: readonly Person[]): Promise<Outcome<undefined>> {
  for (const { id } of people) {
    const answer = await writeRecord(http, 'PUT', `/${module}`, { data: [{ id, Email_Opt_Out: true }] });
    if (answer.kind !== 'ok') return asFailure(answer);
  }
  return ok(undefined);
}
