import { startDynamo } from '../../local/dynoxide.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

describe('local DynamoDB', () => {
  it('says what to do on a platform without a binary', async () => {
    await expect(startDynamo(temporaryFolder(), '/nowhere/dynoxide')).rejects.toThrow(
      /^no dynoxide binary for .*; start any DynamoDB Local and set AWS_ENDPOINT_URL_DYNAMODB/,
    );
  });

  it('says in one line why it did not start', async () => {
    await expect(startDynamo(temporaryFolder(), '/bin/false')).rejects.toThrow(/^dynoxide ended at once: exit code 1$/);
  });
});
