import {
  andThen,
  created,
  errorClassOf,
  existing,
  type Failure,
  failureReason,
  mapOk,
  none,
  type Outcome,
  ok,
  updated,
} from '../../../lambdas/domain/crm/outcome.ts';

const unknown: Failure = { kind: 'unknown' };
const failures: Array<[Failure, string, string]> = [
  [{ kind: 'ambiguous', candidates: [{ id: '1' }, { id: '2' }] }, 'ambiguous', 'ambiguous: 2 records match'],
  [unknown, 'outage', 'unknown: no clear answer'],
  [{ kind: 'throttled', scope: 'daily', retryAt: new Date(0) }, 'quota', 'throttled: daily'],
  [
    { kind: 'misconfigured', code: 'HTTP 401', message: 'credentials refused' },
    'configuration',
    'misconfigured: HTTP 401: credentials refused',
  ],
  [{ kind: 'rejected', code: 'TOO_LONG', message: 'field name' }, 'validation', 'rejected: TOO_LONG: field name'],
];

describe('outcome verbs', () => {
  it.each([
    ['ok', ok(7), { kind: 'ok', value: 7 }],
    ['none', none(), { kind: 'ok', value: undefined }],
    ['existing', existing('1'), { kind: 'ok', value: { id: '1' }, how: 'existing' }],
    ['created', created('1'), { kind: 'ok', value: { id: '1' }, how: 'created' }],
    ['updated', updated(), { kind: 'ok', value: undefined, how: 'updated' }],
  ])('%s marks a write, unlike a read, by `how`', (_verb, outcome, expected) => {
    expect(outcome).toStrictEqual(expected);
  });
});

describe('mapOk', () => {
  it('maps the value of a success and claims no write for the result', () => {
    expect(mapOk(created('1'), ({ id }) => id.length)).toStrictEqual({ kind: 'ok', value: 1 });
  });

  it.each(failures)('passes %j on unchanged', (failure) => {
    const outcome: Outcome<number> = failure;

    expect(mapOk(outcome, () => 'never')).toBe(failure);
  });

  it("passes a vendor's conflict on with its holder", () => {
    const answer: Outcome<number> | { kind: 'conflict'; holder: string } = { kind: 'conflict', holder: '7' };

    expect(mapOk(answer, String)).toEqual({ kind: 'conflict', holder: '7' });
  });
});

describe('andThen', () => {
  it('continues with the outcome of the next step', () => {
    expect(andThen(ok(1), (value) => (value > 0 ? created('1') : none()))).toEqual(created('1'));
    expect(andThen(ok(1), () => unknown)).toBe(unknown);
  });

  it('continues with an asynchronous step', async () => {
    expect(await andThen(ok(1), async (value) => ok(value + 1))).toEqual(ok(2));
  });

  it('does not run the next step after a failure', () => {
    const next = () => {
      throw new Error('never');
    };
    const outcome: Outcome<number> = unknown;

    expect(andThen(outcome, next)).toBe(unknown);
  });
});

describe('errorClassOf and failureReason', () => {
  it.each(failures)('give %j a class and a reason', (failure, errorClass, reason) => {
    expect([errorClassOf(failure), failureReason(failure)]).toEqual([errorClass, reason]);
  });

  it('cuts a reason for the ledger at 500 characters', () => {
    expect(failureReason({ kind: 'rejected', code: 'X', message: 'm'.repeat(600) })).toHaveLength(500);
  });
});
