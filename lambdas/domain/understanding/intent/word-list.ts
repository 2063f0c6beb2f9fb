/** Rules of one meaning: an id that says what is meant, and how people write it (lower case, straight apostrophes). */
export type WordList = ReadonlyArray<readonly [id: string, pattern: RegExp]>;
