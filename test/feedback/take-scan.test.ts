import type { PublishedScan } from '../../lambdas/feedback/scan-result.ts';
import { createTakeScan } from '../../lambdas/feedback/take-scan.ts';

const eventId = `evt_${'a'.repeat(32)}`;
const published = (scanResultStatus: string, bucketName = 'ours') => ({
  source: 'aws.guardduty',
  'detail-type': 'GuardDuty Malware Protection Object Scan Result',
  time: '2026-11-20T10:00:00Z',
  detail: {
    s3ObjectDetails: { bucketName, objectKey: `attachments/${eventId}/0` },
    scanResultDetails: { scanResultStatus, threats: [{ name: 'Eicar' }] },
  },
});

async function take(json: unknown) {
  const recorded: PublishedScan[] = [];
  const failures: boolean[] = [];
  const takeScan = createTakeScan({
    bucket: 'ours',
    record: async (scan) => void recorded.push(scan),
    measureFailure: (hasFailed) => void failures.push(hasFailed),
  });
  return { taken: await takeScan(json), recorded, failures };
}

describe('createTakeScan', () => {
  it.each([
    ['NO_THREATS_FOUND', false],
    ['THREATS_FOUND', false],
    ['UNSUPPORTED', false],
    ['ACCESS_DENIED', true],
    ['FAILED', true],
  ])('records %s, and counts it as a failure: %s', async (status, hasFailed) => {
    const { taken, recorded, failures } = await take(published(status));

    // Without the name of the threat, because this is logged.
    expect(taken).toEqual({ eventId, part: '0', status });
    expect(recorded).toMatchObject([{ eventId, part: '0', status, threat: 'Eicar' }]);
    expect(failures).toEqual([hasFailed]);
  });

  it('records nothing of another bucket, and nothing of other services', async () => {
    expect(await take(published('FAILED', 'theirs'))).toEqual({ taken: 'foreign', recorded: [], failures: [] });
    expect(await take({ source: 'aws.ses' })).toEqual({ taken: undefined, recorded: [], failures: [] });
  });
});
