import {
  connectionsOf,
  deliveredKey,
  feedKey,
  integrationOf,
  isDeliveredKey,
  isFeedKey,
  isNotifyKey,
  notifyKey,
  ownerKeyOf,
} from '../../../lambdas/domain/configuration/integrations.ts';
import { anIntegration } from '../../helpers/builders.ts';

const rules = [{ name: 'vip', when: { known: true }, do: { notify: ['slack', 'main'] } }];
const sales = anIntegration({
  rules,
  mapping: 'leads@2',
  deals: 'thread',
  ownerField: 'OwnerId',
  links: { days: 7 },
  files: { maxFileMiB: 5 },
  brake: { mails: 1, minutes: 1 },
  rollout: { percent: 1 },
  body: 'newest',
  deliveredEvents: ['ids'],
  deliveredInFeed: true,
});

describe('integrationOf', () => {
  it('finds an integration by its key', () => {
    expect(integrationOf([sales], 'sales')).toBe(sales);
    expect(integrationOf([sales], 'support')).toBeUndefined();
  });

  it('finds the integration of a notification: to the other connection, with plain records and no rule again', () => {
    const { key, tenant, addresses, mode, body } = sales;

    expect(integrationOf([sales], notifyKey('sales', 'slack'))).toEqual({
      tenant,
      addresses,
      mode,
      body,
      key: `${key}~slack`,
      connection: 'slack',
      deals: 'token',
      mapping: 'default@1',
    });
    expect(integrationOf([sales], notifyKey('support', 'slack'))).toBeUndefined();
  });
});

describe('the key of the deliveries about records', () => {
  it('names the integration and the connection, and is no notification of a mail', () => {
    const key = deliveredKey('sales', 'ids');

    expect([isDeliveredKey(key), isNotifyKey(key), ownerKeyOf(key)]).toEqual([true, true, 'sales']);
    expect(['sales', notifyKey('sales', 'ids'), notifyKey('sales', 'delivered')].map(isDeliveredKey)).toEqual([
      false,
      false,
      false,
    ]);
    expect([key, feedKey('sales'), notifyKey('sales', 'ids')].map(isFeedKey)).toEqual([false, true, false]);
    expect(ownerKeyOf(feedKey('sales'))).toBe('sales');
    // It must not announce its own records.
    expect(integrationOf([sales], key)).toMatchObject({ key, connection: 'ids' });
    expect(integrationOf([sales], key)).not.toHaveProperty('deliveredEvents');
    expect(integrationOf([sales], key)).not.toHaveProperty('deliveredInFeed');
  });
});

describe('connectionsOf', () => {
  it('names each connection once, also those that rules notify or that hear of records', () => {
    expect(connectionsOf([sales, anIntegration({ connection: 'bus' })])).toEqual(['main', 'slack', 'ids', 'bus']);
  });
});
