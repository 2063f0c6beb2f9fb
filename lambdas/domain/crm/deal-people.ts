/** Who belongs to a deal, as its CRM says. */
export interface DealPeople {
  /** Addresses of its contacts. */
  readonly emails: readonly string[];
  /** Domains of its company, from the site that the CRM has of it. */
  readonly domains: readonly string[];
}
