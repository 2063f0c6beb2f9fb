import * as z from 'zod/mini';
import {
  type Answer,
  asFailure,
  asOutcome,
  callVendor,
  isPipelineField,
  noParent,
  withoutValues,
} from '../../lambdas/crm/vendor-call.ts';
import { ok } from '../../lambdas/domain/crm/outcome.ts';
import { reply, scriptedHttp } from './scripted-http.ts';

const shape = z.object({ id: z.string() });
const judged = { kind: 'rejected', code: 'JUDGED', message: 'no' } as const;

describe('callVendor', () => {
  it.each([
    ['decodes a 200', reply({ id: '1', more: true }), ok({ id: '1' })],
    ['decodes a 201', reply({ id: '1' }, 201), ok({ id: '1' })],
    ['takes an answer of another shape for an unclear end', reply({ id: 1 }), { kind: 'unknown' }],
    ['judges a 207, for some of its inputs failed', reply({ id: '1' }, 207), judged],
    ['judges a redirect', reply(undefined, 300), judged],
    ['judges a 404', reply(undefined, 404), judged],
    ['passes an outcome of the client on', { kind: 'unknown' } as const, { kind: 'unknown' }],
  ])('%s', async (_name, answer, expected) => {
    const { http } = scriptedHttp({ 'GET /x': answer });

    expect(await callVendor(http, { method: 'GET', path: '/x' }, shape, () => judged)).toEqual(expected);
  });
});

describe('isPipelineField', () => {
  it.each(['pipeline', 'stage', 'stage_id', 'dealstage', 'hs_pipeline_stage', 'Stage', 'pipelineId'])(
    'takes %s for a place in a pipeline',
    (field) => expect(isPipelineField(field)).toBe(true),
  );

  it.each([undefined, 'name', 'stages', 'backstage', 'pipeline_owner'])('takes %s for a field of the record', (field) =>
    expect(isPipelineField(field)).toBe(false),
  );
});

describe('asFailure and asOutcome', () => {
  it.each<[Answer<never>, object]>([
    [
      { kind: 'conflict', holder: '1' },
      { kind: 'rejected', code: 'CONFLICT' },
    ],
    [{ kind: 'absent' }, { kind: 'rejected', code: 'OBJECT_NOT_FOUND' }],
    [{ kind: 'unknown' }, { kind: 'unknown' }],
  ])('make a failure of %j', (answer, failure) => {
    if (answer.kind === 'ok') throw new Error('no failure');

    expect(asFailure(answer)).toMatchObject(failure);
    expect(asOutcome(answer)).toEqual(asFailure(answer));
  });

  it('leave a success as it is', () => {
    const answer = ok(1);

    expect(asOutcome(answer)).toBe(answer);
  });
});

describe('noParent', () => {
  it('rejects the mail with a code of ours', () => {
    expect(noParent('only with a contact')).toEqual({
      kind: 'rejected',
      code: 'NO_PARENT',
      message: 'only with a contact',
    });
  });
});

describe('withoutValues', () => {
  it.each([
    ['field \'name\': "required" is too long', 'field : is too long'],
    ['Email required@x.example is invalid', 'Email is invalid'],
    ['Region is mandatory', 'Region is mandatory'],
    ['“unknown field” is no name', ' is no name'],
    ['„required“ is no name', ' is no name'],
  ])('takes the values out of %j', (words, expected) => {
    expect(withoutValues(words)).toBe(expected);
  });

  it('takes time in proportion to the words', () => {
    const start = performance.now();

    for (const part of ['"\'`“@a', 'a', '„', '@', '" ']) withoutValues(part.repeat(100_000));
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
