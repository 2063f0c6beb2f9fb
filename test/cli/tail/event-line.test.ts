import type { ApiResult } from '../../../cli/api/api-client.ts';
import { runMasked } from '../../../cli/masking.ts';
import { detailsOf, eventLine } from '../../../cli/tail/event-line.ts';
import { ConfigError } from '../../../lambdas/domain/errors.ts';
import { aListedEvent } from '../../helpers/listed-event.ts';

const event = aListedEvent({ kind: 'human' });
const details = { fate: 'delivered', from: 'lea@example.org', subject: 'An offer' };

describe('eventLine', () => {
  it('shows time, id, integration and kind, which name no person', () => {
    expect(eventLine(event)).toBe('2026-11-20T09:00:01.000Z  evt_1  sales  human');
  });

  it('shows what the entry is where it is no mail', () => {
    expect(eventLine({ ...event, type: 'email.delivered/1' })).toContain('human  email.delivered/1');
  });

  it('adds fate, sender and subject', () => {
    expect(eventLine(event, details)).toContain('  delivered  lea@example.org  An offer');
    expect(eventLine(event, { ...details, reason: 'a rule' })).toContain('  delivered (a rule)  ');
    expect(eventLine(event, { fate: 'pending' })).toContain('  pending  nobody');
  });

  it('leaves the subject out where the call is masked', async () => {
    expect(await runMasked(async () => eventLine(event, details))).not.toContain('offer');
  });

  it('moves no cursor of a terminal, whatever a stranger wrote, and stays in one line', () => {
    const line = eventLine(event, {
      ...details,
      subject: `\u001b[2J\r\n${'x'.repeat(1_000)}`,
      from: '\u001b]0;title\u0007',
    });

    expect(line).not.toMatch(/\p{C}/u);
    expect(line.length).toBeLessThan(400);
  });
});

describe('detailsOf', () => {
  const over = (result: ApiResult) => detailsOf(async () => result, event);
  const json = {
    message: { from: { address: 'lea@example.org' }, subject: 'An offer' },
    delivery: { fate: 'delivered' },
  };

  it('reads sender, subject and fate', async () => {
    expect(await over({ kind: 'answer', json })).toEqual(details);
  });

  it.each([404, 413])('has none of an event without an answer: %i', async (status) => {
    expect(await over({ kind: 'problem', status, detail: 'gone' })).toBeUndefined();
  });

  it('ends at a refusal', async () => {
    await expect(over({ kind: 'problem', status: 401, detail: 'no key' })).rejects.toThrow(ConfigError);
  });
});
