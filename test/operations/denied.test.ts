import { isDenied } from '../../lambdas/operations/denied.ts';

const named = (name: string): Error => Object.assign(new Error('no'), { name });

describe('isDenied', () => {
  it.each<[string, unknown, boolean]>([
    ['S3', named('AccessDenied'), true],
    ['DynamoDB', named('AccessDeniedException'), true],
    ['SNS', named('AuthorizationErrorException'), true],
    ['a service with a name of its own', Object.assign(named('Other'), { $metadata: { httpStatusCode: 403 } }), true],
    ['an object that is gone', Object.assign(named('NoSuchKey'), { $metadata: { httpStatusCode: 404 } }), false],
    ['something else that is thrown', undefined, false],
    ['a text', 'AccessDenied', false],
  ])('judges the answer of %s', (_service, error, expected) => {
    expect(isDenied(error)).toBe(expected);
  });
});
