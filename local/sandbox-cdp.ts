import type { IncomingMessage } from 'node:http';
import type { LocalAnswer } from './local-answer.ts';
import type { Faults } from './sandbox-crm/faults.ts';

/** What one person looks like to a CDP after all calls so far: the newest trait wins, by its own time. */
export interface CdpPerson {
  readonly email: string;
  readonly suppressed: boolean;
  readonly suppressedFor: readonly string[];
  readonly reason: string | null;
  readonly at: string;
}

export interface SandboxCdp {
  readonly people: Map<string, CdpPerson>;
  /** Ids of the messages that were taken; a repeated one is dropped, as Segment does. */
  readonly seen: Set<string>;
}

export const cdpVendors = ['segment', 'rudderstack', 'mparticle'] as const;
export type CdpVendor = (typeof cdpVendors)[number];
export type SandboxCdps = Readonly<Record<CdpVendor, SandboxCdp>>;

const createCdp = (): SandboxCdp => ({ people: new Map(), seen: new Set() });
/** One of each, all empty. */
export const createSandboxCdps = (): SandboxCdps => ({
  segment: createCdp(),
  rudderstack: createCdp(),
  mparticle: createCdp(),
});

interface SegmentCall {
  readonly type?: string;
  readonly messageId?: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly traits?: Record<string, unknown>;
}

/**
 * The batch call of Segment and RudderStack and the bulk call of mParticle, as strict as they document themselves: a
 * person's id, a message id, an authentication. They keep state, so that the newest news wins whatever the order.
 */
export function answerCdp(
  { people, seen }: SandboxCdp,
  faults: Faults,
  request: IncomingMessage,
  path: string,
  body: string,
): LocalAnswer {
  const answer = (status: number, value: object): LocalAnswer => ({ status, headers: { 'retry-after': '0' }, value });
  const fault = faults.next(request.method ?? 'POST', path);
  if (fault?.action === '429') return answer(429, { message: 'slow down' });
  if (fault?.action === '500') return answer(500, { message: 'internal error' });
  if (!request.headers.authorization?.startsWith('Basic ')) return answer(401, { message: 'no write key' });
  const keep = (person: CdpPerson): void => {
    const known = people.get(person.email);
    if (known === undefined || known.at <= person.at) people.set(person.email, person);
  };
  if (path === '/v1/batch') {
    const { batch = [] } = JSON.parse(body) as { batch?: SegmentCall[] };
    for (const call of batch) {
      if (call.messageId === undefined || (call.userId ?? call.anonymousId) === undefined)
        return answer(400, { message: 'a call lacks its ids' });
      if (seen.has(call.messageId)) continue;
      seen.add(call.messageId);
      if (call.type === 'identify') keep(personOf(call.traits ?? {}));
    }
    return answer(200, { success: true });
  }
  if (path === '/v2/bulkevents') {
    const batches = JSON.parse(body) as Array<{
      user_identities: { email: string };
      user_attributes: Record<string, unknown>;
    }>;
    for (const { user_identities, user_attributes } of batches)
      keep(personOf({ ...user_attributes, email: user_identities.email }));
    return answer(202, {});
  }
  return answer(404, { message: 'no such call' });
}

function personOf(traits: Record<string, unknown>): CdpPerson {
  const suppressedFor = traits.email_suppressed_for;
  return {
    email: String(traits.email),
    suppressed: traits.email_suppressed === true,
    suppressedFor: Array.isArray(suppressedFor)
      ? suppressedFor.map(String)
      : String(suppressedFor ?? '')
          .split(',')
          .filter(Boolean),
    reason: (traits.email_suppression_reason as string | null) || null,
    at: String(traits.email_suppression_at),
  };
}
