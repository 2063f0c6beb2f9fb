import {
  type Attack,
  attackApi,
  judgeAttack,
  operationsOf,
  withWrongAnswer,
} from '../../../tools/witness/schemathesis.ts';

const operations = ['GET /v1/events', 'POST /v1/events/ack'];
const attackThat = (changes: Partial<Attack['report']> = {}, printed = ''): Attack => ({
  report: {
    complete: true,
    running_time: 3.4,
    operations: { total: 2, tested: 2 },
    test_cases: { generated: 9 },
    failures: [],
    errors: [],
    ...changes,
  },
  printed,
});
const violated = { title: 'Response violates schema', operations: ['POST /v1/events/ack'] };
const control = attackThat({ failures: [violated] });
const problemsOf = (attack: Attack, wrong = control): string[] =>
  judgeAttack(operations, attack, wrong).checks.flatMap(({ problem }) => problem ?? []);

describe('judgeAttack', () => {
  it('confirms each operation, and the attack itself', () => {
    const { checks, notes } = judgeAttack(operations, attackThat(), control);

    expect(checks.map(({ title }) => title)).toEqual([
      'every operation was attacked',
      'an answer that is not as described is noticed',
      'GET /v1/events answers as described',
      'POST /v1/events/ack answers as described',
    ]);
    expect(checks.filter(({ problem }) => problem !== undefined)).toEqual([]);
    expect(notes).toEqual(['9 requests in 3 s']);
  });

  it('shows the first failing case of an operation, with the request that repeats it', () => {
    const printed = [
      '______ GET /v1/events ______',
      '1. Test Case ID: a',
      'another',
      '______ POST /v1/events/ack ______',
      '1. Test Case ID: b',
      '    curl -X POST http://127.0.0.1:1/v1/events/ack',
      '2. Test Case ID: c',
      '    later',
      '====== SUMMARY ======',
    ].join('\n');

    expect(problemsOf(attackThat({ failures: [violated] }, printed))).toEqual([
      'Response violates schema\n1. Test Case ID: b\n    curl -X POST http://127.0.0.1:1/v1/events/ack',
    ]);
  });

  it.each([
    ['not every operation was attacked', { operations: { total: 2, tested: 1 } }, '1 of 2 were, with 0 errors'],
    ['it did not come to its end', { complete: false }, '2 of 2 were, with 0 errors'],
    ['it met errors', { errors: [{}] }, '2 of 2 were, with 1 errors'],
  ])('fails when %s', (_, changes, problem) => {
    expect(problemsOf(attackThat(changes))).toEqual([problem]);
  });

  it('fails when a wrong document passes', () => {
    expect(problemsOf(attackThat(), attackThat())).toEqual(['a wrong document passed']);
  });
});

describe('withWrongAnswer', () => {
  it('changes what the document promises of one answer', () => {
    const document = { paths: {}, components: { schemas: { Holds: {}, Event: { type: 'object' } } } };

    expect(withWrongAnswer(document).components.schemas).toEqual({
      Holds: { type: 'object', required: ['nothing-of-the-kind'] },
      Event: { type: 'object' },
    });
  });
});

describe('operationsOf', () => {
  it('names each method of each path', () => {
    const paths = { '/v1/eligibility': { get: {}, post: {} }, '/v1/holds': { get: {} } };

    expect(operationsOf({ paths, components: { schemas: {} } })).toEqual([
      'GET /v1/eligibility',
      'POST /v1/eligibility',
      'GET /v1/holds',
    ]);
  });
});

describe('attackApi', () => {
  it('fails when the API is not there', async () => {
    const pipeline = {
      url: 'http://127.0.0.1:1',
      key: 'k',
      send: async () => [],
      [Symbol.asyncDispose]: async () => {},
    };

    await expect(attackApi('/nowhere', '/nowhere', pipeline)).rejects.toThrow('fetch failed');
  });
});
