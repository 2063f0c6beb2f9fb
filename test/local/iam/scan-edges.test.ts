import { malwareScanEdges } from '../../../local/iam/scan-edges.ts';
import { resourcesOf } from '../../helpers/iam.ts';

const plan = (S3Bucket: object) =>
  resourcesOf({
    Plan: [
      'AWS::GuardDuty::MalwareProtectionPlan',
      { Role: 'arn:aws:iam::000000000000:role/Scan', ProtectedResource: { S3Bucket } },
    ],
  });

describe('malwareScanEdges', () => {
  it('has GuardDuty take on the role of the plan, read each object and tag it, in one delivery', () => {
    const edges = malwareScanEdges(plan({ BucketName: 'ours', ObjectPrefixes: ['attachments/'] }));

    expect(edges.map(({ principal, call }) => `${principal.name} ${call.action} ${call.resource}`)).toEqual([
      'malware-protection-plan.guardduty.amazonaws.com sts:AssumeRole arn:aws:iam::000000000000:role/Scan',
      'scan of ours s3:GetObject arn:aws:s3:::ours/attachments/object',
      'scan of ours s3:PutObjectTagging arn:aws:s3:::ours/attachments/object',
    ]);
    expect(new Set(edges.map(({ delivery }) => delivery)).size).toBe(1);
  });

  it('asks for a whole bucket where the plan has no prefix', () => {
    expect(malwareScanEdges(plan({ BucketName: 'ours' })).map(({ call }) => call.resource)).toContain(
      'arn:aws:s3:::ours/object',
    );
  });

  it('has none without a plan', () => {
    expect(malwareScanEdges(resourcesOf({}))).toEqual([]);
  });
});
