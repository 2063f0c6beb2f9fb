import type { CrmAdapter, CrmRegistry } from '../../lambdas/domain/crm/crm-adapter.ts';
import type { Failure, Outcome } from '../../lambdas/domain/crm/outcome.ts';
import { createPollOptOuts } from '../../lambdas/heartbeat/poll-opt-outs.ts';
import { anIntegration } from '../helpers/builders.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** A poll of one connection with this outcome for its adapter. */
function aPoll(adapter: Outcome<CrmAdapter>) {
  const failures: Failure[] = [];
  const poll = createPollOptOuts({
    control: {
      integrations: async () => [anIntegration({ key: 'sales' })],
      connection: async () => ({ vendor: 'hubspot', baseUrl: 'https://x.example', credentials: 'secret:crm#hubspot' }),
    },
    crm: { adapterFor: async () => adapter } as CrmRegistry,
    gate: {
      state: async () => ({ circuit: 'closed' }) as never,
      async failed(_, failure) {
        failures.push(failure);
        return undefined;
      },
    },
    marks: { get: async () => undefined, set: async () => {} },
    queues: { sendChange: async () => {} },
    subjectHash: async () => (_, address) => address,
    log: silent,
    now: () => new Date('2026-11-20T10:00:00Z'),
  });
  return { poll, failures };
}

describe('createPollOptOuts', () => {
  it('counts credentials that cannot be read against the connection, before any mail waits for it', async () => {
    const failure: Failure = {
      kind: 'misconfigured',
      code: 'credentials',
      message: 'credentials secret:crm#hubspot cannot be read: AccessDeniedException',
    };
    const { poll, failures } = aPoll(failure);

    await poll();

    expect(failures).toEqual([failure]);
  });

  it('reports no failure of a connection that keeps no consent', async () => {
    const { poll, failures } = aPoll({ kind: 'ok', value: {} as CrmAdapter, how: 'existing' });

    await poll();

    expect(failures).toEqual([]);
  });
});
