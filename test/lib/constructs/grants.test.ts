import {
  allowHandOff,
  allowObjects,
  allowPendingIndex,
  allowSending,
  allowTable,
  type ObjectAccess,
} from '../../../lib/constructs/grants.ts';
import { StageFunction } from '../../../lib/constructs/stage-function.ts';
import { timeouts } from '../../../lib/timeouts.ts';
import { actionsOf, aFlow, type PolicyStatement, statementsOf } from '../flow-stack.ts';

type Grant = (fn: StageFunction, flow: ReturnType<typeof aFlow>['flow']) => void;

/** The statements that a grant adds to a function's role, beside its logs. */
function granted(grant: Grant): PolicyStatement[] {
  const { stack, flow } = aFlow();
  const fn = new StageFunction(stack, 'Fn', { stage: 'sink', timeout: timeouts.sink });
  grant(fn, flow);
  return statementsOf(stack, 'FnRole').filter(({ actions }) => !actions[0]!.startsWith('logs:'));
}
const viaOf = ({ condition }: PolicyStatement): string => JSON.stringify(condition);

describe('allowTable', () => {
  const [rows, key] = granted((fn, { state }) => allowTable(fn, state.key, state.tables.ledger, 'GetItem', 'PutItem'));

  it('allows the operations on the table only', () => {
    expect(rows!.actions).toEqual(['dynamodb:GetItem', 'dynamodb:PutItem']);
    expect(rows!.resources).toEqual([expect.stringContaining('TablesLedger')]);
  });

  it('allows decryption through DynamoDB only', () => {
    expect(key!.actions).toEqual(['kms:Decrypt']);
    expect(viaOf(key!)).toMatch(/kms:ViaService.*dynamodb\./);
  });
});

describe('allowPendingIndex', () => {
  it('allows to query one index, not the table', () => {
    const [statement] = granted((fn, { state }) => allowPendingIndex(fn, state.tables.ledger));

    expect(statement!.actions).toEqual(['dynamodb:Query']);
    expect(statement!.resources).toEqual([expect.stringMatching(/TablesLedger.*\/index\/pending/)]);
  });
});

describe('allowObjects', () => {
  it.each<{ title: string; access: ObjectAccess; actions: string[] }>([
    { title: 'nothing', access: {}, actions: [] },
    { title: 'reading', access: { read: ['events/'] }, actions: ['kms:Decrypt', 's3:GetObject', 's3:ListBucket'] },
    { title: 'writing', access: { write: ['events/'] }, actions: ['kms:GenerateDataKey', 's3:PutObject'] },
    {
      title: 'uploading in parts, which S3 decrypts',
      access: { upload: ['attachments/'] },
      actions: ['kms:Decrypt', 'kms:GenerateDataKey', 's3:AbortMultipartUpload', 's3:PutObject'],
    },
  ])('allows what $title takes', ({ access, actions }) => {
    expect(actionsOf(granted((fn, { state }) => allowObjects(fn, state.key, state.buckets.mail, access)))).toEqual(
      actions,
    );
  });

  it('allows objects below the prefix only', () => {
    const [read] = granted((fn, { state }) =>
      allowObjects(fn, state.key, state.buckets.mail, { read: ['inbound/', 'events/'] }),
    );

    expect(read!.resources.map((resource) => /\w+\/\*/.exec(resource)?.[0]).toSorted()).toEqual([
      'events/*',
      'inbound/*',
    ]);
  });
});

describe('allowHandOff', () => {
  const bus = 'arn:aws:events:eu-west-1:111122223333:event-bus/acme';
  const queue = 'arn:aws:sqs:eu-west-1:111122223333:acme';

  it.each([
    { arns: [], statements: [] },
    { arns: [bus], statements: [[['events:PutEvents'], [bus]]] },
    {
      arns: [queue, bus],
      statements: [
        [['events:PutEvents'], [bus]],
        [['sqs:SendMessage'], [queue]],
      ],
    },
  ])('allows to send to each of $arns', ({ arns, statements }) => {
    const own = granted((fn) => allowHandOff(fn, arns));

    expect(own.map(({ actions, resources }) => [actions, resources])).toEqual(statements);
  });
});

describe('allowSending', () => {
  it('allows to send to each queue, in one statement', () => {
    const [statement] = granted((fn, { state }) => allowSending(fn, state.inbox.queue, state.deliveries.queue));

    expect(statement!.actions).toEqual(['sqs:SendMessage']);
    expect(statement!.resources).toHaveLength(2);
  });
});
