import type { Deployment } from './deployment.ts';
import type { BucketFact, Facts, SecretFact, TableFact } from './facts.ts';
import { type Finding, problem } from './finding.ts';

/** Tables with rows that expire. */
const tablesThatExpire = ['ledger', 'threads', 'consent'];

/** Key, secrets, tables and buckets: whether they exist and are still as they were deployed. */
export function storageFindings({ deployment, storage }: Facts): Finding[] {
  if (storage === undefined) return [];
  const { keyState, secrets, tables, buckets } = storage;
  return [
    ...(keyState === undefined ? [] : keyFindings(deployment, keyState.value)),
    ...secrets.flatMap(secretFindings),
    ...tables.flatMap((table) => tableFindings(deployment, table)),
    ...buckets.flatMap((bucket) => bucketFindings(deployment, bucket)),
  ];
}

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
function keyFindings({ keyArn }: Deployment, state: string | undefined): Finding[] {
  if (state === 'Enabled') return [];
  return [
    problem(
      'key-unusable',
      `the key ${keyArn} is ${state ?? 'not there'}: nothing can be read or written`,
      state === 'PendingDeletion'
        ? `at once: aws kms cancel-key-deletion --key-id ${keyArn}, then aws kms enable-key --key-id ${keyArn}`
        : `aws kms enable-key --key-id ${keyArn}`,
    ),
  ];
}

function secretFindings({ id, neededBy, isPutByHand, state }: SecretFact): Finding[] {
  if (state === undefined) return [];
  const put = `aws secretsmanager put-secret-value --secret-id ${id} --secret-string file://<file>`;
  if (state.value === undefined)
    return [
      problem(
        'secret-missing',
        `there is no secret ${id}, which ${neededBy} needs`,
        'name a secret that is there, or make it under that name, encrypted with the key of the stage',
      ),
    ];
  const { isDeleted, hasChanged } = state.value;
  if (isDeleted)
    return [
      problem(
        'secret-deleted',
        `the secret ${id}, which ${neededBy} needs, waits for its deletion and cannot be read`,
        `aws secretsmanager restore-secret --secret-id ${id}`,
      ),
    ];
  if (isPutByHand && !hasChanged)
    return [
      problem(
        'secret-not-filled',
        `the secret ${id} still holds what the deployment generated, and ${neededBy} needs its real value`,
        put,
      ),
    ];
  if (id.endsWith('/address-key') && hasChanged)
    return [
      problem(
        'address-key-changed',
        `the secret ${id} was changed: addresses are hashed under it, so that every suppression of before is lost`,
        `make its first version current again: aws secretsmanager list-secret-version-ids --secret-id ${id}, then update-secret-version-stage`,
      ),
    ];
  return [];
}

function tableFindings({ keyArn }: Deployment, fact: TableFact): Finding[] {
  const { table, name, description, hasRecovery, ttl } = fact;
  if (description !== undefined && description.value === undefined)
    return [
      problem(
        'table-missing',
        `there is no table ${name} (${table})`,
        `restore it from its last backup: aws dynamodb list-backups --table-name ${name}`,
      ),
    ];
  const findings: Finding[] = [];
  if (description?.value !== undefined && description.value.keyArn !== keyArn)
    findings.push(
      problem(
        'table-key',
        `the table ${name} (${table}) is not encrypted with the key of the stage: the functions may not use another`,
        `aws dynamodb update-table --table-name ${name} --sse-specification Enabled=true,SSEType=KMS,KMSMasterKeyId=${keyArn}`,
      ),
    );
  if (hasRecovery?.value === false)
    findings.push(
      problem(
        'backup-off',
        `the table ${name} (${table}) has no point-in-time recovery: what is deleted by mistake is gone`,
        `aws dynamodb update-continuous-backups --table-name ${name} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true,RecoveryPeriodInDays=35`,
      ),
    );
  if (ttl !== undefined && tablesThatExpire.includes(table) && ttl.value !== 'ttl')
    findings.push(
      problem(
        'ttl-off',
        `rows of the table ${name} (${table}) do not end by themselves: its time to live is off`,
        `aws dynamodb update-time-to-live --table-name ${name} --time-to-live-specification Enabled=true,AttributeName=ttl`,
      ),
    );
  return findings;
}

function bucketFindings(deployment: Deployment, fact: BucketFact): Finding[] {
  const { bucket, name, encryption } = fact;
  if (encryption !== undefined && encryption.value === undefined)
    return [
      problem(
        'bucket-missing',
        `there is no bucket ${name} (${bucket})`,
        `was it the right region and stage? A bucket that was deleted comes back only with a new deployment of the stage ${deployment.stage}, without its mail`,
      ),
    ];
  return [
    ...encryptionFindings(deployment, fact),
    ...accessFindings(fact),
    ...versioningFindings(fact),
    ...notificationFindings(deployment, fact),
  ];
}

function encryptionFindings({ keyArn }: Deployment, { bucket, name, encryption }: BucketFact): Finding[] {
  const current = encryption?.value;
  if (current === undefined || (current.algorithm === 'aws:kms' && current.keyArn === keyArn)) return [];
  return [
    problem(
      'bucket-encryption',
      `the bucket ${name} (${bucket}) does not encrypt with the key of the stage (${current.algorithm})`,
      `set its default encryption to SSE-KMS with ${keyArn}`,
    ),
  ];
}

function accessFindings({ bucket, name, isPrivate }: BucketFact): Finding[] {
  if (isPrivate?.value !== false) return [];
  return [
    problem(
      'bucket-public',
      `the bucket ${name} (${bucket}) does not block all public access`,
      `aws s3api put-public-access-block --bucket ${name} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true`,
    ),
  ];
}

function versioningFindings({ bucket, name, isVersioned }: BucketFact): Finding[] {
  if (isVersioned?.value !== false) return [];
  return [
    problem(
      'bucket-versioning',
      `the bucket ${name} (${bucket}) keeps no versions: what is overwritten or deleted is gone`,
      `aws s3api put-bucket-versioning --bucket ${name} --versioning-configuration Status=Enabled`,
    ),
  ];
}

/** Only the bucket of mail notifies a queue. */
function notificationFindings({ queues }: Deployment, { bucket, name, announces }: BucketFact): Finding[] {
  if (bucket !== 'mail' || announces === undefined) return [];
  const sweep = queues.find(({ stage }) => stage === 'sweep')?.arn;
  if (announces.value.includes(sweep ?? '')) return [];
  return [
    problem(
      'bucket-silent',
      `the bucket ${name} (${bucket}) does not tell the sweep of new mail: a lost notification would not be made good within minutes`,
      `send s3:ObjectCreated:* of inbound/ to ${sweep}`,
    ),
  ];
}
