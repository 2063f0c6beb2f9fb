import { mintCursor, readCursor } from '../domain/delivery/feed-cursor.ts';
import type { FeedEntry } from '../domain/delivery/feed-entry.ts';
import { joinStretches, type TenantStretch } from '../domain/delivery/feed-page.ts';
import {
  type FeedPorts,
  mostRows,
  type PageQuestion,
  pageAnswer,
  pageQuestionOf,
  placeSince,
  stretchOf,
  tenantsOf,
} from './feed-reader.ts';
import { problem } from './problem.ts';
import type { ApiAnswer, ApiRequest } from './request.ts';

/** Lists the events of the caller's tenants behind a cursor, oldest first. */
export function createListEvents(ports: FeedPorts) {
  return async (request: ApiRequest, tenant: string | undefined): Promise<ApiAnswer> => {
    const question = pageQuestionOf(request);
    const tenants = await tenantsOf(ports, question, tenant);
    if (tenants === undefined) return problem('not-found', 'no such integration or tenant');
    const keys = await ports.tokenKeys();
    const { cursor, since, limit } = question;
    const positions = cursor === undefined ? new Map() : readCursor(cursor, keys, tenant);
    if (positions === undefined) return foreignCursor();
    const now = ports.now();
    const stretches = await Promise.all(
      tenants.map(async (name) => {
        // A tenant that the cursor does not know has joined since: all of it is new.
        const start = positions.get(name) ?? (await placeSince(ports, name, cursor === undefined ? since : 0, now));
        return stretchOf(ports, name, start, rowsOf(question), now);
      }),
    );
    const gone = stretches.flatMap((stretch) =>
      'oldest' in stretch ? [[stretch.tenant, stretch.oldest] as const] : [],
    );
    if (gone.length > 0) return goneAnswer(mintCursor(new Map([...positions, ...gone]), keys));
    const whole = stretches.filter((stretch): stretch is TenantStretch => 'entries' in stretch);
    const page = joinStretches(whole, matcherOf(question), limit);
    return pageAnswer(page, mintCursor(new Map([...positions, ...page.positions]), keys), now);
  };
}

/** One row more than entries where each is wanted: the head, which says that the feed ends. */
const rowsOf = ({ limit, integration, kind }: PageQuestion): number =>
  integration === undefined && kind === undefined ? limit + 1 : mostRows;

const matcherOf =
  ({ integration, kind }: PageQuestion) =>
  (entry: FeedEntry): boolean =>
    (integration === undefined || entry.integration === integration) && (kind === undefined || entry.kind === kind);

export const foreignCursor = (): ApiAnswer =>
  problem('bad-cursor', 'the cursor was altered, is of another tenant, or of another deployment');

const goneAnswer = (oldest: string): ApiAnswer =>
  problem('cursor-gone', 'events behind the cursor are no longer kept; go on with the cursor in oldest', {
    more: { oldest },
  });
