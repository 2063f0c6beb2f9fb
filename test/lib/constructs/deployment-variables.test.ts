import { readdirSync } from 'node:fs';
import { readDeployment } from '../../../cli/aws-readiness/deployment.ts';
import { scheduledStages } from '../../../cli/aws-readiness/running-checks.ts';
import { deploymentEnv } from '../../../lambdas/env.ts';
import { functionNameOf } from '../../../local/resource-names.ts';
import { readResources } from '../../../local/wiring.ts';
import { localTemplates } from '../../helpers/local-templates.ts';

/** The templates with that output as one more resource, so that it is resolved, too. */
const templates = (await localTemplates()).map((template) => {
  const { CliEnvironment } = template.Outputs ?? {};
  return CliEnvironment === undefined
    ? template
    : {
        ...template,
        Resources: { ...template.Resources, Output: { Type: 'Output', Properties: { ...CliEnvironment } } },
      };
});
const resources = readResources('http://127.0.0.1:1', templates);
const output = String(resources.get('Output')?.Properties.Value);
const variables: Record<string, string> = Object.fromEntries(
  output.split(' ').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return [name, value.join('=')];
  }),
);

describe('the CliEnvironment output', () => {
  it('holds all that doctor --aws wants', () => {
    const deployment = readDeployment((name) => variables[name]);

    expect(deployment).toMatchObject({
      account: '000000000000',
      region: 'us-east-1',
      stage: 'local',
      inboundDomain: 'inbound.localhost',
    });
    // On this machine a reference is the logical id, at AWS the name.
    expect(resources.get(deployment.ruleSet)?.Properties.RuleSetName).toBe('postern-local');
    expect(resources.get(deployment.rule)?.Type).toBe('AWS::SES::ReceiptRule');
    expect(deployment.operatorPolicyArns).toHaveLength(2);
    for (const name of Object.values(deploymentEnv)) expect(variables[name]).toBeTruthy();
  });

  it('leads to the version in use of what redrive and replay invoke', () => {
    expect([variables.REDRIVE_FUNCTION, variables.SWEEP_FUNCTION]).toEqual([
      expect.stringMatching(/^RedriveFunction\w+:live$/),
      expect.stringMatching(/^SweepFunction\w+:live$/),
    ]);
  });

  it('names every function by its folder, but the one that runs only while a stage is deployed', () => {
    const { functions } = readDeployment((name) => variables[name]);
    const folders = readdirSync('lambdas', { recursive: true, encoding: 'utf8' })
      .filter((path) => /^\w+\/index\.ts$/.test(path))
      .map((path) => path.split('/')[0])
      .filter((folder) => folder !== 'activate');

    expect(functions.map(({ stage }) => stage).toSorted()).toEqual(folders.toSorted());
    for (const { name } of functions) expect(resources.get(name)?.Type).toBe('AWS::Lambda::Function');
  });

  it('has a schedule for each function that doctor --aws expects to have one', () => {
    const { functions } = readDeployment((name) => variables[name]);
    const targets = [...resources.values()]
      .filter(({ Type }) => Type === 'AWS::Scheduler::Schedule')
      .map(({ Properties }) => functionNameOf((Properties.Target as { Arn: string }).Arn));
    const scheduled = functions.filter(({ name }) => targets.includes(name));

    expect(scheduled.map(({ stage }) => stage).toSorted()).toEqual([...scheduledStages]);
  });

  it('has no blank within a value', () => {
    expect(Object.keys(variables).filter((name) => !/^[A-Z0-9_]+$/.test(name))).toEqual([]);
  });
});
