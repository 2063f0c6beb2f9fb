import { Template } from 'aws-cdk-lib/assertions';
import { StageFunction, type StageFunctionProps } from '../../../lib/constructs/stage-function.ts';
import { timeouts } from '../../../lib/timeouts.ts';
import { aStack, propertiesOf, statementsOf } from '../flow-stack.ts';

function build(props: Partial<StageFunctionProps> = {}) {
  const stack = aStack();
  const stage = new StageFunction(stack, 'Parse', { stage: 'parse', timeout: timeouts.parse, ...props });
  return { stack, stage };
}

describe('StageFunction', () => {
  it('has its environment under the names that the functions read, and its release', () => {
    const { stack } = build({ environment: { ledgerTable: 'ledger' }, release: '0123456789ab' });
    const [fn] = propertiesOf(stack, 'AWS::Lambda::Function');

    expect(fn!.Environment).toEqual({
      Variables: { POWERTOOLS_SERVICE_NAME: 'parse', LEDGER_TABLE: 'ledger', POSTERN_RELEASE: '0123456789ab' },
    });
  });

  it.each([
    { title: 'has the defaults', props: {}, MemorySize: 512, ReservedConcurrentExecutions: undefined },
    {
      title: 'has the memory and the reserved executions of its props',
      props: { memorySize: 1024, reservedConcurrency: 7 },
      MemorySize: 1024,
      ReservedConcurrentExecutions: 7,
    },
  ])('$title', ({ props, MemorySize, ReservedConcurrentExecutions }) => {
    const [fn] = propertiesOf(build(props).stack, 'AWS::Lambda::Function');

    expect(fn).toMatchObject({ MemorySize, Timeout: 120, Runtime: 'nodejs24.x', Architectures: ['arm64'] });
    expect(fn!.ReservedConcurrentExecutions).toBe(ReservedConcurrentExecutions);
  });

  it('logs into a group that is deleted with it, with addresses masked', () => {
    const [group] = Object.values(Template.fromStack(build().stack).findResources('AWS::Logs::LogGroup'));

    expect(group!.DeletionPolicy).toBe('Delete');
    expect(JSON.stringify(group!.Properties.DataProtectionPolicy)).toContain('EmailAddress');
  });

  it('adds exactly the statement that it is asked for', () => {
    const { stack, stage } = build();
    const condition = { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } };
    stage.allow(['kms:Decrypt'], ['arn:aws:kms:::key/k'], condition);

    expect(statementsOf(stack, 'ParseRole')).toContainEqual({
      actions: ['kms:Decrypt'],
      resources: ['arn:aws:kms:::key/k'],
      condition,
    });
  });

  it('may make network interfaces only in a network of the account', () => {
    const network = {
      vpcId: 'vpc-0123456789abcdef0',
      availabilityZones: ['eu-west-1a'],
      subnetIds: ['subnet-0123456789abcdef0'],
      securityGroupIds: ['sg-0123456789abcdef0'],
    };
    const mayJoin = (props: Partial<StageFunctionProps>): boolean =>
      JSON.stringify(statementsOf(build(props).stack, 'ParseRole')).includes('ec2:CreateNetworkInterface');

    expect([mayJoin({}), mayJoin({ network })]).toEqual([false, true]);
    const [fn] = propertiesOf(build({ network }).stack, 'AWS::Lambda::Function');
    expect(fn!.VpcConfig).toEqual({
      SubnetIds: ['subnet-0123456789abcdef0'],
      SecurityGroupIds: ['sg-0123456789abcdef0'],
    });
  });
});
