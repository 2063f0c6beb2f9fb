import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { startEmulators } from '../../local/emulators.ts';
import { openObjectTags } from '../../local/object-tags.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

const folders: string[] = [];
function aFolder(): string {
  const folder = temporaryFolder();
  folders.push(folder);
  return folder;
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('openObjectTags', () => {
  it('keeps tags over a restart, and makes no file before the first tag', () => {
    const folder = aFolder();
    const first = openObjectTags(folder);
    expect(first.of('b', 'k')).toEqual({});
    first.remove('b', 'k');
    expect(existsSync(join(folder, 'object-tags.sqlite'))).toBe(false);
    first.put('b', 'k', { a: '1' });
    first.put('b', 'k', { a: '2' });
    first.close();

    const second = openObjectTags(folder);
    expect([second.of('b', 'k'), second.of('b', 'other')]).toEqual([{ a: '2' }, {}]);
    second.remove('b', 'k');
    expect(second.of('b', 'k')).toEqual({});
    second.close();
  });
});

describe('tags at the emulator', () => {
  it('are put, read and deleted, and leave the bytes of the object alone', async () => {
    const emulators = await startEmulators({ dataDir: aFolder(), onObjectCreated: () => {} });
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const s3 = new S3Client({ region: 'us-east-1', endpoint: emulators.endpoint, credentials, forcePathStyle: true });
    const object = { Bucket: 'bucket', Key: 'a folder/ä' };
    const tagsOf = async () => (await s3.send(new GetObjectTaggingCommand(object))).TagSet;
    await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
    await s3.send(new PutObjectCommand({ ...object, Body: 'The plan.' }));

    expect(await tagsOf()).toEqual([]);
    const TagSet = [{ Key: 'GuardDutyMalwareScanStatus', Value: 'THREATS_FOUND' }];
    await s3.send(new PutObjectTaggingCommand({ ...object, Tagging: { TagSet } }));
    expect(await tagsOf()).toEqual(TagSet);
    expect(emulators.tags.of('bucket', object.Key)).toEqual({ GuardDutyMalwareScanStatus: 'THREATS_FOUND' });
    expect(await (await s3.send(new GetObjectCommand(object))).Body?.transformToString()).toBe('The plan.');
    await s3.send(new DeleteObjectTaggingCommand(object));
    expect(await tagsOf()).toEqual([]);
    await s3.send(new PutObjectTaggingCommand({ ...object, Tagging: { TagSet } }));
    await s3.send(new PutObjectCommand({ ...object, Body: 'Another plan.' }));
    expect(await tagsOf()).toEqual([]);
    s3.destroy();
    await emulators.stop();
  });
});
