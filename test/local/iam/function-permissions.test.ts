import { functionPermissions } from '../../../local/iam/function-permissions.ts';
import { arn } from '../../../local/resource-names.ts';
import { resourcesOf } from '../../helpers/iam.ts';

const read = (...permissions: Array<Record<string, unknown>>) =>
  functionPermissions([
    ...resourcesOf(
      Object.fromEntries(
        permissions.map((properties, nth) => [`P${nth}`, ['AWS::Lambda::Permission', properties] as const]),
      ),
    ),
  ]);
const permission = { Action: 'lambda:InvokeFunction', Principal: 'ses.amazonaws.com', FunctionName: 'Sink' };

describe('functionPermissions', () => {
  it('makes one policy of the permissions of a function, and one of those of its alias', () => {
    const policies = read(
      permission,
      { ...permission, Principal: 's3.amazonaws.com' },
      { ...permission, FunctionName: 'Sink:live' },
    );

    expect([...policies].map(([target, { document }]) => [target, document.Statement.length])).toEqual([
      [arn('lambda', 'function:Sink'), 2],
      [arn('lambda', 'function:Sink:live'), 1],
    ]);
  });

  it('reads the restrictions of a permission as conditions', () => {
    const [policy] = read({ ...permission, SourceArn: 'arn:x', SourceAccount: '111122223333' }).values();

    expect(policy!.document.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'lambda:InvokeFunction',
        Principal: { Service: 'ses.amazonaws.com' },
        Resource: arn('lambda', 'function:Sink'),
        Condition: {
          ArnLike: { 'aws:SourceArn': 'arn:x' },
          StringEquals: { 'aws:SourceAccount': '111122223333' },
        },
      },
    ]);
  });

  it('reads an account as a principal of AWS', () => {
    const [policy] = read({ ...permission, Principal: '111122223333' }).values();

    expect(policy!.document.Statement[0]!.Principal).toEqual({ AWS: '111122223333' });
  });

  it('refuses a property that it does not read', () => {
    expect(() => read({ ...permission, New: 'x' })).toThrow('permission P0 has the property New');
  });
});
