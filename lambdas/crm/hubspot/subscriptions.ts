import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { Connection } from '../../domain/crm/connection.ts';
import type { SetUpItem } from '../../domain/crm/crm-adapter.ts';
import { type Failure, failureReason, type Outcome, ok } from '../../domain/crm/outcome.ts';
import type { SuppressionState } from '../../domain/crm/suppression-target.ts';
import type { CrmHttp } from '../http.ts';
import { asFailure, asOutcome } from '../vendor-call.ts';
import { call, judge, preferencesPath } from './api.ts';

// HubSpot's own unsubscriptions, by the batch operations, whose addresses travel in the body.
// https://developers.hubspot.com/docs/api-reference/latest/communication-preferences/guide

const statuses = (rest: string): string => preferencesPath(`/statuses/batch/${rest}`);

/** The scopes of the batch operations. */
export const subscriptionScopes = {
  read: 'communication_preferences.statuses.batch.read',
  write: 'communication_preferences.statuses.batch.write',
} as const;

export type SubscriptionTypes = NonNullable<Connection['subscriptions']>;

/** The unsubscriptions that a state wants at HubSpot. */
interface Unsubscriptions {
  /** From all e-mail. */
  readonly fromAll: boolean;
  /** Ids of subscription types. */
  readonly from: readonly number[];
}

/**
 * The unsubscriptions of a state: of each refused purpose that the connection names a type for, that type; of marketing without
 * one, all e-mail. A bounce unsubscribes nobody: HubSpot counts bounces itself, and nothing takes an unsubscription back.
 */
export function wantedOf(
  { suppressed, isWish, refused = isWish ? suppressed : [] }: SuppressionState,
  { marketing, sales }: SubscriptionTypes,
): Unsubscriptions {
  const fromMarketing = refused.includes('marketing');
  return {
    fromAll: fromMarketing && marketing === undefined,
    from: [fromMarketing ? marketing : undefined, refused.includes('sales') ? sales : undefined].filter(
      (id) => id !== undefined,
    ),
  };
}

/** Writes unsubscriptions; the answer says nothing that the read-back does not say better. */
export async function unsubscribe(
  http: CrmHttp,
  addresses: readonly string[],
  { fromAll, from }: Unsubscriptions,
): Promise<Outcome<undefined>> {
  if (fromAll) {
    const all = await write(http, statuses('unsubscribe-all?channel=EMAIL'), addresses);
    if (all.kind !== 'ok') return all;
  }
  if (from.length === 0) return ok(undefined);
  const inputs = addresses.flatMap((address) => from.map((id) => statusOf(address, id)));
  return write(http, statuses('write'), inputs);
}

const statusOf = (address: string, subscriptionId: number) => ({
  subscriberIdString: address,
  subscriptionId,
  channel: 'EMAIL',
  statusState: 'UNSUBSCRIBED',
});

async function write(http: CrmHttp, path: string, inputs: readonly unknown[]): Promise<Outcome<undefined>> {
  const result = await http({ method: 'POST', path, body: { inputs } });
  if (result.kind !== 'answer') return result;
  return result.answer.status < 300 ? ok(undefined) : asFailure(judge(result.answer));
}

const wideStatuses = z.object({
  results: z.array(
    z.object({ subscriberIdString: z.string(), wideStatuses: z.array(z.object({ status: z.string() })) }),
  ),
});
const typeStatuses = z.object({
  results: z.array(
    z.object({
      subscriberIdString: z.string(),
      statuses: z.array(z.object({ subscriptionId: z.number(), status: z.string() })),
    }),
  ),
});

/** Whether HubSpot shows all addresses as unsubscribed as they should be; leaving everything covers each type. */
export async function showsAll(
  http: CrmHttp,
  addresses: readonly string[],
  { fromAll, from }: Unsubscriptions,
): Promise<Outcome<boolean>> {
  const out = await unsubscribedFromAll(http, addresses);
  if (out.kind !== 'ok') return out;
  const others = addresses.filter((address) => !out.value.has(address.toLowerCase()));
  if (others.length === 0 || fromAll) return ok(others.length === 0);
  const request = { method: 'POST', path: statuses('read?channel=EMAIL'), body: { inputs: others } } as const;
  const read = await call(http, request, typeStatuses);
  if (read.kind !== 'ok') return asFailure(read);
  const ended = new Set(
    read.value.results.flatMap(({ subscriberIdString: address, statuses: ofAddress }) =>
      ofAddress
        .filter(({ status }) => status === 'UNSUBSCRIBED')
        .map(({ subscriptionId }) => keyOf(address, subscriptionId)),
    ),
  );
  return ok(others.every((address) => from.every((id) => ended.has(keyOf(address, id)))));
}

const keyOf = (address: string, subscriptionId: number): string => `${subscriptionId} ${address.toLowerCase()}`;

/** The addresses, in lower case, that left all e-mail; HubSpot shows no status of the others. */
export async function unsubscribedFromAll(
  http: CrmHttp,
  addresses: readonly string[],
): Promise<Outcome<ReadonlySet<string>>> {
  const path = statuses('unsubscribe-all/read?channel=EMAIL');
  const read = await call(http, { method: 'POST', path, body: { inputs: addresses } }, wideStatuses);
  if (read.kind !== 'ok') return asFailure(read);
  const out = read.value.results.filter(({ wideStatuses: wide }) =>
    wide.some(({ status }) => status === 'UNSUBSCRIBED'),
  );
  return ok(new Set(out.map(({ subscriberIdString }) => subscriberIdString.toLowerCase())));
}

const definitions = z.object({
  results: z.array(z.object({ id: z.string(), isActive: z.optional(z.boolean()) })),
});
/** Asked about to learn whether the account lets us ask: nobody has it (RFC 2606 §2). */
const nobody = 'nobody@postern.invalid';

/** Looks for the scopes and for the types of the setting; changes nothing. */
export async function checkSubscriptions(
  http: CrmHttp,
  types: SubscriptionTypes,
): Promise<Outcome<readonly SetUpItem[]>> {
  const reading = await unsubscribedFromAll(http, [nobody]);
  // A write of nothing.
  const writing = await write(http, statuses('write'), []);
  const scopes = [scopeItem(subscriptionScopes.read, reading), scopeItem(subscriptionScopes.write, writing)];
  const wanted = Object.entries(types).filter(([, id]) => id !== undefined);
  if (wanted.length === 0) return ok(scopes);
  const answer = asOutcome(await call(http, { method: 'GET', path: preferencesPath('/definitions') }, definitions));
  const known = answer.kind === 'ok' ? answer.value.results : [];
  const typeItem = ([purpose, id]: readonly [string, number | undefined]): SetUpItem => {
    const isThere = known.some((type) => type.id === String(id) && type.isActive !== false);
    return compact({
      name: `subscriptions.${purpose} ${id}`,
      isOptional: true,
      state: isThere ? ('there' as const) : ('missing' as const),
      reason: answer.kind === 'ok' ? undefined : failureReason(answer),
    });
  };
  return ok([...scopes, ...wanted.map(typeItem)]);
}

/** Opt-outs are kept in properties without the scopes, so both are optional. */
const scopeItem = (name: string, outcome: Outcome<unknown>): SetUpItem =>
  isScopeMissing(outcome)
    ? { name, isOptional: true, state: 'missing', reason: failureReason(outcome) }
    : { name, isOptional: true, state: 'there' };

/** A refusal of the scope; the credentials themselves are accepted. */
export const isScopeMissing = (outcome: Outcome<unknown>): outcome is Extract<Failure, { kind: 'misconfigured' }> =>
  outcome.kind === 'misconfigured' && outcome.code === 'HTTP 403';
