import * as z from 'zod';
import { type ToolPorts, tools } from '../../../cli/mcp/tools.ts';
import { ConfigError } from '../../../lambdas/domain/errors.ts';

const eventId = `evt_${'0'.repeat(32)}`;
const toolOf = (name: string) => tools.find((tool) => tool.name === name)!;

/** The API, which keeps what it is asked and gives one answer. */
function anApi(json: unknown, tenant?: string) {
  const asked: object[] = [];
  const ports: ToolPorts = {
    async ask(path, query) {
      asked.push({ path, ...query });
      return { kind: 'answer', json };
    },
    async post(path, body) {
      asked.push({ path, body });
      return { kind: 'answer', json };
    },
    ...(tenant !== undefined && { tenant }),
  };
  return { asked, ports };
}

const call = (name: string, input: object, ports: ToolPorts) => {
  const { input: shape, run } = toolOf(name);
  return run(z.object(shape).parse(input), ports);
};

describe('tools', () => {
  it('are those of the documentation, each with a description', () => {
    expect(tools.map(({ name }) => name)).toEqual([
      'search_events',
      'get_event',
      'trace',
      'explain',
      'eligibility',
      'holds',
    ]);
    for (const { description, title } of tools)
      expect([description.length > 20, title.length > 3]).toEqual([true, true]);
  });

  it.each<[string, object, unknown, object]>([
    [
      'search_events',
      { kind: 'human', limit: 5, since: '2026-11-20T09:00:00Z' },
      { events: [], cursor: 'c', hasMore: false },
      { path: '/v1/events', kind: 'human', limit: 5, since: '2026-11-20T09:00:00Z', tenant: 'acme' },
    ],
    [
      'search_events',
      { cursor: 'c1', since: '2026-11-20T09:00:00Z' },
      { events: [], cursor: 'c', hasMore: false },
      { path: '/v1/events', cursor: 'c1', limit: 20 },
    ],
    ['holds', {}, { holds: [] }, { path: '/v1/holds', tenant: 'acme' }],
    [
      'eligibility',
      { address: 'lea@example.org', purpose: 'sales' },
      { address: 'lea@example.org', tenant: 'acme', eligible: {}, reasons: [] },
      { path: '/v1/eligibility', body: { address: 'lea@example.org', purpose: 'sales', tenant: 'acme' } },
    ],
    [
      'trace',
      { eventId, integration: 'sales' },
      { eventId, mails: [], deliveries: [] },
      { path: `/v1/events/${eventId}/trace`, integration: 'sales', tenant: 'acme' },
    ],
    [
      'explain',
      { eventId },
      { eventId, integration: 'sales', delivery: { fate: 'delivered' }, decisions: [] },
      { path: `/v1/events/${eventId}/explain` },
    ],
  ])('%s asks the API by %j, within the tenant', async (name, input, json, question) => {
    const { asked, ports } = anApi(json, 'acme');

    const { facts } = await call(name, input, ports);

    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject(question);
    expect(facts).toEqual(expect.any(Object));
  });

  it.each([
    ['get_event', { eventId: '../holds' }],
    ['get_event', { eventId, maxText: 1_000_000 }],
    ['trace', { eventId: `${eventId}/raw` }],
    ['search_events', { limit: 5_000 }],
    ['search_events', { kind: 'nonsense' }],
    ['search_events', { since: 'yesterday' }],
    ['eligibility', { address: 'x'.repeat(1_000) }],
    ['eligibility', { address: 'lea@example.org', purpose: 'spam' }],
  ])('%s refuses %j before the API is asked', (name, input) => {
    expect(z.object(toolOf(name).input).safeParse(input).success).toBe(false);
  });

  it('drop fields that the API may add, so that no word of a mail slips into the facts', async () => {
    const event = { eventId, integration: 'sales', tenant: 'acme', lane: 'conversation', threadKey: 't' };
    const times = { receivedAt: '2026-11-20T09:00:00Z', recordedAt: '2026-11-20T09:00:00Z' };
    const { ports } = anApi({ events: [{ ...event, ...times, subject: 'a word' }], cursor: 'c', hasMore: false });

    expect(JSON.stringify(await call('search_events', {}, ports))).not.toContain('a word');
  });

  it('report a refusal of the API with the next step', async () => {
    const ports: ToolPorts = {
      ask: async () => ({ kind: 'problem', status: 404, detail: 'no such event' }),
      post: async () => ({ kind: 'problem', status: 401, detail: 'no key' }),
    };

    await expect(call('get_event', { eventId }, ports)).rejects.toThrow(ConfigError);
    await expect(call('eligibility', { address: 'a@b.example' }, ports)).rejects.toThrow('POSTERN_API_KEY');
  });
});
