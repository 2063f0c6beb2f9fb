import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createReadScanTag } from '../../lambdas/aws/object-scan-tag.ts';
import { useHttpStandIn } from '../helpers/http-stand-in.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-west-1', credentials }));
const s3 = useHttpStandIn();
const tagging = (...tags: ReadonlyArray<readonly [string, string]>): string =>
  `<?xml version="1.0"?>\n<Tagging xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><TagSet>${tags
    .map(([key, value]) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`)
    .join('')}</TagSet></Tagging>`;

const read = (status: number, body: string) => {
  s3.answer({ status, body });
  return createReadScanTag(dynamo, 'bucket', s3.endpoint())('attachments/evt_1/0');
};

describe('createReadScanTag', () => {
  it('reads the result among the tags of an object', async () => {
    const body = tagging(['team', 'THREATS_FOUND'], ['GuardDutyMalwareScanStatus', 'NO_THREATS_FOUND']);

    expect(await read(200, body)).toBe('NO_THREATS_FOUND');
    expect(s3.requests[0]).toMatchObject({ method: 'GET', url: '/bucket/attachments/evt_1/0?tagging=' });
    expect(s3.requests[0]?.headers.authorization).toContain('/eu-west-1/s3/');
  });

  it.each([
    ['without tags', 200, tagging()],
    ['with a status of a later time', 200, tagging(['GuardDutyMalwareScanStatus', 'SOMETHING'])],
    ['that is gone', 404, '<Error><Code>NoSuchKey</Code></Error>'],
  ])('has no result of an object %s', async (_, status, body) => {
    expect(await read(status, body)).toBeUndefined();
  });

  it('throws what is no list of tags, without the content of the answer', async () => {
    await expect(read(403, '<Error><Code>AccessDenied</Code></Error>')).rejects.toThrow('S3 answered 403 for the tags');
  });
});
