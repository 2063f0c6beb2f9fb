import { readDeployment } from '../../../cli/aws-readiness/deployment.ts';
import { ConfigError } from '../../../lambdas/domain/errors.ts';
import { deploymentEnv, env } from '../../../lambdas/env.ts';
import { variablesAt } from '../../helpers/fake-account.ts';

const variables = variablesAt('https://sqs.eu-west-1.amazonaws.com');
const read = (changes: Record<string, string> = {}) => readDeployment((name) => ({ ...variables, ...changes })[name]);

describe('readDeployment', () => {
  it('reads the stage and its prefix from the prefix of its secrets', () => {
    expect(read({ [env.secretPrefix]: 'acme/dev/' })).toMatchObject({ namePrefix: 'acme', stage: 'dev' });
  });

  it('reads queues as ARNs, with the function that reads each', () => {
    expect(read().queues).toContainEqual({
      queue: 'inbox',
      arn: 'arn:aws:sqs:eu-west-1:111122223333:inbox',
      stage: 'parse',
    });
    expect(read().queues).toHaveLength(5);
  });

  it('reads functions, tables and buckets with their purpose', () => {
    const { functions, tables, buckets } = read({ [deploymentEnv.functions]: 'parse:P,sink:S' });

    expect(functions).toEqual([
      { stage: 'parse', name: 'P' },
      { stage: 'sink', name: 'S' },
    ]);
    expect(tables.map(({ table }) => table)).toEqual(['ledger', 'threads', 'control', 'consent']);
    expect(buckets.map(({ bucket }) => bucket)).toEqual(['mail', 'attachments']);
  });

  it('names every variable that is not set', () => {
    const missing = () => read({ [env.ledgerTable]: '', [deploymentEnv.keyArn]: '' });

    expect(missing).toThrow(ConfigError);
    expect(missing).toThrow(new RegExp(`^(?=.*${env.ledgerTable})(?=.*${deploymentEnv.keyArn}).* not set`));
  });
});
