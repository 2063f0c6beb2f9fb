import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { SetUpItem } from '../../domain/crm/crm-adapter.ts';
import { failureReason, type Outcome, ok } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asFailure, asOutcome } from '../vendor-call.ts';
import { call, propertyPath } from './api.ts';
import { consentProperties } from './consent-properties.ts';
import { type DealPlace, defaultPlace } from './deal-place.ts';
import type { OwnProperty, PropertyMaker } from './make-property.ts';
import { createOwn, detailNames, detailProperties, ourProperties } from './properties.ts';
import { checkSubscriptions, type SubscriptionTypes } from './subscriptions.ts';

/** Settings of the connection that the account must know. */
interface SetUpSettings {
  readonly newDeals?: DealPlace | undefined;
  readonly subscriptions?: SubscriptionTypes | undefined;
}

interface SetUpPorts {
  readonly http: CrmHttp;
  readonly maker: PropertyMaker;
}

const propertyList = z.object({
  results: z.array(
    z.object({ name: z.string(), options: z.optional(z.nullable(z.array(z.object({ value: z.string() })))) }),
  ),
});
type Properties = z.infer<typeof propertyList>['results'];

/** Only some accounts need these, or no mail waits for them. */
const optionalProperties: readonly OwnProperty[] = [...consentProperties, ...detailProperties];

/** Asks for our last property: the answer proves the credentials whether it is there or not, and nothing is made. */
export async function checkHubspot(http: CrmHttp): Promise<Outcome<unknown>> {
  const answer = await call(http, { method: 'GET', path: propertyPath('emails', '/postern_ext_id') }, z.unknown());
  return answer.kind === 'absent' ? ok(undefined) : asOutcome(answer);
}

/**
 * Looks for the parts of the account that deliveries and suppressions need: our properties, which are made when they are
 * missing; the place of new deals; and the scopes and the types of subscriptions.
 */
export async function setUpHubspot(
  { http, maker }: SetUpPorts,
  { newDeals, subscriptions = {} }: SetUpSettings,
  mayMake: boolean,
): Promise<Outcome<readonly SetUpItem[]>> {
  const lists = await propertiesByObject(http);
  if (lists.kind !== 'ok') return lists;
  const items: SetUpItem[] = [];
  for (const entry of [...ourProperties, ...optionalProperties]) {
    const isThere = lists.value.get(entry.object)?.some(({ name }) => name === entry.name) === true;
    const result = isThere ? ({ state: 'there' } as const) : await makeAfter(items, maker, entry, mayMake);
    items.push(compact({ name: nameOf(entry), isOptional: isOptional(entry), ...result }));
  }
  const rights = await checkSubscriptions(http, subscriptions);
  if (rights.kind !== 'ok') return rights;
  return ok([...items, ...placeItems(lists.value.get('deals') ?? [], newDeals), ...rights.value]);
}

const nameOf = ({ object, name }: OwnProperty): string => `${object}.${name}`;
const isOptional = (entry: OwnProperty): true | undefined =>
  entry.object === 'tasks' || optionalProperties.includes(entry) || undefined;

/** The account's properties of each object that has some of ours. */
async function propertiesByObject(http: CrmHttp): Promise<Outcome<ReadonlyMap<string, Properties>>> {
  const lists = new Map<string, Properties>();
  for (const { object } of [...ourProperties, ...optionalProperties]) {
    if (lists.has(object)) continue;
    const answer = await call(http, { method: 'GET', path: propertyPath(object) }, propertyList);
    if (answer.kind !== 'ok') return asFailure(answer);
    lists.set(object, answer.value.results);
  }
  return ok(lists);
}

/** Makes a property. The last of the details shows deliveries that all others are there, so it is only made after them. */
async function makeAfter(
  items: readonly SetUpItem[],
  maker: PropertyMaker,
  entry: OwnProperty,
  mayMake: boolean,
): Promise<Pick<SetUpItem, 'state' | 'reason'>> {
  if (!mayMake) return { state: 'missing' };
  const names = new Set(detailProperties.map(nameOf));
  const isLast = entry.name === detailNames.attachments;
  if (isLast && items.some(({ name, state }) => names.has(name) && state !== 'there' && state !== 'made'))
    return { state: 'missing', reason: 'made when the others are there' };
  const property = await createOwn(maker, entry);
  return property.kind === 'ok' ? { state: 'made' } : { state: 'refused', reason: failureReason(property) };
}

/** The pipeline and the stage of new deals; a property without a list of options says nothing against a value. */
function placeItems(deals: Properties, setting: DealPlace | undefined): SetUpItem[] {
  const { pipeline, stage } = setting ?? defaultPlace;
  const item = (property: string, value: string): SetUpItem => {
    const options = deals.find(({ name }) => name === property)?.options ?? [];
    const isThere = options.length === 0 || options.some((option) => option.value === value);
    const instead = setting === undefined ? 'new deals go into the first open stage' : undefined;
    const state = isThere ? ({ state: 'there' } as const) : compact({ state: 'missing' as const, reason: instead });
    return { name: `deals.${property} ${value}`, isOptional: true, ...state };
  };
  // Only `deals: thread` writes them.
  return [item('pipeline', pipeline), item('dealstage', stage)];
}
