import type { Integration } from '../configuration/integration.ts';
import { currentSegments, type Memberships } from '../consent/membership.ts';
import type { SubjectHash } from '../mail/subject-hash.ts';
import { type ContactSegment, segmentSources } from '../mapping/contact-facts.ts';
import type { Destination } from './destination.ts';
import type { MailContext } from './mail-context.ts';

/** Reads the segments of CDPs under the keyed hash of an address. */
export type ReadMemberships = (tenant: string, subject: string) => Promise<Memberships>;

/** Whether the rules or the mappings of an integration name segments, so that they must be read. */
export const needsSegments = ({
  integration,
  mappings,
}: Pick<Destination, 'mappings'> & { readonly integration: Pick<Integration, 'rules'> }): boolean =>
  (integration.rules ?? []).some(({ when }) => when.segments !== undefined) ||
  [...mappings.values()].some(
    (resolution) =>
      resolution.kind === 'ok' &&
      resolution.mapping.fields.some(({ from }) => from !== undefined && Object.hasOwn(segmentSources, from)),
  );

/**
 * The segments that the contact of a mail is in; undefined where the integration does not use them, or the mail names nobody.
 */
export async function contactSegments(
  read: ReadMemberships,
  destination: Pick<Destination, 'integration' | 'mappings'>,
  { people: { contact } }: Pick<MailContext, 'people'>,
  subjectFor: SubjectHash,
): Promise<readonly ContactSegment[] | undefined> {
  if (contact === undefined || !needsSegments(destination)) return undefined;
  const { tenant } = destination.integration;
  const memberships = await read(tenant, subjectFor(tenant, contact.email));
  return currentSegments(memberships).map(({ segment, id }) => ({ segment, id }));
}
