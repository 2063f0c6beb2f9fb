import * as z from 'zod/mini';
import type { SuppressionTarget } from '../../domain/crm/suppression-target.ts';
import { asFailure } from '../call.ts';
import type { CrmHttp } from '../http.ts';
import { query, quoted, writeRecord } from './api.ts';

const person = z.object({ id: z.string(), Email_Opt_Out: z.nullish(z.boolean()) });

/**
 * The box *Email Opt Out* of contacts and leads, read back. It is only ever ticked: a box that somebody ticked at Zoho
 * must not be lost because somebody else came back elsewhere.
 */
export function createZohoSuppressions(http: CrmHttp): SuppressionTarget {
  const peopleOf = (module: string, address: string) =>
    query(http, `select id, Email_Opt_Out from ${module} where Email = ${quoted(address)} limit 200`, person);

  return {
    async write({ address, suppressed }) {
      let known = 0;
      for (const module of ['Contacts', 'Leads']) {
        const found = await peopleOf(module, address);
        if (found.kind !== 'ok') return found;
        known += found.value.length;
        if (!suppressed.includes('marketing')) continue;
        for (const { id } of found.value.filter(({ Email_Opt_Out: isOut }) => isOut !== true)) {
          const body = { data: [{ id, Email_Opt_Out: true }] };
          const made = await writeRecord(http, 'PUT', `/${module}`, body);
          if (made.kind !== 'ok') return asFailure(made);
        }
        const read = await peopleOf(module, address);
        if (read.kind !== 'ok') return read;
        if (read.value.some(({ Email_Opt_Out: isOut }) => isOut !== true)) return { kind: 'unknown' };
      }
      if (known === 0)
        return { kind: 'ok', value: { by: 'read-back', answer: 'no such person', isAbsent: true }, how: 'unchanged' };
      return { kind: 'ok', value: { by: 'read-back', answer: `${known} people hold it` }, how: 'updated' };
    },
  };
}
