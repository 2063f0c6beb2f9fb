/** Rules of one meaning: the id of each, and the pattern of its wordings (lower case, straight apostrophes). */
export type WordList = ReadonlyArray<readonly [id: string, pattern: RegExp]>;
