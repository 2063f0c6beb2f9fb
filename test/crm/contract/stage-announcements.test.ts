import { createMparticleAdapter } from '../../../lambdas/crm/cdp/mparticle/adapter.ts';
import { createRudderstackAdapter, createSegmentAdapter } from '../../../lambdas/crm/cdp/segment/adapter.ts';
import { createEventBridgeAdapter, createSqsAdapter } from '../../../lambdas/crm/hand-off/adapter.ts';
import { createWebhookAdapter } from '../../../lambdas/crm/webhook/adapter.ts';
import type { HandOffMessage } from '../../../lambdas/domain/crm/crm-adapter.ts';
import type { StageChange } from '../../../lambdas/domain/crm/stage-change.ts';
import { aVendorContext } from '../a-vendor-context.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

// Systems that are no CRM hear of the stage of a deal, each in its own form, and can drop a repetition by an id.

const change: StageChange = {
  id: 'a-change',
  tenant: 'acme',
  connection: 'main',
  deal: 'd1',
  stage: 'Closed Won',
  meaning: 'won',
  at: '2026-11-20T09:30:00.000Z',
  people: ['ada@customer.example', 'bob@customer.example'],
};
const secret = `whsec_${Buffer.from('a key of the tests, long enough').toString('base64')}`;
const now = () => new Date('2026-11-20T10:00:00Z');

describe('the stage of a deal', () => {
  it('goes to a webhook as a signed message with an id of its own', async () => {
    const { http, requests } = scriptedHttp({ POST: reply({}, 200) });
    const adapter = createWebhookAdapter(aVendorContext(http, { secret, now }));

    expect(await adapter.announceStage!(change)).toMatchObject({ kind: 'ok' });
    await adapter.announceStage!(change);
    const ids = requests.map(({ headers }) => headers?.['webhook-id']);
    expect(ids).toEqual(['msg_a-change', 'msg_a-change']);
    expect(JSON.parse(String(requests[0]?.body))).toEqual({
      type: 'deal.stage-changed',
      timestamp: change.at,
      data: change,
    });
  });

  it.each([
    ['eventbridge', createEventBridgeAdapter],
    ['sqs', createSqsAdapter],
  ])('goes to %s with attributes by which a rule chooses', async (_vendor, create) => {
    const messages: HandOffMessage[] = [];
    const handOff = () => ({
      region: 'eu-west-1',
      async put(message: HandOffMessage) {
        messages.push(message);
        return { kind: 'ok' as const, value: { id: message.id } };
      },
    });
    const { http } = scriptedHttp({});
    await create(aVendorContext(http, { handOff })).announceStage!(change);

    expect(messages).toEqual([
      {
        id: 'a-change',
        type: 'deal.stage-changed/1',
        group: 'main#d1',
        at: change.at,
        attributes: { tenant: 'acme', connection: 'main', meaning: 'won' },
        detail: { id: 'a-change', tenant: 'acme', connection: 'main', meaning: 'won', region: 'eu-west-1', change },
      },
    ]);
  });

  it('goes to Segment and RudderStack as an event of each person, with ids that differ by destination', async () => {
    const idsOf = async (create: typeof createSegmentAdapter) => {
      const { http, requests } = scriptedHttp({ 'POST /v1/batch': reply({}) });
      await create(aVendorContext(http)).announceStage!(change);
      const { batch } = requests[0]!.body as { batch: Array<{ messageId: string; event: string; properties: object }> };
      expect(batch.map(({ event }) => event)).toEqual(['Deal Stage Changed', 'Deal Stage Changed']);
      expect(batch[0]?.properties).toEqual({ deal: 'd1', stage: 'Closed Won', meaning: 'won' });
      return batch.map(({ messageId }) => messageId);
    };
    const ids = [...(await idsOf(createSegmentAdapter)), ...(await idsOf(createRudderstackAdapter))];

    expect(new Set(ids).size).toBe(4);
    expect(await idsOf(createSegmentAdapter)).toEqual(ids.slice(0, 2));
  });

  it('goes to mParticle as a batch of each person, and stops where one is refused', async () => {
    const { http, requests } = scriptedHttp({ 'POST /v2/bulkevents': reply({}, 202) });
    await createMparticleAdapter(aVendorContext(http)).announceStage!(change);
    const refusing = scriptedHttp({ 'POST /v2/bulkevents': reply({}, 400) });
    const refused = await createMparticleAdapter(aVendorContext(refusing.http)).announceStage!(change);

    const identities = requests.map(({ body }) => (body as Array<{ user_identities: object }>)[0]?.user_identities);
    expect(identities).toEqual(change.people.map((email) => ({ email })));
    expect(refused).toMatchObject({ kind: 'rejected', code: 'HTTP 400' });
    expect(refusing.requests).toHaveLength(1);
  });
});

describe('the stage of a contact', () => {
  const { deal: _deal, ...others } = change;
  const ofContact: StageChange = { ...others, contact: 'c7', people: ['ada@customer.example'] };

  it('goes to a webhook and a bus under a name of its own', async () => {
    const { http, requests } = scriptedHttp({ POST: reply({}, 200) });
    await createWebhookAdapter(aVendorContext(http, { secret, now })).announceStage!(ofContact);
    const messages: HandOffMessage[] = [];
    const handOff = () => ({
      region: 'eu-west-1',
      async put(message: HandOffMessage) {
        messages.push(message);
        return { kind: 'ok' as const, value: { id: message.id } };
      },
    });
    await createEventBridgeAdapter(aVendorContext(http, { handOff })).announceStage!(ofContact);

    expect(JSON.parse(String(requests[0]?.body))).toMatchObject({ type: 'contact.stage-changed', data: ofContact });
    expect(messages).toMatchObject([{ type: 'contact.stage-changed/1', group: 'main#c7' }]);
  });

  it("goes to a CDP as an event of the person, with the CRM's id of the contact as their id", async () => {
    const segment = scriptedHttp({ 'POST /v1/batch': reply({}) });
    await createSegmentAdapter(aVendorContext(segment.http)).announceStage!(ofContact);
    const mparticle = scriptedHttp({ 'POST /v2/bulkevents': reply({}, 202) });
    await createMparticleAdapter(aVendorContext(mparticle.http)).announceStage!(ofContact);

    expect(segment.requests[0]?.body).toMatchObject({
      batch: [
        {
          event: 'Contact Stage Changed',
          userId: 'c7',
          properties: { contact: 'c7', stage: 'Closed Won', meaning: 'won' },
        },
      ],
    });
    expect(mparticle.requests[0]?.body).toMatchObject([
      { user_identities: { email: 'ada@customer.example', customer_id: 'c7' } },
    ]);
  });
});
