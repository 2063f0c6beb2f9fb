import { readMparticle, readSegmentCall } from '../../../../lambdas/domain/consent/intake/cdp-event.ts';
import { MalformedEventError } from '../../../../lambdas/domain/consent/intake/sender-event.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const at = '2026-11-20T11:00:00.000Z';
const personas = { computation_class: 'audience', computation_id: 'aud_1', computation_key: 'vip' };
const entered = {
  type: 'track',
  event: 'Audience Entered',
  messageId: 'm1',
  userId: 'u123',
  timestamp: at,
  properties: { audience_key: 'vip', vip: true },
  context: { personas, traits: { email: 'lea@example.org' } },
};
const wanted = {
  address: 'lea@example.org',
  segment: 'vip',
  id: 'aud_1',
  state: 'in',
  at,
  reason: 'Audience Entered',
  evidence: 'm1',
};
const read = (json: unknown, segments?: string[]) => readSegmentCall(json, { segments }, now);

describe('readSegmentCall', () => {
  it('reads a segment that was entered, with its id, its time and the reason', () => {
    expect(read(entered)).toEqual([wanted]);
  });

  it.each<[string, object, object]>([
    [
      'left',
      { event: 'Audience Exited', properties: { audience_key: 'vip', vip: false } },
      { state: 'out', reason: 'Audience Exited' },
    ],
    ['without its property', { properties: { audience_key: 'vip' } }, { state: 'in' }],
    ['without an id', { context: { traits: { email: 'lea@example.org' } } }, { id: 'vip' }],
    [
      'with a reason of its own',
      { properties: { audience_key: 'vip', vip: true, reason: 'third order' } },
      { reason: 'third order' },
    ],
    [
      'by an identify call',
      { type: 'identify', event: undefined, properties: undefined, traits: { vip: false } },
      { state: 'out', reason: 'identify' },
    ],
    [
      'of a person named by an external id',
      { context: { personas, externalIds: [{ id: 'lea@example.org', type: 'email' }] } },
      {},
    ],
    ['of a person named by the user id', { userId: 'lea@example.org', context: { personas } }, {}],
    ['with a time from the future', { timestamp: '2027-01-01T00:00:00Z' }, { at: now.toISOString() }],
    ['without a time', { timestamp: undefined }, { at: now.toISOString() }],
    ['with a time that is none', { timestamp: 'soon' }, { at: now.toISOString() }],
  ])('reads a segment %s', (_what, changes, expected) => {
    expect(read({ ...entered, ...changes })).toEqual([{ ...wanted, ...expected }]);
  });

  it.each<[string, object]>([
    [
      'a call about something else',
      { event: 'Order Completed', properties: { total: 3 }, context: { traits: { email: 'lea@example.org' } } },
    ],
    [
      'a computed trait',
      {
        event: 'Trait Computed',
        properties: { ltv: 3 },
        context: {
          personas: { ...personas, computation_class: 'computed_trait' },
          traits: { email: 'lea@example.org' },
        },
      },
    ],
    ['a person without an address', { context: { personas } }],
    ['an address that cannot be mailed', { context: { personas, traits: { email: 'lea' } } }],
  ])('finds no segment in %s', (_what, changes) => {
    expect(read({ ...entered, ...changes })).toEqual([]);
  });

  it("reads the traits that the source's settings name, as RudderStack sets them", () => {
    const call = {
      type: 'identify',
      messageId: 'r1',
      originalTimestamp: at,
      context: { traits: { email: 'lea@example.org', high_value: true, churned: false, is_admin: true } },
    };

    expect(read(call, ['high_value', 'churned', 'absent']).map(({ segment, state }) => [segment, state])).toEqual([
      ['high_value', 'in'],
      ['churned', 'out'],
    ]);
    expect(read(call)).toEqual([]);
  });

  it('cuts names that no segment has', () => {
    const key = 'x'.repeat(1000);
    const [event] = read({ ...entered, properties: { audience_key: key, [key]: true } });

    expect(event?.segment).toHaveLength(200);
  });

  it.each([[3], [null], ['text'], [[]], [{ type: 3 }], [{ ...entered, context: 'x' }]])(
    'refuses or ignores %j',
    (json) => {
      try {
        expect(read(json)).toEqual([]);
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedEventError);
      }
    },
  );
});

describe('readMparticle', () => {
  const email = { type: 'email', encoding: 'raw', value: 'lea@example.org' };
  const audience = { audience_id: 456, audience_name: 'VIP', action: 'add' };
  const request = (profile: object) => ({
    type: 'audience_membership_change_request',
    id: 'req-1',
    timestamp_ms: Date.parse(at),
    user_profiles: [{ user_identities: [email], audiences: [audience], ...profile }],
  });
  const readBody = (json: unknown, segments?: string[]) => readMparticle(json, { segments }, now);

  it('reads a change of memberships with the id of each audience', () => {
    const audiences = [audience, { audience_id: 789, audience_name: 'Churned', action: 'delete' }];

    expect(readBody(request({ audiences }))).toEqual([
      { ...wanted, segment: 'VIP', id: '456', reason: 'audience add', evidence: 'req-1' },
      { ...wanted, segment: 'Churned', id: '789', state: 'out', reason: 'audience delete', evidence: 'req-1' },
    ]);
  });

  it.each<[string, object]>([
    [
      'a hashed address',
      { user_identities: [{ ...email, encoding: 'md5', value: 'e179e95c00e7718ab4a23840f992ea63' }] },
    ],
    ['no address', { user_identities: [] }],
    ['an update of attributes', { audiences: [{ ...audience, action: 'attribute_update' }] }],
  ])('finds no membership in a profile with %s', (_what, profile) => {
    expect(readBody(request(profile))).toEqual([]);
  });

  it('takes the periodic request without profiles', () => {
    const { user_profiles: _profiles, ...empty } = request({});

    expect(readBody(empty)).toEqual([]);
  });

  it("reads the attributes of a batch that the source's settings name", () => {
    const batch = {
      environment: 'production',
      source_request_id: 'b1',
      timestamp_unixtime_ms: Date.parse(at),
      user_identities: { email: 'lea@example.org', customer_id: 'c1' },
      user_attributes: { vip: 'true', churned: false, plan: 'gold' },
      events: [],
    };

    expect(readBody([batch], ['vip', 'churned', 'plan'])).toEqual([
      { ...wanted, id: 'vip', reason: 'user attribute', evidence: 'b1' },
      { ...wanted, id: 'churned', segment: 'churned', state: 'out', reason: 'user attribute', evidence: 'b1' },
    ]);
    expect(readBody([batch])).toEqual([]);
  });
});
