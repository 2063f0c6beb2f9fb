import type { Answer } from '../../lambdas/crm/vendor-call.ts';
import {
  anyOf,
  checkBy,
  createdBy,
  dealByIdWith,
  firstOf,
  flattenOwnFields,
  nestOwnFields,
  newestOf,
  numericId,
  onlyOne,
  parentOf,
  readBy,
  rememberOk,
} from '../../lambdas/crm/vendor-kit.ts';
import { created, none, type Outcome, ok } from '../../lambdas/domain/crm/outcome.ts';

interface Row {
  readonly id: number;
}
const idOf = ({ id }: Row) => String(id);
const unknown = { kind: 'unknown' } as const;
const absent = { kind: 'absent' } as const;
const notFound = { kind: 'rejected', code: 'OBJECT_NOT_FOUND' };

describe('checkBy', () => {
  it.each<[Answer<unknown>, object]>([
    [ok('me'), ok('me')],
    [unknown, unknown],
    [absent, notFound],
  ])('answers %j with an outcome', async (answer, outcome) => {
    expect(await checkBy(async () => answer)()).toMatchObject(outcome);
  });
});

describe('rememberOk', () => {
  /** Answers in order, the last one again and again. */
  const asking = (...answers: ReadonlyArray<Outcome<number>>) => {
    let count = 0;
    const ask = rememberOk(async () => {
      count += 1;
      return answers[Math.min(count, answers.length) - 1]!;
    });
    return { ask, count: () => count };
  };

  it('asks once for all callers, those at the same time included', async () => {
    const { ask, count } = asking(ok(1), ok(2));

    expect([...(await Promise.all([ask(), ask()])), await ask()]).toEqual([ok(1), ok(1), ok(1)]);
    expect(count()).toBe(1);
  });

  it('asks again after a failure', async () => {
    const { ask, count } = asking(unknown, ok(2));

    expect([await ask(), await ask(), await ask()]).toEqual([unknown, ok(2), ok(2)]);
    expect(count()).toBe(2);
  });
});

describe('createdBy', () => {
  it('names the record of a create, and makes a failure of anything else', () => {
    expect(createdBy(ok({ id: 7 }), idOf)).toEqual(created('7'));
    expect(createdBy<Row>(absent, idOf)).toMatchObject(notFound);
  });
});

describe('readBy', () => {
  it.each<[Answer<Row>, object]>([
    [ok({ id: 7 }), { kind: 'ok', value: { id: '7' } }],
    [absent, none()],
    [unknown, unknown],
  ])('reads %j', (answer, outcome) => {
    expect(readBy(answer, idOf)).toStrictEqual(outcome);
  });
});

describe('dealByIdWith', () => {
  it('never sends an id of another form, which anybody can write', async () => {
    const sent: string[] = [];
    const dealById = dealByIdWith(
      /^\d+$/,
      async (id) => {
        sent.push(id);
        return id === '7' ? ok({ id: 7 }) : absent;
      },
      idOf,
    );

    expect([await dealById('7'), await dealById('8'), await dealById('../x')]).toEqual([
      ok({ id: '7' }),
      none(),
      none(),
    ]);
    expect(sent).toEqual(['7', '8']);
  });
});

describe('onlyOne, firstOf and anyOf', () => {
  it.each([
    [[], none(), none(), none()],
    [['1'], ok({ id: '1' }), ok({ id: '1' }), ok({ id: '1' })],
    [
      ['1', '2'],
      { kind: 'ambiguous', candidates: [{ id: '1' }, { id: '2' }] },
      ok({ id: '1', duplicates: ['2'] }),
      ok({ id: '1' }),
    ],
  ])('choose from %j', (ids, single, first, any) => {
    expect([onlyOne(ids), firstOf(ids), anyOf(ids)]).toEqual([single, first, any]);
  });

  it('count a record that is listed twice once', () => {
    expect(onlyOne(['1', '1'])).toEqual(ok({ id: '1' }));
  });
});

describe('newestOf', () => {
  it.each([
    [[], none()],
    [['7'], ok({ id: '7' })],
    [['9', '7', '9', '2'], ok({ id: '9', alternatives: ['7', '2'] })],
  ])('takes the first of %j and names the others', (ids, newest) => {
    expect(newestOf(ids)).toEqual(newest);
  });
});

describe('parentOf', () => {
  const [contact, deal] = [{ id: 'c' }, { id: 'd' }];

  it.each([
    [{}, undefined, undefined],
    [{ company: { id: 'x' } }, undefined, undefined],
    [{ deal }, { object: 'deal', id: 'd' }, { object: 'deal', id: 'd' }],
    [{ contact }, { object: 'contact', id: 'c' }, { object: 'contact', id: 'c' }],
    [
      { contact, deal },
      { object: 'contact', id: 'c' },
      { object: 'deal', id: 'd' },
    ],
  ])('follows the preference of the vendor for %j', (refs, contactFirst, dealFirst) => {
    expect([parentOf(refs), parentOf(refs, ['deal', 'contact'])]).toEqual([contactFirst, dealFirst]);
  });
});

describe('numericId', () => {
  it('returns the number of an id, and nothing for nobody', () => {
    expect([numericId('7'), numericId(undefined)]).toEqual([7, undefined]);
  });
});

describe('nestOwnFields and flattenOwnFields', () => {
  const isOwn = (name: string) => name.startsWith('cf_');

  it('put the own fields of an account into their container, and take them out again', () => {
    const nested = nestOwnFields({ phone: '1', cf_region: 'EMEA' }, 'custom', isOwn);

    expect(nested).toStrictEqual({ phone: '1', custom: { cf_region: 'EMEA' } });
    expect(flattenOwnFields(nested, 'custom')).toStrictEqual({ phone: '1', cf_region: 'EMEA' });
  });

  it('write no container without own fields, and read a record without one', () => {
    expect(nestOwnFields({ phone: '1' }, 'custom', isOwn)).toStrictEqual({ phone: '1' });
    expect(nestOwnFields(undefined, 'custom', isOwn)).toStrictEqual({});
    expect(flattenOwnFields({ phone: '1', custom: null }, 'custom')).toStrictEqual({ phone: '1' });
  });
});
