/** The token that an address pattern finds in an address, as in `deal+12345@…`: the deal 12345. */
export interface Token {
  readonly type: string;
  readonly id: string;
  /** Whether the address bears our tag, so that we gave it out; anybody can write an address without one. */
  readonly isSigned?: true;
}
