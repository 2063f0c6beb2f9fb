/** The people of a deal, as its CRM knows them. */
export interface DealPeople {
  /** Addresses of its contacts. */
  readonly emails: readonly string[];
  /** Domains of its company, from the company's site at the CRM. */
  readonly domains: readonly string[];
}
