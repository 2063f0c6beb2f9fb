import { createConsentProperties } from '../../../lambdas/crm/hubspot/consent-properties.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const path = '/crm/properties/2026-09/contacts';
const status = `GET ${path}/postern_email_status`;

describe('createConsentProperties', () => {
  it('makes the properties once, the status last', async () => {
    const { http, requests } = scriptedHttp({ [status]: reply({}, 404), POST: reply({}) });
    const ensure = createConsentProperties(http);

    await ensure();
    await ensure();

    const names = requests.flatMap(({ path: to, body }) => (to === path ? (body as { name: string }).name : []));
    expect(names).toHaveLength(4);
    expect(names.at(-1)).toBe('postern_email_status');
  });

  it('goes on where a use before it failed', async () => {
    const forbidden = { kind: 'misconfigured', code: 'HTTP 403', message: 'no' } as const;
    const { http, calls } = scriptedHttp({
      [status]: reply({}, 404),
      [`POST ${path}/groups`]: reply({}),
      [`POST ${path}`]: [reply({}), forbidden, reply({})],
    });
    const ensure = createConsentProperties(http);

    expect(await ensure()).toEqual(forbidden);
    expect(await ensure()).toMatchObject({ kind: 'ok' });
    expect(calls().filter((call) => call === `POST ${path}`)).toHaveLength(5);
  });

  it('makes none where they are there', async () => {
    const { http, calls } = scriptedHttp({ [status]: reply({ name: 'x' }) });

    expect(await createConsentProperties(http)()).toMatchObject({ kind: 'ok' });
    expect(calls()).toEqual([status]);
  });
});
