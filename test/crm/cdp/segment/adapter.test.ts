import { createRudderstackAdapter, createSegmentAdapter } from '../../../../lambdas/crm/cdp/segment/adapter.ts';
import { aSuppression } from '../../a-suppression.ts';
import { aVendorContext } from '../../a-vendor-context.ts';
import { reply, scriptedHttp } from '../../scripted-http.ts';

interface Call {
  readonly type: string;
  readonly event?: string;
  readonly messageId: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly previousId?: string;
  readonly traits?: object;
}
const callsOf = (body: unknown) => (body as { batch: readonly Call[] }).batch;

async function suppress(
  changes: Parameters<typeof aSuppression>[0] = {},
  create = createSegmentAdapter,
  settings: Parameters<typeof aVendorContext>[1] = {},
) {
  const { http, requests } = scriptedHttp({ 'POST /v1/batch': reply({}) });
  const proof = await create(aVendorContext(http, settings)).suppressions!.write(aSuppression(changes));
  return { proof, calls: callsOf(requests[0]!.body) };
}

describe('a suppression at Segment', () => {
  it('writes a suppression as the state of the person and an event beside it', async () => {
    const { proof, calls } = await suppress();

    expect(calls.map(({ type, event }) => [type, event])).toEqual([
      ['identify', undefined],
      ['track', 'Email Unsubscribed'],
    ]);
    expect(calls[0]?.traits).toMatchObject({ email_suppressed: true, email_suppression_reason: 'unsubscribed' });
    expect(proof).toMatchObject({ value: { by: 'accepted', answer: calls[0]?.messageId } });
  });

  it.each([
    [{ suppressed: [] }, 'Email Resubscribed'],
    [{ suppressed: [], channels: { sms: ['marketing' as const] } }, 'Channel Refused'],
    [{ isWish: false }, 'Email Bounced'],
    [{}, 'Email Unsubscribed'],
  ])('names the event by the change: %j', async (changes, event) => {
    expect((await suppress(changes)).calls[1]?.event).toBe(event);
  });

  it('names a known person by our id, and anybody else by a hash', async () => {
    const [known, unknown] = [await suppress({ contactId: 'c1' }), await suppress()];

    expect(known.calls[0]).toMatchObject({ userId: 'c1' });
    expect(unknown.calls[0]?.anonymousId).not.toContain('ada');
  });

  it('names the channels that the person refused beside email', async () => {
    const channels = { phone: ['sales' as const], whatsapp: ['marketing' as const, 'sales' as const] };
    const { calls } = await suppress({ channels });

    expect(calls[0]?.traits).toMatchObject({
      channels_suppressed: ['phone:sales', 'whatsapp:marketing', 'whatsapp:sales'],
    });
    expect((await suppress()).calls[0]?.traits).toMatchObject({ channels_suppressed: [] });
  });

  it('names both ids of a known person in both calls, so that the profile from before joins', async () => {
    const [known, unknown] = [await suppress({ contactId: 'c1' }), await suppress()];

    for (const call of known.calls)
      expect(call).toMatchObject({ userId: 'c1', anonymousId: unknown.calls[0]?.anonymousId });
  });

  it.each([
    ['hash', /^[0-9a-f]{64}$/],
    ['address', /^ada@customer\.example$/],
  ] as const)('names a person by the %s where the connection says so, known or not', async (userId, pattern) => {
    const [known, unknown] = [
      await suppress({ contactId: 'c1' }, createSegmentAdapter, { userId }),
      await suppress({}, createRudderstackAdapter, { userId }),
    ];

    expect(known.calls[0]?.userId).toMatch(pattern);
    expect(unknown.calls[0]?.userId).toBe(known.calls[0]?.userId);
  });

  it('sends an alias from the id of the choice before, right before the identify, under an id of its own', async () => {
    const settings = { userId: 'address', previousUserId: 'crm' } as const;
    const { proof, calls } = await suppress({ contactId: 'c1' }, createSegmentAdapter, settings);

    expect(calls.map(({ type }) => type)).toEqual(['alias', 'identify', 'track']);
    expect(calls[0]).toMatchObject({ userId: 'ada@customer.example', previousId: 'c1' });
    expect(new Set(calls.map(({ messageId }) => messageId)).size).toBe(3);
    expect(proof).toMatchObject({ value: { answer: calls[1]?.messageId } });
  });

  it('sends no alias for a person without an id of the choice before', async () => {
    const { calls } = await suppress({}, createSegmentAdapter, { userId: 'address', previousUserId: 'crm' });

    expect(calls.map(({ type }) => type)).toEqual(['identify', 'track']);
  });

  it('gives another destination another message id, because Segment deduplicates over all its customers', async () => {
    const [segment, again, rudderstack] = [
      await suppress(),
      await suppress(),
      await suppress({}, createRudderstackAdapter),
    ];

    expect(again.calls[0]?.messageId).toBe(segment.calls[0]?.messageId);
    expect(rudderstack.calls[0]?.messageId).not.toBe(segment.calls[0]?.messageId);
  });

  it('rejects a refused status, and knows no outcome without an answer', async () => {
    const write = (answer: Parameters<typeof scriptedHttp>[0][string]) =>
      createRudderstackAdapter(aVendorContext(scriptedHttp({ POST: answer }).http)).suppressions!.write(aSuppression());

    expect(await write(reply({}, 400))).toEqual({
      kind: 'rejected',
      code: 'HTTP 400',
      message: 'rudderstack refused the batch',
    });
    expect(await write({ kind: 'unknown' })).toEqual({ kind: 'unknown' });
  });
});
