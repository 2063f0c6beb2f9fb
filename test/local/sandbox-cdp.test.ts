import { answerCdp, createSandboxCdps } from '../../local/sandbox-cdp.ts';
import { createFaults } from '../../local/sandbox-crm/faults.ts';

const traits = (at: string, more: object = {}) => ({
  email: 'ada@example.org',
  email_suppressed: true,
  email_suppressed_for: 'news,offers',
  email_suppression_reason: 'opt-out',
  email_suppression_at: at,
  ...more,
});
const identify = (messageId: string, at: string) => ({ type: 'identify', messageId, userId: 'u', traits: traits(at) });

describe('answerCdp', () => {
  const client = { method: 'POST', headers: { authorization: 'Basic key' } };
  const open = () => {
    const cdps = createSandboxCdps();
    const faults = createFaults(() => 0);
    const ask = (path: string, body: unknown, request: Parameters<typeof answerCdp>[2] = client) =>
      answerCdp(cdps.segment, faults, request, path, JSON.stringify(body));
    return { people: cdps.segment.people, faults, ask };
  };

  it('keeps the newest traits of a person, whatever the order of the calls', () => {
    const { people, ask } = open();
    const answer = ask('/v1/batch', { batch: [identify('1', '2026-01-02'), identify('2', '2026-01-01')] });

    expect(answer.status).toBe(200);
    expect([...people.values()]).toEqual([
      {
        email: 'ada@example.org',
        suppressed: true,
        suppressedFor: ['news', 'offers'],
        reason: 'opt-out',
        at: '2026-01-02',
      },
    ]);
  });

  it('drops a message that it has seen', () => {
    const { people, ask } = open();
    ask('/v1/batch', { batch: [identify('1', '2026-01-01')] });
    ask('/v1/batch', { batch: [identify('1', '2026-01-02')] });

    expect(people.get('ada@example.org')?.at).toBe('2026-01-01');
  });

  it('takes an alias with both of its ids, and refuses one that lacks either', () => {
    const { ask } = open();
    const alias = { type: 'alias', messageId: '1', userId: 'u', previousId: 'p' };

    expect(ask('/v1/batch', { batch: [alias] }).status).toBe(200);
    expect(ask('/v1/batch', { batch: [{ ...alias, previousId: undefined }] }).status).toBe(400);
    expect(ask('/v1/batch', { batch: [{ ...alias, userId: undefined, anonymousId: 'a' }] }).status).toBe(400);
  });

  it('takes the bulk call of mParticle', () => {
    const { people, ask } = open();
    const attributes = traits('2026-01-01', { email_suppressed_for: ['news'], email_suppression_reason: '' });
    const answer = ask('/v2/bulkevents', [
      { user_identities: { email: 'bob@example.org' }, user_attributes: attributes },
    ]);

    expect(answer.status).toBe(202);
    expect(people.get('bob@example.org')).toMatchObject({ suppressedFor: ['news'], reason: null });
  });

  it('rejects a call without its ids, without a key, and to an unknown path', () => {
    const { ask } = open();

    expect(ask('/v1/batch', { batch: [{ type: 'identify', userId: 'u' }] }).status).toBe(400);
    expect(ask('/v1/batch', {}, { method: 'POST', headers: {} }).status).toBe(401);
    expect(ask('/v1/nope', {}).status).toBe(404);
  });

  it.each([
    ['429', 429],
    ['500', 500],
  ])('answers %s by a fault', (action, status) => {
    const { faults, ask } = open();
    faults.set([{ action }]);

    expect(ask('/v1/batch', {})).toMatchObject({ status, headers: { 'retry-after': '0' } });
  });
});
