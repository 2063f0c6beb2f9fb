import * as z from 'zod/mini';
import { mapOk, ok } from '../../domain/crm/outcome.ts';
import type { PersonStage, PersonStages } from '../../domain/crm/person-stages.ts';
import type { SalesforceCalls } from './batch.ts';

const leadRow = z.object({
  Id: z.string(),
  Email: z.nullish(z.string()),
  ConvertedContactId: z.nullish(z.string()),
  ConvertedOpportunityId: z.nullish(z.string()),
  LastModifiedDate: z.string(),
});
type LeadRow = z.infer<typeof leadRow>;

/** Leads in one poll; the next poll goes on from there. */
const maxRows = 200;
/** A row is dated when its transaction begins, and shows when it ends, in ms. */
const transactionMs = 120_000;
const dayMs = 86_400_000;

interface LeadPorts {
  readonly calls: Pick<SalesforceCalls, 'query'>;
  readonly now: () => Date;
}

/**
 * People whose lead was converted: `opportunity` where that made an opportunity, else `converted`. A converted lead cannot be
 * edited, so the time of its last change is that of its conversion; `ConvertedDate` alone is a day, and keeps out old leads that
 * the system changes.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_lead.htm
 */
export const salesforcePersonStages = ({ calls, now }: LeadPorts): PersonStages => ({
  async changedSince(since) {
    const from = `${since.toISOString().slice(0, 19)}Z`;
    const day = new Date(since.getTime() - dayMs).toISOString().slice(0, 10);
    const rows = await calls.query(
      `SELECT Id, Email, ConvertedContactId, ConvertedOpportunityId, LastModifiedDate FROM Lead WHERE IsConverted = true AND ConvertedDate >= ${day} AND LastModifiedDate >= ${from} ORDER BY LastModifiedDate LIMIT ${maxRows}`,
    );
    // An org without leads has nobody who was one.
    if (rows.kind === 'misconfigured' && rows.code === 'INVALID_TYPE') return ok({ people: [], until: since });
    return mapOk(rows, (records) => {
      const leads = records.flatMap((record) => leadRow.safeParse(record).data ?? []);
      const last = timeOf(leads.at(-1));
      const settled = Math.max(since.getTime(), now().getTime() - transactionMs);
      // A full page of one moment would come again and again: the next poll begins behind it.
      const next = last > since.getTime() ? last : since.getTime() + 1000;
      return { people: leads.flatMap(stageOf), until: new Date(records.length < maxRows ? settled : next) };
    });
  },
});

/** Salesforce writes +0000 without a colon. */
const timeOf = (lead: LeadRow | undefined): number => Date.parse(lead?.LastModifiedDate.replace(/\+0000$/, 'Z') ?? '');

function stageOf(lead: LeadRow): PersonStage[] {
  const { Id, Email: address, ConvertedContactId: contact, ConvertedOpportunityId: opportunity } = lead;
  const time = timeOf(lead);
  if (!address || Number.isNaN(time)) return [];
  const stage = opportunity ? 'opportunity' : 'converted';
  // Whoever was a lead was in another stage before.
  return [{ id: contact ?? Id, address, stage, at: new Date(time).toISOString(), isFirst: false }];
}
