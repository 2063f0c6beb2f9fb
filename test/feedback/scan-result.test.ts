import { readScanResult } from '../../lambdas/feedback/scan-result.ts';

const eventId = `evt_${'a'.repeat(32)}`;

/** An event in the form in which GuardDuty publishes it. */
function published(object: object = {}, result: object = {}, top: object = {}): unknown {
  return {
    version: '0',
    id: '72c7d362-737a-6dce-fc78-9e27a0171419',
    'detail-type': 'GuardDuty Malware Protection Object Scan Result',
    source: 'aws.guardduty',
    account: '111122223333',
    time: '2026-11-20T10:00:00Z',
    region: 'eu-west-1',
    resources: ['arn:aws:guardduty:eu-west-1:111122223333:malware-protection-plan/b4c7f464ab3a4EXAMPLE'],
    detail: {
      schemaVersion: '1.0',
      scanStatus: 'COMPLETED',
      resourceType: 'S3_OBJECT',
      s3ObjectDetails: {
        bucketName: 'ours',
        objectKey: `attachments/${eventId}/0`,
        eTag: 'ASIAI44QH8DHBEXAMPLE',
        versionId: 'd41d8cd98f00b204e9800998eEXAMPLE',
        s3Throttled: false,
        ...object,
      },
      scanResultDetails: { scanResultStatus: 'NO_THREATS_FOUND', threats: null, ...result },
    },
    ...top,
  };
}

describe('readScanResult', () => {
  it('reads the object, the result, and when it was published', () => {
    expect(readScanResult(published(), 'ours')).toEqual({
      eventId,
      part: '0',
      status: 'NO_THREATS_FOUND',
      at: '2026-11-20T10:00:00.000Z',
    });
  });

  it('reads the name of the first threat', () => {
    const threats = [{ name: 'EICAR-Test-File (not a virus)' }, { name: 'Other' }];

    expect(readScanResult(published({}, { scanResultStatus: 'THREATS_FOUND', threats }), 'ours')).toMatchObject({
      status: 'THREATS_FOUND',
      threat: 'EICAR-Test-File (not a virus)',
    });
  });

  it('reads a result whose threats have an unknown form', () => {
    const result = readScanResult(published({}, { scanResultStatus: 'THREATS_FOUND', threats: 'many' }), 'ours');

    expect(result).toMatchObject({ status: 'THREATS_FOUND' });
    expect(result).not.toHaveProperty('threat');
  });

  it.each([
    ['another bucket', published({ bucketName: 'theirs' }), 'ours'],
    ['a bucket that nothing scans any more', published(), undefined],
    [
      'the object by which GuardDuty tries its rights',
      published({ objectKey: 'malware-protection-resource-validation-object' }),
      'ours',
    ],
  ])('leaves alone a result of %s', (_, json, bucket) => {
    expect(readScanResult(json, bucket)).toBe('foreign');
  });

  it.each([
    ['an event of SES', { source: 'aws.ses', detail: {} }],
    ['no object', 'text'],
    ['nothing', undefined],
  ])('takes %s for none', (_, json) => {
    expect(readScanResult(json, 'ours')).toBeUndefined();
  });

  it.each([
    ['a finding', published({}, {}, { 'detail-type': 'GuardDuty Finding' })],
    ['an unknown status', published({}, { scanResultStatus: 'MAYBE' })],
    ['no object', published({ objectKey: undefined })],
    ['no time', published({}, {}, { time: 'yesterday' })],
  ])('refuses an event of GuardDuty with %s', (_, json) => {
    expect(() => readScanResult(json, 'ours')).toThrow('it is no result of a scan');
  });
});
