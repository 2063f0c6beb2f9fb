/** The token that an address pattern finds in an address, as in `deal+12345@…`: the deal 12345. */
export interface Token {
  readonly type: string;
  readonly id: string;
  /** Whether the address bore a tag of ours, so that we gave it out; anybody can write any other. */
  readonly isSigned?: true;
}
