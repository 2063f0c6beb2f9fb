import { readdirSync } from 'node:fs';
import { readDeployment } from '../../../cli/aws-readiness/deployment.ts';
import { scheduledStages } from '../../../cli/aws-readiness/running-checks.ts';
import { deploymentEnv } from '../../../lambdas/env.ts';
import { resolveTemplates, synthesize } from '../../../local/template.ts';

/** The templates with that output as one more resource, so that it is resolved, too. */
const templates = synthesize().map((template) => {
  const { CliEnvironment } = template.Outputs ?? {};
  return CliEnvironment === undefined
    ? template
    : {
        ...template,
        Resources: { ...template.Resources, Output: { Type: 'Output', Properties: { ...CliEnvironment } } },
      };
});
const resources = resolveTemplates(templates, () => undefined);
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
    // Here a reference is the logical id, at AWS the name.
    expect(resources.get(deployment.ruleSet)?.Properties.RuleSetName).toBe('postern-local');
    expect(resources.get(deployment.rule)?.Type).toBe('AWS::SES::ReceiptRule');
    expect(deployment.operatorPolicyArns).toHaveLength(2);
    for (const name of Object.values(deploymentEnv)) expect(variables[name]).toBeTruthy();
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
      .map(({ Properties }) => (Properties.Target as { Arn: string }).Arn);
    const scheduled = functions.filter(({ name }) => targets.some((arn) => arn.endsWith(name)));

    expect(scheduled.map(({ stage }) => stage).toSorted()).toEqual([...scheduledStages]);
  });

  it('has no blank within a value', () => {
    expect(Object.keys(variables).filter((name) => !/^[A-Z0-9_]+$/.test(name))).toEqual([]);
  });
});
