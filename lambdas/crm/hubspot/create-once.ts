import * as z from 'zod/mini';
import { andThen, created, existing, type Ref, updated } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asFailure, asOutcome } from '../vendor-call.ts';
import type { Refs, Written } from '../vendor-records.ts';
import { call, objectPath } from './api.ts';
import type { HubspotCalls, NewRecord } from './batch.ts';
import { recordByKey } from './find-records.ts';

/** HubSpot's own association types. @see https://developers.hubspot.com/docs/api-reference/crm-associations-v4/guide */
export const associationTypes = {
  contact: 198,
  company: 186,
  deal: 210,
  ticket: 224,
  dealToContact: 3,
  dealToCompany: 5,
  /** The first company of a contact: 279 is a company without that meaning. */
  contactToPrimaryCompany: 1,
  taskToContact: 204,
  taskToCompany: 192,
  taskToDeal: 216,
  taskToTicket: 230,
} as const;

/** A record that a new one is associated with. */
interface Link {
  readonly ref: Ref;
  readonly target: 'contacts' | 'companies' | 'deals' | 'tickets';
  readonly typeId: number;
}

/** The link to a record of an earlier step, where there is one. */
export const linkTo = (ref: Ref | undefined, target: Link['target'], typeId: number): Link[] =>
  ref === undefined ? [] : [{ ref, target, typeId }];

/** The links to a ticket or a contact that the address of the mail names. */
export const linksToNamed = ({ named }: Refs, types: { readonly ticket: number; readonly contact: number }): Link[] => [
  ...linkTo(named?.type === 'ticket' ? named : undefined, 'tickets', types.ticket),
  ...linkTo(named?.type === 'contact' ? named : undefined, 'contacts', types.contact),
];

/** A link as the request that makes the record writes it. */
export const associationOf = ({ ref, typeId }: Link) => ({
  to: { id: ref.id },
  types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: typeId }],
});

interface LinkedRecord {
  readonly type: Exclude<NewRecord['type'], 'contacts'>;
  /** Its unique property. */
  readonly key: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly links: readonly Link[];
}

/**
 * Creates a record; a conflict on its unique property means that an earlier attempt did, or another integration
 * of the same account. Then the links of this delivery are added to the existing record.
 */
export async function createOnce(http: CrmHttp, calls: HubspotCalls, record: LinkedRecord): Written {
  const { type, key, properties, links } = record;
  const result = await calls.create({ type, key, properties, associations: links.map(associationOf) });
  if (result.kind === 'ok') return created(result.value.id);
  if (result.kind !== 'conflict') return asFailure(result);
  return andThen(asOutcome(await recordByKey(http, type, key, properties[key])), async ({ id }) => {
    for (const { ref, target } of links) {
      const linked = await linkRecords(http, [type, id], [target, ref.id]);
      if (linked.kind !== 'ok') return linked;
    }
    return existing(id);
  });
}

/** Associates two records, each as its type and its id; associations form a set, so that repeating changes nothing. */
export async function linkRecords(
  http: CrmHttp,
  [fromType, fromId]: readonly [string, string],
  [toType, toId]: readonly [string, string],
): Written {
  const path = objectPath(fromType, `/${fromId}/associations/default/${toType}/${toId}`);
  return andThen(asOutcome(await call(http, { method: 'PUT', path }, z.unknown())), () => updated());
}
