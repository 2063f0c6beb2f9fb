import { createCloseAdapter } from '../../../lambdas/crm/close/adapter.ts';
import type { ClientOptions } from '../../../lambdas/crm/vendor-context.ts';
import { ok } from '../../../lambdas/domain/crm/outcome.ts';
import { anEvent } from '../../helpers/builders.ts';
import { aVendorContext } from '../a-vendor-context.ts';
import { routedMail } from '../routed-mail.ts';
import { aCompany, aContact, anActivity, reply, scriptedHttp } from '../scripted-http.ts';

const check = 'GET /api/v1/me/';
const answer = reply({ id: 'user_1' });

/** An adapter of a vendor with those answers. */
function anAdapter(answers: Parameters<typeof scriptedHttp>[0] = { [check]: answer }) {
  const { http, calls } = scriptedHttp(answers);
  const clients: ClientOptions[] = [];
  const client = (options: ClientOptions) => {
    clients.push(options);
    return http;
  };
  return { adapter: createCloseAdapter(aVendorContext(http, { client })), calls, clients };
}

describe('createCloseAdapter', () => {
  it('authorizes every request by one client', () => {
    const { clients } = anAdapter();

    expect(clients).toHaveLength(1);
    expect(clients[0]?.headersFrom?.('hunter2')).toEqual({
      authorization: `Basic ${Buffer.from('hunter2:').toString('base64')}`,
    });
  });

  it.each([
    [answer, { kind: 'ok' }],
    [{ kind: 'unknown' } as const, { kind: 'unknown' }],
    [reply({}, 404), { kind: 'rejected', code: 'OBJECT_NOT_FOUND' }],
  ])('checks the credentials by a request that changes nothing', async (result, expected) => {
    const { adapter, calls } = anAdapter({ [check]: result });

    expect(await adapter.check!()).toMatchObject(expected);
    // A read without a clear answer is repeated once.
    expect(new Set(calls())).toEqual(new Set([expect.stringContaining(check)]));
  });

  it('makes steps for the records of a mail', async () => {
    const { adapter } = anAdapter();
    const records = { contact: aContact(), company: aCompany, activity: anActivity() };

    const steps = await adapter.steps(records, routedMail(anEvent()), new Date());

    expect(steps.kind === 'ok' ? ok(steps.value.map(({ name }) => name)) : steps).toEqual(
      ok(['company', 'contact', 'activity']),
    );
  });
});
