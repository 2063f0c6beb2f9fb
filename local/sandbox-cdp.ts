import type { IncomingMessage } from 'node:http';
import { type Fields, fieldsOf, listOf } from './fields.ts';
import type { LocalAnswer } from './local-answer.ts';
import { findRoute, path, type Route } from './router.ts';

import type { Faults } from './sandbox-crm/faults.ts';

/** A person in a CDP after all calls so far: the newest traits win, by their own time. */
interface CdpPerson {
  readonly email: string;
  readonly suppressed: boolean;
  readonly suppressedFor: readonly string[];
  readonly reason: string | null;
  readonly at: string;
}

/** The state of one CDP. */
interface SandboxCdp {
  readonly people: Map<string, CdpPerson>;
  /** Ids of the messages so far; a CDP drops a repeated message, as Segment does. */
  readonly seen: Set<string>;
}

export const cdpVendors = ['segment', 'rudderstack', 'mparticle'] as const;
type CdpVendor = (typeof cdpVendors)[number];
export type SandboxCdps = Readonly<Record<CdpVendor, SandboxCdp>>;

const createCdp = (): SandboxCdp => ({ people: new Map(), seen: new Set() });
/** An empty CDP of each vendor. */
export const createSandboxCdps = (): SandboxCdps => ({
  segment: createCdp(),
  rudderstack: createCdp(),
  mparticle: createCdp(),
});

/** A call that a row of the table takes. */
interface CdpCall {
  readonly cdp: SandboxCdp;
  /** Parsed JSON. */
  readonly body: unknown;
}

const routes: ReadonlyArray<Route<(call: CdpCall) => LocalAnswer>> = [
  ['*', path('/v1/batch'), takeBatch],
  ['*', path('/v2/bulkevents'), takeBulkEvents],
];

/**
 * Answers the batch call of Segment and RudderStack and the bulk call of mParticle, as strict as their documentation: with
 * a person's id, a message id and an authentication. A CDP keeps the newest traits of a person, whatever the order of the
 * calls.
 */
export function answerCdp(
  cdp: SandboxCdp,
  faults: Faults,
  request: Pick<IncomingMessage, 'method' | 'headers'>,
  requestPath: string,
  body: string,
): LocalAnswer {
  const { method = 'POST', headers } = request;
  const fault = faults.next(method, requestPath);
  if (fault?.action === '429') return answer(429, { message: 'slow down' });
  if (fault?.action === '500') return answer(500, { message: 'internal error' });
  if (!headers.authorization?.startsWith('Basic ')) return answer(401, { message: 'no write key' });
  const route = findRoute(routes, method, requestPath);
  return route?.handler({ cdp, body: JSON.parse(body) }) ?? answer(404, { message: 'no such call' });
}

const answer = (status: number, value: object): LocalAnswer => ({ status, headers: { 'retry-after': '0' }, value });

/** @see https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/#batch */
function takeBatch({ cdp, body }: CdpCall): LocalAnswer {
  for (const { type, messageId, userId, anonymousId, previousId, traits } of listOf(fieldsOf(body).batch)) {
    if (messageId === undefined || (userId ?? anonymousId) === undefined)
      return answer(400, { message: 'a call lacks its ids' });
    if (type === 'alias' && (userId === undefined || previousId === undefined))
      return answer(400, { message: 'an alias lacks one of its two ids' });
    if (cdp.seen.has(String(messageId))) continue;
    cdp.seen.add(String(messageId));
    if (type === 'identify') keepNewest(cdp, personOf(fieldsOf(traits)));
  }
  return answer(200, { success: true });
}

/** @see https://docs.mparticle.com/developers/apis/http/ */
function takeBulkEvents({ cdp, body }: CdpCall): LocalAnswer {
  for (const { user_identities: identities, user_attributes: attributes } of listOf(body))
    keepNewest(cdp, personOf({ ...fieldsOf(attributes), email: fieldsOf(identities).email }));
  return answer(202, {});
}

function keepNewest({ people }: SandboxCdp, person: CdpPerson): void {
  const known = people.get(person.email);
  if (known === undefined || known.at <= person.at) people.set(person.email, person);
}

function personOf(traits: Fields): CdpPerson {
  const {
    email,
    email_suppressed: suppressed,
    email_suppressed_for: purposes,
    email_suppression_reason: reason,
  } = traits;
  return {
    email: String(email),
    suppressed: suppressed === true,
    suppressedFor: Array.isArray(purposes)
      ? purposes.map(String)
      : String(purposes ?? '')
          .split(',')
          .filter(Boolean),
    reason: typeof reason === 'string' && reason !== '' ? reason : null,
    at: String(traits.email_suppression_at),
  };
}
