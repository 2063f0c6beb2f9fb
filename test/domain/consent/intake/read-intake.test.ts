import type { IntakeFormat } from '../../../../lambdas/domain/configuration/intake-formats.ts';
import { readIntake } from '../../../../lambdas/domain/consent/intake/read-intake.ts';
import { MalformedEventError } from '../../../../lambdas/domain/consent/intake/sender-event.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const read = (format: IntakeFormat, json: unknown) => readIntake(format, JSON.stringify(json), now).events;

const sendgrid = (event: string, extra: object = {}) => [
  { email: 'Lea@example.org', event, timestamp: 1_795_000_000, sg_event_id: 'id-1', ...extra },
];
const mailgun = (event: string, extra: object = {}) => ({
  'event-data': { event, id: 'id-1', timestamp: 1_795_000_000.25, recipient: 'lea@example.org', ...extra },
});
const postmark = (RecordType: string, extra: object = {}) => ({
  RecordType,
  ID: 42,
  Email: 'lea@example.org',
  ...extra,
});

describe('readIntake', () => {
  it.each<[string, IntakeFormat, unknown, string[]]>([
    ['SendGrid: bounce', 'sendgrid', sendgrid('bounce', { type: 'bounce', status: '5.1.1' }), ['hard-bounce']],
    ['SendGrid: a block is no dead address', 'sendgrid', sendgrid('bounce', { type: 'blocked' }), ['soft-bounce']],
    ['SendGrid: deferred', 'sendgrid', sendgrid('deferred'), ['soft-bounce']],
    ['SendGrid: spam report', 'sendgrid', sendgrid('spamreport'), ['complaint']],
    ['SendGrid: unsubscribe', 'sendgrid', sendgrid('unsubscribe'), ['unsubscribe']],
    ['SendGrid: left a group', 'sendgrid', sendgrid('group_unsubscribe'), ['unsubscribe']],
    ['SendGrid: back in a group', 'sendgrid', sendgrid('group_resubscribe'), ['opt-in']],
    ['SendGrid: dropped as bounced', 'sendgrid', sendgrid('dropped', { reason: 'Bounced Address' }), ['hard-bounce']],
    ['SendGrid: delivered', 'sendgrid', sendgrid('delivered'), ['delivered']],
    ['SendGrid: an open says nothing', 'sendgrid', sendgrid('open'), []],
    ['Mailgun: permanent', 'mailgun', mailgun('failed', { severity: 'permanent' }), ['hard-bounce']],
    ['Mailgun: temporary', 'mailgun', mailgun('failed', { severity: 'temporary' }), ['soft-bounce']],
    ['Mailgun: complained', 'mailgun', mailgun('complained'), ['complaint']],
    ['Mailgun: unsubscribed', 'mailgun', mailgun('unsubscribed'), ['unsubscribe']],
    ['Mailgun: a click says nothing', 'mailgun', mailgun('clicked'), []],
    [
      'Postmark: hard bounce',
      'postmark',
      postmark('Bounce', { Type: 'HardBounce', BouncedAt: '2026-11-20T09:00:00Z' }),
      ['hard-bounce'],
    ],
    ['Postmark: soft bounce', 'postmark', postmark('Bounce', { Type: 'Transient' }), ['soft-bounce']],
    ['Postmark: complaint', 'postmark', postmark('SpamComplaint'), ['complaint']],
    [
      'Postmark: left',
      'postmark',
      postmark('SubscriptionChange', { SuppressSending: true, SuppressionReason: 'ManualSuppression' }),
      ['unsubscribe'],
    ],
    [
      'Postmark: back',
      'postmark',
      postmark('SubscriptionChange', { SuppressSending: false, Email: undefined, Recipient: 'lea@example.org' }),
      ['opt-in'],
    ],
    [
      'our own: two at once',
      'standard',
      ['unsubscribe', 'complaint'].map((type) => ({
        type,
        address: 'lea@example.org',
        at: '2026-11-20T09:00:00Z',
        id: type,
      })),
      ['unsubscribe', 'complaint'],
    ],
    ['no address', 'sendgrid', sendgrid('unsubscribe', { email: 'nobody' }), []],
  ])('%s', (_name, format, json, types) => {
    expect(read(format, json).map(({ type }) => type)).toEqual(types);
  });

  it('carries the time, the id and the campaign of the sender', () => {
    const [event] = read(
      'sendgrid',
      sendgrid('bounce', { status: '5.1.1', 'smtp-id': '<a@x>', singlesend_id: 'autumn' }),
    );

    expect(event).toEqual({
      type: 'hard-bounce',
      address: 'Lea@example.org',
      at: '2026-11-18T11:06:40.000Z',
      id: 'id-1',
      reason: '5.1.1',
      messageId: 'a@x',
      campaign: { campaignId: 'autumn' },
    });
  });

  it.each<[IntakeFormat, string]>([
    ['sendgrid', 'no json'],
    ['sendgrid', '{}'],
    ['sendgrid', '[{"email":1}]'],
    ['mailgun', '{"event-data":{}}'],
    ['mailgun', 'null'],
    ['postmark', '[]'],
    ['standard', '{"type":"explosion"}'],
  ])('refuses a %s body %s, and quotes nothing of it', (format, text) => {
    expect(() => readIntake(format, text, now)).toThrow(MalformedEventError);
  });
});

describe('readIntake, of other channels', () => {
  const refusal = { type: 'unsubscribe', address: 'lea@example.org', at: now.toISOString(), id: 'c1' };

  it('reads the channel that a person refused in our own format', () => {
    expect(read('standard', { ...refusal, channel: 'whatsapp' })).toMatchObject([{ channel: 'whatsapp' }]);
    expect(read('standard', refusal)[0]).not.toHaveProperty('channel');
    expect(() => read('standard', { ...refusal, channel: 'pigeon' })).toThrow(MalformedEventError);
  });
});

describe('readIntake, of segments', () => {
  const memberships = (format: IntakeFormat, json: unknown, segments?: string[]) =>
    readIntake(format, JSON.stringify(json), now, { segments }).memberships;
  const entered = {
    type: 'segment-entered',
    address: 'lea@example.org',
    at: '2026-11-20T10:00:00.000Z',
    id: 'e1',
    segment: 'vip',
  };

  it('reads segments in our own format beside other events', () => {
    const left = { ...entered, type: 'segment-exited', membershipId: 'aud_2', reason: 'no order for a year' };
    const unsubscribed = { type: 'unsubscribe', address: 'lea@example.org', at: entered.at, id: 'u1' };
    const { events, memberships: read } = readIntake('standard', JSON.stringify([entered, unsubscribed, left]), now);

    expect(events.map(({ type }) => type)).toEqual(['unsubscribe']);
    expect(read).toMatchObject([
      { segment: 'vip', id: 'vip', state: 'in', reason: 'segment-entered', evidence: 'e1' },
      { segment: 'vip', id: 'aud_2', state: 'out', reason: 'no order for a year' },
    ]);
  });

  it('takes no time from the future, and no address that cannot be mailed', () => {
    expect(memberships('standard', { ...entered, at: '2030-01-01T00:00:00.000Z' })).toMatchObject([
      { at: now.toISOString() },
    ]);
    expect(memberships('standard', { ...entered, address: 'lea' })).toEqual([]);
  });

  it.each<[IntakeFormat, object]>([
    ['segment', { type: 'identify', traits: { email: 'lea@example.org', vip: true } }],
    ['rudderstack', { type: 'identify', context: { traits: { email: 'lea@example.org', vip: true } } }],
    ['mparticle', { user_identities: { email: 'lea@example.org' }, user_attributes: { vip: 'true' } }],
  ])('reads a named trait in the format of %s', (format, json) => {
    expect(memberships(format, json, ['vip'])).toMatchObject([
      { address: 'lea@example.org', segment: 'vip', state: 'in' },
    ]);
  });

  it('refuses a segment without its name', () => {
    expect(() => memberships('standard', { ...entered, segment: undefined })).toThrow(MalformedEventError);
  });
});
