import { createMparticleAdapter } from '../../../../lambdas/crm/cdp/mparticle/adapter.ts';
import { aSuppression } from '../../a-suppression.ts';
import { aVendorContext } from '../../a-vendor-context.ts';
import { reply, scriptedHttp } from '../../scripted-http.ts';

async function suppress(
  changes: Parameters<typeof aSuppression>[0] = {},
  settings: Parameters<typeof aVendorContext>[1] = {},
) {
  const { http, requests } = scriptedHttp({ 'POST /v2/bulkevents': reply({}, 202) });
  const proof = await createMparticleAdapter(aVendorContext(http, settings)).suppressions!.write(aSuppression(changes));
  return { proof, batch: (requests[0]!.body as object[])[0] };
}

describe('a suppression at mParticle', () => {
  it('writes a suppression as attributes of the person and an event in one batch', async () => {
    const { proof, batch } = await suppress({ contactId: 'c1' });

    expect(proof).toMatchObject({ value: { by: 'accepted' }, how: 'updated' });
    expect(batch).toMatchObject({
      environment: 'production',
      user_identities: { email: 'ada@customer.example', customer_id: 'c1' },
      user_attributes: { email_suppressed: true, email_suppressed_for: 'marketing' },
      events: [{ data: { event_name: 'Email Suppressed', timestamp_unixtime_ms: Date.parse('2026-11-20T09:00:00Z') } }],
    });
  });

  it.each([
    ['crm', { contactId: 'c1' }, 'c1'],
    ['crm', {}, undefined],
    ['address', { contactId: 'c1' }, 'ada@customer.example'],
    ['hash', {}, expect.stringMatching(/^[0-9a-f]{64}$/)],
  ] as const)('names the customer by %s beside the address: %j', async (userId, changes, customerId) => {
    const { batch } = await suppress(changes, { userId });

    expect(batch).toMatchObject({ user_identities: { email: 'ada@customer.example' } });
    expect((batch as { user_identities: { customer_id?: string } }).user_identities.customer_id).toEqual(customerId);
  });

  it('names the channels that the person refused beside email', async () => {
    expect((await suppress({ suppressed: [], channels: { sms: ['marketing'] } })).batch).toMatchObject({
      user_attributes: { email_suppressed: false, channels_suppressed: 'sms:marketing' },
      events: [{ data: { event_name: 'Channel Refused' } }],
    });
  });

  it('lifts a suppression by the same attributes', async () => {
    expect((await suppress({ suppressed: [] })).batch).toMatchObject({
      user_attributes: { email_suppressed: false, email_suppressed_for: '' },
      events: [{ data: { event_name: 'Email Resubscribed' } }],
    });
  });

  it.each([
    [reply({}, 400), { kind: 'rejected', code: 'HTTP 400' }],
    [{ kind: 'unknown' } as const, { kind: 'unknown' }],
  ])('fails where mParticle does not take it', async (answer, expected) => {
    const adapter = createMparticleAdapter(aVendorContext(scriptedHttp({ POST: answer }).http));

    expect(await adapter.suppressions!.write(aSuppression())).toMatchObject(expected);
  });
});
