import type { ContactFields } from '../crm/contact-fields.ts';

/** A segment of a CDP that the contact is in. */
export interface ContactSegment {
  readonly segment: string;
  /** The CDP's own id of the segment. */
  readonly id: string;
}

/** Whether a segment has that name or id; upper and lower case are the same. */
export const isOfSegment = ({ segment, id }: ContactSegment, name: string): boolean =>
  [segment, id].some((known) => known.toLowerCase() === name.toLowerCase());

/** Facts about the contact of a mail that rules and mappings may use beside the mail. */
export interface ContactFacts {
  /** Fields of the contact at the CRM. */
  readonly fields?: ContactFields;
  /** Segments that the contact is in now. */
  readonly segments?: readonly ContactSegment[];
}

type FactSources = Readonly<Record<string, (facts: ContactFacts) => readonly string[] | undefined>>;

/** Sources of a mapping that are segments of the contact. */
export const segmentSources: FactSources = {
  segments: ({ segments }) => segments?.map(({ segment }) => segment),
  'segments.ids': ({ segments }) => segments?.map(({ id }) => id),
};

/**
 * The name under which a look-up asks for the open deals of a contact, and remembers their ids with semicolons between. No
 * field of a CRM has a colon in its name.
 */
export const openDealsName = 'deals:open';

/** The ids of the contact's open deals; undefined where they were not looked up. */
export function openDealsIn({ fields }: ContactFacts): readonly string[] | undefined {
  const ids = fields?.[openDealsName];
  return ids === undefined ? undefined : String(ids).split(';').filter(Boolean);
}

/** Sources of a mapping that are open deals of the contact. */
export const openDealSources: FactSources = { 'open-deals': openDealsIn };

/** Sources of a mapping that are facts about the contact, with their values. */
export const factSources: FactSources = { ...segmentSources, ...openDealSources };
