import { all, deliveryKey, type Resources, roleEdge, rolePrincipal, type ServiceEdge, service } from './edge.ts';
import type { Properties } from './policy-document.ts';
import { objectArn } from './s3-calls.ts';

/** GuardDuty as a service, in the names of its calls. */
export const guardDutyPlan = 'malware-protection-plan.guardduty';

/**
 * GuardDuty takes on the role of its plan, reads each object and tags it.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/malware-protection-s3-iam-policy-prerequisite.html
 */
export function malwareScanEdges(resources: Resources): ServiceEdge[] {
  return all(resources, 'AWS::GuardDuty::MalwareProtectionPlan').flatMap(([id, { Role, ProtectedResource }]) => {
    const { BucketName, ObjectPrefixes } = ((ProtectedResource as Properties).S3Bucket ?? {}) as Properties;
    const bucket = String(BucketName);
    const prefixes = Array.isArray(ObjectPrefixes) ? ObjectPrefixes.map(String) : [''];
    const delivery = deliveryKey(guardDutyPlan, 's3:GetObject', objectArn(bucket));
    const principal = rolePrincipal(`scan of ${bucket}`, String(Role), id);
    const assumed = { action: 'sts:AssumeRole', resource: String(Role) };
    const calls = prefixes.flatMap((prefix) => {
      const resource = objectArn(bucket, `${prefix}object`);
      return [
        { action: 's3:GetObject', resource, keyUse: ['Decrypt'] as const },
        { action: 's3:PutObjectTagging', resource },
      ];
    });
    return [
      { delivery, principal: service(guardDutyPlan), call: assumed },
      ...calls.map((call) => ({ ...roleEdge(guardDutyPlan, principal, call), delivery })),
    ];
  });
}
