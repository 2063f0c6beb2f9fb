import { askedReplayOf, idempotencyKeyOf } from '../../lambdas/api/replay-request.ts';
import type { ApiRequest } from '../../lambdas/api/request.ts';
import { QuestionError } from '../../lambdas/domain/consent/ask-eligibility.ts';

const eventId = `evt_${'a'.repeat(32)}`;
const asking = (body: unknown): ApiRequest => ({
  route: 'POST /v1/replays',
  path: {},
  query: {},
  headers: {},
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

describe('askedReplayOf', () => {
  it('reads a replay with its defaults', () => {
    expect(askedReplayOf(asking({ eventIds: [eventId, eventId] }))).toEqual({
      selection: { eventIds: [eventId], delivered: false },
      messageIds: [],
      newIds: false,
      perSecond: 10,
      limit: 100_000,
      dryRun: false,
    });
  });

  it('reads every choice, and times with an offset as UTC', () => {
    const body = {
      messageIds: ['<1@x.example>'],
      thread: 't',
      integration: 'sales',
      errorClass: 'outage',
      since: '2026-11-20T10:00:00+02:00',
      until: '2026-11-21',
      delivered: true,
      newIds: true,
      perSecond: 50,
      limit: 7,
      dryRun: true,
      tenant: 'acme',
    };

    expect(askedReplayOf(asking(body))).toEqual({
      selection: {
        thread: 't',
        integration: 'sales',
        errorClass: 'outage',
        since: '2026-11-20T08:00:00.000Z',
        until: '2026-11-21T00:00:00.000Z',
        delivered: true,
      },
      messageIds: ['<1@x.example>'],
      newIds: true,
      perSecond: 50,
      limit: 7,
      dryRun: true,
    });
  });

  it.each<[string, unknown, RegExp]>([
    ['no body', '', /not JSON/],
    ['a list', [], /no JSON object/],
    ['nothing that narrows', {}, /nothing is named/],
    ['all that was ever delivered', { delivered: true }, /nothing is named/],
    ['a field that it does not know', { thread: 't', everything: true }, /^everything: is not known here/],
    ['an id that is none', { eventIds: ['evt_1'] }, /^eventIds\.0: is no id of an event/],
    ['no ids', { eventIds: [] }, /^eventIds: is empty/],
    ['more ids than a hundred', { eventIds: Array(101).fill(eventId) }, /^eventIds: wants at most 100/],
    ['Message-IDs that are no texts', { messageIds: [7] }, /^messageIds\.0: wants a text/],
    ['a class of errors that there is not', { errorClass: 'weather' }, /^errorClass: wants one of quota, /],
    ['a time that is none', { since: 'yesterday' }, /^since: wants a time of ISO 8601/],
    ['a blank for a plus', { since: '2026-11-20T10:00:00 02:00' }, /^since: wants a time of ISO 8601/],
    ['a time that is none', { until: '2026-13-01' }, /^until: wants a time of ISO 8601/],
    ['since after until', { since: '2026-11-21', until: '2026-11-20' }, /^until: wants a time after since/],
    ['since at until', { since: '2026-11-20', until: '2026-11-20T00:00:00Z' }, /^until: wants a time after since/],
    ['new ids of what stays as it is', { thread: 't', newIds: true }, /^newIds: .*add delivered: true/],
    ['a text for a switch', { thread: 't', delivered: 'yes' }, /^delivered: wants true or false/],
    ['a rate of nothing', { thread: 't', perSecond: 0 }, /^perSecond: wants a whole number from 1 to 50/],
    ['a rate beyond the highest', { thread: 't', perSecond: 51 }, /^perSecond: wants a whole number from 1 to 50/],
    ['a million deliveries', { thread: 't', limit: 1_000_000 }, /^limit: wants a whole number from 1 to 100000/],
    ['half a delivery', { thread: 't', limit: 0.5 }, /^limit: wants a whole number/],
    ['an integration without a name', { integration: '' }, /^integration: is empty/],
  ])('refuses %s', (_case, body, message) => {
    expect(() => askedReplayOf(asking(body))).toThrow(QuestionError);
    expect(() => askedReplayOf(asking(body))).toThrow(message);
  });
});

describe('idempotencyKeyOf', () => {
  const keyed = (key?: string) => ({ headers: { 'idempotency-key': key } });

  it('reads a key, which may be absent', () => {
    expect(idempotencyKeyOf(keyed('9f2c 1'))).toBe('9f2c 1');
    expect(idempotencyKeyOf(keyed())).toBeUndefined();
  });

  it.each(['', 'a'.repeat(256), 'ü', 'a\nb'])('refuses %j', (key) => {
    expect(() => idempotencyKeyOf(keyed(key))).toThrow('idempotency-key');
  });
});
