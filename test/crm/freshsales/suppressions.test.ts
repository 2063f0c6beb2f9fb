import { createFreshsalesSuppressions } from '../../../lambdas/crm/freshsales/suppressions.ts';
import { aSuppression } from '../a-suppression.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

/** An account with two contacts of the address, and the value of their boxes after the write. */
const anAccount = (doNotDisturb: boolean | null | undefined, ids: readonly number[] = [1, 2]) =>
  scriptedHttp({
    'POST /filtered_search/contact': reply({ contacts: ids.map((id) => ({ id })) }),
    'PUT /contacts/': reply({}),
    'GET /contacts/': reply({ contact: { id: 1, do_not_disturb: doNotDisturb } }),
  });

describe('createFreshsalesSuppressions', () => {
  it('ticks the box of every contact with the address, and reads it back', async () => {
    const { http, calls } = anAccount(true);

    expect(await createFreshsalesSuppressions(http, 'tick').write(aSuppression())).toMatchObject({
      value: { by: 'read-back', answer: '2 contacts hold it' },
    });
    expect(calls().slice(1)).toEqual(['PUT /contacts/1', 'GET /contacts/1', 'PUT /contacts/2', 'GET /contacts/2']);
  });

  it.each([
    ['keeps nothing at an account without the field', null, { value: { by: 'not-kept-here' } }],
    ['rejects a box that did not change', false, { kind: 'rejected', code: 'DO_NOT_DISTURB' }],
  ])('%s', async (_name, box, expected) => {
    expect(await createFreshsalesSuppressions(anAccount(box).http, 'tick').write(aSuppression())).toMatchObject(
      expected,
    );
  });

  it.each([
    ['an absent contact', [], ['marketing'] as const, { isAbsent: true }, 1],
    ['an address that comes back', [1], [] as const, { by: 'not-kept-here' }, 0],
    ['a bar of legal mail alone', [1], ['legal'] as const, { by: 'not-kept-here' }, 0],
  ])('writes nothing for %s', async (_what, ids, suppressed, value, count) => {
    const { http, calls } = anAccount(true, ids);

    expect(await createFreshsalesSuppressions(http, 'tick').write(aSuppression({ suppressed }))).toMatchObject({
      value,
    });
    expect(calls()).toHaveLength(count);
  });

  it.each([[['sales']], [['marketing', 'sales']]] as const)(
    'ticks the box for %j, for it stops single mail, too',
    async (suppressed) => {
      const { http, calls } = anAccount(true, [1]);

      expect(await createFreshsalesSuppressions(http, 'tick').write(aSuppression({ suppressed }))).toMatchObject({
        value: { by: 'read-back' },
      });
      expect(calls()).toContain('PUT /contacts/1');
    },
  );

  it('proves nothing by a contact that is gone meanwhile', async () => {
    const { http } = scriptedHttp({
      'POST /filtered_search/contact': reply({ contacts: [{ id: 1 }] }),
      'PUT /contacts/': reply({}, 404),
    });

    expect(await createFreshsalesSuppressions(http, 'tick').write(aSuppression())).toMatchObject({
      value: { isAbsent: true },
    });
  });
});
