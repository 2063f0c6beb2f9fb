import { createOurProperty, ensureProperties, ensureTaskKey } from '../../../lambdas/crm/hubspot/properties.ts';
import { stepKeys } from '../../../lambdas/crm/vendor-kit.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const path = '/crm/properties/2026-09';
const known = (hasUniqueValue?: boolean) => reply({ name: 'postern_ext_id', hasUniqueValue });
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
    const { http } = scriptedHttp({ GET: current, POST: creation });

    expect(await ensureProperties(http)).toEqual(expected);
    expect(await ensureTaskKey(http)).toEqual(expected);
  });

  it('make a plain property where the account takes no unique one', async () => {
    const { http, requests } = scriptedHttp({
      GET: reply({}, 404),
      [`POST ${path}/tasks/groups`]: reply({}),
      [`POST ${path}/tasks`]: [refused, reply({})],
    });

    expect(await ensureTaskKey(http)).toEqual({ kind: 'ok', value: stepKeys.search });
    const created = requests.filter(({ path: to }) => to === `${path}/tasks`).map(({ body }) => body);
    expect(created).toEqual([
      expect.objectContaining({ name: 'postern_ext_id', hasUniqueValue: true }),
      expect.not.objectContaining({ hasUniqueValue: true }),
    ]);
  });

  it('make the key last: where it exists, the other properties do', async () => {
    const { http, requests } = scriptedHttp({ GET: reply({}, 404), POST: reply({}) });

    await ensureProperties(http);

    const names = requests.flatMap(({ method, path: to, body }) =>
      method === 'POST' && !to.endsWith('/groups') ? (body as { name: string }).name : [],
    );
    expect(names).toHaveLength(7);
    expect(names.at(-1)).toBe('postern_ext_id');
  });
});

describe('createOurProperty', () => {
  it.each([
    [reply({}), { kind: 'ok' }],
    [conflict, { kind: 'ok' }],
    [refused, { kind: 'rejected' }],
  ])('accepts an existing property', async (answer, expected) => {
    const { http } = scriptedHttp({ POST: answer });

    expect(await createOurProperty(http, { object: 'deals', name: 'x', label: 'X' }, false)).toMatchObject(expected);
  });
});
