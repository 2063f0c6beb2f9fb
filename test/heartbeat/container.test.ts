import { createHeartbeatContainer } from '../../lambdas/heartbeat/container.ts';
import { namedSettings, scriptedPlatform } from '../helpers/scripted-platform.ts';

const crm = { adapterFor: async () => ({ kind: 'unknown' as const }) };

describe('createHeartbeatContainer', () => {
  it('names every setting that is missing', () => {
    const { platform } = scriptedPlatform(namedSettings({ mailBucket: '', inboxQueueUrl: undefined }));

    expect(() => createHeartbeatContainer(platform, { crm })).toThrow(
      'missing environment: MAIL_BUCKET, INBOX_QUEUE_URL',
    );
  });

  it.each([
    ['idle', ['problems 0']],
    ['full', ['heartbeat 1']],
  ])('puts the measurements of the profile %s', async (profile, expected) => {
    const { platform, measured } = scriptedPlatform(namedSettings({ profile }));

    await createHeartbeatContainer(platform, { crm }).beat();

    expect(measured).toEqual(expect.arrayContaining(expected));
    expect(measured.some((line) => line.startsWith('problems'))).toBe(profile === 'idle');
  });

  it('flies the canary through the mail bucket and the inbox queue', async () => {
    const { platform, toBuckets, toQueues } = scriptedPlatform(namedSettings());

    await createHeartbeatContainer(platform, { crm }).beat();

    expect(new Set(toBuckets.map(({ input }) => input.Bucket))).toEqual(new Set(['mailBucket']));
    expect(new Set(toQueues.map(({ input }) => input.QueueUrl))).toEqual(new Set(['inboxQueueUrl']));
  });
});
