import { createPropertyMaker } from '../../../lambdas/crm/hubspot/make-property.ts';
import { ensureProperties, ensureTaskKey } from '../../../lambdas/crm/hubspot/properties.ts';
import { stepKeys } from '../../../lambdas/crm/vendor-kit.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const path = '/crm/properties/2026-09';
const known = (hasUniqueValue?: boolean) => reply({ name: 'postern_ext_id', hasUniqueValue });
const list = (...results: Array<{ name: string; hasUniqueValue?: boolean }>) => reply({ results });
const conflict = reply({ category: 'CONFLICT' }, 409);
const refused = reply({ category: 'VALIDATION_ERROR' }, 400);
const forbidden = { kind: 'misconfigured', code: 'HTTP 403', message: 'MISSING_SCOPES' } as const;
const unauthorized = { kind: 'misconfigured', code: 'HTTP 401', message: 'no' } as const;

describe('ensureProperties and ensureTaskKey', () => {
  it.each([
    [
      'answer with a unique key where the account keeps it so',
      known(true),
      reply({}),
      { kind: 'ok', value: stepKeys.unique },
    ],
    [
      'answer with a look-up where the property is a plain one',
      known(),
      reply({}),
      { kind: 'ok', value: stepKeys.search },
    ],
    [
      'answer with a unique key where it could be made',
      reply({}, 404),
      reply({}),
      { kind: 'ok', value: stepKeys.unique },
    ],
    [
      'answer with a unique key where another worker made it',
      reply({}, 404),
      conflict,
      { kind: 'ok', value: stepKeys.unique },
    ],
    [
      'answer with a look-up without the scope for schemas',
      forbidden,
      reply({}),
      { kind: 'ok', value: stepKeys.search },
    ],
    ['fail where the credentials are refused', unauthorized, reply({}), unauthorized],
    ['fail where the answer is unclear', { kind: 'unknown' } as const, reply({}), { kind: 'unknown' }],
  ])('%s', async (_name, current, creation, expected) => {
    const json = current.kind === 'answer' ? (current.answer.json as { name?: string; hasUniqueValue?: boolean }) : {};
    const emails = current.kind === 'answer' ? list(...(json.name ? [{ ...json, name: json.name }] : [])) : current;
    const { http } = scriptedHttp({ GET: current, [`GET ${path}/emails`]: emails, POST: creation });
    const maker = createPropertyMaker(http);
    const ofMail = 'value' in expected ? { ...expected, value: { key: expected.value, hasDetails: false } } : expected;

    expect(await ensureProperties(http, maker)).toEqual(ofMail);
    expect(await ensureTaskKey(http, maker)).toEqual(expected);
  });

  it('make a plain property where the account takes no unique one', async () => {
    const { http, requests } = scriptedHttp({
      GET: reply({}, 404),
      [`POST ${path}/tasks/groups`]: reply({}),
      [`POST ${path}/tasks`]: [refused, reply({})],
    });

    expect(await ensureTaskKey(http, createPropertyMaker(http))).toEqual({ kind: 'ok', value: stepKeys.search });
    const created = requests.filter(({ path: to }) => to === `${path}/tasks`).map(({ body }) => body);
    expect(created).toEqual([
      expect.objectContaining({ name: 'postern_ext_id', hasUniqueValue: true }),
      expect.not.objectContaining({ hasUniqueValue: true }),
    ]);
  });

  it('make the key last: where it exists, the other properties do', async () => {
    const { http, requests } = scriptedHttp({ GET: list(), POST: reply({}) });

    await ensureProperties(http, createPropertyMaker(http));

    const names = requests.flatMap(({ method, path: to, body }) =>
      method === 'POST' && !to.endsWith('/groups') ? (body as { name: string }).name : [],
    );
    expect(names).toHaveLength(7);
    expect(names.at(-1)).toBe('postern_ext_id');
  });

  it('know the properties that tell more of a record by the last one of them, and make none of them', async () => {
    const having = list({ name: 'postern_ext_id', hasUniqueValue: true }, { name: 'postern_attachments' });
    const { http, calls } = scriptedHttp({ GET: having });

    expect(await ensureProperties(http, createPropertyMaker(http))).toEqual({
      kind: 'ok',
      value: { key: stepKeys.unique, hasDetails: true },
    });
    expect(calls()).toEqual([`GET ${path}/emails`]);
  });

  it('are ready at the first use although a fifth of the calls has no clear answer', async () => {
    let count = 0;
    const { http, requests } = scriptedHttp({ GET: list(), POST: reply({}) });
    const failing: typeof http = async (request) => {
      count += 1;
      return count % 5 === 4 ? { kind: 'unknown' } : http(request);
    };

    expect(await ensureProperties(failing, createPropertyMaker(failing))).toMatchObject({ kind: 'ok' });
    const made = requests.map(({ path: to, body }) => `${to} ${(body as { name?: string } | undefined)?.name}`);
    expect(new Set(made).size).toBe(made.length);
  });
});
