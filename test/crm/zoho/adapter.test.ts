import type { ClientOptions } from '../../../lambdas/crm/vendor-context.ts';
import { createZohoAdapter } from '../../../lambdas/crm/zoho/adapter.ts';
import { ok } from '../../../lambdas/domain/crm/outcome.ts';
import { anEvent } from '../../helpers/builders.ts';
import { aVendorContext } from '../a-vendor-context.ts';
import { routedMail } from '../routed-mail.ts';
import { aCompany, aContact, anActivity, reply, scriptedHttp } from '../scripted-http.ts';

const secret = JSON.stringify({ clientId: 'an-id', clientSecret: 'hunter2', refreshToken: 'hunter2-refresh' });
const check = 'GET /crm/v8/org';
const answer = reply({ org: [] });

/** An adapter of a vendor with those answers. */
function anAdapter(answers: Parameters<typeof scriptedHttp>[0] = { [check]: answer }) {
  const { http, calls } = scriptedHttp(answers);
  const clients: ClientOptions[] = [];
  const client = (options: ClientOptions) => {
    clients.push(options);
    return http;
  };
  return {
    adapter: createZohoAdapter(aVendorContext(http, { client, secret, url: 'https://www.zohoapis.eu' })),
    calls,
    clients,
  };
}

describe('createZohoAdapter', () => {
  it('authorizes every request by a token of its data centre', () => {
    const { clients } = anAdapter();

    expect(clients).toHaveLength(1);
    expect(clients[0]).toMatchObject({ tokenUrl: 'https://accounts.zoho.eu', grant: { scheme: 'Zoho-oauthtoken' } });
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

  it('makes steps for the records of a mail, when it has the ids of the modules', async () => {
    const { adapter, calls } = anAdapter({
      'GET /crm/v8/settings/modules': [{ kind: 'unknown' }, { kind: 'unknown' }, reply({})],
    });
    const records = { contact: aContact(), company: aCompany, activity: anActivity() };

    const plan = () => adapter.steps(records, routedMail(anEvent()), new Date());
    expect(await plan()).toEqual({ kind: 'unknown' });
    const steps = await plan();
    await plan();

    expect(steps.kind === 'ok' ? ok(steps.value.map(({ name }) => name)) : steps).toEqual(
      ok(['company', 'contact', 'activity']),
    );
    expect(calls()).toHaveLength(3);
  });
});
