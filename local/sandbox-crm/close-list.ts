import type { Fields } from '../fields.ts';
import { withStatus } from './close-statuses.ts';
import type { VendorRecord } from './record-store.ts';
import type { SandboxAnswer, SandboxCall } from './sandbox-vendor.ts';

/** A record as Close shows it. */
export const show = ({ id, type, body, createdAt, updatedAt }: VendorRecord): Fields => ({
  id,
  ...(type === 'opportunity' ? withStatus(body) : body),
  date_created: new Date(createdAt).toISOString(),
  date_updated: new Date(updatedAt).toISOString(),
});

/** Lists the records of a type: those of a lead, within a time, or changed since a time. */
export function list({ store, query, parameters: { type = '' } }: SandboxCall): SandboxAnswer {
  const lead = query.get('lead_id');
  const [from, to, before] = ['gte', 'lte', 'lt'].map((name) => query.get(`activity_at__${name}`));
  const updatedFrom = query.get('date_updated__gte');
  const matches = store.list(type).filter(({ body, updatedAt }) => {
    const at = String(body.activity_at ?? '');
    const isUpdated = updatedFrom === null || updatedAt >= Date.parse(updatedFrom);
    return (lead === null || body.lead_id === lead) && isUpdated && isWithin(at, { from, to, before });
  });
  const records =
    query.get('_order_by') === 'date_updated' ? matches.toSorted((a, b) => a.updatedAt - b.updatedAt) : matches;
  const [skip, limit] = [Number(query.get('_skip') ?? 0), Math.min(100, Number(query.get('_limit') ?? 100))];
  const data = records.slice(skip, skip + limit).map(show);
  return { status: 200, body: { data, has_more: skip + limit < records.length } };
}

const isWithin = (
  at: string,
  { from, to, before }: { readonly [bound in 'from' | 'to' | 'before']: string | null | undefined },
): boolean => (!from || at >= from) && (!to || at <= to) && (!before || at < before);
