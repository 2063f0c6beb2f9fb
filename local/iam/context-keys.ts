import { scanTag } from '../../lambdas/domain/mail/object-scan.ts';
import { account } from '../resource-names.ts';
import type { Principal } from './simulator.ts';

/** The tag of an object that a call reads. */
export const existingTag = `s3:ExistingObjectTag/${scanTag}`;

/**
 * Every context key that calls of this machine bring. A policy that names another one cannot be evaluated here:
 * `readPolicies` refuses it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const suppliedKeys = [
  // By every call: `usualContext`.
  'aws:SecureTransport',
  's3:TlsVersion',
  // By every call of a role.
  'aws:PrincipalArn',
  'aws:PrincipalAccount',
  // By calls of services: `service-edges.ts`.
  'aws:SourceAccount',
  'aws:SourceArn',
  // By the use of a key: `encryption.ts`.
  'kms:ViaService',
  // By calls of KMS for the keys of tenants: on this machine they have no KMS.
  'kms:EncryptionContext:purpose',
  // By lists of a bucket: `s3-calls.ts`.
  's3:prefix',
  's3:delimiter',
  // By reads of an object: `emulator-access.ts`.
  existingTag,
  // By GuardDuty, of the rule that it makes for itself: nothing on this machine does so.
  'events:ManagedBy',
] as const;

/** Context keys of every call: on AWS they come by TLS, though not on this machine. */
export const usualContext = ({ roleArn }: Principal): Readonly<Record<string, string>> =>
  roleArn === undefined ? ofServices : { ...ofServices, 'aws:PrincipalArn': roleArn, 'aws:PrincipalAccount': account };

const ofServices = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' };

/** A context key as this machine spells it, since names of keys have no case; undefined for one that no call brings. */
export const suppliedKey = (key: string): string | undefined =>
  suppliedKeys.find((known) => known.toLowerCase() === key.toLowerCase());

/**
 * The context keys that a part of a policy takes values of: `${aws:PrincipalArn}`. Those of one character stand for
 * themselves.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export const variablesOf = (part: unknown): readonly string[] =>
  [...JSON.stringify(part ?? '').matchAll(/\$\{([^{}]*)\}/g)]
    .map(([, variable = '']) => variable.split(',')[0]!.trim())
    .filter((name) => !['*', '?', '$'].includes(name));
