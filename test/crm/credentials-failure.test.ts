import { credentialsFailure } from '../../lambdas/crm/credentials-failure.ts';
import { ConfigError, TransientError } from '../../lambdas/domain/errors.ts';

describe('credentialsFailure', () => {
  it.each([
    [new ConfigError('no secret:crm'), { kind: 'misconfigured', code: 'credentials', message: 'no secret:crm' }],
    [new TransientError('ThrottlingException'), { kind: 'unknown' }],
  ])('makes a failure of %s', (error, failure) => {
    expect(credentialsFailure(error)).toEqual(failure);
  });

  it('throws a fault of ours on', () => {
    const fault = new TypeError('undefined is not a function');

    expect(() => credentialsFailure(fault)).toThrow(fault);
  });
});
