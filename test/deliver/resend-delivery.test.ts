import { createResendDelivery } from '../../lambdas/deliver/resend-delivery.ts';
import type { CrmAdapter } from '../../lambdas/domain/crm/crm-adapter.ts';
import type { Outcome, Ref } from '../../lambdas/domain/crm/outcome.ts';
import { anAttempt, closedCircuit } from '../helpers/attempt.ts';

const mark = { id: 'rpl_1', messageId: 'new' } as const;
const sent: Outcome<Ref> = { kind: 'ok', value: { id: 'msg_1' }, how: 'created' };

/** A receiver that gives one answer, and what it was asked for. */
function aReceiver(outcome: Outcome<Ref>) {
  const marks: unknown[] = [];
  const adapter: Partial<CrmAdapter> = {
    takesReplays: true,
    steps: async (_records, _event, _now, replay) => ({
      kind: 'ok',
      value: [
        {
          name: 'activity',
          key: { kind: 'unique' },
          write: async () => {
            marks.push(replay);
            return outcome;
          },
        },
      ],
    }),
  };
  return { marks, adapter };
}

const resend = (options: Parameters<typeof anAttempt>[0]) => {
  const { context, asked } = anAttempt(options);
  const result = createResendDelivery(context.dependencies)(context.delivery, mark, 30_000);
  return { result, asked };
};

describe('createResendDelivery', () => {
  it('hands the event on with the mark, and writes nothing to the ledger', async () => {
    const { marks, adapter } = aReceiver(sent);
    const { result, asked } = resend({ adapter });

    expect(await result).toEqual({ kind: 'sent' });
    expect(marks).toEqual([mark]);
    expect(asked()).toEqual(['admit']);
  });

  it('closes the circuit of a connection that was in trouble', async () => {
    const { adapter } = aReceiver(sent);
    const troubled = { ...closedCircuit, failures: 2 };
    const { result, asked } = resend({ adapter, gate: { admit: async () => ({ kind: 'go', state: troubled }) } });

    expect(await result).toEqual({ kind: 'sent' });
    expect(asked()).toContain('succeeded');
  });

  it.each<[string, Outcome<Ref>, object, boolean]>([
    ['no clear answer', { kind: 'unknown' }, { kind: 'later', reason: 'unknown: no clear answer' }, true],
    [
      'a limit of the receiver',
      { kind: 'throttled', scope: 'burst', retryAt: new Date('2026-11-20T10:00:09.000Z') },
      { kind: 'later', afterMs: 9_000 },
      true,
    ],
    ['refused credentials', { kind: 'misconfigured', code: 'HTTP 401', message: 'no' }, { kind: 'later' }, true],
    ['a refusal of the event', { kind: 'rejected', code: 'HTTP 422', message: 'no' }, { kind: 'failed' }, false],
  ])(
    'reports %s, to the connection’s gate where it concerns the connection',
    async (_case, outcome, wanted, isShared) => {
      const { adapter } = aReceiver(outcome);
      const { result, asked } = resend({ adapter });

      expect(await result).toMatchObject(wanted);
      expect(asked().includes('failed')).toBe(isShared);
    },
  );

  it('waits while the circuit is open, and until its turn beyond the rate', async () => {
    const { adapter, marks } = aReceiver(sent);
    const probeAt = new Date('2026-11-20T10:05:00.000Z');
    const open = resend({ adapter, gate: { admit: async () => ({ kind: 'open', reason: 'no answer', probeAt }) } });
    const until = new Date('2026-11-20T10:00:03.000Z');
    const busy = resend({ adapter, gate: { admit: async () => ({ kind: 'wait', until }) } });

    expect(await open.result).toMatchObject({ kind: 'later', reason: expect.stringContaining('no answer') });
    expect(await busy.result).toEqual({ kind: 'later', afterMs: 3_000, reason: 'waits for its turn' });
    expect(marks).toEqual([]);
  });

  it.each<[string, Parameters<typeof anAttempt>[0], object]>([
    [
      'a connection that is not configured any more',
      { ports: { control: controlWith({ connection: async () => undefined }) } },
      { code: 'no-connection', reason: 'connection main is not configured' },
    ],
    [
      'an integration that is not configured any more',
      { ports: { control: controlWith({ integrations: async () => [] }) } },
      { code: 'no-connection', reason: 'integration sales is not configured' },
    ],
    ['an integration in shadow mode', { integration: { mode: 'shadow' } }, { code: 'kept-out' }],
    ['an integration that is switched off', { integration: { mode: 'off' } }, { code: 'kept-out' }],
    ['an event that is gone', { ports: { mail: { getEvent: async () => undefined } } }, { code: 'gone' }],
  ])('refuses %s, and calls nobody', async (_case, options, refusal) => {
    const { adapter, marks } = aReceiver(sent);

    expect(await resend({ adapter, ...options }).result).toMatchObject({ kind: 'refused', ...refusal });
    expect(marks).toEqual([]);
  });

  it('leaves a CRM as it is: the records are there', async () => {
    const { adapter, marks } = aReceiver(sent);
    const { takesReplays: _absent, ...crm } = adapter;

    expect(await resend({ adapter: crm }).result).toEqual({
      kind: 'unchanged',
      reason: 'connection main has its records',
    });
    expect(marks).toEqual([]);
  });
});

function controlWith(changes: object) {
  const { control } = anAttempt().context.dependencies;
  return { ...control, ...changes };
}
