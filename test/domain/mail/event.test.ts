import { emailReceivedSchema } from '../../../lambdas/domain/mail/event.ts';
import { eventSchema } from '../../../lambdas/domain/mail/event-schema.ts';
import { intentLabels, mailKinds } from '../../../lambdas/domain/mail/mail-kinds.ts';
import { anEvent } from '../../helpers/builders.ts';

const event = anEvent();
const isValid = (changes: object): boolean => emailReceivedSchema.safeParse({ ...event, ...changes }).success;
const classified = (classification: object): object => ({
  classification: { kind: 'human', confidence: 1, reasons: [], ...classification },
});
const attached = (attachment: object): object => ({
  attachments: [
    {
      contentType: 'text/csv',
      size: 4,
      sha256: 'a'.repeat(64),
      inline: false,
      key: 'attachments/evt_1/0',
      verdict: 'clean',
      reasons: [],
      ...attachment,
    },
  ],
});

describe('emailReceivedSchema', () => {
  it('accepts events of the version that they name', () => {
    expect(event.schema).toBe(eventSchema);
    expect(emailReceivedSchema.parse(event)).toEqual(event);
    expect(isValid({ schema: 'email.received/2' })).toBe(false);
  });

  it.each<[string, object]>([
    ['an attachment', attached({})],
    ['trust and a route', { trust: { score: 80, reasons: [] }, route: { integration: 'sales' } }],
    ['a token that bears our tag', { route: { integration: 's', token: { type: 'deal', id: '7', isSigned: true } } }],
    ['the recipients of a lost receipt', { envelope: { rcptTo: [], source: 'headers' } }],
    ['the tags of a campaign', { campaign: { campaignId: 'c' } }],
  ])('accepts %s', (_name, changes) => {
    expect(isValid(changes)).toBe(true);
  });

  it.each<[string, object]>([
    ['a field that nobody knows', { sender: 'ada' }],
    ['an empty field rather than none', attached({ filename: '' })],
    ['null rather than no field', { spam: null }],
    ['a time with an offset', { receivedAt: '2026-11-20T10:00:00+01:00' }],
    ['an event id of another form', { eventId: 'evt_1' }],
    ['a verdict that no receiver gives', { spam: 'maybe' }],
    ['a confidence above one', classified({ confidence: 1.1 })],
    ['a trust above a hundred', { trust: { score: 101, reasons: [] } }],
    ['a tag that is not ours', { route: { integration: 's', token: { type: 'deal', id: '7', isSigned: false } } }],
    ['an attachment of a negative size', attached({ size: -1 })],
    ['a digest of another length', attached({ sha256: 'abc' })],
  ])('rejects %s', (_name, changes) => {
    expect(isValid(changes)).toBe(false);
  });

  it.each(mailKinds)('knows the kind %s', (kind) => {
    expect(isValid(classified({ kind }))).toBe(true);
  });

  it.each(intentLabels)('knows the intent %s', (label) => {
    expect(isValid(classified({ intent: { label, confidence: 0.5 } }))).toBe(true);
  });

  it('knows no other kind and no other intent', () => {
    expect(isValid(classified({ kind: 'postcard' }))).toBe(false);
    expect(isValid(classified({ intent: { label: 'maybe', confidence: 0.5 } }))).toBe(false);
  });
});
