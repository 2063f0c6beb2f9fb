import { compact } from '../../compact.ts';
import { canaryTenant } from '../../domain/configuration/canary-integration.ts';
import type { Integration } from '../../domain/configuration/integration.ts';
import { integrationWord, mailIdAt, noTenant, timeAt } from '../../domain/delivery/mail-cards.ts';
import { mintMailCursor, readMailCursor } from '../../domain/delivery/mail-cursor.ts';
import type { MailIndex, ReadBudget } from '../../domain/delivery/mail-index.ts';
import {
  aboveAll,
  downTo,
  inAny,
  inEach,
  type PlaceList,
  type PlacePage,
  readPlaces,
} from '../../domain/delivery/place-lists.ts';
import type { TokenKeys } from '../../domain/mail/signed-text.ts';
import { problem } from '../problem.ts';
import { type ApiAnswer, type ApiRequest, json } from '../request.ts';
import { type ListQuestion, listQuestionOf } from './list-question.ts';
import { mailCardOf } from './mail-card.ts';
import { type SeenMailPorts, seeMails } from './seen-mails.ts';
import type { FindWaiting } from './waiting.ts';

interface MailListPorts extends SeenMailPorts {
  readonly index: () => Promise<MailIndex>;
  readonly tokenKeys: () => Promise<TokenKeys>;
  readonly waiting: FindWaiting;
}

/** Reads of the index that one request makes at most, beside those for each tenant. */
const readsPerRequest = 60;
const readsPerTenant = 4;

/** Lists the mail of the caller's tenants that has each word of the question, the newest first. */
export function createListMails(ports: MailListPorts) {
  return async (request: ApiRequest, tenant: string | undefined): Promise<ApiAnswer> => {
    const question = listQuestionOf(request);
    const keys = await ports.tokenKeys();
    const { cursor, limit, until = aboveAll } = question;
    const below = cursor === undefined ? until : readMailCursor(cursor, tenant, keys);
    if (below === undefined)
      return problem('bad-cursor', 'the cursor was altered, is of another tenant, or of another deployment');
    const integrations = await ports.control.integrations();
    const list = listOf(await ports.index(), question, integrations, tenant);
    const page = await readPlaces(list, below < until ? below : until, limit);
    const [mails, waiting] = await Promise.all([
      seeMails(ports, page.places.map(mailIdAt), tenant),
      ports.waiting(tenant),
    ]);
    return json(200, { mails: mails.map(mailCardOf), ...continuation(page, tenant, keys), waiting });
  };
}

const continuation = ({ next, searchedTo }: PlacePage, tenant: string | undefined, keys: TokenKeys) =>
  compact({
    cursor: next && mintMailCursor(next.below, tenant, keys),
    hasMore: next !== undefined,
    searchedUntil: searchedTo === undefined ? undefined : timeAt(searchedTo),
  });

/** The tenants whose mail a caller sees. */
export const listedTenants = (integrations: readonly Integration[], tenant: string | undefined): string[] =>
  tenant === undefined
    ? [...new Set(integrations.map((each) => each.tenant).filter((name) => name !== canaryTenant)), noTenant]
    : [tenant];

function listOf(
  index: MailIndex,
  { words, connection, since }: ListQuestion,
  integrations: readonly Integration[],
  tenant: string | undefined,
): PlaceList {
  const tenants = listedTenants(integrations, tenant);
  const budget: ReadBudget = { left: readsPerRequest + readsPerTenant * tenants.length };
  const lists = tenants.map((name) => {
    const conditions = words.map((word) => index.withWord(name, word, budget));
    if (connection !== undefined) conditions.push(ofConnection(index, name, connection, integrations, budget));
    return conditions.length === 0 ? index.all(name, budget) : inEach(conditions);
  });
  const list = lists.length === 1 ? lists[0]! : inAny(lists);
  return since === undefined ? list : downTo(since, list);
}

/** The mail of the integrations that have a connection now. */
const ofConnection = (
  index: MailIndex,
  tenant: string,
  connection: string,
  integrations: readonly Integration[],
  budget: ReadBudget,
): PlaceList =>
  inAny(
    integrations
      .filter((each) => each.tenant === tenant && each.connection === connection)
      .map(({ key }) => index.withWord(tenant, integrationWord(key), budget)),
  );
