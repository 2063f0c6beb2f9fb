import { readFileSync } from 'node:fs';
import { localStage } from '../../../local/local-stage.ts';
import { functionNameOf } from '../../../local/resource-names.ts';
import { synthesize } from '../../../local/template.ts';
import { readResources } from '../../../local/wiring.ts';

type Properties = Readonly<Record<string, unknown>>;

const templates = synthesize({ ...localStage, retain: true, objectLock: true });
const app = templates[1]!;
const resources = readResources('http://127.0.0.1:1', templates);
const of = (type: string, all = resources): Properties[] =>
  [...all.values()].filter(({ Type }) => Type === type).map(({ Properties: properties }) => properties);

describe('what calls a function', () => {
  /** The ARNs and names by which functions are called. */
  const called = [
    ...of('AWS::Lambda::EventSourceMapping').map(({ FunctionName }) => FunctionName),
    ...of('AWS::Lambda::Permission').map(({ FunctionName }) => FunctionName),
    ...of('AWS::Scheduler::Schedule').map(({ Target }) => (Target as Properties).Arn),
    ...of('AWS::ApiGatewayV2::Integration').map(({ IntegrationUri }) => IntegrationUri),
  ].map(String);

  it('calls its alias', () => {
    expect(called.length).toBeGreaterThan(8);
    expect(called.filter((reference) => !reference.endsWith(':live'))).toEqual([]);
  });

  it('reaches every function of the flow', () => {
    expect(new Set(called.map(functionNameOf)).size).toBe(11);
    expect(of('AWS::Lambda::Alias')).toHaveLength(11);
  });

  it('is the schedule only after its role has its policy', () => {
    const schedules = Object.values(app.Resources).filter(({ Type }) => Type === 'AWS::Scheduler::Schedule');

    for (const schedule of schedules)
      expect((schedule as { DependsOn?: string[] }).DependsOn).toContainEqual(
        expect.stringMatching(/ScheduleRoleDefaultPolicy/),
      );
  });
});

describe('new code', () => {
  const groupsOf = (all: typeof templates): Properties[] =>
    of('AWS::CodeDeploy::DeploymentGroup', readResources('http://127.0.0.1:1', all));

  it('takes over by and by where data is kept, and goes back when its own version fails', () => {
    const groups = groupsOf(templates);

    expect(groups).toHaveLength(11);
    for (const { DeploymentConfigName, AutoRollbackConfiguration, AlarmConfiguration } of groups) {
      expect(DeploymentConfigName).toBe('CodeDeployDefault.LambdaLinear10PercentEvery1Minute');
      expect(AutoRollbackConfiguration).toMatchObject({
        Enabled: true,
        Events: expect.arrayContaining(['DEPLOYMENT_STOP_ON_ALARM']) as unknown,
      });
      const { Alarms } = AlarmConfiguration as { Alarms: Array<{ Name: string }> };
      const [{ Name } = { Name: '' }] = Alarms;
      const { Dimensions, AlarmActions } = resources.get(Name)!.Properties;
      expect((Dimensions as Array<{ Name: string }>).map((dimension) => dimension.Name).toSorted()).toEqual([
        'ExecutedVersion',
        'FunctionName',
        'Resource',
      ]);
      expect(AlarmActions).toHaveLength(1);
    }
  });

  it('pages with an article that is there when it is taken back', () => {
    const descriptions = [...resources]
      .filter(([id]) => id.includes('NewVersionFails'))
      .map(([, { Properties: alarm }]) => String(alarm.AlarmDescription));

    expect(descriptions).toHaveLength(11);
    expect(readFileSync('docs/runbook.md', 'utf8')).toContain('\n## A release was taken back\n');
    for (const text of descriptions)
      expect(text).toMatch(/^Level 2\. .* See docs\/runbook\.md#a-release-was-taken-back$/);
  });

  it('can be taken back by the command line, which knows every function', () => {
    const outputs = JSON.stringify(app.Outputs?.CliEnvironment);
    const names = /FUNCTIONS=.*/.exec(outputs)?.[0] ?? '';

    for (const { FunctionName } of of('AWS::Lambda::Version')) expect(names).toContain(String(FunctionName));
  });

  it('takes over at once elsewhere', () => {
    expect([...new Set(groupsOf(synthesize()).map((group) => group.DeploymentConfigName))]).toEqual([
      'CodeDeployDefault.LambdaAllAtOnce',
    ]);
  });

  it('is one release of all functions, which their versions name', () => {
    const versions = of('AWS::Lambda::Version').map(({ Description }) => String(Description));

    expect(versions).toHaveLength(11);
    expect(new Set(versions).size).toBe(1);
    expect(versions[0]).toMatch(/^[0-9a-f]{12}$/);
  });

  it('may be moved by CodeDeploy, and no function of the account beside', () => {
    const role = [...resources].find(([id]) => id.startsWith('ReleasesRole'))![1].Properties;
    const [{ PolicyDocument } = { PolicyDocument: undefined }] = role.Policies as Array<{ PolicyDocument: unknown }>;
    const statements = (PolicyDocument as { Statement: Array<{ Action: unknown; Resource: unknown }> }).Statement;
    const moving = statements.filter(({ Action }) => JSON.stringify(Action).includes('lambda:UpdateAlias'));

    expect(role.ManagedPolicyArns).toBeUndefined();
    expect(moving.flatMap(({ Resource }) => Resource).map(functionNameOf)).not.toContain('*');
    expect(new Set(moving.flatMap(({ Resource }) => Resource).map(functionNameOf)).size).toBe(11);
  });
});
