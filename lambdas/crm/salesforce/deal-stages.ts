import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { ChangedDeals, DealPlace, DealStage, DealStages } from '../../domain/crm/deal-stage.ts';
import { mapOk, none, type Outcome } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asOutcome } from '../vendor-call.ts';
import { rememberOk } from '../vendor-kit.ts';
import { call, dealId, duplicateAlerts } from './api.ts';
import type { SalesforceCalls } from './batch.ts';

const stageRow = z.object({
  ApiName: z.string(),
  MasterLabel: z.nullish(z.string()),
  SortOrder: z.nullish(z.number()),
  IsClosed: z.boolean(),
  IsWon: z.boolean(),
});
const opportunity = z.object({
  StageName: z.nullish(z.string()),
  IsClosed: z.optional(z.boolean()),
  LastStageChangeDate: z.nullish(z.string()),
});

interface StagePorts {
  readonly http: CrmHttp;
  readonly version: string;
  readonly calls: SalesforceCalls;
  readonly now: () => Date;
}

/**
 * The active stages of opportunities in the order of their picklist. Sales processes show a part of them; the org has one
 * list for all.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_opportunitystage.htm
 */
export const salesforceDealStages = (ports: StagePorts): DealStages => ({
  stages: rememberOk(() => readStages(ports)),
  placeOf: (id) => placeOf(ports, id),
  changedSince: (since) => changedSince(ports, since),
  async move(id, { id: StageName }) {
    const path = `/services/data/${ports.version}/sobjects/Opportunity/${id}`;
    // The answer is a 204 without a body.
    const request = { method: 'PATCH', path, body: { StageName }, headers: duplicateAlerts } as const;
    return asOutcome(await call(ports.http, request, z.unknown()));
  },
});

async function readStages({ calls }: StagePorts): Promise<Outcome<readonly DealStage[]>> {
  const rows = await calls.query(
    'SELECT Id, ApiName, MasterLabel, SortOrder, IsClosed, IsWon FROM OpportunityStage WHERE IsActive = true LIMIT 500',
  );
  return mapOk(rows, (records) =>
    records.flatMap((record, index) => {
      const { data } = stageRow.safeParse(record);
      if (data === undefined) return [];
      const { ApiName: id, MasterLabel: label, SortOrder: order, IsClosed: isClosed, IsWon: isWon } = data;
      const end = isClosed ? (isWon ? 'won' : 'lost') : undefined;
      return [compact({ id, name: label ?? id, order: order ?? index, end })];
    }),
  );
}

/** `LastStageChangeDate` is empty for an opportunity that has not left its first stage. */
async function placeOf({ http, version }: StagePorts, id: string): Promise<Outcome<DealPlace | undefined>> {
  if (!dealId.test(id)) return none();
  const fields = 'StageName,IsClosed,LastStageChangeDate';
  const path = `/services/data/${version}/sobjects/Opportunity/${id}?fields=${fields}`;
  const answer = await call(http, { method: 'GET', path }, opportunity);
  if (answer.kind === 'absent') return none();
  return mapOk(asOutcome(answer), ({ StageName, IsClosed, LastStageChangeDate: changed }) =>
    compact({ stage: StageName ?? undefined, isClosed: IsClosed, changedAt: utc(changed) }),
  );
}

/** Salesforce writes +0000 without a colon. */
const utc = (time: string | null | undefined): string | undefined => time?.replace(/\+0000$/, 'Z');

const changedRow = z.object({ Id: z.string(), StageName: z.nullish(z.string()), LastStageChangeDate: z.string() });
/** Opportunities in one poll; the next poll goes on from there. */
const maxRows = 200;
/** A row is dated when its transaction begins, and shows when it ends, in ms. */
const transactionMs = 120_000;

/** Opportunities by the change of their stage, oldest first. */
async function changedSince({ calls, now }: StagePorts, since: Date): Promise<Outcome<ChangedDeals>> {
  const from = `${since.toISOString().slice(0, 19)}Z`;
  const rows = await calls.query(
    `SELECT Id, StageName, LastStageChangeDate FROM Opportunity WHERE LastStageChangeDate >= ${from} ORDER BY LastStageChangeDate LIMIT ${maxRows}`,
  );
  return mapOk(rows, (records) => {
    const changed = records.flatMap((record) => changedRow.safeParse(record).data ?? []);
    const deals = changed.map(({ Id: id, StageName: stage }) => compact({ id, stage: stage ?? undefined }));
    const last = Date.parse(utc(changed.at(-1)?.LastStageChangeDate) ?? '');
    const settled = Math.max(since.getTime(), now().getTime() - transactionMs);
    // A full page of one moment would come again and again: the next poll begins behind it.
    const next = last > since.getTime() ? last : since.getTime() + 1000;
    return { deals, until: new Date(records.length < maxRows ? settled : next) };
  });
}
