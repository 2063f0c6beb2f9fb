import { compact } from '../../compact.ts';
import type { CrmRule, EligibilitySettings, SegmentRule } from '../configuration/eligibility-schema.ts';
import type { Integration } from '../configuration/integration.ts';
import type { ContactFields } from '../crm/contact-fields.ts';
import type { Reason } from '../crm/suppression-target.ts';
import type { Purpose } from '../mail/purposes.ts';
import { isOfSegment } from '../mapping/contact-facts.ts';
import { hasOneOf } from '../mapping/field-value.ts';
import { currentSegments, type Membership, type Memberships } from './membership.ts';

/** The CRM's answer about one contact. */
export type ContactAnswer =
  /** `at`: when the CRM gave it, ISO 8601 UTC; it may be remembered. A contact that is absent has no fields. */
  | { readonly kind: 'known'; readonly fields: ContactFields; readonly at: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Asks the CRM of a connection for fields of a contact, or remembers its answer. A failure of the CRM is an answer, too. */
export type AskContact = (question: {
  /** The tenant that asks; tenants of one connection share its rate. */
  readonly tenant: string;
  readonly connection: string;
  /** A normalized address. */
  readonly email: string;
  readonly names: readonly string[];
}) => Promise<ContactAnswer>;

/** The rules about contacts at one connection. */
export interface ContactQuestion {
  readonly connection: string;
  readonly rules: readonly CrmRule[];
  readonly whenUnknown: NonNullable<EligibilitySettings['whenUnknown']>;
}

/** The questions that the integrations of a tenant put to its CRMs. An integration that is off asks nothing. */
export function contactQuestions(integrations: readonly Integration[], tenant: string): ContactQuestion[] {
  return integrations.flatMap(({ tenant: owner, mode, connection, eligibility }) =>
    owner === tenant && mode !== 'off' && eligibility?.crm !== undefined
      ? [{ connection, rules: eligibility.crm, whenUnknown: eligibility.whenUnknown ?? 'bar' }]
      : [],
  );
}

/** The fields that rules read: those that they compare, and those that say where a consent comes from. */
export const fieldsOf = (rules: readonly CrmRule[]): string[] =>
  [
    ...new Set(
      rules.flatMap(({ field, sourceField, policyVersionField }) =>
        [field, sourceField, policyVersionField].filter((name) => name !== undefined),
      ),
    ),
  ].toSorted();

/** The bars that the fields of a contact are; where the CRM could not be asked, the purposes of all rules by default. */
export function contactReasons({ rules, whenUnknown, connection }: ContactQuestion, answer: ContactAnswer): Reason[] {
  if (answer.kind === 'unknown') {
    const barred = [...new Set(rules.flatMap(({ bars }) => bars))];
    if (whenUnknown === 'ignore') return [];
    return [{ code: 'crm-unknown', purposes: barred, detail: `${connection}: ${answer.reason}` }];
  }
  return rules.filter((rule) => bars(rule, answer.fields)).map((rule) => fieldReason(rule, answer));
}

function bars({ field, is, isNot }: CrmRule, fields: ContactFields): boolean {
  if (is !== undefined) return hasOneOf(fields[field], is);
  return !hasOneOf(fields[field], isNot ?? []);
}

/** In UTF-16 code units: a value that names no state of a field, but a text. */
const longestValue = 100;

function fieldReason(
  { field, bars: barred, sourceField, policyVersionField }: CrmRule,
  { fields, at }: Extract<ContactAnswer, { kind: 'known' }>,
): Reason {
  const shown = (name: string | undefined): string | undefined =>
    name === undefined || fields[name] === undefined ? undefined : String(fields[name]).slice(0, longestValue);
  return {
    code: 'crm-field',
    purposes: barred,
    detail: `${field}: ${shown(field) ?? '(empty)'}`,
    ...compact({ source: shown(sourceField), policyVersion: shown(policyVersionField), asOf: at }),
  };
}

/** The bars that the segments of an address are. */
export function segmentReasons(rules: readonly SegmentRule[], memberships: Memberships): Reason[] {
  const current = currentSegments(memberships);
  return rules.flatMap(({ segment, bars: barred }) => {
    const membership = current.find((entry) => isOfSegment(entry, segment));
    return membership === undefined ? [] : [segmentReason(membership, barred)];
  });
}

const segmentReason = ({ segment, id, at, reason, source }: Membership, barred: readonly Purpose[]): Reason => ({
  code: 'segment',
  purposes: barred,
  since: at,
  source,
  evidence: id,
  detail: reason === undefined ? segment : `${segment}: ${reason}`,
});

/** The rules about segments of a tenant's integrations. */
export const segmentRules = (integrations: readonly Integration[], tenant: string): SegmentRule[] =>
  integrations.flatMap(({ tenant: owner, mode, eligibility }) =>
    owner === tenant && mode !== 'off' ? (eligibility?.segments ?? []) : [],
  );
