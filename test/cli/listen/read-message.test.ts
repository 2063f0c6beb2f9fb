import type { ApiResult } from '../../../cli/api/api-client.ts';
import { readMessage } from '../../../cli/listen/read-message.ts';
import { ConfigError } from '../../../lambdas/domain/errors.ts';
import { aListedEvent } from '../../helpers/listed-event.ts';

const event = aListedEvent();

/** Reads the message of an event over an API with one answer. */
async function read(result: ApiResult, listed: object = {}) {
  const [asked, notices]: [object[], string[]] = [[], []];
  const ask = async (path: string, query?: object) => {
    asked.push({ path, ...query });
    return result;
  };
  const message = await readMessage(ask, { ...event, ...listed }, (text) => notices.push(text));
  return { message, asked, notices };
}

describe('readMessage', () => {
  it('asks for the view of the integration, and makes the message of it', async () => {
    const { message, asked } = await read({ kind: 'answer', json: { eventId: 'evt_1', receivedAt: event.receivedAt } });

    expect(asked).toEqual([{ path: '/v1/events/evt_1', integration: 'sales', tenant: 'acme' }]);
    expect(JSON.parse(message!.body)).toMatchObject({ type: 'email.received', data: { eventId: 'evt_1' } });
  });

  it.each([
    [404, 'no such event'],
    [413, 'too long'],
  ])('leaves out an event that has no answer any more, and says so: %i', async (status, detail) => {
    const { message, notices } = await read({ kind: 'problem', status, detail });

    expect(message).toBeUndefined();
    expect(notices).toEqual([`evt_1 is left out: ${detail}`]);
  });

  it('delivers no mail a second time for news about it', async () => {
    const { message, asked, notices } = await read({ kind: 'answer', json: {} }, { type: 'email.delivered/1' });

    expect([message, asked]).toEqual([undefined, []]);
    expect(notices[0]).toContain('"email.delivered/1"');
  });

  it('ends at a refusal', async () => {
    await expect(read({ kind: 'problem', status: 403, detail: 'missing scope' })).rejects.toThrow(ConfigError);
  });
});
