import { elementsOf, textsOf } from '../../fields.ts';
import { asObject, invalid, text } from '../api-error.ts';
import type { ApiAnswer } from './search.ts';
import type { HubspotStore } from './store.ts';

/** The subscription types of the account: one for marketing, one for one-to-one mail of sales. */
const subscriptionTypes: ReadonlyArray<{ readonly id: number; readonly name: string }> = [
  { id: 401, name: 'Marketing Information' },
  { id: 402, name: 'One to One' },
];
/** Stands for all types. */
const all = 'all';

const answerWith = (results: readonly unknown[]): ApiAnswer => ({
  status: 200,
  body: { status: 'COMPLETE', results, startedAt: new Date().toISOString(), completedAt: new Date().toISOString() },
});

/** The subscription types. @see https://developers.hubspot.com/docs/api-reference/latest/communication-preferences/guide */
export const definitions = (_store: HubspotStore): ApiAnswer =>
  answerWith(subscriptionTypes.map(({ id, name }) => ({ id: String(id), name, isActive: true, isDefault: true })));

/** Unsubscribes addresses from everything, which ticks the box of their contacts. */
export function unsubscribeFromAll(store: HubspotStore, body: unknown): ApiAnswer {
  const addresses = textsOf(asObject(body).inputs);
  for (const address of addresses) {
    if (store.isUnsubscribed(address, all)) continue;
    store.unsubscribe(address, all);
    for (const contact of store.find('contacts', 'email', address))
      store.update('contacts', contact, { hs_email_optout: 'true' });
  }
  return answerWith(addresses.map((address) => ({ subscriberIdString: address, statuses: [] })));
}

/** Whether addresses are unsubscribed from everything; without a status where they are not. */
export const readWideStatuses = (store: HubspotStore, body: unknown): ApiAnswer =>
  answerWith(
    textsOf(asObject(body).inputs).map((address) => ({
      subscriberIdString: address,
      wideStatuses: isOut(store, address)
        ? [{ subscriberIdString: address, channel: 'EMAIL', status: 'UNSUBSCRIBED', wideStatusType: 'PORTAL_WIDE' }]
        : [],
    })),
  );

/** Unsubscribed by the API, or by a person who ticked the box of the contact. */
const isOut = (store: HubspotStore, address: string): boolean =>
  store.isUnsubscribed(address, all) ||
  store.find('contacts', 'email', address).some(({ properties }) => properties.hs_email_optout === 'true');

/** The statuses of addresses by subscription type. */
export const readStatuses = (store: HubspotStore, body: unknown): ApiAnswer =>
  answerWith(
    textsOf(asObject(body).inputs).map((address) => ({
      subscriberIdString: address,
      statuses: subscriptionTypes.map(({ id }) => ({
        subscriberIdString: address,
        subscriptionId: id,
        channel: 'EMAIL',
        source: 'PUBLIC_API',
        status: store.isUnsubscribed(address, String(id)) || isOut(store, address) ? 'UNSUBSCRIBED' : 'NOT_SPECIFIED',
      })),
    })),
  );

/** Sets statuses by subscription type. @throws ApiError for a type that the account does not have */
export function writeStatuses(store: HubspotStore, body: unknown): ApiAnswer {
  const wanted = elementsOf(asObject(body).inputs).map((entry) => asObject(entry));
  const unknown = wanted.find(({ subscriptionId }) => !subscriptionTypes.some(({ id }) => id === subscriptionId));
  if (unknown !== undefined) throw invalid('Subscription does not exist', 'SUBSCRIPTION_NOT_FOUND');
  for (const entry of wanted)
    if (entry.statusState === 'UNSUBSCRIBED')
      store.unsubscribe(text(entry, 'subscriberIdString'), String(entry.subscriptionId));
  return answerWith(wanted.map((entry) => ({ ...entry, status: entry.statusState })));
}
