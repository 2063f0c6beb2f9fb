import { fromThisAccount } from '../../../lib/constructs/from-this-account.ts';
import { aStack } from '../flow-stack.ts';

describe('fromThisAccount', () => {
  const StringEquals = { 'aws:SourceAccount': '111122223333' };

  it.each([
    { title: 'binds a service to the account', sourceArn: undefined, condition: { StringEquals } },
    {
      title: 'narrows a service to its source',
      sourceArn: 'arn:aws:s3:::mail',
      condition: { StringEquals, ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::mail' } },
    },
  ])('$title', ({ sourceArn, condition }) => {
    const statement = fromThisAccount('s3', ['sqs:SendMessage'], ['arn:aws:sqs:::sweep'], sourceArn);

    const json = JSON.stringify(aStack().resolve(statement.toStatementJson()));
    expect(JSON.parse(json.replaceAll('{"Ref":"AWS::AccountId"}', '"111122223333"'))).toEqual({
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: 'arn:aws:sqs:::sweep',
      Condition: condition,
    });
  });
});
