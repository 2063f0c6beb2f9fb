import { vendors } from '../../lambdas/crm/vendors.ts';
import { hasContacts, vendorNames } from '../../lambdas/domain/crm/connection.ts';
import { aVendorContext } from './a-vendor-context.ts';
import { secretOf } from './contract/subjects.ts';

const handOff = () => ({ region: 'local', put: async () => ({ kind: 'unknown' }) as const });
const webhookSecret = `whsec_${Buffer.from('a key of the tests').toString('base64')}`;

describe.each(vendorNames)('vendors.%s', (vendor) => {
  const anAdapter = () =>
    vendors[vendor](
      aVendorContext(async () => ({ kind: 'unknown' }), {
        secret: vendor === 'webhook' ? webhookSecret : (secretOf[vendor] ?? 'hunter2-secret'),
        handOff,
      }),
    );

  it('makes an adapter that has what the vendor is known for', async () => {
    const adapter = await anAdapter();
    const isCrm = hasContacts({ vendor });

    expect(adapter.calls.known).toBe(1);
    expect([adapter.lookUp !== undefined, adapter.peopleOfDeal !== undefined]).toEqual([isCrm, isCrm]);
    expect(adapter.keepsNoDeals === true).toBe(!isCrm);
    expect(adapter.limits !== undefined).toBe(isCrm);
    expect(adapter.drainSavedCalls !== undefined).toBe(['hubspot', 'salesforce'].includes(vendor));
  });

  it('says of an unclear answer that it is unclear', async () => {
    const { check } = await anAdapter();

    expect(await check?.()).toEqual(hasContacts({ vendor }) ? { kind: 'unknown' } : undefined);
  });
});
